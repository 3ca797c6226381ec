"""Does a free time meet what somebody has asked for?"""

from datetime import datetime, time, timedelta

from sales_agent.domain.meeting import Interval
from sales_agent.domain.when import When

MIDNIGHT = time()


def window(when: When, now: datetime) -> Interval:
    """The stretch of time in which a meeting would meet the wish; for an exact moment the moment alone."""
    start = when.start or now
    return Interval(start=start, end=when.end or start + timedelta(minutes=1))


def admits(wish: When, start: datetime, now: datetime) -> bool:
    """Whether a meeting may begin then. A time of day alone, "mornings" or "after 4", is meant of any day."""
    wanted = window(wish, now)
    if not wish.dated and wish.end:
        return _at_that_time(wish, start)
    return wanted.start <= start < wanted.end and (wish.daily is None or _at_that_time(wish.daily, start))


def names(wish: When, start: datetime) -> bool:
    """Whether the words name this one of some offered times: its moment, its day, or its time of day on any day."""
    if wish.start is None:
        return False
    local = start.astimezone(wish.start.tzinfo)
    same_day = local.date() == wish.start.date() or not wish.dated
    same_clock = local.time() == wish.start.time() or not wish.clocked
    return same_day and (same_clock if wish.end is None or not wish.clocked else wish.start <= start < wish.end)


def _at_that_time(clock: When, start: datetime) -> bool:
    zoned = clock.start or clock.end
    local = start.astimezone(zoned.tzinfo if zoned else None).time()
    if clock.start and not clock.end:
        return local == clock.start.time()
    late = clock.end.time() if clock.end else MIDNIGHT
    return (clock.start is None or local >= clock.start.time()) and (local < late or late == MIDNIGHT)
