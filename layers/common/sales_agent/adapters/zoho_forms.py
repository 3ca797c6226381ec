"""Our records as rows of Zoho's modules, and back.

Where a module has no field for something of ours, a text field holds it in lines that a person can read: the status,
link and host of a meeting, the time and the key of a note.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from sales_agent.adapters.event_lines import EventLines, text_of
from sales_agent.adapters.zoho_http import Row
from sales_agent.domain.crm import CrmField, CrmRef, FieldType, Kind, Links, Value

KEY = "Agent_Key"
"""The unique field that holds our key; Notes can have none."""
MODULES: Mapping[Kind, tuple[str, ...]] = {
    "person": ("Leads", "Contacts"),
    "company": ("Accounts",),
    "deal": ("Deals",),
    "note": ("Notes",),
    "meeting": ("Events",),
}
NOTE_FIELDS = "Note_Title,Note_Content"
NOTE_CHARACTERS = 30_000
"""A note holds 32,000; how Zoho counts line ends and emoji is not said, and our last line needs room."""
NOTE_TITLE, EVENT_TITLE = 120, 255
NO_COMPANY = "[not provided]"
"""What stands in a lead's company, which Zoho requires, while we do not know it; read as empty."""
SIGNED = "\n\n— Sales Agent, "
CANCELLED = "Cancelled: "
EVENT_LINES = EventLines("status", "join_url", "host")
TYPES: Mapping[str, FieldType] = {
    **dict.fromkeys(("text", "textarea", "email", "phone", "website"), "text"),
    **dict.fromkeys(("integer", "bigint", "double", "currency", "percent", "decimal"), "number"),
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
    "picklist": "choice",
    "multiselectpicklist": "choices",
}


def row_of(kind: Kind, key: str, values: Mapping[str, Value], stands: Mapping[str, Any]) -> Row:
    """The values as the module takes them. A note or meeting needs all of its values, and the row that stands there."""
    if kind == "note":
        return {
            "Note_Title": str(values["subject"])[:NOTE_TITLE],
            "Note_Content": f"{values['body']}{SIGNED}{values.get('at', '')}, {key}",
        }
    if kind == "meeting":
        title = f"{CANCELLED if values.get('status') == 'cancelled' else ''}{values['subject']}"
        return {
            "Event_Title": title[:EVENT_TITLE],
            "Start_DateTime": values["start"],
            "End_DateTime": values["end"],
            "Description": EVENT_LINES.written(text_of(stands), values),
        }
    return dict(values)


def values_of(kind: Kind, row: Mapping[str, Any]) -> dict[str, Value]:
    """What a row holds, a note's or meeting's under our own names."""
    if kind == "note":
        body, at, _ = _note_parts(row)
        return {"subject": row.get("Note_Title") or "", "body": body, "at": at}
    if kind == "meeting":
        return _meeting(row)
    return {name: _plain(value) for name, value in row.items() if not name.startswith("$")}


def key_of(kind: Kind, row: Mapping[str, Any]) -> str:
    """Our key that a row carries."""
    return _note_parts(row)[2] if kind == "note" else str(row.get(KEY) or "")


def lookups_of(module: str, links: Links) -> Row:
    """The fields by which a row of the module leads to other records. A lead leads nowhere, and no deal to a lead."""
    person, company, deal = links.person, links.company, links.deal
    contact = person if person and person.object == "Contacts" else None
    wanted: dict[str, CrmRef | None] = {}
    if module == "Contacts":
        wanted = {"Account_Name": company}
    elif module == "Deals":
        wanted = {"Contact_Name": contact, "Account_Name": company}
    elif module == "Events":
        wanted = {"Who_Id": contact, "What_Id": (None if contact else person) or deal or company}
    row: Row = {field: {"id": other.record_id} for field, other in wanted.items() if other}
    about = wanted.get("What_Id")
    return {**row, "$se_module": about.object} if about else row


def field_of(described: Mapping[str, Any], required: frozenset[str]) -> CrmField:
    """A field's definition; `required` are those that the layout asks for."""
    name, kind = described["api_name"], TYPES.get(described["data_type"], "other")
    allowed = described.get("operation_type") or {}
    options = [option["actual_value"] for option in described.get("pick_list_values") or ()]
    return CrmField(
        name=name,
        label=described.get("field_label") or "",
        type=kind,
        length=described.get("length") or 0 if kind == "text" else 0,
        options=[option for option in options if option != "-None-"],
        required=bool(described.get("system_mandatory")) or name in required,
        writable=not described.get("field_read_only") and allowed.get("api_update", True),
        unique=bool(described.get("unique")),
    )


def _note_parts(row: Mapping[str, Any]) -> tuple[str, str, str]:
    """Text, time and key; what a person wrote below our last line belongs to the text."""
    text, signed, rest = str(row.get("Note_Content") or "").rpartition(SIGNED)
    if not signed:
        return rest, "", ""
    line, end, below = rest.partition("\n")
    at, _, key = line.partition(", ")
    return text + end + below, at, key


def _meeting(row: Mapping[str, Any]) -> dict[str, Value]:
    told = EVENT_LINES.read(text_of(row))
    subject = str(row.get("Event_Title") or "")
    return {
        "subject": subject.removeprefix(CANCELLED) if told["status"] == "cancelled" else subject,
        "start": _instant(row.get("Start_DateTime")),
        "end": _instant(row.get("End_DateTime")),
        **told,
    }


def _instant(at: str | None) -> str:
    """Zoho answers in the organisation's time zone."""
    return datetime.fromisoformat(at).astimezone(UTC).isoformat() if at else ""


def _plain(value: Any) -> Value:
    """A value as text, number or truth: a lookup is its id. An unticked box is how Zoho leaves one empty."""
    if isinstance(value, dict):
        return str(value.get("id") or "")
    if isinstance(value, list):
        return "; ".join(str(_plain(each)) for each in value)
    if value is None or value is False or value == NO_COMPANY:
        return ""
    return value if isinstance(value, str | int | float) else str(value)
