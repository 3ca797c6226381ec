"""Our records as Salesforce's objects, and back."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any, Literal
from urllib.parse import urlsplit

from sales_agent.adapters.salesforce_activities import event_fields, event_values, task_fields, task_values
from sales_agent.domain.crm import CrmField, FieldType, Kind, Links, Stage, Value
from sales_agent.domain.record import utc_now

KEY = "Agent_Key__c"
"""The external id field that an administrator makes on every object of `OBJECTS`."""
AGAIN = "~2"
"""Ends a key that a record which is gone holds, for the next: a converted lead keeps it when its contact is deleted."""
KEY_LENGTH = 40
OBJECTS: Mapping[Kind, tuple[str, ...]] = {
    "person": ("Contact", "Lead"),
    "company": ("Account",),
    "deal": ("Opportunity",),
    "note": ("Task",),
    "meeting": ("Event",),
}
"""A Lead comes last: read after its Contact, what is known of its conversion stays."""
CONVERSION = ("MasterRecordId", "IsConverted", "ConvertedContactId", "ConvertedOpportunityId")
TRACES: Mapping[str, tuple[str, ...]] = {
    "Lead": CONVERSION,
    "Contact": (*CONVERSION[:1], "AccountId"),
    "Account": CONVERSION[:1],
}
"""The columns that say what has become of a record, or what it belongs to; only these objects are ever merged."""
SYSTEM = {"Id", "IsDeleted", KEY, *CONVERSION}
ACTIVITIES: Mapping[str, tuple[str, ...]] = {
    "Task": ("Subject", "Description", "WhoId", "WhatId"),
    "Event": ("Subject", "Description", "StartDateTime", "EndDateTime", "Location", "WhoId", "WhatId"),
}
"""The columns of notes and meetings that we read."""
NOTE_CHARACTERS = 30_000
"""A Task's Description holds 32,000; the rest is for its first line and for characters that count twice."""
NO_COMPANY = "[not provided]"
"""What a Lead must have as its Company while we know none: Salesforce's own words for it. It reads as empty."""
CLOSES_IN = timedelta(days=30)
"""An Opportunity must have a day on which it closes; a salesperson will know better."""
CONTACT: Mapping[str, str] = {
    "email": "Email",
    "phone": "Phone",
    "first_name": "FirstName",
    "last_name": "LastName",
    "lead_source": "LeadSource",
    "qualification_score": "Qualification_Score__c",
    "company_size": "Company_Size__c",
    "budget_range": "Budget_Range__c",
    "timeline": "Timeline__c",
    "decision_maker": "Decision_Maker__c",
    "referrer_page": "Referrer_Page__c",
}
LEAD: Mapping[str, str] = {**CONTACT, "company": "Company", "industry": "Industry"}
COMPANY: Mapping[str, str] = {"name": "Name", "domain": "Website", "industry": "Industry"}
DEAL: Mapping[str, str] = {"name": "Name", "outcome": "StageName", "lead_source": "LeadSource"}
TYPES: Mapping[str, FieldType] = {
    **dict.fromkeys(("combobox", "email", "phone", "picklist", "string", "textarea", "url"), "text"),
    **dict.fromkeys(("currency", "double", "int", "long", "percent"), "number"),
    "boolean": "boolean",
    "date": "date",
    "datetime": "datetime",
    "multipicklist": "choices",
}


def default_mappings(person_object: Literal["lead", "contact"]) -> Mapping[Kind, Mapping[str, str]]:
    """Our field -> Salesforce's; a Contact has its company as an Account, not as a text."""
    return {"person": CONTACT if person_object == "contact" else LEAD, "company": COMPANY, "deal": DEAL}


def field_of(described: Mapping[str, Any]) -> CrmField:
    """A field's definition. A picklist that is not restricted takes any text; what we fill ourselves is optional."""
    options = [option["value"] for option in described.get("picklistValues") or () if option["active"]]
    writable = bool(described["createable"] and described["updateable"])
    given = described["nillable"] or described.get("defaultedOnCreate") or described["name"] == "CloseDate"
    restricted = described["type"] == "picklist" and described.get("restrictedPicklist")
    return CrmField(
        name=described["name"],
        label=described.get("label") or "",
        type="choice" if restricted else TYPES.get(described["type"], "other"),
        length=described.get("length") or 0,
        options=options,
        required=writable and not given,
        writable=writable,
        unique=bool(described.get("unique")),
    )


def stage_of(row: Mapping[str, Any]) -> Stage:
    """A stage; an Opportunity names it by its API name, which a person's renaming does not change."""
    return Stage(
        stage_id=row["ApiName"],
        label=row["MasterLabel"],
        probability=(row["DefaultProbability"] or 0) / 100,
        closed=row["IsClosed"],
    )


def fields_of(name: str, values: Mapping[str, Value], row: Mapping[str, Any]) -> dict[str, Any]:
    """The values as the object's fields; `row` is how an activity stands now, empty for a new one."""
    if name == "Task":
        return task_fields(values, row)
    return event_fields(values, row) if name == "Event" else dict(values)


def values_of(name: str, row: Mapping[str, Any]) -> dict[str, Value]:
    """The row's values, in our names for an activity. A checkbox knows no third state: not ticked reads as empty."""
    if name == "Task":
        return task_values(row)
    if name == "Event":
        return event_values(row)
    plain = {field: value for field, value in row.items() if field not in SYSTEM}
    return {field: _plain(value) for field, value in plain.items() if isinstance(value, str | int | float | None)}


def required_of(name: str) -> dict[str, str]:
    """What a new record of the object must hold, whatever we know."""
    today = utc_now().date()
    if name == "Lead":
        return {"Company": NO_COMPANY}
    return {"CloseDate": (today + CLOSES_IN).isoformat()} if name == "Opportunity" else {}


def lookups_of(name: str, links: Links) -> dict[str, str]:
    """The references with which Salesforce links an object to these. A Lead has no Account and no Opportunity yet."""
    person, company = links.person, links.company
    contact = person.record_id if person and person.object == "Contact" else ""
    if name in ACTIVITIES:
        about = links.deal or company
        what = about.record_id if about and (contact or not person) else ""
        ids = {"WhoId": person.record_id if person else "", "WhatId": what}
    elif name == "Opportunity":
        ids = {"AccountId": company.record_id if company else "", "ContactId": contact}
    else:
        ids = {"AccountId": company.record_id} if company and name == "Contact" else {}
    return {field: record_id for field, record_id in ids.items() if record_id}


def host_of(website: str) -> str:
    """The domain of an Account's Website, which people type with and without `https://` and `www.`."""
    host = urlsplit(website if "//" in website else f"//{website}").hostname or ""
    return host.removeprefix("www.")


def _plain(value: Value | None) -> Value:
    return "" if value is None or value is False or value == NO_COMPANY else value
