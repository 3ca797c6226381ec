"""Writes what is generated from the code for others to read: `python -m scripts.schemas`."""

import json

from sales_agent.domain.config_file import config_schema
from sales_agent.domain.events import Event
from scripts.environment import ROOT
from scripts.openapi import document
from scripts.openapi_routes import Json


def schemas() -> dict[str, Json]:
    """Each document by its path in the repository."""
    event = {"$schema": "https://json-schema.org/draft/2020-12/schema", **Event.model_json_schema()}
    return {
        "layers/common/sales_agent/openapi.json": document(),
        "docs/app.schema.json": config_schema(),
        "events/schemas/domain_event.json": event,
    }


def text(schema: Json) -> str:
    """A document as it is kept."""
    return json.dumps(schema, indent=2) + "\n"


if __name__ == "__main__":
    for place, schema in schemas().items():
        (ROOT / place).write_text(text(schema), encoding="utf-8")
