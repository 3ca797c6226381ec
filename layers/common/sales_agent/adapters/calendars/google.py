"""Google Calendar v3 through google-api-python-client.

The event's id is our `calendar_key`, so that a repeated insert finds itself (409). Guests are told by our own mail,
whose invitation carries the event's iCalUID; the secret's `send_updates` may let Google write to them as well.
"""

from collections.abc import Mapping
from datetime import UTC, datetime
from functools import cached_property
from typing import Any

from sales_agent.adapters.google_client import calendar_api, read, write
from sales_agent.domain.availability import Agenda
from sales_agent.domain.config_scheduling import Host
from sales_agent.domain.meeting import Appointment, Interval
from sales_agent.ports.calendars import Calendar, CalendarEvent
from sales_agent.ports.errors import Conflict, Fatal, NotFound, Retriable


class GoogleCalendar(Calendar):
    """A host's `calendar_id` is Google's id of the calendar, often an e-mail address."""

    name = "google"

    def __init__(self, *, secret: Mapping[str, str]) -> None:
        self._secret = secret

    def agenda(self, host: Host, period: Interval, duration: int) -> Agenda:
        body = {"timeMin": _stamp(period.start), "timeMax": _stamp(period.end), "items": [{"id": host.calendar_id}]}
        reply = read(self._api.freebusy().query(body=body))
        found = reply.get("calendars", {}).get(host.calendar_id, {"errors": [{"reason": "missing"}]})
        if found.get("errors"):
            raise Fatal(f"Google cannot read the calendar of {host.id}: {found['errors'][0].get('reason')}")
        busy = [
            Interval(start=datetime.fromisoformat(one["start"]), end=datetime.fromisoformat(one["end"]))
            for one in found.get("busy", [])
        ]
        return Agenda(busy=busy)

    def book(self, appointment: Appointment, host: Host) -> CalendarEvent:
        insert = self._api.events().insert(calendarId=host.calendar_id, body=_body(appointment), **self._write_options)
        try:
            return self._settled(write(insert), host)
        except Conflict:
            found = self.find(appointment, host)
            if found is None:
                raise
            return found

    def move(self, appointment: Appointment, host: Host) -> CalendarEvent:
        body = {"start": _moment(appointment.start, appointment), "end": _moment(appointment.end, appointment)}
        patch = self._api.events().patch(
            calendarId=host.calendar_id, eventId=appointment.event_id, body=body, **self._write_options
        )
        return self._settled(write(patch), host)

    def cancel(self, appointment: Appointment, host: Host) -> None:
        event_id = appointment.event_id or appointment.calendar_key
        options = {"sendUpdates": self._write_options["sendUpdates"]}
        try:
            write(self._api.events().delete(calendarId=host.calendar_id, eventId=event_id, **options))
        except NotFound:
            return

    def find(self, appointment: Appointment, host: Host) -> CalendarEvent | None:
        get = self._api.events().get(calendarId=host.calendar_id, eventId=appointment.calendar_key)
        try:
            event = read(get)
        except NotFound:
            return None
        return _event(event) if event.get("status") != "cancelled" else None

    @cached_property
    def _api(self) -> Any:
        return calendar_api(self._secret)

    @cached_property
    def _write_options(self) -> dict[str, Any]:
        return {"sendUpdates": self._secret.get("send_updates", "none"), "conferenceDataVersion": 1}

    def _settled(self, event: dict[str, Any], host: Host) -> CalendarEvent:
        """The event with its Meet link: Google makes it a moment later, so a pending one is read once more."""
        made = _event(event)
        if made.join_url or "conferenceData" not in event:
            return made
        try:
            return _event(read(self._api.events().get(calendarId=host.calendar_id, eventId=event["id"])))
        except Retriable:
            return made


def _body(appointment: Appointment) -> dict[str, Any]:
    return {
        "id": appointment.calendar_key,
        "summary": appointment.title,
        "start": _moment(appointment.start, appointment),
        "end": _moment(appointment.end, appointment),
        "attendees": [{"email": appointment.email, "displayName": appointment.customer_name}],
        "conferenceData": {
            "createRequest": {
                "requestId": appointment.calendar_key,
                "conferenceSolutionKey": {"type": "hangoutsMeet"},
            }
        },
        "extendedProperties": {"private": {"sales_agent": appointment.calendar_key}},
    }


def _moment(at: datetime, appointment: Appointment) -> dict[str, str]:
    return {"dateTime": _stamp(at), "timeZone": appointment.host_time_zone}


def _stamp(at: datetime) -> str:
    return at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def _event(event: dict[str, Any]) -> CalendarEvent:
    return CalendarEvent(
        event_id=event["id"],
        start=datetime.fromisoformat(event["start"]["dateTime"]).astimezone(UTC),
        end=datetime.fromisoformat(event["end"]["dateTime"]).astimezone(UTC),
        join_url=event.get("hangoutLink", ""),
        uid=event.get("iCalUID", ""),
    )
