"""The OpenAPI document of the HTTP interface, which the chat function serves."""

import re
from http import HTTPStatus
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from sales_agent.web import BODY_BYTES
from scripts.openapi_routes import CALENDLY, ROUTES, STAFF, TEXT, VISITOR, Json, Route
from scripts.openapi_shapes import Problem

REFERENCE = "#/components/schemas/{model}"
EVERYWHERE = (429, 500, 502, 503)  # the gateway's throttle; and never for what was sent: our fault, a vendor's, a pause
CALLERS: Json = {
    VISITOR: {"type": "http", "scheme": "bearer", "bearerFormat": "JWT", "description": "The session's token"},
    STAFF: {
        "type": "apiKey",
        "in": "header",
        "name": "Authorization",
        "description": "AWS Signature Version 4 of somebody who may invoke the API",
        "x-amazon-apigateway-authtype": "awsSigv4",
    },
    CALENDLY: {"type": "apiKey", "in": "header", "name": "Calendly-Webhook-Signature"},
}


def document() -> Json:
    """The whole document."""
    paths: dict[str, Json] = {}
    for route in ROUTES:
        paths.setdefault(route.path, {})[route.method] = _operation(route)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Sales Agent",
            "version": "1",
            "description": "Errors are problem documents that name the field. "
            f"A body has at most {BODY_BYTES} bytes. Unknown members are ignored.",
        },
        "paths": paths,
        "components": {"securitySchemes": CALLERS, "schemas": _schemas()},
    }


def _operation(route: Route) -> Json:
    described: Json = {
        "operationId": re.sub(r"\W+", "_", f"{route.method}{route.path.removeprefix('/v1')}").strip("_"),
        "summary": route.summary,
        "parameters": _parameters(route),
        "responses": {str(status): _answer(status, model, route) for status, model in route.answers.items()}
        | {str(status): _problem(status) for status in (*route.problems, *EVERYWHERE)},
    }
    if route.caller:
        described["security"] = [{route.caller: []}]
    if route.body:
        described["requestBody"] = {"required": True, "content": _json(_reference(route.body))}
    return described


def _parameters(route: Route) -> list[Json]:
    named: list[Json] = [
        {"name": name, "in": "path", "required": True, "schema": TEXT} for name in re.findall(r"{(\w+)}", route.path)
    ]
    return named + [{"name": name, "in": "query", "schema": schema} for name, schema in route.query.items()]


def _answer(status: int, model: type[BaseModel] | None, route: Route) -> Json:
    schema = _reference(model) if model else route.schema
    return {"description": HTTPStatus(status).phrase} | ({"content": _json(schema)} if schema else {})


def _problem(status: int) -> Json:
    content = {"application/problem+json": {"schema": _reference(Problem)}}
    return {"description": HTTPStatus(status).phrase, "content": content}


def _json(schema: Json) -> Json:
    return {"application/json": {"schema": schema}}


def _reference(model: type[BaseModel]) -> Json:
    return {"$ref": REFERENCE.format(model=model.__name__)}


def _schemas() -> Any:
    used = {model for route in ROUTES for model in (route.body, *route.answers.values()) if model} | {Problem}
    ordered = sorted(used, key=lambda model: model.__name__)
    _, schemas = models_json_schema([(model, "validation") for model in ordered], ref_template=REFERENCE)
    return schemas["$defs"]
