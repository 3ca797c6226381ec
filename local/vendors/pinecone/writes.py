"""upsert, update and delete."""

from typing import Any

import numpy as np
from flask import Flask, jsonify, request
from werkzeug import Response

from local.vendors.pinecone import filters
from local.vendors.pinecone.errors import Refused
from local.vendors.pinecone.store import DEFAULT, Index, Namespace, Record

MOST_VECTORS, MOST_IDS = 1_000, 1_000
MOST_BYTES = 2 * 1024 * 1024
LONGEST_ID = 512


def add(app: Flask, index: Index) -> None:
    """Adds the routes."""

    @app.post("/vectors/upsert")
    def upsert() -> Response:
        body, size = request.get_json(), len(request.get_data())
        if size > MOST_BYTES:
            raise Refused(413, f"Request size {size} exceeds the limit of {MOST_BYTES} bytes")
        given = body.get("vectors", [])
        if not 0 < len(given) <= MOST_VECTORS:
            raise Refused(400, f"Number of vectors must be between 1 and {MOST_VECTORS}, got {len(given)}")
        records = {one["id"]: _record(index, one) for one in given}
        name = body.get("namespace") or DEFAULT
        index.write(lambda: index.namespaces[name].update(records))
        return jsonify(upsertedCount=len(given))

    @app.post("/vectors/update")
    def update() -> Response:
        body = request.get_json()
        filters.check_metadata(body.get("setMetadata", {}))
        index.write(lambda: _update(index, body))
        return jsonify({})

    @app.post("/vectors/delete")
    def delete() -> Response:
        body = request.get_json()
        _check_delete(body)
        if not index.knows(body.get("namespace", "")):
            raise Refused(404, "Namespace not found")
        index.write(lambda: _delete(index, body))
        return jsonify({})


def _record(index: Index, given: dict[str, Any]) -> Record:
    name, values = str(given.get("id", "")), np.array(given.get("values", []), dtype=np.float32)
    if not 1 <= len(name) <= LONGEST_ID or not name.isascii():
        raise Refused(400, f"Vector ID must be 1 to {LONGEST_ID} ASCII characters")
    if len(values) != index.dimension:
        message = f"Vector dimension {len(values)} does not match the dimension of the index {index.dimension}"
        raise Refused(400, message)
    if not values.any():
        raise Refused(400, "Dense vectors must contain at least one non-zero value.")
    metadata = given.get("metadata") or {}
    filters.check_metadata(metadata)
    return Record(name, values, metadata)


def _update(index: Index, body: dict[str, Any]) -> None:
    records = index.namespaces[body.get("namespace") or DEFAULT]
    before = records.get(body["id"])
    if before is not None:
        values = np.array(body["values"], dtype=np.float32) if body.get("values") else before.values
        records[before.id] = Record(before.id, values, before.metadata | body.get("setMetadata", {}))


def _check_delete(body: dict[str, Any]) -> None:
    if body.get("deleteAll") and ("ids" in body or "filter" in body):
        raise Refused(400, "No explicit IDs or filter allowed when delete_all=true")
    if not body.get("deleteAll") and "ids" not in body and "filter" not in body:
        raise Refused(400, "Either IDs, a filter or delete_all must be given")
    if len(body.get("ids", [])) > MOST_IDS:
        raise Refused(400, f"Number of IDs must be at most {MOST_IDS}")
    if "filter" in body:
        filters.check(body["filter"])


def _delete(index: Index, body: dict[str, Any]) -> None:
    name = body.get("namespace") or DEFAULT
    records = index.namespaces[name]
    gone = _chosen(records, body)
    index.namespaces[name] = {one: record for one, record in records.items() if one not in gone}


def _chosen(records: Namespace, body: dict[str, Any]) -> set[str]:
    """The ids to delete; ids beside a filter are not looked at, as at Pinecone."""
    if "filter" in body:
        return {one for one, record in records.items() if filters.matches(record.metadata, body["filter"])}
    return set(body.get("ids", records))
