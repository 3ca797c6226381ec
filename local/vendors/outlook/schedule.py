"""getSchedule: free and busy of up to twenty mailboxes, each with its own error."""

from datetime import datetime, timedelta
from typing import Any

from local.vendors.outlook import times
from local.vendors.outlook.errors import Refused
from local.vendors.outlook.store import Event, Mailbox, Tenant

MOST_SCHEDULES = 20
LONGEST = timedelta(days=62)
INTERVALS = range(5, 1441)
DIGIT = {"free": 0, "tentative": 1, "busy": 2, "oof": 3, "workingElsewhere": 4}
WEEKDAYS = ["monday", "tuesday", "wednesday", "thursday", "friday"]


def schedules(tenant: Tenant, body: dict[str, Any], zone: str) -> list[dict[str, Any]]:
    """The reply's ``value``, times in the zone called `zone`."""
    asked, minutes = body.get("schedules", []), body.get("availabilityViewInterval", 30)
    start, end = times.read(body.get("startTime"), "startTime"), times.read(body.get("endTime"), "endTime")
    if not timedelta() < end - start <= LONGEST:
        raise Refused(400, "ErrorInvalidTimeInterval", "The time window must be positive and at most 62 days.")
    if len(asked) > MOST_SCHEDULES or minutes not in INTERVALS:
        raise Refused(400, "ErrorInvalidParameter", "At most 20 schedules, in intervals of 5 to 1440 minutes.")
    return [_schedule(tenant, address, (start, end, timedelta(minutes=minutes)), zone) for address in asked]


def _schedule(tenant: Tenant, address: str, window: tuple[datetime, datetime, timedelta], zone: str) -> dict[str, Any]:
    mailbox = tenant.mailboxes.get(address.lower())
    if mailbox is None:
        message = f"Unable to resolve e-mail address {address} to an Active Directory object."
        error = {"message": message, "responseCode": "ErrorMailRecipientNotFound"}
        return {"scheduleId": address, "availabilityView": "", "scheduleItems": [], "error": error}
    events = mailbox.between(window[0], window[1])
    return {
        "scheduleId": address,
        "availabilityView": _view(events, *window),
        "scheduleItems": [_item(event, zone) for event in events],
        "workingHours": _working_hours(mailbox),
    }


def _view(events: list[Event], start: datetime, end: datetime, interval: timedelta) -> str:
    digits = ""
    while start < end:
        until = start + interval
        here = [DIGIT[_shows(event)] for event in events if event.start < until and event.end > start]
        digits += str(max(here, default=0))
        start = until
    return digits


def _shows(event: Event) -> str:
    return str(event.body.get("showAs", "busy"))


def _item(event: Event, zone: str) -> dict[str, Any]:
    return {
        "isPrivate": event.body.get("sensitivity") == "private",
        "status": _shows(event),
        "subject": event.body.get("subject"),
        "location": event.body.get("location", {}).get("displayName", ""),
        "start": times.shown(event.start, zone),
        "end": times.shown(event.end, zone),
    }


def _working_hours(mailbox: Mailbox) -> dict[str, Any]:
    hours = {"startTime": "09:00:00.0000000", "endTime": "17:00:00.0000000"}
    return {"daysOfWeek": WEEKDAYS, **hours, "timeZone": {"name": mailbox.time_zone}}
