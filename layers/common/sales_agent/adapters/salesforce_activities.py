"""Notes as Tasks and meetings as Events.

What these objects have no field for stands in lines of the Description. A change replaces those and leaves the rest of
the text, which a salesperson may have added to, alone.
"""

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sales_agent.adapters.event_lines import LABELS, EventLines, text_of
from sales_agent.domain.crm import Value

Row = Mapping[str, Any]
TEXT = 255
CANCELLED = "Cancelled: "
CHAT_OF = "Website chat of "
_CHAT = re.compile(rf"{CHAT_OF}(\S+)\n\n(.*)", re.DOTALL)
LINES = EventLines("join_url", "host", "status")


def task_fields(values: Mapping[str, Value], row: Row) -> dict[str, Any]:
    """A finished Task, or what of one changes."""
    made: dict[str, Any] = {} if row else {"Status": "Completed"}
    if "subject" in values:
        made["Subject"] = str(values["subject"])[:TEXT]
    if "at" in values:
        made["ActivityDate"] = str(values["at"])[:10]
    if {"at", "body"} & values.keys():
        text = {**task_values(row), **values}
        head = f"{CHAT_OF}{text['at']}\n\n" if text.get("at") else ""
        made["Description"] = head + str(text.get("body", ""))
    return made


def task_values(row: Row) -> dict[str, Value]:
    """A Task in our names."""
    text = text_of(row)
    parts = _CHAT.fullmatch(text)
    at, body = parts.groups() if parts else ("", text)
    return {"subject": row.get("Subject") or "", "at": at, "body": body}


def event_fields(values: Mapping[str, Value], row: Row) -> dict[str, Any]:
    """An Event, or what of one changes; a cancelled one says so in its subject and leaves the time free.

    Its place is ours while it is empty or our link of before.
    """
    made: dict[str, Any] = {}
    if {"subject", "status"} & values.keys():
        now = {**event_values(row), **values}
        cancelled = now.get("status") == "cancelled"
        made["Subject"] = ((CANCELLED if cancelled else "") + str(now.get("subject", "")))[:TEXT]
        made["ShowAs"] = "Free" if cancelled else "Busy"
    made |= {
        field: values[ours] for ours, field in (("start", "StartDateTime"), ("end", "EndDateTime")) if ours in values
    }
    if "join_url" in values and (row.get("Location") or "") in {"", event_values(row)["join_url"]}:
        made["Location"] = values["join_url"] if len(str(values["join_url"])) <= TEXT else ""
    if LABELS.keys() & values.keys():
        made["Description"] = LINES.written(text_of(row), values)
    return made


def event_values(row: Row) -> dict[str, Value]:
    """An Event in our names; one without our lines is booked."""
    return {
        **LINES.read(text_of(row)),
        "subject": (row.get("Subject") or "").removeprefix(CANCELLED),
        "start": _instant(row.get("StartDateTime")),
        "end": _instant(row.get("EndDateTime")),
    }


def _instant(at: str | None) -> str:
    """Salesforce writes `2026-12-01T10:00:00.000+0000` for what was `2026-12-01T10:00:00+00:00`."""
    return datetime.fromisoformat(at).astimezone(UTC).isoformat() if at else ""
