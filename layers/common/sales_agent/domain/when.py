"""Times in a visitor's words: "next Tuesday after lunch", "the 3rd at 15:00", "tomorrow morning London time".

Microsoft's Recognizers-Text reads them (the best of six libraries that fits into a function, see docs/meetings.md). It
returns every reading; here the one is chosen that somebody who books a meeting means: still to come, and by day.
"""

import re
from datetime import datetime, time
from enum import StrEnum
from itertools import pairwise
from typing import Any

from sales_agent.domain.record import Record
from sales_agent.domain.time_zones import doubts_zone, without_offset, zone_in
from sales_agent.domain.when_clocks import one_zone
from sales_agent.domain.when_doubts import called_by_name, has_two_orders, misnamed
from sales_agent.domain.when_readings import (
    ONE_DAY,
    OPEN_END,
    instants,
    likeliest,
    names_no_day,
    parsed,
    readings,
)
from sales_agent.domain.when_typos import spelled
from sales_agent.domain.when_words import around_time, plain

DAY_FIRST = re.compile(r"^en[-_](?!us|ca|ph)[a-z]{2}|^(?!en)", re.IGNORECASE)
DOUBTFUL = range(7, 9)
EITHER = re.compile(r"\s*(?:,\s*)?(?:or|/)\s*(?:(?:at|from|between|around|maybe)\s*)?", re.IGNORECASE)


class When(Record):
    """A time somebody mentioned, as instants in the zone it was meant in.

    `end` is exclusive and None for a single moment; `start` is None for "before …". `dated` and `clocked` tell whether
    a day and a time of day were named; `ambiguous` that another reading is about as likely and should be asked back.
    `daily` narrows several days to a time of each: "next week after lunch". `beyond` leaves the first day out: "after
    Tuesday".
    """

    text: str
    start: datetime | None
    end: datetime | None = None
    dated: bool
    clocked: bool
    ambiguous: bool = False
    daily: "When | None" = None
    beyond: bool = False

    @property
    def exact(self) -> bool:
        """Whether it names one moment."""
        return self.dated and self.clocked and self.end is None

    def starting_late(self) -> "When":
        """The same without its first day."""
        return self.model_copy(update={"start": self.start + ONE_DAY if self.start else None, "beyond": False})


class Flaw(StrEnum):
    """Why the only times that a message names cannot be wished for."""

    OVER = "over"
    NO_SUCH_DAY = "no such day"


class Mentions(Record):
    """The times that a text names; `no_such_day` when it names a day that no calendar has."""

    times: tuple[When, ...] = ()
    no_such_day: bool = False

    def wish(self, now: datetime) -> When | None:
        """The first day and the first time of day still to come; none when the only day named does not exist."""
        found = [when for when in self.times if not when.dated or _to_come(when, now)]
        if self.no_such_day and not any(when.dated for when in found):
            return None
        found = [when.starting_late() if when.beyond else when for when in found]
        whole = next((when for when in found if when.dated and when.clocked), None)
        if whole or len(found) < 2:  # noqa: PLR2004 - nothing to put together
            return _narrowed(whole or found[0], found) if found else None
        day = next((when for when in found if when.dated), None)
        clock = next((when for when in found if when.clocked), None)
        return _joined(day, day.start, clock) if day and clock and day.start else _narrowed(found[0], found)


def find_times(text: str, now: datetime, *, locale: str = "en-US") -> list[When]:
    """Every time mentioned. `now` is aware and in the visitor's zone; a zone named in the text overrules it."""
    return list(_mentions(text, now, locale).times)


def wish_in(text: str, now: datetime, *, locale: str = "en-US") -> When | None:
    """What a message about a meeting asks for: its first day and its first time of day, put together."""
    return _mentions(text, now, locale).wish(now)


def flaw_in(text: str, now: datetime, *, locale: str = "en-US") -> Flaw | None:
    """Why a message that names a time has no wish: the day does not exist, or the time is over."""
    mentions = _mentions(text, now, locale)
    if mentions.wish(now):
        return None
    if mentions.no_such_day:
        return Flaw.NO_SUCH_DAY
    return Flaw.OVER if mentions.times else None


