"""The query of a request for free times."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from sales_agent.domain.iana import known_zones
from sales_agent.domain.meeting import Interval
from sales_agent.ports.errors import Refused
from sales_agent.services.offer_slots import Wish

MOST, USUAL = 100, 12
UNSET = {"Factory", "localtime"}
"""What a machine has that was never given a zone."""


def wish_of(query: Mapping[str, str], time_zone: str, locale: str) -> Wish:
    """What is wished for; times without an offset are the visitor's. Raises Refused that names the parameter."""
    zone = query.get("time_zone") or time_zone
    if zone in UNSET or zone not in known_zones():
        raise Refused(f"{zone!r} is not an IANA time zone such as Europe/London", field="time_zone")
    return Wish(
        within=_period(query, zone),
        duration=_number(query, "duration"),
        meeting_type=query.get("meeting_type", ""),
        host_id=query.get("host", ""),
        time_zone=zone,
        locale=locale,
        count=_count(query),
    )


def _count(query: Mapping[str, str]) -> int:
    count = _number(query, "count")
    if count == 0:
        raise Refused(f"count is a whole number from 1 to {MOST}", field="count")
    return min(count or USUAL, MOST)


def _period(query: Mapping[str, str], zone: str) -> Interval | None:
    if "from" not in query and "to" not in query:
        return None
    start = _instant(query, "from", zone) or datetime.min.replace(tzinfo=ZoneInfo("UTC"))
    end = _instant(query, "to", zone) or datetime.max.replace(tzinfo=ZoneInfo("UTC"))
    if end <= start:
        raise Refused("to must lie after from", field="to")
    return Interval(start=start, end=end)


def _instant(query: Mapping[str, str], name: str, zone: str) -> datetime | None:
    if name not in query:
        return None
    try:
        at = datetime.fromisoformat(query[name].replace(" ", "+"))
    except ValueError as error:
        raise Refused(f"{name} is an ISO 8601 time such as 2026-12-01T09:00:00Z", field=name) from error
    return at if at.tzinfo else at.replace(tzinfo=ZoneInfo(zone))


def _number(query: Mapping[str, str], name: str) -> int | None:
    text = query.get(name)
    if text is None:
        return None
    if not (text.isascii() and text.isdecimal()) or len(text) > len("1440"):
        raise Refused(f"{name} is a whole number", field=name)
    return int(text)
