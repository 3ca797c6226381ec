"""Collections: up to 200 records in one call, each with its own result, HTTP 200 whatever they are."""

from collections.abc import Callable
from typing import Any

from flask import Flask, jsonify, request
from werkzeug import Response

from local.vendors.salesforce.errors import Refused, SeveralMatch
from local.vendors.salesforce.fields import Record
from local.vendors.salesforce.rest import DATA, allows_duplicates, saved
from local.vendors.salesforce.store import Org

MOST = 200
ROLLED_BACK = "ALL_OR_NONE_OPERATION_ROLLED_BACK"
Write = Callable[[str, Record], dict[str, Any]]


def add(app: Flask, org: Org) -> None:
    """Adds the routes."""

    @app.post(f"{DATA}/composite/sobjects")
    def create_each() -> Response:
        allow = allows_duplicates()
        return _each(org, lambda sobject, values: saved(org.create(sobject, values, allow_duplicates=allow)))

    @app.patch(f"{DATA}/composite/sobjects")
    def update_each() -> Response:
        def write(sobject: str, values: Record) -> dict[str, Any]:
            record = org.get(sobject, values.pop("id", None) or values.pop("Id"))
            return saved(org.update(sobject, record, values))

        return _each(org, write)

    @app.patch(f"{DATA}/composite/sobjects/<_sobject>/<field>")
    def upsert_each(_sobject: str, field: str) -> Response:
        allow = allows_duplicates()

        def write(sobject: str, values: Record) -> dict[str, Any]:
            if not values.get(field):
                raise Refused(400, "MISSING_ARGUMENT", f"{field} not specified")
            record = org.by_external_id(sobject, field, str(values[field]))
            if record is None:
                return saved(org.create(sobject, values, allow_duplicates=allow), created=True)
            changed = {name: value for name, value in values.items() if name != field}
            return saved(org.update(sobject, record, changed), created=False)

        return _each(org, write)


def _each(org: Org, write: Write) -> Response:
    body = request.get_json()
    if len(body["records"]) > MOST:
        raise Refused(400, "LIMIT_EXCEEDED", f"The max number of records per request is {MOST}")
    before = org.snapshot() if body.get("allOrNone") else None
    results = [_result(write, dict(record)) for record in body["records"]]
    if before is not None and not all(each["success"] for each in results):
        org.records = before
        undone = Refused(400, ROLLED_BACK, "Record rolled back because not all records were valid").to_row()
        results = [undone if each["success"] else each for each in results]
    return jsonify(results)


def _result(write: Write, record: Record) -> dict[str, Any]:
    sobject = record.pop("attributes")["type"]
    try:
        return write(sobject, record)
    except Refused as error:
        return error.to_row()
    except SeveralMatch as error:
        return Refused(400, "DUPLICATE_EXTERNAL_ID", f"matches several records: {error.urls}").to_row()
