"""query, fetch, list and describe_index_stats."""

from typing import Any

import numpy as np
from flask import Flask, jsonify, request
from werkzeug import Response

from local.vendors.pinecone import filters
from local.vendors.pinecone.errors import Refused
from local.vendors.pinecone.store import Index, Namespace, Record

MOST_MATCHES = 10_000
MOST_LISTED = 100
READ = {"readUnits": 1}


def add(app: Flask, index: Index) -> None:
    """Adds the routes."""

    @app.post("/query")
    def query() -> Response:
        body = request.get_json()
        _check_query(index, body)
        name = body.get("namespace", "")
        return jsonify(matches=_matches(index.read(name), body), namespace=name, usage=READ)

    @app.get("/vectors/fetch")
    def fetch() -> Response:
        name = request.args.get("namespace", "")
        records = index.read(name)
        found = {one: records[one].shown() for one in request.args.getlist("ids") if one in records}
        return jsonify(vectors=found, namespace=name, usage=READ)

    @app.get("/vectors/list")
    def list_ids() -> Response:
        name, limit = request.args.get("namespace", ""), int(request.args.get("limit", MOST_LISTED))
        if not 1 <= limit <= MOST_LISTED:
            raise Refused(400, f"limit must be between 1 and {MOST_LISTED}")
        prefix, after = request.args.get("prefix", ""), request.args.get("paginationToken", "")
        ids = sorted(one for one in index.read(name) if one.startswith(prefix) and one > after)
        body: dict[str, Any] = {"vectors": [{"id": one} for one in ids[:limit]], "namespace": name, "usage": READ}
        return jsonify(body | ({"pagination": {"next": ids[limit - 1]}} if len(ids) > limit else {}))

    @app.post("/describe_index_stats")
    def stats() -> Response:
        index.settle()
        counts = {name: {"vectorCount": len(records)} for name, records in index.namespaces.items() if records}
        total = sum(count["vectorCount"] for count in counts.values())
        known = {"dimension": index.dimension, "metric": "cosine", "vectorType": "dense", "indexFullness": 0}
        return jsonify(namespaces=counts, totalVectorCount=total, **known)


def _check_query(index: Index, body: dict[str, Any]) -> None:
    if not 1 <= body.get("topK", 0) <= MOST_MATCHES:
        raise Refused(400, f"top_k must be between 1 and {MOST_MATCHES}")
    if ("vector" in body) == ("id" in body):
        raise Refused(400, "Exactly one of 'ID' and 'vector' must be provided")
    size = len(body.get("vector", [0] * index.dimension))
    if size != index.dimension:
        raise Refused(400, f"Vector dimension {size} does not match the dimension of the index {index.dimension}")
    if "filter" in body:
        filters.check(body["filter"])


def _matches(records: Namespace, body: dict[str, Any]) -> list[dict[str, Any]]:
    wanted = _wanted(records, body)
    candidates = [one for one in records.values() if filters.matches(one.metadata, body.get("filter", {}))]
    if wanted is None or not candidates:
        return []
    scores = np.stack([one.values for one in candidates]) @ wanted
    lengths = np.array([np.linalg.norm(one.values) for one in candidates]) * np.linalg.norm(wanted)
    likeness = np.divide(scores, lengths, out=np.zeros_like(scores), where=lengths > 0)
    best = np.argsort(-likeness, kind="stable")[: body["topK"]]
    return [_match(candidates[at], float(likeness[at]), body) for at in best]


def _wanted(records: Namespace, body: dict[str, Any]) -> Any:
    if "vector" in body:
        return np.array(body["vector"], dtype=np.float32)
    return records[body["id"]].values if body["id"] in records else None


def _match(record: Record, score: float, body: dict[str, Any]) -> dict[str, Any]:
    match: dict[str, Any] = {"id": record.id, "score": score, "values": []}
    if body.get("includeValues"):
        match["values"] = record.values.tolist()
    if body.get("includeMetadata") and record.metadata:
        match["metadata"] = record.metadata
    return match
