"""Our records as HubSpot's objects, and back.

Every value travels as text. A note is one HTML body that holds subject and text: read back, it is taken apart only
while it is exactly what we make of the two; else a person (or HubSpot) has changed it, and both are the body as it is.
"""

import re
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from html import escape, unescape
from typing import Any

from hubspot.crm.association_type import AssociationType as Link

from sales_agent.domain.crm import CrmField, CrmRecord, CrmRef, FieldType, Kind, Links, Value

KEY = "agent_key"
"""The unique property that holds our key, on every object."""
COMPANY = "associatedcompanyid"
"""The property in which a contact has the id of its primary company."""
OBJECTS: Mapping[Kind, str] = {
    "person": "contacts",
    "company": "companies",
    "deal": "deals",
    "note": "notes",
    "meeting": "meetings",
}
OBJECT_TYPES = {"contacts": "0-1", "companies": "0-2", "deals": "0-3", "notes": "0-46", "meetings": "0-47"}
LINK_TYPES: Mapping[tuple[Kind, Kind], int] = {
    ("person", "company"): Link.CONTACT_TO_COMPANY,
    ("person", "deal"): Link.CONTACT_TO_DEAL,
    ("deal", "person"): Link.DEAL_TO_CONTACT,
    ("deal", "company"): Link.DEAL_TO_COMPANY,
    ("note", "person"): Link.NOTE_TO_CONTACT,
    ("note", "company"): Link.NOTE_TO_COMPANY,
    ("note", "deal"): Link.NOTE_TO_DEAL,
    ("meeting", "person"): Link.MEETING_TO_CONTACT,
    ("meeting", "company"): Link.MEETING_TO_COMPANY,
    ("meeting", "deal"): Link.MEETING_TO_DEAL,
}
TEXT_LENGTH = 65_536
"""Characters of a text property and of a note's body (developers.hubspot.com/docs/api-reference/crm-notes-v3/guide)."""
NOTE_CHARACTERS = 12_000
"""An escaped character takes up to five; the headline has room beside it."""
MEETING_FIELDS = {
    "subject": "hs_meeting_title",
    "start": "hs_meeting_start_time",
    "end": "hs_meeting_end_time",
    "status": "hs_meeting_outcome",
    "join_url": "hs_meeting_location",
    "host": "hs_meeting_body",
}
OUTCOMES = {"booked": "SCHEDULED", "cancelled": "CANCELED", "attended": "COMPLETED", "missed": "NO_SHOW"}
FIELDS: Mapping[Kind, Mapping[str, str]] = {
    "note": {"subject": "hs_note_body", "body": "hs_note_body", "at": "hs_timestamp"},
    "meeting": MEETING_FIELDS,
}
"""Our names of what a note and a meeting hold -> the properties they are kept in."""
TYPES: Mapping[str, FieldType] = {
    "string": "text",
    "phone_number": "text",
    "number": "number",
    "bool": "boolean",
    "date": "date",
    "datetime": "datetime",
    "enumeration": "choice",
}
_NOTE = re.compile(r"<p><strong>(.*?)</strong></p><p>(.*)</p>", re.DOTALL)


def properties_of(kind: Kind, values: Mapping[str, Value]) -> dict[str, str]:
    """The values as HubSpot takes them. A note needs subject and body together, if either."""
    if kind == "note":
        return _note(values)
    if kind == "meeting":
        return _meeting(values)
    return {name: _text(value) for name, value in values.items()}


def associations_of(kind: Kind, links: Links) -> list[dict[str, Any]]:
    """What a new record is linked to."""
    others = [other for other in (links.person, links.company, links.deal) if other]
    types = [
        {"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": LINK_TYPES[kind, other.kind]}
        for other in others
    ]
    return [{"to": {"id": other.record_id}, "types": [each]} for other, each in zip(others, types, strict=True)]


