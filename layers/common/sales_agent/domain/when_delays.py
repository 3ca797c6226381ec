"""How long from now, or from another day: "in 1d 2h", "in about half an hour", "two weeks after Easter"."""

import re
from datetime import date, datetime, timedelta
from typing import Any

from sales_agent.domain.when_readings import likeliest, parsed, readings
from sales_agent.domain.when_terms import COUNT, MONTH, NUMBERS, WEEKDAY, clock, next_such, number, rule, stretch

UNITS = {"d": 1440, "w": 10080, "h": 60, "m": 1}
"""In minutes, by the first letter; months have no fixed length and are left to the recogniser."""
UNIT = r"(?:days?|d|weeks?|wks?|hours?|hrs?|h|minutes?|mins?)"
AMOUNT = (
    rf"(?:half\s+an?|(?:an?\s+)?quarter\s+of\s+an|three\s+quarters\s+of\s+an|[13]/[24]|(?:an?\s+)?couple(?:\s+of)?|an?|\d{{1,3}}(?:\.5)?"
    rf"|{'|'.join(NUMBERS)}|fifteen|twenty|thirty|forty|fifty)"
)
PARTS = {"half": 0.5, "quarter": 0.25, "three": 0.75, "1/2": 0.5, "1/4": 0.25, "3/4": 0.75}
TENS = {"fifteen": 15, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50}
HALF = r"(?:\s+and\s+an?\s+half)?"
GAP = r"(?:\s+(?:more\s+)?|(?<=\d)\s*)"
PIECE = rf"\b{AMOUNT}{HALF}{GAP}{UNIT}(?![a-z/]){HALF}"
PIECES = re.compile(
    rf"\b(?P<amount>{AMOUNT})(?P<half>{HALF}){GAP}(?P<unit>{UNIT})(?![a-z/])(?P<more>{HALF})", re.IGNORECASE
)
SIMPLE = re.compile(r"in\s+\w+\s+\w+", re.IGNORECASE)
"""What the recogniser knows itself."""
ANCHOR, REACH = 60, 3
"""Characters that the name of a day may have, and how soon it must begin."""
UP_TO_CLOCK = rf"(?P<anchor>(?:(?!\s+(?:at|from|between|after|before|around|in the)\b).){{3,{ANCHOR}}})"
WEEKEND = 5
LONGEST = timedelta(days=730)


def _later(match: re.Match[str], now: datetime) -> str:
    pieces = list(PIECES.finditer(match["delay"]))
    after = timedelta(minutes=sum(_length(piece) for piece in pieces))
    at = now + after if after <= LONGEST else now
    if at == now:
        return match[0]
    whole = all(piece["unit"][0].lower() in "dw" for piece in pieces)
    if whole and len(pieces) == 1 and float(after / timedelta(days=1)).is_integer() and SIMPLE.fullmatch(match[0]):
        return match[0]
    return f"on {at.date()}" if whole else f"on {at.date()} {clock(at.hour * 60 + at.minute)}"


def _length(piece: re.Match[str]) -> float:
    words = piece["amount"].lower().split()
    parts = 0 if words == ["three"] else PARTS.get(words[0]) or (PARTS["quarter"] if "quarter" in words else 0)
    whole = 2 if "couple" in words else TENS.get(words[0]) or (0 if parts else _figure(words[0]))
    halves = bool(piece["half"] or piece["more"]) / 2
    return (parts + whole + halves) * UNITS[piece["unit"][0].lower()]


def _figure(word: str) -> float:
    return float(word) if "." in word else number(word)


def _from_to(match: re.Match[str], now: datetime) -> str:
    days = 7 if match["unit"][0].lower() == "w" else 1
    first, last = (now.date() + timedelta(days=days * number(match[side] or "one")) for side in ("count", "most"))
    return stretch(first, last) if first < last else match[0]


def _weeks_later(match: re.Match[str], now: datetime) -> str:
    """A week on Friday, or a fortnight today."""
    word, parts = match["day"].lower(), match.groupdict()
    day = now.date() if word.startswith("to") and "m" not in word else next_such(word, now)
    weeks = 2 if "fortnight" in match[0].lower() else number(parts.get("count") or "one")
    return f"{day + timedelta(weeks=weeks)}"


def _week_beside(match: re.Match[str], now: datetime) -> str:
    """The week after or before the one that a day lies in."""
    mention = next((one for one in parsed(match["anchor"], now) if one.start <= REACH), None)
    day = _day_of(mention, now) if mention else None
    if mention is None or day is None:
        return match[0]
    monday = day - timedelta(days=day.weekday()) + timedelta(weeks=-1 if match["side"].lower() == "before" else 1)
    return f"{stretch(monday, monday + timedelta(days=6))}{match['anchor'][mention.end + 1 :]}"


def _workdays_on(match: re.Match[str], now: datetime) -> str:
    day, left = now.date(), number(match["count"] or "one")
    while left:
        day += timedelta(days=1)
        left -= day.weekday() < WEEKEND
    return f"{day}"


def _new_year(_match: re.Match[str], now: datetime) -> str:
    return stretch(date(now.year + 1, 1, 2), date(now.year + 1, 1, 31))


