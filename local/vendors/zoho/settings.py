"""Field, layout and pipeline definitions, and users."""

from flask import Flask, jsonify, request
from werkzeug import Response

from local.vendors.zoho.errors import Refused, RowRefused
from local.vendors.zoho.fields import Field, Record, number, option
from local.vendors.zoho.modules import PIPELINES
from local.vendors.zoho.records import ROOT
from local.vendors.zoho.store import USER, Organisation


def add(app: Flask, organisation: Organisation) -> None:
    """Adds the routes."""

    @app.get(f"{ROOT}/settings/fields")
    def fields() -> Response:
        return jsonify(fields=[field.to_json() for field in organisation.module(_module()).values()])

    @app.post(f"{ROOT}/settings/fields")
    def make_fields() -> tuple[Response, int]:
        made = [_make_field(organisation.module(_module()), given) for given in request.get_json()["fields"]]
        return jsonify(fields=made), 201

    @app.get(f"{ROOT}/settings/layouts")
    def layouts() -> Response:
        shown = [
            {"api_name": field.api_name, "id": number(field.api_name), "required": field.mandatory}
            for field in organisation.module(_module()).values()
        ]
        sections = [{"name": "Information", "api_name": "Information", "fields": shown}]
        layout = {"id": layout_id(_module()), "name": "Standard", "status": "active", "sections": sections}
        return jsonify(layouts=[layout])

    @app.get(f"{ROOT}/settings/pipeline")
    def pipelines() -> Response:
        if request.args.get("layout_id") != layout_id("Deals"):
            raise Refused(400, "INVALID_DATA", param="layout_id")
        return jsonify(pipeline=[_pipeline(name, stages) for name, stages in PIPELINES.items()])

    @app.get(f"{ROOT}/org")
    def org() -> Response:
        return jsonify(org=[{"id": number("organisation"), "company_name": "Wren & Kettle", **organisation.org}])

    @app.get(f"{ROOT}/users")
    def users() -> Response:
        return jsonify(users=[{**USER, "full_name": USER["name"], "status": "active"}])


def layout_id(module: str) -> str:
    """The id of a module's only layout."""
    return number(f"layout of {module}")


def _module() -> str:
    module = request.args.get("module", "")
    if not module:
        raise Refused(400, "REQUIRED_PARAM_MISSING", param="module")
    return module


def _make_field(fields: dict[str, Field], given: Record) -> Record:
    name = str(given["field_label"]).replace(" ", "_")
    if name in fields:
        raise RowRefused("DUPLICATE_DATA", api_name="field_label")
    fields[name] = Field(name, given["data_type"], given["length"], unique=bool(given.get("unique")), custom=True)
    return {"code": "SUCCESS", "details": {"id": number(name)}, "message": "field created", "status": "success"}


def _forecast(stage: str) -> str:
    return stage if stage.startswith("Closed") else "Open"


def _pipeline(name: str, stages: tuple[str, ...]) -> dict[str, object]:
    maps = [{**option(stage, at), "forecast_type": _forecast(stage)} for at, stage in enumerate(stages, 1)]
    default = name == next(iter(PIPELINES))
    return {"id": number(name), "display_value": name, "actual_value": name, "default": default, "maps": maps}
