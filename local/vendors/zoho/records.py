"""Records: create, update, upsert, get, list, search, delete."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

from flask import Flask, jsonify, request
from werkzeug import Response

from local.vendors.zoho import criteria
from local.vendors.zoho.errors import Refused
from local.vendors.zoho.fields import Record
from local.vendors.zoho.modules import UPSERTED_BY
from local.vendors.zoho.rows import each_row, success
from local.vendors.zoho.store import Organisation

ROOT = "/crm/v8"
MODULE = f"{ROOT}/<module>"
RECORD = f"{MODULE}/<int:number>"
PAGE = 200


def add(app: Flask, organisation: Organisation) -> None:
    """Adds the routes."""
    _add_writes(app, organisation)
    _add_reads(app, organisation)
    _add_single(app, organisation)


def _add_writes(app: Flask, organisation: Organisation) -> None:
    @app.post(MODULE)
    def create(module: str) -> tuple[Response, int]:
        organisation.module(module)
        return each_row(lambda row, at: success(_create(organisation, module, row, at), "record added"), 201)

    @app.put(MODULE)
    def update_several(module: str) -> tuple[Response, int]:
        organisation.module(module)
        return each_row(lambda row, at: _update(organisation, module, str(row.pop("id")), row, at), 200)

    @app.post(f"{MODULE}/upsert")
    def upsert(module: str) -> tuple[Response, int]:
        organisation.module(module)
        if module not in UPSERTED_BY:
            raise Refused(400, "INVALID_MODULE", resource_path_index=0)
        fields = request.get_json().get("duplicate_check_fields") or []
        unknown = [name for name in fields if name not in organisation.fields[module]]
        if unknown:
            raise Refused(400, "INVALID_DATA", api_name="duplicate_check_fields", invalid=unknown)
        return each_row(lambda row, at: _upsert(organisation, module, fields, row, at), 200)


def _add_reads(app: Flask, organisation: Organisation) -> None:
    @app.get(MODULE)
    def page(module: str) -> Response:
        organisation.module(module)
        if not request.args.get("fields"):
            raise Refused(400, "REQUIRED_PARAM_MISSING", param="fields")
        since = request.headers.get("If-Modified-Since")
        after = datetime.fromisoformat(since) if since else None
        live = (each for each in organisation.records[module].values() if not each.get("$converted"))
        return page_of([each for each in live if not after or datetime.fromisoformat(each["Modified_Time"]) >= after])

    @app.get(f"{MODULE}/search")
    def search(module: str) -> Response:
        organisation.module(module)
        is_wanted = _asked()
        return page_of([each for each in organisation.indexed(module) if is_wanted(each)])

    @app.get(f"{MODULE}/deleted")
    def deleted(module: str) -> Response:
        gone = [each for each in organisation.deleted if each.module == module]
        return page_of([{"id": each.id, "deleted_time": each.at, "type": "recycle"} for each in gone])


def _add_single(app: Flask, organisation: Organisation) -> None:
    @app.get(RECORD)
    def read(module: str, number: int) -> Response:
        organisation.module(module)
        record = organisation.records[module].get(str(number))
        return page_of([record] if record else [])

    @app.put(RECORD)
    def update(module: str, number: int) -> tuple[Response, int]:
        organisation.module(module)
        return each_row(lambda row, at: _update(organisation, module, str(number), row, at), 200)

    @app.delete(RECORD)
    def delete(module: str, number: int) -> Response:
        organisation.delete(module, organisation.get(module, str(number))["id"])
        return jsonify(data=[success({"id": str(number)}, "record deleted")])


def _create(organisation: Organisation, module: str, row: Record, at: int) -> Record:
    """A note names its parent and the parent's module in one value."""
    if module == "Notes" and isinstance(row.get("Parent_Id"), dict):
        parent = row["Parent_Id"]
        row = {**row, "Parent_Id": {"id": parent["id"]}, "$se_module": parent["module"]["api_name"]}
    return _ran(organisation, organisation.create(module, row, at))


def _update(organisation: Organisation, module: str, record_id: str, row: Record, at: int) -> Record:
    record = organisation.update(module, organisation.get(module, record_id), row, at)
    return success(_ran(organisation, record), "record updated")


def _upsert(organisation: Organisation, module: str, fields: list[str], row: Record, at: int) -> Record:
    found = organisation.duplicate_of(module, row, fields)
    if found is None:
        record = organisation.create(module, row, at)
        return success(_ran(organisation, record), "record added", action="insert", duplicate_field=None)
    record = organisation.update(module, found[0], row, at)
    return success(_ran(organisation, record), "record updated", action="update", duplicate_field=found[1])


def _ran(organisation: Organisation, record: Record) -> Record:
    """Remembers that the write ran the organisation's workflows: it does unless ``trigger`` leaves them out."""
    if "workflow" in request.get_json().get("trigger", ["workflow"]):
        organisation.workflows.append(record["id"])
    return record


def _asked() -> Callable[[Record], bool]:
    """The search parameters as a test. Raises Refused."""
    asked = {name: request.args[name].lower() for name in ("email", "phone", "word") if request.args.get(name)}
    given = request.args.get("criteria")
    if not asked and not given:
        raise Refused(400, "REQUIRED_PARAM_MISSING", param="criteria")
    fits = criteria.parse(given) if given else lambda _record: True

    def is_wanted(record: Record) -> bool:
        held = {name: criteria.text(value) for name, value in record.items()}
        return (
            asked.get("email") in (None, held.get("Email"))
            and asked.get("phone") in (None, held.get("Phone"), held.get("Mobile"))
            and any(asked.get("word", "") in value for value in held.values())
            and fits(record)
            and _wanted_by_conversion(record)
        )

    return is_wanted


def _wanted_by_conversion(record: Record) -> bool:
    """Converted leads are hidden unless ``converted`` is ``true`` or ``both``."""
    converted, wanted = bool(record.get("$converted")), request.args.get("converted", "false")
    return wanted == "both" or converted == (wanted == "true")


def page_of(records: list[Record]) -> Response:
    """One page of records with the wanted fields; 204 without a body when there is none."""
    number, size = int(request.args.get("page", 1)), int(request.args.get("per_page", PAGE))
    start = int(request.args.get("page_token") or (number - 1) * size)
    shown = records[start : start + size]
    if not shown:
        return Response(status=204)
    more = start + size < len(records)
    token = str(start + size) if more else None
    info = {"per_page": size, "count": len(shown), "page": number, "more_records": more, "next_page_token": token}
    return jsonify(data=[_shown(each) for each in shown], info=info)


def _shown(record: Record) -> dict[str, Any]:
    wanted = [name for name in request.args.get("fields", "").split(",") if name]
    return record if not wanted else {"id": record["id"], **{name: record.get(name) for name in wanted}}
