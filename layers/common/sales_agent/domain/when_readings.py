"""What the recogniser makes of a text: each mention of a time, in every way to understand it."""

import re
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from sales_agent.domain.record import Record

EARLIEST, LATEST = time(7), time(19)
IGNORED = {"set", "duration", "timezone"}
UNRESOLVED = "not resolved"
DAY_OF_MONTH = re.compile(r"^(?:\d{4}|XXXX)-\d\d-\d\d")
ONE_DAY, OPEN_END = timedelta(days=1), timedelta(days=14)
LATELY, FAR_AHEAD = timedelta(days=7), timedelta(days=300)


class Reading(Record):
    """One way to understand a mention: what it says of the first and of the last moment."""

    day: date | None = None
    clock: time | None = None
    end_day: date | None = None
    end_clock: time | None = None
    spans: bool = False
    beyond: bool = False

    @property
    def open(self) -> bool:
        """Whether it is a day and all that follow."""
        return self.spans and self.day is not None and not (self.clock or self.end_day or self.end_clock)


def parsed(text: str, wall: datetime) -> list[Any]:
    """What the recogniser finds. It fails on some texts that no visitor writes in earnest; those name no time."""
    try:
        return list(_recogniser().parse(text, wall))
    except (ArithmeticError, AttributeError, LookupError, TypeError, ValueError):
        return []


def readings(mention: Any) -> list[Reading]:
    """The recogniser's readings of one mention."""
    values = (mention.resolution or {}).get("values") or []
    return [reading for value in values if value.get("type") not in IGNORED and (reading := _reading(value))]


def _reading(value: dict[str, str]) -> Reading | None:
    if value.get("value") and value["value"] != UNRESOLVED:
        day, clock = _moment(value["value"])
        return Reading(day=day, clock=clock)
    if not value.get("start") and not value.get("end"):
        return None
    day, clock = _moment(value.get("start", ""))
    end_day, end_clock = _moment(value.get("end", ""))
    beyond = value.get("Mod") == "after" and value.get("sourceEntity") == "datetimepoint" and not clock
    return Reading(day=day, clock=clock, end_day=end_day, end_clock=end_clock, spans=True, beyond=beyond)


def _moment(text: str) -> tuple[date | None, time | None]:
    days = re.search(r"\d{4}-\d\d-\d\d", text)
    clocks = re.search(r"\d\d:\d\d(:\d\d)?", text)
    return date.fromisoformat(days[0]) if days else None, time.fromisoformat(clocks[0]) if clocks else None


def names_no_day(mention: Any) -> bool:
    """Whether the mention is of a day that no calendar has: 31 February."""
    values = (mention.resolution or {}).get("values") or []
    return bool(values) and all(
        value.get("value") == UNRESOLVED and DAY_OF_MONTH.search(value.get("timex", "")) for value in values
    )


def likeliest(choices: list[Reading], wall: datetime) -> Reading:
    """The reading that somebody means who books a meeting."""
    best = min(choices, key=lambda reading: _unlikelihood(reading, wall))
    gone = [one for one in choices if one.day and best.day and best.day - one.day > FAR_AHEAD]
    latest = max(gone, key=lambda one: one.day or date.min, default=None)
    return latest if latest and latest.day and latest.day >= wall.date() - LATELY else best


def _unlikelihood(reading: Reading, wall: datetime) -> tuple[bool, bool, datetime]:
    """Past readings last, then those in the night, then the later ones."""
    start, end = instants(reading, wall)
    shown = start or end or wall
    last = end or (shown if reading.clock else shown + ONE_DAY)
    asleep = bool(reading.clock) and not EARLIEST <= (reading.clock or EARLIEST) < LATEST
    return last <= wall, asleep, shown


def instants(reading: Reading, wall: datetime) -> tuple[datetime | None, datetime | None]:
    """First moment and end in wall-clock time. A clock time without a day is the next one."""
    start = _at(reading.day, reading.clock, wall) if reading.day or reading.clock else None
    if not reading.spans:
        whole_day = start + ONE_DAY if start and not reading.clock else None
        return start, whole_day
    if not reading.end_day and not reading.end_clock:
        return start, None if start is None else datetime.combine(start.date() + ONE_DAY, time())
    end = _at(reading.end_day or (start.date() if start else None), reading.end_clock, wall)
    return start, end + ONE_DAY if start and end <= start else end


def _at(day: date | None, clock: time | None, wall: datetime) -> datetime:
    if day:
        return datetime.combine(day, clock or time())
    at = datetime.combine(wall.date(), clock or time())
    return at if at > wall else at + ONE_DAY


@cache
def _recogniser() -> Any:
    """Loaded with the first message that speaks of a time: it takes as long as a cold start."""
    from ms_recognizers_date_time import Culture, DateTimeRecognizer  # type: ignore[import-untyped]

    return DateTimeRecognizer(Culture.English).get_datetime_model()
