"""Outlook through Microsoft Graph v1.0.

`transactionId` keeps a repeated create from making a second event; an extended property holds our `calendar_key`, by
which the event is found. Microsoft writes to the guests itself; our invitation carries the same iCalUId, so that both
are one entry in their calendars.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from sales_agent.adapters.graph_client import graph
from sales_agent.adapters.json_http import JsonHttp, VendorRefused
from sales_agent.domain.availability import Agenda
from sales_agent.domain.config_scheduling import Host
from sales_agent.domain.meeting import Appointment, Interval
from sales_agent.ports.calendars import Calendar, CalendarEvent
from sales_agent.ports.errors import Conflict, Fatal, NotFound

WINDOW = timedelta(days=60)  # getSchedule answers for 62 days at most
FREE = {"free"}
KEY = "String {3c0a5b4e-8f4d-4f57-9a43-6d2f4b5f7a10} Name SalesAgentKey"


class OutlookCalendar(Calendar):
    """A host's `calendar_id` is the mailbox: a user's id or address; "primary" means the host's own `email`."""

    name = "outlook"

    def __init__(self, *, secret: Mapping[str, str]) -> None:
        self._secret = secret

    def agenda(self, host: Host, period: Interval, duration: int) -> Agenda:
        busy, start = list[Interval](), period.start
        while start < period.end:
            end = min(start + WINDOW, period.end)
            busy += self._busy(_mailbox(host), start, end)
            start = end
        return Agenda(busy=busy)

    def book(self, appointment: Appointment, host: Host) -> CalendarEvent:
        try:
            return _event(self._http.write("POST", f"/users/{_mailbox(host)}/events", _body(appointment)))
        except VendorRefused as refused:
            meaning = self._http.meaning(refused)
            found = self.find(appointment, host) if isinstance(meaning, Conflict) else None
            if found is None:
                raise meaning from refused
            return found

    def move(self, appointment: Appointment, host: Host) -> CalendarEvent:
        body = {"start": _moment(appointment.start), "end": _moment(appointment.end)}
        return _event(self._write("PATCH", f"/users/{_mailbox(host)}/events/{appointment.event_id}", body))

    def cancel(self, appointment: Appointment, host: Host) -> None:
        event = appointment.event_id or getattr(self.find(appointment, host), "event_id", "")
        if not event:
            return
        try:
            self._write(
                "POST", f"/users/{_mailbox(host)}/events/{event}/cancel", {"comment": "The meeting is cancelled."}
            )
        except NotFound:
            return

    def find(self, appointment: Appointment, host: Host) -> CalendarEvent | None:
        same = f"singleValueExtendedProperties/any(ep: ep/id eq '{KEY}' and ep/value eq '{appointment.calendar_key}')"
        events = self._http.read(f"/users/{_mailbox(host)}/events", **{"$filter": same})["value"]
        return next((_event(event) for event in events if not event.get("isCancelled")), None)

    @cached_property
    def _http(self) -> JsonHttp:
        return graph(self._secret)

    def _busy(self, mailbox: str, start: datetime, end: datetime) -> Iterator[Interval]:
        body = {"schedules": [mailbox], "startTime": _moment(start), "endTime": _moment(end)}
        (schedule,) = self._http.ask(f"/users/{mailbox}/calendar/getSchedule", body)["value"] or [{"error": {}}]
        if schedule.get("error") is not None:
            raise Fatal(f"Outlook cannot read a host's schedule: {schedule['error'].get('responseCode', 'unknown')}")
        for item in schedule.get("scheduleItems", []):
            if item["status"] not in FREE:
                yield Interval(start=_instant(item["start"]), end=_instant(item["end"]))

    def _write(self, method: str, path: str, body: dict[str, Any]) -> Any:
        try:
            return self._http.write(method, path, body)
        except VendorRefused as refused:
            raise self._http.meaning(refused) from refused


def _mailbox(host: Host) -> str:
    mailbox = (host.email or "") if host.calendar_id == "primary" else host.calendar_id
    if not mailbox:
        raise Fatal(f"host {host.id} needs an email or a calendar_id to have an Outlook mailbox")
    return mailbox


def _body(appointment: Appointment) -> dict[str, Any]:
    guest = {"address": appointment.email, "name": appointment.customer_name}
    return {
        "subject": appointment.title,
        "start": _moment(appointment.start),
        "end": _moment(appointment.end),
        "attendees": [{"emailAddress": guest, "type": "required"}],
        "isOnlineMeeting": True,
        "onlineMeetingProvider": "teamsForBusiness",
        "transactionId": appointment.calendar_key,
        "singleValueExtendedProperties": [{"id": KEY, "value": appointment.calendar_key}],
    }


def _moment(at: datetime) -> dict[str, str]:
    return {"dateTime": at.astimezone(UTC).replace(tzinfo=None).isoformat(), "timeZone": "UTC"}


def _instant(moment: dict[str, str]) -> datetime:
    """Graph writes seven digits of a second and, as we prefer it, UTC."""
    return datetime.fromisoformat(moment["dateTime"]).replace(tzinfo=UTC)


def _event(event: dict[str, Any]) -> CalendarEvent:
    return CalendarEvent(
        event_id=event["id"],
        start=_instant(event["start"]),
        end=_instant(event["end"]),
        join_url=(event.get("onlineMeeting") or {}).get("joinUrl") or "",
        uid=event.get("iCalUId") or "",
    )