def property_names(kind: Kind, fields: Sequence[str]) -> list[str]:
    """The properties to read for these fields of ours, our key among them."""
    known = FIELDS.get(kind, {})
    fields = [*fields, COMPANY] if kind == "person" else fields
    return [KEY, *dict.fromkeys(known.get(field, field) for field in fields)]


def record_of(kind: Kind, reply: Mapping[str, Any], portal_id: int | None = None) -> CrmRecord:
    """A record out of a reply; in fields of ours when it is a note or a meeting."""
    name, record_id = OBJECTS[kind], str(reply["id"])
    held = {field: value or "" for field, value in reply["properties"].items()}
    company = held.get(COMPANY) if kind == "person" else ""
    page = f"https://app.hubspot.com/contacts/{portal_id}/record/{OBJECT_TYPES[name]}/{record_id}" if portal_id else ""
    return CrmRecord(
        ref=CrmRef(kind=kind, object=name, record_id=record_id),
        key=held.get(KEY, ""),
        values=_ours(kind, held),
        company=CrmRef(kind="company", object=OBJECTS["company"], record_id=company) if company else None,
        url=reply.get("url") or page,
    )


def field_of(described: Mapping[str, Any]) -> CrmField:
    """A property's definition. HubSpot names no length; what is required depends on the form, so nothing is."""
    kind = TYPES.get(described["type"], "other")
    if kind == "choice" and described["fieldType"] == "checkbox":
        kind = "choices"
    fixed = described.get("calculated") or described.get("modificationMetadata", {}).get("readOnlyValue")
    return CrmField(
        name=described["name"],
        label=described.get("label") or "",
        type=kind,
        length=TEXT_LENGTH if kind == "text" else 0,
        options=[option["value"] for option in described.get("options") or () if not option.get("hidden")],
        writable=not fixed,
        unique=bool(described.get("hasUniqueValue")),
    )


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _note(values: Mapping[str, Value]) -> dict[str, str]:
    made = {"hs_timestamp": str(values["at"])} if "at" in values else {}
    if "body" in values:
        made["hs_note_body"] = _note_body(str(values.get("subject", "")), str(values["body"]))
    return made


def _note_body(subject: str, body: str) -> str:
    head, text = (escape(part, quote=False).replace("\n", "<br>") for part in (subject, body))
    return f"<p><strong>{head}</strong></p><p>{text}</p>"


def _meeting(values: Mapping[str, Value]) -> dict[str, str]:
    made = {MEETING_FIELDS[name]: str(value) for name, value in values.items() if name in MEETING_FIELDS}
    if "start" in values:
        made["hs_timestamp"] = str(values["start"])
    if "status" in values:
        made["hs_meeting_outcome"] = OUTCOMES.get(str(values["status"]), "SCHEDULED")
    return made


def _ours(kind: Kind, held: Mapping[str, str]) -> dict[str, Value]:
    if kind == "note":
        subject, body = _note_parts(held.get("hs_note_body", ""))
        return {"subject": subject, "body": body, "at": _instant(held.get("hs_timestamp", ""))}
    if kind != "meeting":
        return dict(held)
    values: dict[str, Value] = {name: held.get(theirs, "") for name, theirs in MEETING_FIELDS.items()}
    outcome = str(values["status"])
    status = next((ours for ours, theirs in OUTCOMES.items() if theirs == outcome), outcome.lower())
    return {**values, "status": status, "start": _instant(str(values["start"])), "end": _instant(str(values["end"]))}


def _note_parts(body: str) -> tuple[str, str]:
    parts = _NOTE.fullmatch(body)
    if not parts:
        return body, body
    subject, text = (unescape(part.replace("<br>", "\n")) for part in parts.groups())
    return (subject, text) if _note_body(subject, text) == body else (body, body)


def _instant(at: str) -> str:
    """HubSpot writes `2026-12-01T10:00:00Z` for what was `2026-12-01T10:00:00+00:00`."""
    return datetime.fromisoformat(at).astimezone(UTC).isoformat() if at else ""
