"""The properties every portal starts with, and those an administrator has made for the integration."""

from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Property:
    """One property's definition; `type` and `field_type` are HubSpot's words."""

    name: str
    type: str = "string"
    field_type: str = "text"
    options: tuple[str, ...] = ()
    unique: bool = False
    read_only: bool = False
    most: int = 65_536
    label: str = ""
    custom: bool = False
    group: str = field(default="information", compare=False)

    def to_json(self) -> dict[str, Any]:
        """The definition as the properties API shows it."""
        return {
            "name": self.name,
            "label": self.label or self.name.replace("_", " ").capitalize(),
            "type": self.type,
            "fieldType": self.field_type,
            "description": "",
            "groupName": self.group,
            "options": [
                {"label": option, "value": option, "displayOrder": at, "hidden": False}
                for at, option in enumerate(self.options)
            ],
            "displayOrder": -1,
            "calculated": False,
            "externalOptions": self.name == "hubspot_owner_id",
            "hasUniqueValue": self.unique,
            "hidden": False,
            "hubspotDefined": not self.custom,
            "modificationMetadata": {
                "archivable": self.custom,
                "readOnlyDefinition": not self.custom,
                "readOnlyOptions": not self.custom,
                "readOnlyValue": self.read_only,
            },
            "formField": not self.read_only,
            "dataSensitivity": "non_sensitive",
            "archived": False,
        }


def _texts(*names: str) -> list[Property]:
    return [Property(name) for name in names]


def _choice(name: str, *options: str, field_type: str = "select") -> Property:
    return Property(name, "enumeration", field_type, options)


def _stamps(*names: str) -> list[Property]:
    return [Property(name, "datetime", "date", read_only=True) for name in names]


SYSTEM = [*_stamps("createdate", "hs_lastmodifieddate"), Property("hs_object_id", "number", "number", read_only=True)]
OWNER = Property("hubspot_owner_id", "enumeration", "select")
ACTIVITY = [Property("hs_timestamp", "datetime", "date"), Property("hs_attachment_ids"), OWNER]
KEY = Property("agent_key", unique=True, custom=True, label="Sales Agent key")
"""The unique property an administrator has made for the integration, on every object."""

PROPERTIES: dict[str, list[Property]] = {
    "contacts": [
        *_texts("firstname", "lastname", "phone", "mobilephone", "company", "jobtitle", "website", "industry"),
        *_texts("address", "city", "state", "zip", "country", "message", "hs_language", "hs_timezone", "annualrevenue"),
        Property("email", unique=True),
        Property("hs_additional_emails", "enumeration", "checkbox", read_only=True),
        Property("hs_merged_object_ids", "enumeration", "checkbox", read_only=True),
        _choice("lifecyclestage", "subscriber", "lead", "marketingqualifiedlead", "salesqualifiedlead", "opportunity",
                "customer", "evangelist", "other"),
        _choice("hs_lead_status", "NEW", "OPEN", "IN_PROGRESS", "OPEN_DEAL", "UNQUALIFIED", "ATTEMPTED_TO_CONTACT",
                "CONNECTED", "BAD_TIMING"),
        _choice("numemployees", "1-5", "5-25", "25-50", "50-100", "100-500", "500-1000", "1000+"),
        *_stamps("lastmodifieddate"),
        Property("qualification_score", "number", "number", custom=True),
        Property("company_size", custom=True),
        Property("budget_range", custom=True),
        Property("timeline", custom=True),
        Property("decision_maker", "bool", "booleancheckbox", ("true", "false"), custom=True),
        Property("lead_source", custom=True),
        Property("referrer_page", custom=True),
    ],
    "companies": [
        *_texts("name", "domain", "hs_additional_domains", "phone", "city", "state", "zip", "country", "address"),
        *_texts("website", "description"),
        _choice("industry", "ACCOUNTING", "COMPUTER_SOFTWARE", "CONSTRUCTION", "EDUCATION_MANAGEMENT",
                "FOOD_PRODUCTION", "INFORMATION_TECHNOLOGY_AND_SERVICES",
                "MACHINERY", "RETAIL", "RENEWABLES_ENVIRONMENT"),
        Property("numberofemployees", "number", "number"),
        Property("annualrevenue", "number", "number"),
        _choice("lifecyclestage", "subscriber", "lead", "opportunity", "customer", "other"),
    ],
    "deals": [
        *_texts("dealname", "description", "pipeline"),
        Property("amount", "number", "number"),
        Property("closedate", "datetime", "date"),
        Property("dealstage", "enumeration", "radio"),
        _choice("dealtype", "newbusiness", "existingbusiness", field_type="radio"),
        _choice("hs_priority", "low", "medium", "high"),
    ],
    "notes": [Property("hs_note_body", field_type="html"), *ACTIVITY],
    "tasks": [
        *_texts("hs_task_subject", "hs_task_body"),
        _choice("hs_task_status", "NOT_STARTED", "IN_PROGRESS", "WAITING", "COMPLETED", "DEFERRED"),
        _choice("hs_task_priority", "LOW", "MEDIUM", "HIGH", "NONE"),
        _choice("hs_task_type", "TODO", "CALL", "EMAIL"),
        *ACTIVITY,
    ],
    "meetings": [
        *_texts("hs_meeting_title", "hs_meeting_body", "hs_internal_meeting_notes", "hs_meeting_location"),
        *_texts("hs_meeting_external_url"),
        Property("hs_meeting_start_time", "datetime", "date"),
        Property("hs_meeting_end_time", "datetime", "date"),
        _choice("hs_meeting_outcome", "SCHEDULED", "COMPLETED", "RESCHEDULED", "NO_SHOW", "CANCELED"),
        *ACTIVITY,
    ],
}  # fmt: skip

SHOWN = {  # what a read gives when it asks for nothing
    "contacts": ("email", "firstname", "lastname"),
    "companies": ("name", "domain"),
    "deals": ("dealname", "dealstage", "pipeline", "amount", "closedate"),
    "notes": (),
    "tasks": (),
    "meetings": (),
}
REQUIRED = {
    "notes": ("hs_timestamp",),
    "tasks": ("hs_timestamp",),
    "meetings": ("hs_timestamp",),
}


def fresh_properties() -> dict[str, dict[str, Property]]:
    """Every object's properties by name, as on the portal's first day."""
    return {
        object_type: {each.name: each for each in [*given, *SYSTEM, OWNER, KEY]}
        for object_type, given in PROPERTIES.items()
    }
