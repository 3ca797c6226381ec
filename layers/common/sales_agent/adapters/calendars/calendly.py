"""Calendly v2: its own availability decides, so only the starts it names are offered.

A host's `calendar_id` is an event type's id or URI; anything else means the host's event type of the wanted length.
Calendly has no key for repeats and no call to reschedule: our `calendar_key` travels as `utm_content`, and a move is a
new booking and then the old one's cancellation.
"""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

from sales_agent.adapters.calendly_client import FORBIDDEN, CalendlyClient, EventType, stamp
from sales_agent.adapters.json_http import VendorRefused
from sales_agent.domain.availability import Agenda
from sales_agent.domain.config_scheduling import Host
from sales_agent.domain.meeting import Appointment, Interval
from sales_agent.ports.calendars import BookElsewhere, Calendar, CalendarEvent
from sales_agent.ports.errors import Conflict, SalesAgentError, Unknown

UTM = ("utm_source", "utm_medium", "utm_campaign", "utm_term", "utm_content", "salesforce_uuid")
ASKS_THE_VISITOR = {"outbound_call", "ask_invitee", "physical", "inbound_call", "custom"}
SAYS_WHY = {401, 429}


class CalendlyCalendar(Calendar):
    """Books through Calendly where the plan allows it, else hands out a link that books once."""

    name = "calendly"

    def __init__(self, *, secret: Mapping[str, str]) -> None:
        self._calendly = CalendlyClient(secret)

    def agenda(self, host: Host, period: Interval, duration: int) -> Agenda:
        kind = self._calendly.event_type(host.calendar_id, duration)
        return Agenda(starts=list(self._calendly.starts(kind, period.start, period.end)))

    def book(self, appointment: Appointment, host: Host) -> CalendarEvent:
        kind = self._calendly.event_type(host.calendar_id, appointment.duration)
        if _needs_the_visitor(kind):
            raise BookElsewhere(self._link(kind, appointment))
        try:
            return self._calendly.book(_invitee(kind, appointment))
        except VendorRefused as refused:
            raise self._meaning(refused, kind, appointment) from refused

    def move(self, appointment: Appointment, host: Host) -> CalendarEvent:
        again = self.book(appointment, host)
        try:
            self.cancel(appointment, host)
        except SalesAgentError as error:
            raise Unknown("Calendly has the new time, but may still have the old one") from error
        return again

    def cancel(self, appointment: Appointment, host: Host) -> None:
        for uri in [appointment.event_id] if appointment.event_id else [uri for uri, _ in self._live(appointment)]:
            self._calendly.cancel(uri)

    def find(self, appointment: Appointment, host: Host) -> CalendarEvent | None:
        """Of a move that broke off between its two halves only the wanted event is left standing."""
        uris = [uri for uri, _ in self._live(appointment)]
        for extra in uris[1:]:
            self._calendly.cancel(extra)
        return self._calendly.event(uris[0]) if uris else None

    def _live(self, appointment: Appointment) -> list[tuple[str, Any]]:
        """The events that carry our key, the one at the wanted time first."""
        wanted = appointment.pending.start if appointment.pending else appointment.start
        live = self._calendly.live_events(appointment.email, appointment.calendar_key)
        return sorted(live, key=lambda event: event[1] != wanted)

    def _meaning(self, refused: VendorRefused, kind: EventType, appointment: Appointment) -> Exception:
        """Calendly has no status of its own for a taken slot, so the times are read again."""
        if refused.status == FORBIDDEN:
            return BookElsewhere(self._link(kind, appointment))
        start = appointment.start
        if refused.status in SAYS_WHY or start in self._calendly.starts(kind, start, start + timedelta(minutes=1)):
            return self._calendly.meaning(refused)
        return Conflict("Calendly says that this time is taken")

    def _link(self, kind: EventType, appointment: Appointment) -> str:
        about = {"name": appointment.customer_name, "email": appointment.email, **_tracking(appointment)}
        filled = {name: value for name, value in about.items() if value}
        return f"{self._calendly.single_use_link(kind)}?{urlencode(filled)}"


def _needs_the_visitor(kind: EventType) -> bool:
    """Whether the booking form asks for something that only the visitor knows."""
    asked = any(question.get("required") and question.get("enabled") for question in kind.get("custom_questions") or [])
    places = kind.get("locations") or []
    return asked or bool(places and places[0].get("kind") in ASKS_THE_VISITOR)


def _invitee(kind: EventType, appointment: Appointment) -> dict[str, Any]:
    person = {"name": appointment.customer_name, "email": appointment.email, "timezone": appointment.time_zone}
    body = {"event_type": kind["uri"], "start_time": stamp(appointment.start), "invitee": person}
    places = kind.get("locations") or []
    place = {"location": {"kind": places[0]["kind"]}} if places else {}
    return {**body, **place, "tracking": _tracking(appointment)}


def _tracking(appointment: Appointment) -> dict[str, str | None]:
    """All six keys, as Calendly wants them; they bring a webhook back to the appointment."""
    ours = {
        "utm_source": "sales-agent",
        "utm_campaign": appointment.tenant,
        "utm_term": appointment.session_id,
        "utm_content": appointment.calendar_key,
    }
    return {**dict.fromkeys(UTM), **ours}
