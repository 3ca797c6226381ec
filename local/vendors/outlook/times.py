"""Graph's dateTimeTimeZone: a local time without offset beside the name of its zone, IANA or Windows."""

import re
from datetime import UTC, datetime, tzinfo
from typing import Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

from local.vendors.outlook.errors import Refused

PREFERRED = re.compile(r'outlook\.timezone\s*=\s*"([^"]+)"', re.IGNORECASE)


def zone(name: str) -> tzinfo:
    """The zone called `name`, or a 400."""
    try:
        return ZoneInfo(WINDOWS_TO_OLSON.get(name, name))
    except (ValueError, ZoneInfoNotFoundError):
        message = f"A valid TimeZone value must be specified. The following TimeZone value is not supported: '{name}'."
        raise Refused(400, "TimeZoneNotSupportedException", message) from None


def read(given: Any, field: str) -> datetime:
    """The instant, in UTC, that a dateTimeTimeZone of a request means, or a 400."""
    try:
        value = datetime.fromisoformat(given["dateTime"])
        name = given["timeZone"]
    except (KeyError, TypeError, ValueError):
        raise Refused(400, "ErrorInvalidRequest", f"{field} is not a valid dateTimeTimeZone.") from None
    if value.tzinfo is not None:
        raise Refused(400, "ErrorInvalidRequest", f"{field}.dateTime must not carry an offset; use timeZone.")
    return value.replace(tzinfo=zone(name)).astimezone(UTC)


def edge(text: str | None, field: str) -> datetime:
    """A query's startDateTime or endDateTime; without an offset it is UTC."""
    try:
        value = datetime.fromisoformat((text or "").replace(" ", "+"))
    except ValueError:
        raise Refused(400, "ErrorInvalidParameter", f"{field} is missing or not a date and time.") from None
    return value.replace(tzinfo=value.tzinfo or UTC).astimezone(UTC)


def preferred(header: str | None) -> str:
    """The zone that the ``Prefer`` header asks replies to be in; UTC without it."""
    found = PREFERRED.search(header or "")
    return found[1] if found else "UTC"


def shown(value: datetime, name: str) -> dict[str, str]:
    """An instant in the zone called `name`, without offset."""
    local = value.astimezone(zone(name)).replace(tzinfo=None)
    return {"dateTime": f"{local.isoformat(timespec='microseconds')}0", "timeZone": name}


def stamp(value: datetime) -> str:
    """``createdDateTime`` and its like."""
    return value.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")
