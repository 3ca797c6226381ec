"""What people do in HubSpot's own screens, at ``/_control/``."""

from flask import Blueprint, jsonify, request
from werkzeug import Response

from local.vendors.hubspot.rules import Rule
from local.vendors.hubspot.store import PORTAL, REFRESH_TOKEN, Portal


def people_routes(portal: Portal) -> Blueprint:
    """The routes; `kind` is an object type, values are ``{"property": "text"}``."""
    routes = Blueprint("people", __name__, url_prefix="/_control")
    _add_records(routes, portal)
    _add_administration(routes, portal)
    return routes


def _add_records(routes: Blueprint, portal: Portal) -> None:
    @routes.post("/records/<kind:kind>")
    def create(kind: str) -> tuple[Response, int]:
        record = portal.create(kind, request.get_json())
        return jsonify(record.shown(record.properties)), 201

    @routes.patch("/records/<kind:kind>/<record_id>")
    def edit(kind: str, record_id: str) -> Response:
        record = portal.update(portal.get(kind, record_id), request.get_json())
        return jsonify(record.shown(record.properties))

    @routes.delete("/records/<kind:kind>/<record_id>")
    def delete(kind: str, record_id: str) -> Response:
        """To the recycling bin, or for good with ``?gdpr=true``."""
        if request.args.get("gdpr") == "true":
            portal.purge(kind, record_id)
        else:
            portal.get(kind, record_id).archive(portal.clock.now())
        return Response(status=204)

    @routes.post("/records/<kind:kind>/<record_id>/merge/<other_id>")
    def merge(kind: str, record_id: str, other_id: str) -> Response:
        """`record_id` is the primary one."""
        record = portal.merge(kind, record_id, other_id)
        return jsonify(record.shown(record.properties))


def _add_administration(routes: Blueprint, portal: Portal) -> None:
    @routes.post("/rules")
    def require() -> Response:
        """``{"object_type", "required", "when", "equals"}``: see Rule."""
        portal.rules.add(Rule(**request.get_json()))
        return Response(status=204)

    @routes.post("/disconnect")
    def disconnect() -> Response:
        """The administrator uninstalls the app."""
        portal.grants.disconnect(PORTAL)
        return Response(status=204)

    @routes.post("/connect")
    def connect() -> Response:
        portal.grants.connect(PORTAL, REFRESH_TOKEN)
        return Response(status=204)
