"""The objects API: one record, batches, search."""

from collections.abc import Callable
from typing import Any

from flask import jsonify, request
from werkzeug import Response

from local.vendors.hubspot.errors import Refused, row_error
from local.vendors.hubspot.links import Node
from local.vendors.hubspot.record import Record, stamp
from local.vendors.hubspot.routing import Router
from local.vendors.hubspot.schema import ALIASES, SINGULAR
from local.vendors.hubspot.search import search
from local.vendors.hubspot.store import Portal

MOST_INPUTS = 100


def add(router: Router, portal: Portal) -> None:
    """Adds every route below ``/crm/objects``."""
    _add_records(router, portal)
    _add_batches(router, portal)
    _add_endings(router, portal)


def _add_records(router: Router, portal: Portal) -> None:
    @router.objects("/<kind:kind>", "POST")
    def create(kind: str) -> tuple[Response, int]:
        body = request.get_json()
        ends = _asked_ends(portal, kind, body.get("associations") or [])
        record = portal.create(kind, body["properties"])
        for end, type_id in ends:
            portal.links.add((kind, record.id), end, type_id)
        return jsonify(record.shown(record.properties)), 201

    @router.objects("/<kind:kind>", "GET")
    def page(kind: str) -> Response:
        records, start = list(portal.live(kind)), int(request.args.get("after", 0))
        limit = int(request.args.get("limit", 10))
        shown: dict[str, Any] = {"results": [each.shown(_wanted()) for each in records[start : start + limit]]}
        if start + limit < len(records):
            shown["paging"] = {"next": {"after": str(start + limit)}}
        return jsonify(shown)

    @router.objects("/<kind:kind>/<record_id>", "GET")
    def get(kind: str, record_id: str) -> Response:
        archived = request.args.get("archived") == "true"
        record = portal.get(kind, record_id, request.args.get("idProperty", ""), archived=archived)
        return jsonify(record.shown(_wanted(), portal.held(record)) | _associated(portal, record))

    @router.objects("/<kind:kind>/<record_id>", "PATCH")
    def update(kind: str, record_id: str) -> Response:
        record = portal.get(kind, record_id, request.args.get("idProperty", ""))
        given = request.get_json()["properties"]
        return jsonify(portal.update(record, given).shown(given))


def _add_batches(router: Router, portal: Portal) -> None:
    @router.objects("/<kind:kind>/batch/upsert", "POST")
    def upsert(kind: str) -> tuple[Response, int]:
        return _batch(portal, lambda given: _upsert(portal, kind, given))

    @router.objects("/<kind:kind>/batch/read", "POST")
    def read(kind: str) -> tuple[Response, int]:
        body = request.get_json()
        wanted, id_property = body.get("properties", []), body.get("idProperty") or ""
        return _batch(portal, lambda given: portal.get(kind, given["id"], id_property).shown(wanted))

    @router.objects("/<kind:kind>/search", "POST")
    def find(kind: str) -> Response:
        return jsonify(search(portal, kind, request.get_json()))


def _add_endings(router: Router, portal: Portal) -> None:
    @router.objects("/<kind:kind>/<record_id>", "DELETE")
    def archive(kind: str, record_id: str) -> Response:
        portal.get(kind, record_id).archive(portal.clock.now())
        return Response(status=204)

    @router.objects("/<kind:kind>/merge", "POST")
    def merge(kind: str) -> Response:
        body = request.get_json()
        record = portal.merge(kind, body["primaryObjectId"], body["objectIdToMerge"])
        return jsonify(record.shown(record.properties))

    @router.objects("/<kind:kind>/gdpr-delete", "POST")
    def gdpr_delete(kind: str) -> Response:
        body = request.get_json()
        portal.purge(kind, portal.get(kind, body["objectId"], body.get("idProperty") or "").id)
        return Response(status=204)


def _upsert(portal: Portal, kind: str, given: dict[str, Any]) -> dict[str, Any]:
    id_property, value = given["idProperty"], given["id"]
    record = portal.find(kind, id_property, value)
    if record:
        return portal.update(record, given["properties"]).shown(given["properties"]) | {"new": False}
    created = portal.create(kind, {id_property: value, **given["properties"]})
    return created.shown(created.properties) | {"new": True}


def _batch(portal: Portal, act: Callable[[dict[str, Any]], dict[str, Any]]) -> tuple[Response, int]:
    """Every input on its own: 200 when all went well, else 207 with the failed ones in `errors`."""
    inputs, started = request.get_json()["inputs"], portal.clock.now()
    if len(inputs) > MOST_INPUTS:
        raise Refused(400, f"The maximum batch size is {MOST_INPUTS}")
    results, errors = [], []
    for at, given in enumerate(inputs):
        try:
            results.append(act(given))
        except Refused as error:
            errors.append(row_error(error, id=given["id"], objectWriteTraceId=given.get("objectWriteTraceId", str(at))))
    times = {"startedAt": stamp(started), "completedAt": stamp(portal.clock.now())}
    failed = {"numErrors": len(errors), "errors": errors} if errors else {}
    return jsonify({"status": "COMPLETE", "results": results, **times, **failed}), 207 if errors else 200


def _asked_ends(portal: Portal, kind: str, associations: list[dict[str, Any]]) -> list[tuple[Node, int]]:
    """The records a new one of `kind` shall be associated with, and how. Raises Refused before anything is written."""
    ends: list[tuple[Node, int]] = []
    for each in associations:
        for type_id in (given["associationTypeId"] for given in each["types"]):
            end_type, end_id = portal.links.leads_to(kind, type_id), each["to"]["id"]
            if end_id not in portal.records[end_type]:
                message = f"No {SINGULAR[end_type]} with ID {end_id} exists"
                raise Refused(400, message, subCategory="ASSOCIATED_OBJECT_NOT_FOUND")
            ends.append(((end_type, end_id), type_id))
    return ends


def _wanted() -> list[str]:
    """The `properties` parameter, comma-separated or repeated."""
    return [name for given in request.args.getlist("properties") for name in given.split(",") if name]


def _associated(portal: Portal, record: Record) -> dict[str, Any]:
    """The `associations` parameter's answer."""
    asked = [name for given in request.args.getlist("associations") for name in given.split(",") if name]
    found: dict[str, Any] = {}
    for name in (ALIASES.get(each, each) for each in asked):
        if name not in SINGULAR:
            raise Refused(400, f"Unable to infer object type from: {name}")
        ends = portal.links.between((record.object_type, record.id), name)
        kind = f"{SINGULAR[record.object_type]}_to_{SINGULAR[name]}".lower()
        if ends:
            found[name] = {"results": [{"id": end, "type": kind} for end in ends]}
    return {"associations": found} if found else {}
