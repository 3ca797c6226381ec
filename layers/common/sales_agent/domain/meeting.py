"""A sales meeting: what is agreed with whom, when, and how far it is settled."""

from datetime import UTC, datetime, timedelta
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from sales_agent.domain.record import Record

AppointmentStatus = Literal["held", "booked", "cancelled", "released", "attended", "missed"]
Party = Literal["visitor", "host", "system"]


class Interval(Record):
    """A stretch of time between two instants; the end is not part of it."""

    start: datetime
    end: datetime

    def overlaps(self, other: "Interval") -> bool:
        """Whether the two share any time."""
        return self.start < other.end and other.start < self.end

    def without(self, other: "Interval | None") -> list["Interval"]:
        """What is left of it when the other's time is taken out."""
        if other is None or not self.overlaps(other):
            return [self]
        parts = [(self.start, other.start), (other.end, self.end)]
        return [Interval(start=start, end=end) for start, end in parts if start < end]

    def widened(self, before: int, after: int) -> "Interval":
        """The interval with so many minutes more at each side."""
        return Interval(start=self.start - timedelta(minutes=before), end=self.end + timedelta(minutes=after))


class Slot(Record):
    """A time at which one host is free for one meeting."""

    host_id: str
    start: datetime
    duration: int
    meeting_type: str = ""

    @property
    def interval(self) -> Interval:
        """The time of the meeting itself, without buffers."""
        return Interval(start=self.start, end=self.start + timedelta(minutes=self.duration))


class Pending(Record):
    """A change that the calendar has not yet confirmed. What it holds is free again after `until`."""

    action: Literal["book", "move", "cancel"]
    start: datetime
    until: datetime


class Appointment(Record):
    """One meeting of one visitor with one host.

    `status` is "booked" only while `event_id` names the event in the calendar. `sequence` counts the times it was moved
    (RFC 5545, 3.8.7.4); `version` every change. `attempt` sets apart the tries to book the same offer.
    """

    tenant: str
    session_id: str
    appointment_id: str
    status: AppointmentStatus = "held"
    provider: str
    host_id: str
    host_name: str
    host_email: str = ""
    calendar_id: str
    title: str
    meeting_type: str = ""
    start: datetime
    duration: int
    buffer_before: int = 0
    buffer_after: int = 0
    customer_name: str
    email: str
    time_zone: str
    host_time_zone: str = "UTC"
    locale: str = "en"
    event_id: str = ""
    join_url: str = ""
    ical_uid: str = ""
    sequence: int = 0
    attempt: int = 1
    pending: Pending | None = None
    created_at: datetime
    changed_at: datetime
    cancelled_by: Party | None = None
    version: int = 1
    notes: str = Field(default="", max_length=2000)

    @property
    def end(self) -> datetime:
        """When the meeting ends."""
        return self.start + timedelta(minutes=self.duration)

    @property
    def calendar_key(self) -> str:
        """Our own name of the event in the calendar: hexadecimal, so that Google takes it as an event id."""
        return f"{self.appointment_id}{self.attempt:02x}"

    @property
    def uid(self) -> str:
        """The invitation's UID, the calendar's own where it has one; every move keeps it (RFC 5545, 3.8.4.7)."""
        return self.ical_uid or f"{self.appointment_id}@sales-agent"

    def occupied(self, start: datetime | None = None) -> Interval:
        """The host's time it takes, buffers included, now or if it began at `start`."""
        begin = start or self.start
        meeting = Interval(start=begin, end=begin + timedelta(minutes=self.duration))
        return meeting.widened(self.buffer_before, self.buffer_after)

    def changed(self, at: datetime, **values: object) -> "Appointment":
        """The next version of it."""
        return self.model_copy(update={**values, "changed_at": at, "version": self.version + 1})


def appointment_card(appointment: Appointment) -> dict[str, object]:
    """An appointment as the visitor's page shows it."""
    return {
        "appointment_id": appointment.appointment_id,
        "status": appointment.status,
        "title": appointment.title,
        "host": appointment.host_name,
        "start": _wire(appointment.start),
        "end": _wire(appointment.end),
        "time_zone": appointment.time_zone,
        "label": time_label(appointment.start, appointment.time_zone, locale=appointment.locale),
        "join_url": appointment.join_url,
    }


def _wire(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def time_label(start: datetime, zone: str, *, locale: str = "en") -> str:
    """A time as a reader in the zone says it, e.g. "Tue 1 Dec 2026, 10:00 (Europe/London, UTC+00:00)".

    The offset tells apart the two readings of an hour that a clock change repeats. Names of days are English;
    readers of other languages get the date in digits.
    """
    local = start.astimezone(ZoneInfo(zone))
    day = f"{local:%a} {local.day} {local:%b %Y}" if locale.startswith("en") else f"{local:%Y-%m-%d}"
    return f"{day}, {local:%H:%M} ({zone}, UTC{local:%:z})"
