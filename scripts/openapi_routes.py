"""The routes of the HTTP interface: what each takes, what it answers and who may call it."""

from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from functions.book.handler import Choice
from functions.chat.handler import Verdict
from sales_agent.services.converse import Message
from sales_agent.services.report import REPORTS, Report
from sales_agent.services.start_session import Opened, Opening
from scripts import openapi_shapes as shapes

Json = dict[str, Any]
VISITOR, STAFF, CALENDLY = "visitor", "staff", "calendly"
TEXT: Json = {"type": "string"}


@dataclass(frozen=True)
class Route:
    """One method of one path. `answers` and `problems` are statuses; a model of None is an empty answer."""

    method: str
    path: str
    summary: str
    answers: dict[int, type[BaseModel] | None]
    problems: tuple[int, ...] = ()
    body: type[BaseModel] | None = None
    query: dict[str, Json] = field(default_factory=dict)
    caller: str = ""
    schema: Json | None = None


SESSION = "/v1/sessions/{id}"
APPOINTMENT = f"{SESSION}/appointments/{{appointment_id}}"
LINK = "/v1/appointments/{token}"
DAY: Json = {"type": "string", "minLength": 1, "description": "A day such as 2026-12-01"}
PERIOD: dict[str, Json] = {"tenant": TEXT, "first": DAY, "last": DAY}
FREE_TIMES: dict[str, Json] = {
    "from": TEXT,
    "to": TEXT,
    "time_zone": TEXT,
    "duration": {"type": "integer", "minimum": 0, "maximum": 9999},
    "count": {"type": "integer", "minimum": 0, "maximum": 9999},
    "meeting_type": TEXT,
    "host": TEXT,
}
AFTER: dict[str, Json] = {"after": {"type": "integer", "minimum": 0, "maximum": 99999999}}
MOVED: dict[int, type[BaseModel] | None] = {200: shapes.Booked, 202: shapes.Booked}

ROUTES = [
    Route("get", "/v1/health", "Whether the chat answers", {200: shapes.Health}),
    Route("get", "/v1/openapi.json", "This document", {200: None}, schema={"type": "object"}),
    Route("post", "/v1/sessions", "Start a conversation", {201: Opened}, (403, 404, 422), Opening),
    Route(
        "post",
        f"{SESSION}/messages",
        "Say something; the same message_id is answered once",
        {200: shapes.AnsweredMessage},
        (401, 403, 404, 409, 422),
        Message,
        caller=VISITOR,
    ),
    Route(
        "get",
        f"{SESSION}/messages",
        "The conversation so far",
        {200: shapes.Messages},
        (401, 403, 404, 422),
        query=AFTER,
        caller=VISITOR,
    ),
    Route("post", f"{SESSION}/close", "End it", {200: shapes.Closed}, (401, 403, 404), caller=VISITOR),
    Route("post", f"{SESSION}/feedback", "Judge an answer", {204: None}, (401, 403, 404, 422), Verdict, caller=VISITOR),
    Route(
        "get",
        f"{SESSION}/data",
        "Everything kept of the session",
        {200: shapes.Exported},
        (401, 403, 404),
        caller=VISITOR,
    ),
    Route("delete", f"{SESSION}/data", "Delete it all", {200: shapes.Erased}, (401, 403, 404), caller=VISITOR),
    Route(
        "get",
        f"{SESSION}/slots",
        "Free times",
        {200: shapes.Slots},
        (401, 403, 404, 422),
        query=FREE_TIMES,
        caller=VISITOR,
    ),
    Route(
        "post",
        f"{SESSION}/appointments",
        "Book an offered time; 202 while the calendar is silent",
        {201: shapes.Booked, 202: shapes.Booked, 200: shapes.BookedOrElsewhere},
        (401, 403, 404, 409, 410, 422),
        Choice,
        caller=VISITOR,
    ),
    Route("patch", APPOINTMENT, "Move a meeting", MOVED, (401, 403, 404, 409, 410, 422), Choice, caller=VISITOR),
    Route("delete", APPOINTMENT, "Cancel a meeting", MOVED, (401, 403, 404, 409), caller=VISITOR),
    Route("get", LINK, "The meeting behind a mail's link", {200: shapes.AppointmentSeen}, (404, 410)),
    Route("patch", LINK, "Move the meeting behind a mail's link", MOVED, (403, 404, 409, 410, 422), Choice),
    Route("delete", LINK, "Cancel the meeting behind a mail's link", MOVED, (404, 409, 410)),
    Route(
        "post",
        "/v1/webhooks/calendly",
        "What happened at Calendly",
        {204: None},
        (403, 422),
        shapes.CalendlyEvent,
        caller=CALENDLY,
    ),
    Route(
        "get",
        "/v1/reports/{report}",
        f"A report: {', '.join(REPORTS)}",
        {200: Report},
        (403, 404, 422),
        query=PERIOD,
        caller=STAFF,
    ),
    Route(
        "get",
        "/v1/leads",
        "The newest leads of a period",
        {200: shapes.Leads},
        (403, 422),
        query=PERIOD,
        caller=STAFF,
    ),
]
