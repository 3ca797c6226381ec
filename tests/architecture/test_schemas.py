"""Documents that are generated from the code say what the code says, and our example events keep to theirs."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from jsonschema import Draft202012Validator, ValidationError

from scripts.schemas import schemas, text
from tests.architecture.template_rules import ROOT

EVENT = schemas()["events/schemas/domain_event.json"]


@pytest.mark.parametrize("place", schemas())
def test_what_is_generated_is_current(place: str) -> None:
    assert (ROOT / place).read_text(encoding="utf-8") == text(schemas()[place]), "run: python -m scripts.schemas"


def examples() -> Iterator[dict[str, Any]]:
    """The domain events inside `events/*.json`."""
    for path in sorted((ROOT / "events").glob("*.json")):
        for record in json.loads(path.read_text()).get("Records", []):
            message = json.loads(record.get("body") or "{}")
            if message.get("source") == "sales-agent":
                yield message


def test_our_example_events_keep_to_the_schema() -> None:
    found = list(examples())
    assert len(found) >= 4
    for message in found:
        Draft202012Validator(EVENT).validate(message["detail"])
        assert message["detail-type"] == message["detail"]["type"]


@pytest.mark.parametrize("wrong", [{"type": "lead.lost"}, {"detail": {"text": ["words"]}}, {"session_id": 7}])
def test_the_schema_refuses_what_is_no_event(wrong: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        Draft202012Validator(EVENT).validate({**next(examples())["detail"], **wrong})
