"""What the rows of the date-time data sets expect, brought into one form."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import pairwise
from typing import Any

SGD_TODAY = datetime.fromisoformat("2019-03-01")  # its "today" is its "March 1st"
NLUPP_TODAY = datetime.fromisoformat("2022-03-15")  # its "last night" is 2022-03-14
UNSAID = datetime.fromisoformat("2022-08-01T12:00")  # for rows that give no "now" and need none
DAY_FIRST = {"en-GB", "EN-GB", "EN-AU", "EN-NZ", "EN-IE", "EN-IN", "EN-ZA"}
FINE = {"Second", "Minute", "Hour"}
CLOCKED = ("%I:%M %p", "%I %p")


@dataclass(frozen=True)
class Moment:
    """A day and a time of day, each only if expected, and of the end too; `loose`: a day may come with a time."""

    day: str | None = None
    clock: str | None = None
    end_day: str | None = None
    end_clock: str | None = None
    loose: bool = False

    @property
    def ends(self) -> bool:
        return bool(self.end_day or self.end_clock)

    def around(self, at: datetime) -> tuple[datetime, datetime]:
        return at - timedelta(days=1), at + timedelta(days=1)


@dataclass(frozen=True)
class Case:
    """One text with what is expected of it: for each mention the readings that are right."""

    source: str
    text: str
    now: datetime
    expected: list[list[Moment]] = field(default_factory=list)
    locale: str = "en-US"
    words: list[str] = field(default_factory=list)
    offset: float | None = None

    @property
    def to_come(self) -> bool:
        """Whether every expected moment can still be booked, as far as it names its day."""
        days = [max((m.end_day or m.day or "9999") for m in choice).replace("*", "9") for choice in self.expected]
        return all(day >= f"{self.now:%Y-%m-%d}" for day in days)


def cases(row: dict[str, Any]) -> Iterator[Case]:
    """The counted cases of one row; none when it is not English or expects no moment."""
    source = str(row.get("source", ""))
    if not str(row.get("lang") or "en").lower().startswith("en"):
        return
    readers = {
        "recognizers-text": _recognizers,
        "duckling": _duckling,
        "ctparse": _ctparse,
        "chrono": _chrono,
        "dateparser": _dateparser,
        "sgd": _sgd,
        "slurp": _slurp,
        "nlupp": _nlupp,
        "restaurants8k": _restaurants,
    }
    if source in readers:
        yield from readers[source](row)


def _now(row: dict[str, Any]) -> datetime:
    return datetime.fromisoformat(row["ref"]).replace(tzinfo=None) if row.get("ref") else UNSAID


def _split(text: str) -> tuple[str | None, str | None]:
    match = re.match(r"(\d{4}-\d\d-\d\d)?[ T]?(\d\d:\d\d)?", text)
    return (match[1], match[2]) if match else (None, None)


def _recognizers(row: dict[str, Any]) -> Iterator[Case]:
    locale = row["lang"] if row["lang"] in DAY_FIRST else "en-US"
    if row["spec"] == "TimeZoneParser":
        for one in row["expect"][:1]:
            offset = one["offset_minutes"]
            if offset is not None and abs(float(offset)) < 24 * 60:
                yield Case("recognizers zones", row["text"], _now(row), offset=float(offset))
        return
    choices = [_values(mention) for mention in row["expect"]]
    if all(choices):
        yield Case(
            f"recognizers {row['spec'].removeprefix('DateTimeModel') or 'DateTime'}",
            row["text"],
            _now(row),
            choices,
            locale,
        )


def _values(mention: dict[str, Any]) -> list[Moment]:
    if mention["type"] in {"duration", "set", "timezone"}:
        return []
    found = []
    for value in mention.get("values") or []:
        if value.get("value") and value["value"] != "not resolved":
            found.append(Moment(*_split(value["value"])))
        elif value.get("start") or value.get("end"):
            found.append(Moment(*_split(value.get("start", "")), *_split(value.get("end", ""))))
    return [moment for moment in found if moment != Moment()]


def _duckling(row: dict[str, Any]) -> Iterator[Case]:
    locale = "en-GB" if row["lang"] in DAY_FIRST else "en-US"
    found = [moment for one in row["expect"] if (moment := _grained(one)) != Moment()]
    if found and not row["latent"]:
        holiday = " holidays" if any(one.get("holiday") for one in row["expect"]) else ""
        yield Case(f"duckling{holiday}", row["text"], _now(row), [found], locale)


def _grained(one: dict[str, Any]) -> Moment:
    """Duckling counts the last hour or minute of a stretch in full: its end is one grain later than the spoken one."""
    fine = one["grain"] in FINE
    day, clock = _split(one["start"])
    end = one["end"]
    if end and fine and one["grain"] != "Second":
        end = (datetime.fromisoformat(end) - timedelta(**{one["grain"].lower() + "s": 1})).isoformat()
    end_day, end_clock = _split(end) if end else (None, None)
    if one["open"] == "Before":
        return Moment(end_day=day, end_clock=clock if fine else None)
    return Moment(day, clock if fine else None, end_day, end_clock if fine else None)


def _ctparse(row: dict[str, Any]) -> Iterator[Case]:
    point = r"(\S+) (\S+) \(\S+/(\S+)\)"
    match = re.match(rf"(?:Time\[\]{{{point}}}|Interval\[\]{{(.*)}})", row["expect"])
    if not match:
        return
    ends = match[4].split(" - ") if match[4] else [match[0][7:-1]]
    parts = [re.match(point, end) for end in ends]
    first, last = parts[0], parts[1] if len(parts) > 1 else None
    day, clock, part_of_day = _ct(first)
    end_day, end_clock, _ = _ct(last)
    moment = Moment(day, clock, end_day, end_clock, loose=part_of_day)
    if moment != Moment(loose=part_of_day):
        yield Case("ctparse", row["text"], _now(row), [[moment]], "en-GB")


def _ct(part: re.Match[str] | None) -> tuple[str | None, str | None, bool]:
    if not part:
        return None, None, False
    return part[1] if "X" not in part[1] else None, part[2] if "X" not in part[2] else None, part[3] != "X"


def _chrono(row: dict[str, Any]) -> Iterator[Case]:
    if row["parser"] in {"custom", "chrono.fr"}:
        return
    locale = "en-GB" if row["parser"].endswith("GB") else "en-US"
    if row["none_expected"]:
        yield Case("chrono (no time)", row["text"], _now(row), locale=locale)
        return
    start, end = row["expect"].get("start"), row["expect"].get("end")
    day, clock = _components(start)
    end_day, end_clock = _components(end)
    moment = Moment(day, clock, end_day, end_clock, loose=True)
    if moment != Moment(loose=True):
        yield Case("chrono", row["text"], _now(row), [[moment]], locale)


def _components(parts: dict[str, Any] | None) -> tuple[str | None, str | None]:
    """The parts that are named. A full local time at noon or midnight is chrono's filling for a day without one."""
    if not parts:
        return None, None
    clock = f"{parts['hour']:02d}:{parts.get('minute', 0):02d}" if "hour" in parts else None
    if {"year", "month", "day"} & set(parts):
        named = [parts.get("year"), parts.get("month"), parts.get("day")]
        return "-".join("*" if n is None else f"{n:02d}" for n in named), clock
    day, filled = _split(parts.get("local", ""))
    return day, clock or (filled if filled not in {"12:00", "00:00"} else None)


