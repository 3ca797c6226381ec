"""The invitation in a mail: one calendar entry that later mails move or take away (RFC 5545, RFC 5546)."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Literal

from icalendar import Calendar, Event, vCalAddress, vText

from sales_agent.domain.meeting import Appointment

Method = Literal["REQUEST", "CANCEL"]
GUEST = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "TRUE"}
OURS = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "ACCEPTED", "RSVP": "FALSE"}
PRODUCT = "-//Sales Agent//Meetings//EN"


def invitation(
    appointment: Appointment, *, organizer: str, now: datetime, manage_url: str = "", colleague: str = ""
) -> str:
    """The text of the `.ics`; METHOD is CANCEL for a meeting called off. Times are UTC: no zone can shift them.

    `colleague` is the reader on our side, who is named in their copy: calendars leave out what names them nowhere.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("calscale", "GREGORIAN")
    calendar.add("method", method_of(appointment))
    event = _event(appointment, organizer, now, manage_url)
    if colleague:
        event.add("attendee", _person(colleague, appointment.host_name, OURS))
    calendar.add_component(event)
    return str(calendar.to_ical(), "utf-8")


def method_of(appointment: Appointment) -> Method:
    """Whether a mail about the appointment as it is now asks people to come or not to."""
    return "CANCEL" if appointment.status in {"cancelled", "released"} else "REQUEST"


def _event(appointment: Appointment, organizer: str, now: datetime, manage_url: str) -> Event:
    cancelled = method_of(appointment) == "CANCEL"
    event = Event()
    event.add("uid", appointment.uid)
    event.add("sequence", appointment.sequence + cancelled)
    event.add("dtstamp", now.astimezone(UTC))
    event.add("dtstart", appointment.start.astimezone(UTC))
    event.add("dtend", appointment.end.astimezone(UTC))
    event.add("summary", appointment.title)
    event.add("status", "CANCELLED" if cancelled else "CONFIRMED")
    event.add("transp", "OPAQUE")
    event.add("description", _description(appointment, manage_url))
    if appointment.join_url:
        event.add("location", appointment.join_url)
        event.add("url", appointment.join_url)
    event.add("organizer", _person(organizer, appointment.host_name))
    event.add("attendee", _person(appointment.email, appointment.customer_name, GUEST))
    return event


def _description(appointment: Appointment, manage_url: str) -> str:
    lines = [f"Join: {appointment.join_url}" if appointment.join_url else "", f"Change or cancel: {manage_url}"]
    return "\n".join(line for line in lines if line and (manage_url or not line.startswith("Change")))


def _person(address: str, name: str, part: Mapping[str, str] | None = None) -> vCalAddress:
    person = vCalAddress(f"mailto:{address}")
    person.params["CN"] = vText(name)
    person.params.update(part or {})
    return person
