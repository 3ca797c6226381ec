"""When an event type can be booked."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from local.vendors.calendly.errors import Refused
from local.vendors.calendly.model import EventType
from local.vendors.calendly.store import Account

LONGEST_RANGE = timedelta(days=7)
SATURDAY = 5


def available(account: Account, kind: EventType, start: datetime, end: datetime) -> list[datetime]:
    """The free start times in a range that the API allows: in the future, at most seven days long."""
    if start <= account.clock.now():
        raise Refused(400, "must be in the future", "start_time")
    if end <= start:
        raise Refused(400, "must be after start_time", "end_time")
    if end - start > LONGEST_RANGE:
        raise Refused(400, "date range can be no greater than 1 week (7 days)", "end_time")
    return list(free(account, kind, start, end))


def free(account: Account, kind: EventType, start: datetime, end: datetime) -> Iterator[datetime]:
    """The start times from `start` to before `end` at which the host is free."""
    now, taken = account.clock.now(), account.taken()
    first, latest = now + account.hours.notice, now + account.hours.horizon
    for slot in _opening(account, kind, start, end):
        over = slot + kind.length
        if first <= slot <= latest and not any(slot < until and over > since for since, until in taken):
            yield slot


def is_free(account: Account, kind: EventType, slot: datetime) -> bool:
    """Whether a booking may start at `slot`."""
    return slot in free(account, kind, slot, slot + timedelta(seconds=1))


def _opening(account: Account, kind: EventType, start: datetime, end: datetime) -> Iterator[datetime]:
    day = start.astimezone(account.zone).date()
    while day <= end.astimezone(account.zone).date():
        slot = datetime.combine(day, account.hours.opens, account.zone).astimezone(UTC)
        closes = datetime.combine(day, account.hours.closes, account.zone).astimezone(UTC)
        while day.weekday() < SATURDAY and slot + kind.length <= closes:
            if start <= slot < end:
                yield slot
            slot += account.hours.step
        day += timedelta(days=1)
