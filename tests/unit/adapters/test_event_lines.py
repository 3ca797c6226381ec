"""What stands in the description of a CRM's event: our lines change in their place, a colleague's text stays."""

from collections.abc import Callable, Mapping
from typing import Any

import pytest

from sales_agent.adapters import salesforce_activities, zoho_forms
from sales_agent.domain.crm import Value

MEETING: dict[str, Value] = {
    "subject": "Demo",
    "start": "2026-12-03T10:00:00+00:00",
    "end": "2026-12-03T10:30:00+00:00",
    "status": "booked",
    "join_url": "https://meet.example/abc",
    "host": "maria@example.com",
}
Rewrite = Callable[[str, Mapping[str, Value]], str]
Read = Callable[[str], dict[str, Value]]


def zoho_written(text: str, values: Mapping[str, Value]) -> str:
    stands = {"Description": text}
    whole = {**zoho_forms.values_of("meeting", stands), **values}
    return str(zoho_forms.row_of("meeting", "sam-1", whole, stands)["Description"])


def zoho_read(text: str) -> dict[str, Value]:
    return zoho_forms.values_of("meeting", {"Description": text})


def salesforce_written(text: str, values: Mapping[str, Value]) -> str:
    return str(salesforce_activities.event_fields(values, {"Description": text})["Description"])


def salesforce_read(text: str) -> dict[str, Value]:
    return salesforce_activities.event_values({"Description": text})


every = pytest.mark.parametrize(
    ("written", "read"),
    [
        pytest.param(zoho_written, zoho_read, id="zoho"),
        pytest.param(salesforce_written, salesforce_read, id="salesforce"),
    ],
)
LINES = {name: MEETING[name] for name in ("status", "join_url", "host")}


def told(read: Read, text: str) -> dict[str, Any]:
    return {name: read(text)[name] for name in LINES}


@every
@pytest.mark.parametrize(
    ("above", "below"),
    [
        ("Status: asked for the invoice\n", ""),
        ("", "\nStatus: asked for the invoice"),
        ("Host: ring at the reception\nJoin: by phone\nStatus: open\n", "\nHost: brings a laptop\nStatus: paid"),
        ("Status: booked\n\n", "\n\nStatus: attended\n"),
        ("Bring the contract.\r\n", "\r\n\r\nStatus: unsigned"),
    ],
)
def test_a_colleagues_lines_stay_where_our_own_change(written: Rewrite, read: Read, above: str, below: str) -> None:
    text = above + written("", MEETING) + below
    assert told(read, text) == LINES
    changed = {"status": "cancelled", "join_url": "https://meet.example/new"}
    after = written(text, changed)
    assert told(read, after) == {**LINES, **changed}
    assert after == (above + written("", {**MEETING, **changed}) + below).replace("\r\n", "\n")


@every
def test_a_line_that_is_not_needed_any_more_goes_and_one_that_is_new_comes(written: Rewrite, read: Read) -> None:
    text = written("", {**MEETING, "join_url": ""}) + "\nBring the contract."
    assert told(read, text) == {**LINES, "join_url": ""}
    assert told(read, written(text, {"join_url": "https://meet.example/abc"})) == LINES
    assert written(written(text, {"join_url": "https://meet.example/abc"}), {"join_url": ""}) == text


@every
def test_a_persons_edit_of_our_lines_is_read(written: Rewrite, read: Read) -> None:
    text = written("", MEETING).replace("maria@example.com", "Peter")
    assert told(read, text) == {**LINES, "host": "Peter"}


@every
def test_a_status_in_a_persons_words_is_theirs_and_stays(written: Rewrite, read: Read) -> None:
    text = written("", MEETING).replace("booked", "asked for the invoice")
    assert told(read, text) == dict.fromkeys(LINES, "")
    assert written(text, {"host": "maria@example.com"}).startswith(text)


@every
def test_what_is_written_beside_a_persons_text_is_written_once(written: Rewrite, read: Read) -> None:
    once = written("Bring the contract.", {"join_url": "https://meet.example/abc"})
    assert once == "Bring the contract.\nJoin: https://meet.example/abc"
    assert written(once, {"join_url": "https://meet.example/abc"}) == once
