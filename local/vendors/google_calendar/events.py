"""Writing events: insert, patch, update, cancel."""

import re
import secrets
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from local.vendors.google_calendar import conference, times
from local.vendors.google_calendar.errors import Refused
from local.vendors.google_calendar.store import Account, Calendar
from local.vendors.mailbox import Mail

EVENT_ID = re.compile("[a-v0-9]{5,1024}")
KEPT_BY_GOOGLE = {"created", "creator", "etag", "htmlLink", "iCalUID", "id", "kind", "organizer", "updated"}
READ_ONLY = KEPT_BY_GOOGLE | {"conferenceData"}
NOT_CLEARED = READ_ONLY | {"eventType", "reminders", "sequence", "status"}


@dataclass(frozen=True)
class Options:
    """The query of a write: whom to mail, and whether the caller knows about conferences."""

    send_updates: str = "none"
    conference_version: int = 0


def insert(account: Account, calendar: Calendar, body: dict[str, Any], options: Options) -> dict[str, Any]:
    """A new event; an id that was ever used on the calendar is a 409, also when that event is cancelled."""
    event_id = body.get("id") or secrets.token_hex(13)
    if not EVENT_ID.fullmatch(event_id):
        raise Refused(400, "invalid", "Invalid resource id value.")
    if event_id in calendar.events:
        raise Refused(409)
    event = _born(account, calendar, event_id)
    _fill(calendar, event, body, options)
    account.save(calendar, event)
    _mail(account, event, "Invitation", options)
    return event


def change(
    account: Account, calendar: Calendar, event: dict[str, Any], body: dict[str, Any], options: Options
) -> dict[str, Any]:
    """Patch semantics: objects are merged, null removes, arrays are replaced whole."""
    if body.get("status") == "cancelled":
        return cancel(account, calendar, event, options)
    after = _merged(event, {key: value for key, value in body.items() if key not in READ_ONLY})
    _fill(calendar, after, {**after, "conferenceData": body.get("conferenceData")}, options)
    if (after["start"], after["end"]) != (event["start"], event["end"]):
        after["sequence"] += 1
    account.save(calendar, after)
    _mail(account, after, "Updated invitation", options)
    return after


def replace(
    account: Account, calendar: Calendar, event: dict[str, Any], body: dict[str, Any], options: Options
) -> dict[str, Any]:
    """Update semantics: what the body leaves out is gone."""
    gone = {key: None for key in event if key not in NOT_CLEARED}
    return change(account, calendar, event, {**gone, **body}, options)


def cancel(account: Account, calendar: Calendar, event: dict[str, Any], options: Options) -> dict[str, Any]:
    """Marks the event cancelled; its id stays taken."""
    after = {**event, "status": "cancelled", "sequence": event["sequence"] + 1}
    account.save(calendar, after)
    _mail(account, after, "Canceled event", options)
    return after


def _born(account: Account, calendar: Calendar, event_id: str) -> dict[str, Any]:
    owner = {"email": calendar.id, "self": True}
    return {
        "kind": "calendar#event",
        "id": event_id,
        "status": "confirmed",
        "htmlLink": f"https://www.google.com/calendar/event?eid={event_id}",
        "created": times.stamp(account.clock.now()),
        "creator": owner,
        "organizer": owner,
        "iCalUID": f"{event_id}@google.com",
        "sequence": 0,
        "eventType": "default",
        "reminders": {"useDefault": True},
    }


def _fill(calendar: Calendar, event: dict[str, Any], body: dict[str, Any], options: Options) -> None:
    event |= {key: value for key, value in body.items() if key not in READ_ONLY and value is not None}
    for where in ("start", "end"):
        event[where] = times.normalised(body.get(where) or {}, where, calendar.time_zone)
    start, end = times.span(event, calendar.time_zone)
    if end <= start:
        raise Refused(400, "timeRangeEmpty")
    if "attendees" in event:
        event["attendees"] = [_guest(guest) for guest in event["attendees"]]
    conference.requested(event, body.get("conferenceData"), options.conference_version)


def _guest(guest: dict[str, Any]) -> dict[str, Any]:
    if "@" not in guest.get("email", ""):
        raise Refused(400, "invalid", "Invalid attendee email.")
    return {"responseStatus": "needsAction", **guest}


def _merged(present: dict[str, Any], patch: dict[str, Any]) -> dict[str, Any]:
    """RFC 7396."""
    result = deepcopy(present)
    for key, value in patch.items():
        if value is None:
            result.pop(key, None)
        elif isinstance(value, dict) and isinstance(result.get(key), dict):
            result[key] = _merged(result[key], value)
        else:
            result[key] = value
    return result


def _mail(account: Account, event: dict[str, Any], what: str, options: Options) -> None:
    home = event["organizer"]["email"].partition("@")[2]
    guests = [guest["email"] for guest in event.get("attendees", [])]
    if options.send_updates == "externalOnly":
        guests = [guest for guest in guests if guest.partition("@")[2] != home]
    if options.send_updates in ("all", "externalOnly") and guests:
        start = event["start"].get("dateTime") or event["start"]["date"]
        subject = f"{what}: {event.get('summary', '(No title)')} @ {start}"
        account.mails.append(Mail(event["organizer"]["email"], guests, subject, times.stamp(account.clock.now())))
