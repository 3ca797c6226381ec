"""What happened: the domain events on the bus. They carry keys and numbers, never personal data or message text."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from sales_agent.domain.record import Record

EventType = Literal[
    "session.started",
    "turn.answered",
    "conversation.closed",
    "profile.changed",
    "lead.changed",
    "summary.ready",
    "feedback.given",
    "mail.settled",
    "appointment.booked",
    "appointment.moved",
    "appointment.cancelled",
    "appointment.attended",
    "appointment.missed",
    "reminder.due",
    "crm.synced",
]
SOURCE = "sales-agent"


class Event(Record):
    """One thing that happened; the same `event_id` always means the same happening."""

    event_id: str
    type: EventType
    tenant: str
    session_id: str
    occurred_at: datetime
    version: int = 0
    detail: dict[str, str | int | float | bool] = Field(default_factory=dict)