def _mentions(text: str, now: datetime, locale: str) -> Mentions:
    text = one_zone(around_time(spelled(text)))
    if not text:
        return Mentions()
    zone = zone_in(text)
    here = now.astimezone(zone) if zone else now
    wall = here.replace(tzinfo=None)
    said = plain(without_offset(text), wall, day_first=bool(DAY_FIRST.match(locale)))
    found = parsed(said, wall)
    either_way, elsewhere = has_two_orders(text), doubts_zone(text)
    read = [(mention, when) for mention in found if (when := _when(mention, wall, here))]
    whens = [*(when for _, when in read[:1]), *(_on_its_day(one, other, said) for one, other in pairwise(read))]
    times = [
        when.model_copy(update={"ambiguous": when.ambiguous or either_way or (elsewhere and when.clocked)})
        for when in whens
    ]
    return Mentions(times=tuple(times), no_such_day=any(names_no_day(mention) for mention in found))


def _when(mention: Any, wall: datetime, now: datetime) -> When | None:
    choices = readings(mention)
    if not choices:
        return None
    best = likeliest(choices, wall)
    start, end = instants(best, wall)
    end = start + OPEN_END if start and best.open and start.date() >= wall.date() else end
    hours = {reading.clock.hour % 12 for reading in choices if reading.clock}
    twofold = len({reading.clock for reading in choices}) > 1 and any(hour in DOUBTFUL for hour in hours)
    return When(
        text=mention.text,
        start=start.replace(tzinfo=now.tzinfo) if start else None,
        end=end.replace(tzinfo=now.tzinfo) if end else None,
        dated=bool(best.day or best.end_day),
        clocked=bool(best.clock or best.end_clock),
        beyond=best.beyond,
        ambiguous=twofold or called_by_name(best, wall, mention.text) or misnamed(best, mention.text),
    )


def _on_its_day(before: tuple[Any, When], after: tuple[Any, When], said: str) -> When:
    """The second time of "Monday at 10 or 2pm" is of that Monday."""
    (mention, day), (other, clock) = before, after
    joined = EITHER.fullmatch(said[mention.end + 1 : other.start])
    if not joined or not (day.dated and day.clocked and day.start) or clock.dated or not clock.start:
        return clock
    return _joined(day.model_copy(update={"end": None}), day.start, clock)


def _to_come(when: When, now: datetime) -> bool:
    return (when.end or when.start or now) >= now


def _narrowed(stretch: When, found: list[When]) -> When:
    """Part of a day and a limit in it: "Tuesday evening after 6"."""
    limit = next((when for when in found if when is not stretch and not when.dated and _is_limit(when)), None)
    if not limit or not stretch.start or not stretch.end or not stretch.clocked:
        return stretch
    other = _joined(stretch.model_copy(update={"end": None}), stretch.start, limit)
    start, end = max(stretch.start, other.start or stretch.start), min(stretch.end, other.end or stretch.end)
    return other.model_copy(update={"dated": stretch.dated, "start": start, "end": end}) if start < end else stretch


def _is_limit(when: When) -> bool:
    return when.clocked and (when.start is None or when.end is not None)


def _joined(day: When, first: datetime, clock: When) -> When:
    if day.end and day.end - first > ONE_DAY:
        return day.model_copy(update={"daily": clock, "ambiguous": day.ambiguous or clock.ambiguous})
    zone, date_of = first.tzinfo, first.date()
    start = datetime.combine(date_of, clock.start.time(), zone) if clock.start else None
    end = datetime.combine(date_of, clock.end.time(), zone) if clock.end else None
    if end and start and end <= start:
        end = datetime.combine(date_of + ONE_DAY, time(), zone)
    text, ambiguous = f"{day.text} {clock.text}", day.ambiguous or clock.ambiguous
    return When(text=text, start=start, end=end, dated=True, clocked=True, ambiguous=ambiguous)
