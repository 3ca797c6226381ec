"""events.list: filters, pages and incremental syncing."""

from collections.abc import Iterable
from datetime import UTC, datetime
from typing import Any

from werkzeug.datastructures import MultiDict

from local.vendors.google_calendar import conference, times
from local.vendors.google_calendar.errors import Refused
from local.vendors.google_calendar.store import Account, Calendar

FOREVER = (datetime(1970, 1, 1, tzinfo=UTC), datetime(2100, 1, 1, tzinfo=UTC))
NOT_WITH_SYNC_TOKEN = ("iCalUID", "orderBy", "privateExtendedProperty", "q", "timeMax", "timeMin", "updatedMin")


def listed(account: Account, calendar: Calendar, query: MultiDict[str, str]) -> dict[str, Any]:
    """One page of the calendar's events."""
    found = [conference.settled(account, event) for event in _selected(account, calendar, query)]
    first, size = int(query.get("pageToken", "0")), min(int(query.get("maxResults", "250")), 2500)
    page: dict[str, Any] = {
        "kind": "calendar#events",
        "etag": f'"{account.revision:016d}"',
        "summary": calendar.id,
        "updated": times.stamp(account.clock.now()),
        "timeZone": calendar.time_zone,
        "accessRole": "owner",
        "defaultReminders": [],
        "items": found[first : first + size],
    }
    more = first + size < len(found)
    return page | ({"nextPageToken": str(first + size)} if more else {"nextSyncToken": str(account.revision)})


def _selected(account: Account, calendar: Calendar, query: MultiDict[str, str]) -> list[dict[str, Any]]:
    if "syncToken" in query:
        return _changed(account, calendar, query)
    window = _window(query)
    if query.get("orderBy") == "startTime" and query.get("singleEvents") != "true":
        raise Refused(400, "badRequest", "The requested ordering is not available for the particular query.")
    events = calendar.events.values() if query.get("showDeleted") == "true" else calendar.live()
    chosen = [event for event in events if _wanted(event, query)]
    if query.get("singleEvents") == "true":
        chosen = [single for event in chosen for single in _singles(event, calendar, window)]
    inside = [event for event in chosen if next(times.occurrences(event, calendar.time_zone, window), None)]
    return _ordered(inside, calendar, query.get("orderBy"))


def _changed(account: Account, calendar: Calendar, query: MultiDict[str, str]) -> list[dict[str, Any]]:
    if any(name in query for name in NOT_WITH_SYNC_TOKEN):
        raise Refused(400, "badRequest", "Sync token cannot be combined with other query restrictions.")
    token = query["syncToken"]
    if not token.isdigit() or not account.oldest_sync <= int(token) <= account.revision:
        raise Refused(410, "fullSyncRequired")
    return [event for event in calendar.events.values() if calendar.changed[event["id"]] > int(token)]


def _window(query: MultiDict[str, str]) -> times.Span:
    start = times.instant(query["timeMin"], "timeMin") if "timeMin" in query else FOREVER[0]
    end = times.instant(query["timeMax"], "timeMax") if "timeMax" in query else FOREVER[1]
    if end <= start:
        raise Refused(400, "timeRangeEmpty")
    return start, end


def _wanted(event: dict[str, Any], query: MultiDict[str, str]) -> bool:
    private = event.get("extendedProperties", {}).get("private", {})
    pairs = [pair.partition("=") for pair in query.getlist("privateExtendedProperty")]
    text = f"{event.get('summary', '')} {event.get('description', '')}".lower()
    return (
        all(private.get(name) == value for name, _, value in pairs)
        and query.get("iCalUID", event["iCalUID"]) == event["iCalUID"]
        and query.get("q", "").lower() in text
        and ("updatedMin" not in query or event["updated"] >= query["updatedMin"])
    )


def _singles(event: dict[str, Any], calendar: Calendar, window: times.Span) -> Iterable[dict[str, Any]]:
    if not event.get("recurrence"):
        return [event]
    series = {key: value for key, value in event.items() if key != "recurrence"}
    return [
        series
        | {
            "id": f"{event['id']}_{start:%Y%m%dT%H%M%SZ}",
            "recurringEventId": event["id"],
            "start": times.shown(start, event["start"]["timeZone"]),
            "end": times.shown(end, event["end"]["timeZone"]),
        }
        for start, end in times.occurrences(event, calendar.time_zone, window)
    ]


def _ordered(events: list[dict[str, Any]], calendar: Calendar, by: str | None) -> list[dict[str, Any]]:
    if by == "startTime":
        return sorted(events, key=lambda event: times.span(event, calendar.time_zone)[0])
    return sorted(events, key=lambda event: str(event["updated"])) if by == "updated" else events
