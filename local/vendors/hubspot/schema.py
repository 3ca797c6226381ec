"""A HubSpot portal's settings as tables: object types, association types, pipelines, owners."""

from typing import Any

OBJECT_TYPES = {
    "contacts": "0-1",
    "companies": "0-2",
    "deals": "0-3",
    "tasks": "0-27",
    "notes": "0-46",
    "meetings": "0-47",
}
ALIASES = {
    **{type_id: name for name, type_id in OBJECT_TYPES.items()},
    "contact": "contacts",
    "company": "companies",
    "deal": "deals",
    "task": "tasks",
    "note": "notes",
    "meeting": "meetings",
}
SINGULAR = {name: alias.upper() for alias, name in ALIASES.items() if not alias[0].isdigit()}

MADE = {"createdAt": "2026-01-05T08:00:00.000Z", "updatedAt": "2026-01-05T08:00:00.000Z"}
"""When the portal was set up."""

OWNERS = [
    {"id": "77001", "email": "maria@example.com", "firstName": "Maria", "lastName": "Weber", "userId": 9001},
    {"id": "77002", "email": "tom@example.com", "firstName": "Tom", "lastName": "Okafor", "userId": 9002},
]

DEAL_STAGES = {  # HubSpot's default sales pipeline: id -> (label, probability)
    "appointmentscheduled": ("Appointment Scheduled", "0.2"),
    "qualifiedtobuy": ("Qualified To Buy", "0.4"),
    "presentationscheduled": ("Presentation Scheduled", "0.6"),
    "decisionmakerboughtin": ("Decision Maker Bought-In", "0.8"),
    "contractsent": ("Contract Sent", "0.9"),
    "closedwon": ("Closed Won", "1.0"),
    "closedlost": ("Closed Lost", "0.0"),
}
PIPELINES = {"deals": {"default": ("Sales Pipeline", DEAL_STAGES)}}

DEFAULT_ASSOCIATIONS = {  # (from, to) -> id of the unlabelled type; hubspot-api-client, crm/association_type.py
    ("contacts", "companies"): 279,
    ("companies", "contacts"): 280,
    ("deals", "contacts"): 3,
    ("contacts", "deals"): 4,
    ("deals", "companies"): 341,
    ("companies", "deals"): 342,
    ("notes", "contacts"): 202,
    ("contacts", "notes"): 201,
    ("notes", "companies"): 190,
    ("companies", "notes"): 189,
    ("notes", "deals"): 214,
    ("deals", "notes"): 213,
    ("tasks", "contacts"): 204,
    ("contacts", "tasks"): 203,
    ("tasks", "companies"): 192,
    ("companies", "tasks"): 191,
    ("tasks", "deals"): 216,
    ("deals", "tasks"): 215,
    ("meetings", "contacts"): 200,
    ("contacts", "meetings"): 199,
    ("meetings", "companies"): 188,
    ("companies", "meetings"): 187,
    ("meetings", "deals"): 212,
    ("deals", "meetings"): 211,
}
PRIMARY_ASSOCIATIONS = {
    ("contacts", "companies"): 1,
    ("companies", "contacts"): 2,
    ("deals", "companies"): 5,
    ("companies", "deals"): 6,
}


def pipelines_json(object_type: str) -> list[dict[str, Any]]:
    """The pipelines of an object type as the pipelines API shows them."""
    return [
        {
            "id": pipeline,
            "label": label,
            "displayOrder": 0,
            "archived": False,
            **MADE,
            "stages": [
                {
                    "id": stage,
                    "label": stage_label,
                    "displayOrder": at,
                    "archived": False,
                    **MADE,
                    "metadata": {"probability": probability, "isClosed": str(stage.startswith("closed")).lower()},
                }
                for at, (stage, (stage_label, probability)) in enumerate(stages.items())
            ],
        }
        for pipeline, (label, stages) in PIPELINES.get(object_type, {}).items()
    ]
