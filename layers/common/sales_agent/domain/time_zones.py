"""Time zones as people name them: "London time", "EST", "3pm in New York", "10:00 (Paris)", "UTC+4"."""

import re
from datetime import datetime, timedelta, timezone, tzinfo
from functools import cache
from unicodedata import normalize
from zoneinfo import ZoneInfo

from sales_agent.domain.iana import known_zones
from sales_agent.domain.zone_names import NAMES, NO_PLACES, PLACES

WORDS_ALONE = re.compile(
    r"\b(e[sd]?t|c[sd]?t|m[sd]t|p[sd]?t|a[sd]t|akst|akdt|hst|gmt|utc|bst|ce?e?s?t|mez|mesz|eest|msk|sast|sgt|hkt|jst|kst"
    r"|ae[sd]t|ac[sd]t|aw[sd]t|nz[sd]t|brt|cot|wet|ist|gst)\b"
)
WITH_TIME = re.compile(r"\b((?:[a-z]+['\u2019]?s?[ _]+){1,4})time(?:\s?zone)?\b")
FILLING = {"daylight", "standard", "summer", "local", "saving", "savings"}
FULL_DAY = 24 * 60
OFFSET = re.compile(r"\b(?:utc|gmt)\s*([+-])\s*(\d{1,2})(?::?(\d\d))?\b", re.IGNORECASE)
BRACKETED = re.compile(r"\((?:[a-z]+(?:/[\w+-]+)+|utc|gmt)\b[^)]*\)", re.IGNORECASE)
ISO = re.compile(r"\b\d{4}-\d\d-\d\d[t ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?\s?(z\b|[+-]\d\d(?::?\d\d)?\b)", re.IGNORECASE)
DAYS = (
    r"(?:mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|june?|july?|aug|sep|oct|nov|dec)"
    r"(?:day|s|sday|nesday|r|rs|rsday|urday|uary|ruary|ch|il|ust|t|tember|ober|ember)?"
)
BETWEEN = (
    r"(?:[\s,]+(?:on|the|of|in|this|next|morning|afternoon|evening|to-?day|tomorrow|my|our|your|local|time|us"
    rf"|{DAYS}|\d{{1,2}}(?:st|nd|rd|th)?|\d{{4}})\b\.?)*"
)
CLOCK = (
    r"(?:\b\d{1,2}(?:[:.h]\d\d)?\s?(?:[ap]\.?m\b\.?|o['\u2019]?clock\b)|\b\d{1,2}[:.h]\d\d\b|\b\d{1,2}h\b"
    r"|\b(?:noon|midday|midnight|lunch|(?<!good )(?:morning|afternoon|evening))\b"
    r"|\b(?:at|after|before|by|from|until|till|around|about|and|to)\s\d{1,2}\b)"
)
HAS_CLOCK = re.compile(CLOCK, re.IGNORECASE)
AFTER_CLOCK = re.compile(rf"{CLOCK}{BETWEEN}[\s,(\u2013-]*(?:[a-z]+/)*$", re.IGNORECASE)
IN_FRONT = re.compile(r"(?:^|\bin\s+(?:the\s+)?)$")
BEFORE_CLOCK = re.compile(rf"^{BETWEEN}[\s,)\u2013-]*(?:at\s+)?{CLOCK}", re.IGNORECASE)
NO_PLACE = (
    rf"(?!(?i:{DAYS}|english|german|french|spanish|italian|dutch|portuguese|polish|person|teams|zoom|google|please|thanks?"
    r"|cheers|best|kind|regards|is|are|or|and|but|if|can|could|would|will|do|does|my|our|your|the|that|this|it|we|you|let"
    r"|what|which|how|works?|today|tomorrow|next|on|for|with|meet|demo|call|est|cet|gmt|utc)\b)"
)
NAME = r"[A-Z\u00c0-\u00de][a-z\u00df-\u00ff]+"
IN_PLACE = re.compile(rf"\b[Ii]n\s+(?:the\s+)?{NO_PLACE}(?:{NAME}|USA?\b)")
CLOCK_AND_PLACE = re.compile(rf"(?i:{CLOCK}{BETWEEN})[\s,(\u2013-]*{NO_PLACE}{NAME}")
CLOCK_BEFORE = re.compile(r"(?:\d|[ap]\.?m\.?|noon|o'clock|midnight)\s*\(?$")


