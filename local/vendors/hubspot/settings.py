"""Property definitions, pipelines and owners."""

from typing import Any

from flask import jsonify, request
from werkzeug import Response

from local.vendors.hubspot.errors import Refused
from local.vendors.hubspot.properties import Property
from local.vendors.hubspot.routing import Router
from local.vendors.hubspot.schema import MADE, OWNERS, pipelines_json
from local.vendors.hubspot.store import Portal

MOST_UNIQUE = 10
"""Unique properties an object may have."""


def add(router: Router, portal: Portal) -> None:
    """Adds the routes."""
    _add_properties(router, portal)
    _add_lists(router)
    _add_account(router, portal)


def _add_properties(router: Router, portal: Portal) -> None:
    @router.settings("properties", "/<kind:kind>", "GET")
    def properties(kind: str) -> Response:
        return jsonify(results=[each.to_json() for each in portal.properties[kind].values()])

    @router.settings("properties", "/<kind:kind>/<name>", "GET")
    def property_named(kind: str, name: str) -> Response:
        if name not in portal.properties[kind]:
            raise Refused(404, f"Property {name} does not exist")
        return jsonify(portal.properties[kind][name].to_json())

    @router.settings("properties", "/<kind:kind>", "POST")
    def create_property(kind: str) -> tuple[Response, int]:
        made = _defined(request.get_json())
        if made.name in portal.properties[kind]:
            raise Refused(
                409, f"Property named '{made.name}' already exists.", subCategory="Properties.PROPERTY_EXISTS"
            )
        if made.unique and sum(each.unique for each in portal.properties[kind].values()) >= MOST_UNIQUE:
            raise Refused(400, f"At most {MOST_UNIQUE} unique properties are allowed")
        portal.properties[kind][made.name] = made
        return jsonify(made.to_json()), 201


def _add_lists(router: Router) -> None:
    @router.settings("pipelines", "/<kind:kind>", "GET")
    def pipelines(kind: str) -> Response:
        return jsonify(results=pipelines_json(kind))

    @router.settings("owners", "", "GET")
    def owners() -> Response:
        wanted = request.args.get("email", "").lower()
        found = [owner for owner in OWNERS if not wanted or owner["email"] == wanted]
        return jsonify(results=[_owner(owner) for owner in found])

    @router.settings("owners", "/<owner_id>", "GET")
    def owner_named(owner_id: str) -> Response:
        found = [owner for owner in OWNERS if owner["id"] == owner_id]
        if not found:
            raise Refused(404, "resource not found")
        return jsonify(_owner(found[0]))


def _add_account(router: Router, portal: Portal) -> None:
    @router.account("/details", "GET")
    def details() -> Response:
        return jsonify(portal.account)


def _defined(given: dict[str, Any]) -> Property:
    missing = [name for name in ("name", "label", "type", "fieldType", "groupName") if not given.get(name)]
    if missing:
        raise Refused(400, f"Invalid input JSON: {', '.join(missing)} must be set")
    options = tuple(option["value"] for option in given.get("options", []))
    return Property(
        given["name"], given["type"], given["fieldType"], options, bool(given.get("hasUniqueValue")),
        label=given["label"], custom=True, group=given["groupName"],
    )  # fmt: skip


def _owner(owner: dict[str, Any]) -> dict[str, Any]:
    return {**owner, **MADE, "archived": False, "type": "PERSON"}
