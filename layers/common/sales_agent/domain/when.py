"""Times in a visitor's words: "next Tuesday after lunch", "the 3rd at 15:00", "tomorrow morning London time".

Microsoft's Recognizers-Text reads them (the best of six libraries that fits into a function, see docs/meetings.md). It
returns every reading; here the one is chosen that somebody who books a meeting means: still to come, and by day.
"""

import re
from datetime import date, datetime, time, timedelta
from functools import cache
from typing import Any

from sales_agent.domain.record import Record
from sales_agent.domain.time_zones import without_offset, zone_in
from sales_agent.domain.when_words import plain

DAY_FIRST = re.compile(r"^en[-_](?!us|ca|ph)[a-z]{2}|^(?!en)", re.IGNORECASE)
EARLIEST, LATEST = time(7), time(19)
DOUBTFUL = range(7, 9)
SLASHED = re.compile(r"\b(\d{1,2})/(\d{1,2})\b")
MOST = 300
"""Characters that are looked at: the recogniser is slow on long ones (4,000 of figures: ten seconds)."""
TIMELY = re.compile(
    r"\d|\b(?:to-?day|to-?night|tomorrow|yesterday|now|noon|midday|midnight|morning|afternoon|evening|night|lunch|later|early"
    r"|asap|as soon|fortnight|weekend|week|month|day|year|hour|minute"
    r"|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|quarter|christmas|easter|spring|summer|autumn"
    r"|fall|winter|first|second|third|last|next|end)",
    re.IGNORECASE,
)
IGNORED = {"set", "duration", "timezone"}
ONE_DAY = timedelta(days=1)


class Reading(Record):
    """One way to understand a mention: what it says of the first and of the last moment."""

    day: date | None = None
    clock: time | None = None
    end_day: date | None = None
    end_clock: time | None = None
    spans: bool = False


class When(Record):
    """A time somebody mentioned, as instants in the zone it was meant in.

    `end` is exclusive and None for a single moment; `start` is None for "before …". `dated` and `clocked` tell whether
    a day and a time of day were named; `ambiguous` that another reading is about as likely and should be asked back.
    `daily` narrows several days to a time of each: "next week after lunch".
    """

    text: str
    start: datetime | None
    end: datetime | None = None
    dated: bool
    clocked: bool
    ambiguous: bool = False
    daily: "When | None" = None

    @property
    def exact(self) -> bool:
        """Whether it names one moment."""
        return self.dated and self.clocked and self.end is None


def find_times(text: str, now: datetime, *, locale: str = "en-US") -> list[When]:
    """Every time mentioned. `now` is aware and in the visitor's zone; a zone named in the text overrules it."""
    hint = TIMELY.search(text)
    if not hint:
        return []
    text = text[max(0, hint.start() - MOST // 6) :][:MOST]
    zone = zone_in(text)
    here = now.astimezone(zone) if zone else now
    wall = here.replace(tzinfo=None)
    found = _parsed(plain(without_offset(text), wall, day_first=bool(DAY_FIRST.match(locale))), wall)
    slashed = any(m[1] != m[2] and int(m[1]) <= 12 and int(m[2]) <= 12 for m in SLASHED.finditer(text))  # noqa: PLR2004
    whens = [_when(mention, wall, here) for mention in found]
    return [when.model_copy(update={"ambiguous": when.ambiguous or slashed}) for when in whens if when]


def _parsed(text: str, wall: datetime) -> list[Any]:
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
    if value.get("value") and value["value"] != "not resolved":
        day, clock = _moment(value["value"])
        return Reading(day=day, clock=clock)
    if not value.get("start") and not value.get("end"):
        return None
    day, clock = _moment(value.get("start", ""))
    end_day, end_clock = _moment(value.get("end", ""))
    return Reading(day=day, clock=clock, end_day=end_day, end_clock=end_clock, spans=True)


def _moment(text: str) -> tuple[date | None, time | None]:
    days = re.search(r"\d{4}-\d\d-\d\d", text)
    clocks = re.search(r"\d\d:\d\d(:\d\d)?", text)
    return date.fromisoformat(days[0]) if days else None, time.fromisoformat(clocks[0]) if clocks else None


def _when(mention: Any, wall: datetime, now: datetime) -> When | None:
    choices = readings(mention)
    if not choices:
        return None
    best = min(choices, key=lambda reading: _unlikelihood(reading, wall))
    start, end = _instants(best, wall)
    hours = {reading.clock.hour % 12 for reading in choices if reading.clock}
    twofold = len({reading.clock for reading in choices}) > 1 and any(hour in DOUBTFUL for hour in hours)
    return When(
        text=mention.text,
        start=start.replace(tzinfo=now.tzinfo) if start else None,
        end=end.replace(tzinfo=now.tzinfo) if end else None,
        dated=bool(best.day or best.end_day),
        clocked=bool(best.clock or best.end_clock),
        ambiguous=twofold,
    )


def _unlikelihood(reading: Reading, wall: datetime) -> tuple[bool, bool, datetime]:
    """Past readings last, then those in the night, then the later ones."""
    start, end = _instants(reading, wall)
    shown = start or end or wall
    last = end or (shown if reading.clock else shown + ONE_DAY)
    asleep = bool(reading.clock) and not EARLIEST <= (reading.clock or EARLIEST) < LATEST
    return last <= wall, asleep, shown


def _instants(reading: Reading, wall: datetime) -> tuple[datetime | None, datetime | None]:
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


def wish_in(text: str, now: datetime, *, locale: str = "en-US") -> When | None:
    """What a message about a meeting asks for: its first day and its first time of day, put together."""
    found = [when for when in find_times(text, now, locale=locale) if not when.dated or _to_come(when, now)]
    whole = next((when for when in found if when.dated and when.clocked), None)
    if whole or len(found) < 2:  # noqa: PLR2004 - nothing to put together
        return whole or (found[0] if found else None)
    day = next((when for when in found if when.dated), None)
    clock = next((when for when in found if when.clocked), None)
    return _joined(day, day.start, clock) if day and clock and day.start else found[0]


def _to_come(when: When, now: datetime) -> bool:
    return (when.end or when.start or now) >= now


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


@cache
def _recogniser() -> Any:
    """Loaded with the first message that speaks of a time: it takes as long as a cold start."""
    from ms_recognizers_date_time import Culture, DateTimeRecognizer  # type: ignore[import-untyped]

    return DateTimeRecognizer(Culture.English).get_datetime_model()