def zone_in(text: str) -> tzinfo | None:
    """The zone a text names, if any.

    An abbreviation alone counts only right after a clock time, or in capitals; a city only beside a clock time.
    """
    lower = text.lower()
    return _offset(lower) or _called_time(lower) or _abbreviated(text, lower) or _beside_clock(lower)


def doubts_zone(text: str) -> bool:
    """Whether a text tells a clock time and a place, but not whether, or which, that place's time is meant."""
    if not HAS_CLOCK.search(text) or zone_in(text):
        return False
    named = any(text[match.start() : match.end()][:1].isupper() for match in _place_names().finditer(text.lower()))
    return named or bool(IN_PLACE.search(text) or CLOCK_AND_PLACE.search(text))


def without_offset(text: str) -> str:
    """The text without its offsets from UTC and names of zones in brackets, whose figures are no time of day."""
    plain = ISO.sub(lambda match: match[0].removesuffix(match[1]).rstrip(), text)
    return OFFSET.sub(" ", BRACKETED.sub(" ", plain))


def _offset(lower: str) -> tzinfo | None:
    stamp, offset = ISO.search(lower), OFFSET.search(lower)
    if stamp:
        try:
            return datetime.fromisoformat(stamp[0].upper().replace(" ", "T", 1).replace(" ", "")).tzinfo
        except ValueError:  # no such day or hour: it names no time either
            return None
    if not offset:
        return None
    minutes = int(offset[2]) * 60 + int(offset[3] or 0)
    if minutes >= FULL_DAY:
        return None
    return timezone(timedelta(minutes=minutes if offset[1] == "+" else -minutes))


def _called_time(lower: str) -> tzinfo | None:
    for match in WITH_TIME.finditer(lower):
        words = [word for word in match[1].replace("_", " ").split() if word not in FILLING]
        for count in range(len(words), 0, -1):
            zone = _known().get(" ".join(words[-count:]))
            if zone:
                return ZoneInfo(zone)
    return None


def _abbreviated(text: str, lower: str) -> tzinfo | None:
    for match in WORDS_ALONE.finditer(lower):
        after_clock = CLOCK_BEFORE.search(lower[: match.start()])
        if match[0] in _known() and (after_clock or text[match.start() : match.end()].isupper()):
            return ZoneInfo(_known()[match[0]])
    return None


def _beside_clock(lower: str) -> tzinfo | None:
    if not HAS_CLOCK.search(lower):
        return None
    bare = normalize("NFKD", lower).encode("ascii", "ignore").decode()  # São Paulo, Zürich
    for match in _place_names().finditer(bare):
        before, after = bare[: match.start()], bare[match.end() :]
        if AFTER_CLOCK.search(before) or (IN_FRONT.search(before) and BEFORE_CLOCK.search(after)):
            return ZoneInfo(_places()[match[0]])
    return None


@cache
def _known() -> dict[str, str]:
    return {**_cities(), **_named(PLACES), **_named(NAMES)}


@cache
def _places() -> dict[str, str]:
    cities = {name: zone for name, zone in _cities().items() if name not in NO_PLACES}
    return {**cities, **_named(PLACES)}


@cache
def _place_names() -> re.Pattern[str]:
    longest_first = sorted(_places(), key=len, reverse=True)
    return re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, longest_first))})(?![\w-])")


@cache
def _cities() -> dict[str, str]:
    keys = (zone for zone in sorted(known_zones()) if "/" in zone and "Etc/" not in zone)
    return {key.rsplit("/", 1)[-1].replace("_", " ").lower(): key for key in keys}


def _named(names: dict[str, str]) -> dict[str, str]:
    by_lower = {zone.lower(): zone for zone in known_zones()}
    return {word.replace("_", " "): by_lower[zone] for zone, words in names.items() for word in words.split()}