def _rest_of_today(_match: re.Match[str], now: datetime) -> str:
    return f"after {clock(now.hour * 60 + now.minute)} today"


def _from_anchor(match: re.Match[str], now: datetime) -> str:
    """Counted from a day that is named in whatever way the recogniser knows."""
    anchor = match["anchor"]
    mention = next((one for one in parsed(anchor, now) if one.start <= REACH), None)
    day = _day_of(mention, now) if mention else None
    if mention is None or day is None:
        return match[0]
    size = UNITS[(match["unit"] or "day")[0].lower()]
    shift = timedelta(minutes=size * number(match["count"] or "one"))
    moved = day - shift if match["side"].lower() == "before" else day + shift
    return f"{moved}{anchor[mention.end + 1 :]}"


def _day_of(mention: Any, now: datetime) -> date | None:
    choices = [reading for reading in readings(mention) if reading.day and not reading.spans]
    return likeliest(choices, now).day if choices else None


def _so_many(match: re.Match[str], now: datetime) -> str:
    """The third Friday from now; today's own day of the week does not count."""
    tomorrow = now + timedelta(days=1)
    return f"{next_such(match['day'], tomorrow) + timedelta(weeks=number(match['count']) - 1)}"


def _after_next(match: re.Match[str], now: datetime) -> str:
    return f"{next_such(match['day'], now + timedelta(days=1)) + timedelta(weeks=1)}"


DAY_NAMED = rf"(?P<day>to-?day|tomorrow|{WEEKDAY})\b"
DELAYS = [
    rule(
        rf"(?<!in )(?<!for )(?<!next )\b(?:{COUNT}\s+weeks?|(?:a\s+)?fortnight)\s+(?:on\s+)?{DAY_NAMED}", _weeks_later
    ),
    rule(rf"\b{DAY_NAMED}\s+(?:week|fortnight)\b(?!end)", _weeks_later),
    rule(
        rf"(?<!\ba )(?<!\bone )(?<!\d )\b(?:the\s+)?week\s+(?P<side>after|before)\s+(?!next\b(?!\s+{WEEKDAY}))"
        rf"{UP_TO_CLOCK}",
        _week_beside,
    ),
    rule(rf"\b(?:the\s+next|next|in\s+{COUNT})\s+(?:business|working|work)\s?days?\b", _workdays_on),
    rule(r"\b(?:early\s+)?(?:in|after)\s+the\s+new\s+year\b(?!['\u2019]?s?\s+(?:eve|day))", _new_year),
    rule(
        rf"\b(?P<delay>{PIECE}(?:(?:\s*,\s*|\s+and\s+|\s+){PIECE})*)\s+(?:from\s+now|hence)\b",
        _later,
    ),
    rule(
        rf"\bin\s+(?:(?:about|around)\s+)?{COUNT}\s*(?:-|\u2013|to|or)\s*(?P<most>\d{{1,2}}|{'|'.join(NUMBERS)})\s+(?P<unit>days?|weeks?)\b",
        _from_to,
    ),
    rule(r"\bin\s+(?:a|one)\s+(?P<unit>day|week)\s+or\s+(?P<most>two)\b(?P<count>)", _from_to),
    rule(rf"\b(?:in\s+)?{COUNT}\s+(?P<day>{WEEKDAY})s?\s+from\s+(?:now|today)\b", _so_many),
    rule(
        rf"\b(?:the\s+)?(?P<day>{WEEKDAY})\s+after\s+next\b(?!\s+(?:week|month|year|{WEEKDAY}|{MONTH})\b)", _after_next
    ),
    rule(
        rf"(?<!than )(?<!within )\b(?:(?:in\s+)?{COUNT}\s+(?P<unit>days?|weeks?)|the\s+day)\s+"
        rf"(?P<side>from|after|before)\s+"
        rf"(?!now\b|today\b|(?<=the day after )tomorrow|(?<=from )(?!next\b|tomorrow\b|{WEEKDAY}\b))"
        rf"{UP_TO_CLOCK}",
        _from_anchor,
    ),
    rule(
        rf"\b(?P<delay>{PIECE}(?:(?:\s*,\s*|\s+and\s+|\s+){PIECE})*)\s+(?:from\s+now|hence)\b",
        _later,
    ),
    rule(
        rf"\bin\s+(?:(?:about|around|approximately|roughly|another)\s+|~\s*)*(?P<delay>{PIECE}(?:(?:\s*,\s*|\s+and\s+|\s+){PIECE})*)"
        r"(?!\s+(?:or|to|and)\b|\s*[-\u2013]\s*\d|['\u2019]s)",
        _later,
    ),
    rule(r"\blater\s+today\b", _rest_of_today),
    rule(r"\bwithin\s+(?:the\s+next\s+)?(?:half\s+an\s+hour)\b", "in the next 30 minutes"),
    rule(
        r"\bwithin\s+(?:the\s+next\s+)?(an?|\w+)\s+(hours?|min(?:ute)?s?)\b",
        lambda m, _: f"in the next {number(m[1])} {m[2]}",
    ),
]
