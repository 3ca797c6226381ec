"""The CRMs' records as a salesperson looks at them: people, companies, deals, notes, meetings, and their links.

Read from the stand-ins' state in each vendor's own words, and brought into one shape for the page.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from lxml import html

from local.vendors.hubspot.schema import DEAL_STAGES
from local.vendors.kit import RunningServer

Row = Mapping[str, Any]
SYSTEM = re.compile(
    r"Id$|_id$|^(id|createdate|(hs_)?lastmodifieddate|hs_timestamp|(Created|LastModified)Date|SystemModstamp|Name"
    r"|Full_Name|(Created|Modified)_Time|IsClosed|TaskSubtype|attributes)$|^\$"
)
"""Fields that a salesperson's screen does not show, or shows as the title."""


@dataclass(frozen=True)
class Form:
    """Where a vendor's object keeps what the page shows: the words of the title, the long text, time and stage."""

    kind: str
    badge: str
    title: tuple[str, ...]
    text: str = ""
    at: str = ""
    stage: str = ""


@dataclass(frozen=True)
class Held:
    """One record in its vendor's words; `ends` are the ids of those it leads to, a converted lead is `gone` too."""

    record_id: str
    values: Row
    ends: tuple[str, ...] = ()
    gone: bool = False


FORMS: Mapping[str, Mapping[str, Form]] = {
    "hubspot": {
        "contacts": Form("people", "Contact", ("firstname", "lastname")),
        "companies": Form("companies", "Company", ("name",)),
        "deals": Form("deals", "Deal", ("dealname",), stage="dealstage"),
        "notes": Form("notes", "Note", (), "hs_note_body", "hs_timestamp"),
        "meetings": Form("meetings", "Meeting", ("hs_meeting_title",), at="hs_meeting_start_time"),
    },
    "salesforce": {
        "Lead": Form("people", "Lead", ("FirstName", "LastName"), stage="Status"),
        "Contact": Form("people", "Contact", ("FirstName", "LastName")),
        "Account": Form("companies", "Account", ("Name",)),
        "Opportunity": Form("deals", "Opportunity", ("Name",), stage="StageName"),
        "Task": Form("notes", "Task", ("Subject",), "Description", "CreatedDate", "Status"),
        "Event": Form("meetings", "Event", ("Subject",), "Description", "StartDateTime"),
    },
    "zoho": {
        "Leads": Form("people", "Lead", ("First_Name", "Last_Name"), stage="Lead_Status"),
        "Contacts": Form("people", "Contact", ("First_Name", "Last_Name")),
        "Accounts": Form("companies", "Account", ("Account_Name",)),
        "Deals": Form("deals", "Deal", ("Deal_Name",), stage="Stage"),
        "Notes": Form("notes", "Note", ("Note_Title",), "Note_Content", "Created_Time"),
        "Events": Form("meetings", "Event", ("Event_Title",), "Description", "Start_DateTime"),
    },
}
JOINING = {"salesforce": ("OpportunityContactRole",)}
"""Objects that only say which records belong together."""
LEADING = ("WhoId", "WhatId", "AccountId", "ContactId", "OpportunityId")
NOTE = re.compile(r"<p><strong>(.*?)</strong></p>(.*)", re.DOTALL)


def accounts(servers: Mapping[str, RunningServer]) -> dict[str, list[dict[str, Any]]]:
    """The records of each CRM, in the page's shape (local/console/api_shapes.md)."""
    return {crm: records(crm, servers[crm].stand_in.store.state()) for crm in FORMS if crm in servers}


def records(crm: str, state: Mapping[str, Iterable[Row]]) -> list[dict[str, Any]]:
    """The records of one CRM that are not deleted, each with the ids of those that belong to it."""
    held = {name: [one for one in map(READ[crm], state.get(name, ())) if not one.gone] for name in FORMS[crm]}
    joining = [READ[crm](row) for name in JOINING.get(crm, ()) for row in state.get(name, ())]
    links = _links([one for some in held.values() for one in some], joining)
    shown = [_shown(FORMS[crm][name], one) for name, some in held.items() for one in some]
    known = {one["id"] for one in shown}
    return [one | {"links": sorted(links[one["id"]] & known)} for one in shown]


def _links(held: Iterable[Held], joining: Iterable[Held]) -> dict[str, set[str]]:
    """Both ways: who leads to whom, and whom a joining record brings together."""
    links: dict[str, set[str]] = defaultdict(set)
    for one in held:
        for end in one.ends:
            links[one.record_id].add(end)
            links[end].add(one.record_id)
    for one in joining:
        for end in one.ends:
            links[end] |= set(one.ends) - {end}
    return links


def _shown(form: Form, one: Held) -> dict[str, Any]:
    values = one.values
    title = " ".join(str(values[name]) for name in form.title if values.get(name))
    text = str(values.get(form.text) or "")
    if form.text.startswith("hs_"):
        title, text = _note(text)
    taken = {*form.title, form.text, form.at, form.stage}
    return {
        "id": one.record_id,
        "kind": form.kind,
        "object": form.badge,
        "title": title or one.record_id,
        "text": text,
        "at": str(values.get(form.at) or "").replace("+0000", "Z") if form.at else "",
        "stage": DEAL_STAGES.get(str(values.get(form.stage)), (values.get(form.stage),))[0],
        "fields": {name: value for name, value in values.items() if name not in taken and _says_something(name, value)},
    }


def _note(body: str) -> tuple[str, str]:
    """HubSpot's note is HTML; ours has a bold first line."""
    parts = NOTE.fullmatch(body)
    head, rest = parts.groups() if parts else ("Note", body)
    return _text(head), _text(rest)


def _text(markup: str) -> str:
    root = html.fragment_fromstring(markup, create_parent=True)
    for line_end in root.iter("br"):
        line_end.tail = f"\n{line_end.tail or ''}"
    return str(root.text_content()).strip()


def _says_something(name: str, value: Any) -> bool:
    return isinstance(value, str | int | float) and value not in {"", False} and not SYSTEM.search(name)


def _hubspot(row: Row) -> Held:
    ends = tuple(other for others in row["associations"].values() for other in others)
    return Held(row["id"], row["properties"], ends, gone=row["archived"])


def _salesforce(row: Row) -> Held:
    ends = tuple(str(row[name]) for name in LEADING if row.get(name))
    return Held(row["Id"], row, ends, gone=row["IsDeleted"] or row.get("IsConverted", False))


def _zoho(row: Row) -> Held:
    ends = tuple(str(value["id"]) for value in row.values() if isinstance(value, dict) and "id" in value)
    return Held(row["id"], row, ends, gone=bool(row.get("$converted")))


READ = {"hubspot": _hubspot, "salesforce": _salesforce, "zoho": _zoho}