def _dateparser(row: dict[str, Any]) -> Iterator[Case]:
    """Rows in plain ASCII with a full answer; many of them are other languages' spellings, which count as misses."""
    expect, now = row["expect"], _now(row)
    if not row["text"].isascii():
        return
    if "datetime" in expect:
        day, clock = _split(expect["datetime"])
        yield Case("dateparser", row["text"], now, [[Moment(day, clock if clock != "00:00" else None, loose=True)]])
    elif "in_future" in expect and set(expect["in_future"]) <= {"days", "weeks", "hours", "minutes"}:
        at = now + timedelta(**expect["in_future"])
        fine = {"hours", "minutes"} & set(expect["in_future"])
        moment = Moment(f"{at:%Y-%m-%d}", f"{at:%H:%M}" if fine else None, loose=True)
        yield Case("dateparser", row["text"], now, [[moment]])


def _sgd(row: dict[str, Any]) -> Iterator[Case]:
    """A visitor's words against the plain form ("March 5th", "10:45 am") in which the assistant repeats them."""
    turns = row["turns"]
    for turn, reply in pairwise(turns):
        if turn["speaker"] != "user":
            continue
        plain = {slot["slot"]: slot["value"] for slot in reply["slots"]}
        found = [
            moment
            for slot in turn["slots"]
            if re.search("date|time", slot["slot"]) and (moment := _written(plain.get(slot["slot"], "")))
        ]
        if found:
            yield Case("sgd", turn["text"], SGD_TODAY, [[moment] for moment in found])


def _written(text: str) -> Moment | None:
    for pattern in CLOCKED:
        try:
            return Moment(clock=f"{datetime.strptime(text.upper(), pattern):%H:%M}")  # noqa: DTZ007 - a wall clock
        except ValueError:
            continue
    match = re.fullmatch(r"march (\d{1,2})(?:st|nd|rd|th)", text.lower())
    return Moment(day=date(2019, 3, int(match[1])).isoformat(), loose=True) if match else None


def _slurp(row: dict[str, Any]) -> Iterator[Case]:
    words = [slot["value"].lower() for slot in row["slots"] if slot["slot"] in {"date", "time", "timeofday"}]
    name = "slurp (found)" if words else "slurp (no time)"
    yield Case(name, row["text"], UNSAID, words=words)


def _nlupp(row: dict[str, Any]) -> Iterator[Case]:
    found = []
    for slot in row["slots"]:
        value = slot.get("value")
        if isinstance(value, dict) and "hour" in value:
            found.append([Moment(clock=f"{value['hour']:02d}:{value['minute']:02d}")])
        elif isinstance(value, dict) and "month" in value:
            found.append([Moment(day=date(value["year"], value["month"], value["day"]).isoformat(), loose=True)])
    starts = [slot for slot in row["slots"] if slot["slot"] in {"date", "date_from", "time", "time_from"}]
    if found and len(found) == len(starts):
        yield Case("nlupp", row["text"], NLUPP_TODAY, found)


def _restaurants(row: dict[str, Any]) -> Iterator[Case]:
    words = [slot["value"].lower().rstrip(".") for slot in row["slots"] if slot["slot"] in {"date", "time"}]
    if words:
        yield Case("restaurants8k (found)", row["text"], UNSAID, words=words)
