"""Google's start and end objects, and the occurrences of repeating events."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from dateutil.rrule import rrulestr

from local.vendors.google_calendar.errors import Refused

Span = tuple[datetime, datetime]


def zone(name: str, where: str) -> tzinfo:
    """The IANA zone called `name`, or a 400."""
    try:
        return ZoneInfo(name)
    except (ValueError, ZoneInfoNotFoundError):
        raise Refused(400, "invalid", f"Invalid time zone definition for {where} time.") from None


def instant(text: str, name: str) -> datetime:
    """An RFC 3339 timestamp with an offset, or a 400 that names the parameter."""
    try:
        value = datetime.fromisoformat(text)
    except ValueError:
        raise Refused(400, "badRequest", f"Invalid value for: {name}: {text!r}") from None
    if value.tzinfo is None:
        raise Refused(400, "badRequest", f"{name} needs a time zone offset.")
    return value


def normalised(given: dict[str, Any], where: str, calendar_zone: str) -> dict[str, Any]:
    """`given` as the API shows it: a date, or a dateTime with offset and the zone's name."""
    if given.get("date"):
        return {"date": date.fromisoformat(given["date"]).isoformat()}
    if not given.get("dateTime"):
        raise Refused(400, "required", f"Missing {where} time.")
    value = datetime.fromisoformat(given["dateTime"])
    if value.tzinfo is None and not given.get("timeZone"):
        raise Refused(400, "required", f"Missing time zone definition for {where} time.")
    name = given.get("timeZone") or calendar_zone
    local = zone(name, where)
    return shown(value.replace(tzinfo=local) if value.tzinfo is None else value, name)


def shown(value: datetime, name: str) -> dict[str, Any]:
    """An instant as the zone called `name` writes it."""
    return {"dateTime": value.astimezone(ZoneInfo(name)).isoformat(), "timeZone": name}


def span(event: dict[str, Any], calendar_zone: str) -> Span:
    """From when to when the event is, in UTC; a whole day counts in the calendar's zone."""
    start, end = (_point(event[which], calendar_zone).astimezone(UTC) for which in ("start", "end"))
    return start, end


def _point(shown: dict[str, Any], calendar_zone: str) -> datetime:
    if "date" in shown:
        return datetime.combine(date.fromisoformat(shown["date"]), time(), ZoneInfo(calendar_zone))
    return datetime.fromisoformat(shown["dateTime"]).astimezone(ZoneInfo(shown["timeZone"]))


def occurrences(event: dict[str, Any], calendar_zone: str, window: Span) -> Iterator[Span]:
    """Every span of the event that touches `window`, repeating ones at the same wall-clock time all year."""
    start, end = span(event, calendar_zone)
    starts = iter([start])
    if event.get("recurrence"):
        rule = rrulestr("\n".join(event["recurrence"]), dtstart=_point(event["start"], calendar_zone))
        starts = (begins.astimezone(UTC) for begins in rule.xafter(window[0] - (end - start)))
    for begins in starts:
        if begins >= window[1]:
            return
        if begins + (end - start) > window[0]:
            yield begins, begins + (end - start)


def utc(value: datetime) -> str:
    """Whole seconds, the way freeBusy writes instants."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def stamp(value: datetime) -> str:
    """Milliseconds, the way ``created`` and ``updated`` are written."""
    return value.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")
