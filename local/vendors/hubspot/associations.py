"""The associations API: read, and the unlabelled association between two records."""

from typing import Any

from flask import jsonify, request
from werkzeug import Response

from local.vendors.hubspot.errors import Refused, row_error
from local.vendors.hubspot.record import stamp
from local.vendors.hubspot.routing import Router
from local.vendors.hubspot.schema import PRIMARY_ASSOCIATIONS
from local.vendors.hubspot.store import Portal

DEFINED = "HUBSPOT_DEFINED"
PRIMARY = set(PRIMARY_ASSOCIATIONS.values())


def add(router: Router, portal: Portal) -> None:
    """Adds the routes."""

    @router.objects("/<kind:kind>/<record_id>/associations/default/<kind:to_kind>/<to_id>", "PUT")
    def associate(kind: str, record_id: str, to_kind: str, to_id: str) -> Response:
        start, end = portal.get(kind, record_id).id, portal.get(to_kind, to_id).id
        type_id = portal.links.add_default((kind, start), (to_kind, end))
        spec = {"associationCategory": DEFINED, "associationTypeId": type_id}
        now = stamp(portal.clock.now())
        results = [{"from": {"id": start}, "to": {"id": end}, "associationSpec": spec}]
        return jsonify(status="COMPLETE", results=results, startedAt=now, completedAt=now)

    @router.objects("/<kind:kind>/<record_id>/associations/<kind:to_kind>", "GET")
    def read(kind: str, record_id: str, to_kind: str) -> Response:
        return jsonify(results=_ends(portal, kind, record_id, to_kind))

    @router.associations("/<kind:kind>/<kind:to_kind>/batch/read", "POST")
    def batch_read(kind: str, to_kind: str) -> tuple[Response, int]:
        results, errors = [], []
        for given in request.get_json()["inputs"]:
            try:
                ends = _ends(portal, kind, given["id"], to_kind)
            except Refused as error:
                errors.append(row_error(error, fromObjectId=given["id"]))
            else:
                results.append({"from": {"id": given["id"]}, "to": ends})
        now = stamp(portal.clock.now())
        failed = {"numErrors": len(errors), "errors": errors} if errors else {}
        body = {"status": "COMPLETE", "results": results, "startedAt": now, "completedAt": now, **failed}
        return jsonify(body), 207 if errors else 200


def _ends(portal: Portal, kind: str, record_id: str, to_kind: str) -> list[dict[str, Any]]:
    record = portal.get(kind, record_id)
    return [
        {
            "toObjectId": end,
            "associationTypes": [
                {"category": DEFINED, "typeId": each, "label": "Primary" if each in PRIMARY else None} for each in types
            ],
        }
        for end, types in portal.links.between((kind, record.id), to_kind).items()
    ]
