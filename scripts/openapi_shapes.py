"""What goes over the wire where the code answers with a plain mapping: the shapes of the HTTP interface's document."""

from datetime import datetime
from typing import Any, Literal

from pydantic import BaseModel, Field

from sales_agent.domain.conversation import OfferedSlot, Reply
from sales_agent.domain.meeting import AppointmentStatus
from sales_agent.services.report import LeadRow


class Problem(BaseModel):
    """What went wrong (RFC 9457); `field` names the part of the input that is wrong.

    `status` and `detail` are missing where the gateway answers by itself: an unknown address, a throttled caller.
    """

    type: str
    title: str
    status: int | None = None
    detail: str | None = None
    field: str | None = None


class AnsweredMessage(BaseModel):
    """A visitor's message and the answer to it; `seq` counts from 1."""

    seq: int = Field(ge=1)
    message_id: str
    text: str
    at: datetime
    reply: Reply


class Messages(BaseModel):
    """The conversation so far."""

    messages: list[AnsweredMessage]
    status: Literal["open", "closed"]


class Closed(BaseModel):
    """The conversation has ended."""

    status: Literal["closed"]


class Exported(BaseModel):
    """Everything kept of a session, item by item."""

    items: list[dict[str, Any]]


class Erased(BaseModel):
    """How much was deleted."""

    erased_items: int = Field(ge=0)


class Slots(BaseModel):
    """Free times, each with the offer that makes it bookable."""

    slots: list[OfferedSlot]


class AppointmentCard(BaseModel):
    """A meeting as the visitor's page shows it."""

    appointment_id: str
    status: AppointmentStatus
    title: str
    host: str
    start: datetime
    end: datetime
    time_zone: str
    label: str
    join_url: str


class Booked(BaseModel):
    """The meeting as it now stands."""

    appointment: AppointmentCard


class BookedOrElsewhere(BaseModel):
    """The meeting of an offer taken before, or the calendar's own page where only the visitor can book."""

    appointment: AppointmentCard | None = None
    status: Literal["elsewhere"] | None = None
    booking_url: str | None = None


class AppointmentSeen(BaseModel):
    """The meeting behind a mail's link, and times it could be moved to."""

    appointment: AppointmentCard
    slots: list[OfferedSlot]


class CalendlyEvent(BaseModel):
    """What Calendly sends, as far as it is read."""

    event: str
    created_at: str
    payload: dict[str, Any]


class Health(BaseModel):
    """That the chat answers, and at which stage."""

    status: Literal["ok"]
    stage: str


class Leads(BaseModel):
    """The newest leads of the period."""

    leads: list[LeadRow]
