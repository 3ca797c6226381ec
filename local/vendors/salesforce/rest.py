"""The REST API's single-record resources: sobjects, describe, query, limits."""

from email.utils import format_datetime, parsedate_to_datetime
from typing import Any

from flask import Flask, jsonify, request
from werkzeug import Response

from local.vendors.salesforce import query
from local.vendors.salesforce.errors import Refused, not_found
from local.vendors.salesforce.fields import Record
from local.vendors.salesforce.objects import READ_ONLY, record_types
from local.vendors.salesforce.store import Org, url

DATA = "/services/data/<version>"
SOBJECT = f"{DATA}/sobjects/<sobject>"
OLDEST = 41
"""Versions 31 to 40 retire in Summer 2027, older ones are gone."""


def add(app: Flask, org: Org) -> None:
    """Adds the routes."""

    @app.url_value_preprocessor
    def check_version(_endpoint: str | None, values: dict[str, Any] | None) -> None:
        version = (values or {}).pop("version", "")
        if version and float(version.removeprefix("v")) < OLDEST:
            raise Refused(410, "GONE")

    _add_records(app, org)
    _add_external_ids(app, org)
    _add_reads(app, org)


def allows_duplicates() -> bool:
    """Whether the request passes alert-mode duplicate rules."""
    header = request.headers.get("Sforce-Duplicate-Rule-Header", "").replace(" ", "").lower()
    return "allowsave=true" in header.split(",") or "allowsave=true" in header.split(";")


def saved(record: Record, **more: Any) -> dict[str, Any]:
    """The result of a write."""
    return {"id": record["Id"], "success": True, "errors": [], **more}


def _add_records(app: Flask, org: Org) -> None:
    @app.post(SOBJECT, strict_slashes=False)
    def create(sobject: str) -> tuple[Response, int]:
        if sobject in READ_ONLY:
            raise Refused(400, "CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY", f"entity type {sobject} does not support insert")
        record = org.create(sobject, _body(), allow_duplicates=allows_duplicates())
        return jsonify(saved(record)), 201

    @app.get(f"{SOBJECT}/<record_id>")
    def read(sobject: str, record_id: str) -> Response:
        return jsonify(_shown(org, sobject, org.get(sobject, record_id)))

    @app.patch(f"{SOBJECT}/<record_id>")
    def update(sobject: str, record_id: str) -> Response:
        org.update(sobject, org.get(sobject, record_id), _body())
        return Response(status=204)

    @app.delete(f"{SOBJECT}/<record_id>")
    def delete(sobject: str, record_id: str) -> Response:
        org.delete(org.get(sobject, record_id))
        return Response(status=204)


def _add_external_ids(app: Flask, org: Org) -> None:
    @app.get(f"{SOBJECT}/<field>/<path:value>")
    def read_by(sobject: str, field: str, value: str) -> Response:
        record = _find(org, sobject, field, value)
        if record is None:
            raise Refused(404, "NOT_FOUND")
        return jsonify(_shown(org, sobject, record))

    @app.patch(f"{SOBJECT}/<field>/<path:value>")
    def upsert(sobject: str, field: str, value: str) -> tuple[Response, int]:
        values, record = _body(), _find(org, sobject, field, value)
        if field in values or "Id" in values:
            raise Refused(400, "INVALID_FIELD", "The Id field should not be specified in the sobject data.")
        if record is not None:
            return jsonify(saved(org.update(sobject, record, values), created=False)), 200
        if request.args.get("updateOnly") == "true":
            raise not_found(value)
        made = org.create(sobject, {**values, field: value}, allow_duplicates=allows_duplicates())
        return jsonify(saved(made, created=True)), 201


def _add_reads(app: Flask, org: Org) -> None:
    @app.get(f"{SOBJECT}/describe", strict_slashes=False)
    def describe(sobject: str) -> Response:
        fields = [field.to_json() for field in org.described(sobject).values()]
        since = request.headers.get("If-Modified-Since")
        if since and parsedate_to_datetime(since) >= org.metadata_changed.replace(microsecond=0):
            return Response(status=304)
        writes = sobject not in READ_ONLY
        types = record_types(sobject)
        more = {"createable": writes, "updateable": writes, "fields": fields, "recordTypeInfos": types}
        response = jsonify(name=sobject, label=sobject, **more)
        response.headers["Last-Modified"] = format_datetime(org.metadata_changed, usegmt=True)
        return response

    @app.get(f"{DATA}/query", strict_slashes=False, defaults={"deleted": False})
    @app.get(f"{DATA}/queryAll", strict_slashes=False, defaults={"deleted": True})
    def run_query(*, deleted: bool) -> Response:
        return jsonify(query.run(org, request.args.get("q", ""), deleted=deleted, page_size=_page_size()))

    @app.get(f"{DATA}/query/<locator>")
    def more(locator: str) -> Response:
        return jsonify(query.page(org, locator, _page_size()))

    @app.get(f"{DATA}/limits", strict_slashes=False)
    def limits() -> Response:
        return jsonify(DailyApiRequests={"Max": org.daily, "Remaining": org.daily - org.used})


def _body() -> Record:
    body: Record = request.get_json()
    return body


def _page_size() -> int:
    """``Sforce-Query-Options: batchSize=200`` (200 to 2,000)."""
    given = request.headers.get("Sforce-Query-Options", "").removeprefix("batchSize=")
    return int(given) if given.isdigit() else query.PAGE


def _shown(org: Org, sobject: str, record: Record) -> dict[str, Any]:
    wanted = [name for name in request.args.get("fields", "").split(",") if name] or list(org.fields[sobject])
    for name in wanted:
        if name not in org.fields[sobject]:
            raise Refused(400, "INVALID_FIELD", f"No such column '{name}' on sobject of type {sobject}")
    attributes = {"type": sobject, "url": url(sobject, record["Id"])}
    return {"attributes": attributes, **{name: record.get(name) for name in wanted}}


def _find(org: Org, sobject: str, field: str, value: str) -> Record | None:
    """By external id; an address at a domain such as ``.inc`` in the path is answered 404, whatever is there."""
    if value.lower().endswith((".inc", ".jsp", ".exe")):
        raise Refused(404, "NOT_FOUND")
    return org.by_external_id(sobject, field, value)
