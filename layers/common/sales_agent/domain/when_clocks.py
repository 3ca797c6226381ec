"""Times of day as people type and say them, in figures the recogniser knows: "3 15", "16.00-17.30", "9:20 night"."""

import re
from datetime import datetime

from sales_agent.domain.when_terms import (
    AHEAD,
    BARE,
    CLOCK,
    DAY,
    HOUR_WORD,
    ISO,
    MONTH,
    NOON,
    NUMBERS,
    clock,
    number,
    rule,
)

FEW = {"five": 5, "ten": 10, "quarter": 15, "fifteen": 15, "twenty": 20, "twenty-five": 25, "half": 30}
PART = r"(?:morning|afternoon|evening|night)"
ABOUT = r"(?:at|around|about|approx(?:imately|\.)?|roughly|circa|ca\.|by|after|before|until|@)"
FULL = r"(?:[01]?\d|2[0-3])"
NIGHTLY, EARLY = range(6, 12), range(1, 6)
NTH = r"(?:st|nd|rd|th)?"
DATE = rf"(?:{ISO}|{MONTH}\.?\s+\d{{1,2}}{NTH}|\d{{1,2}}{NTH}\s+{MONTH}|\d{{1,2}}[./]\d{{1,2}}(?:[./]\d{{4}})?)"

LONE = "|".join(word for word in NUMBERS if word not in FEW) + "|ten(?= till?)"
HOUR = rf"(?:{BARE}|{CLOCK})"
COUNT = r"(?:people|persons?|employees|users?|staff|colleagues|seats?|desks?|licen[cs]es|machines?|units?|pieces|of us)"
DATED = rf"(?:{DAY},?\s+)?{DATE}(?:,?\s+20\d\d)?"
TIMED = r"\b\d{1,2}(?:[:.h]\d\d|h)?\s?(?:[ap]\.?m\b\.?)?"
TWICE = re.compile(
    rf"({TIMED})\s?(gmt|utc|[a-z]{{1,3}}t)\s*(-|\u2013|to|until|till|and)\s*({TIMED})\s?\2\b", re.IGNORECASE
)
NO_OFFSET = re.compile(rf"({TIMED})\s?(gmt|utc)\s*[-\u2013]\s*((?=1[5-9]|2\d){TIMED})", re.IGNORECASE)
RANGE = r"from\s+\d{1,2}:\d\d[ap]m\s+to\b"


def one_zone(text: str) -> str:
    """A stretch whose zone stands once, at its end: "15:00 GMT - 18:00 GMT" is no offset of 18 hours."""
    return NO_OFFSET.sub(r"\1 - \3 \2", TWICE.sub(r"\1 \3 \4 \2", text))


def _past(match: re.Match[str], _: datetime) -> str:
    """Minutes past or to an hour that tells its half of the day: "twenty after 3pm", "15 past noon"."""
    said = match["minutes"].lower()
    minutes = FEW[said] if said in FEW else int(said)
    hour, half = match["hour"].lower(), match["half"] or ""
    if hour in {"noon", "midday", "midnight"}:
        at = (0 if hour == "midnight" else NOON) * 60
    else:
        at = number(hour) % NOON * 60 + (NOON * 60 if half.strip().lower().startswith("p") else 0)
    at += minutes if match["side"].lower() in {"past", "after"} else -minutes
    plain = clock(at % (2 * NOON * 60))
    return (
        plain
        if half.strip()[:1].lower() in {"a", "p"} or (hour not in NUMBERS and not hour.isdecimal())
        else plain[:-2]
    )


def _between(match: re.Match[str], _: datetime) -> str:
    """Two times of 24 hours; figures that may as well be dates or years, or that run backwards, stay."""
    first, last = (60 * int(match[side]) + int(match[f"{side}_minute"]) for side in ("first", "last"))
    dotted = "." in match[0]
    dates = dotted and all(1 <= int(match[side]) <= NOON for side in ("first_minute", "last_minute"))
    years = not dotted and match["first"] in {"19", "20"} and match["last"] in {"19", "20"}
    if first >= last or dates or years:
        return match[0]
    return f"from {clock(first)} to {clock(last)}"


def _hours(match: re.Match[str], _: datetime) -> str:
    first, last = int(match["first"]), int(match["last"])
    return f"{match['day']} from {clock(first * 60)} to {clock(last * 60)}" if first < last else match[0]


def _at_night(match: re.Match[str], _: datetime) -> str:
    hour = int(match["hour"])
    return f"{match['hour']}{match['minute'] or ''}{'pm' if hour in NIGHTLY else 'am'}" if hour <= NOON else match[0]


def _in_part(match: re.Match[str], _: datetime) -> str:
    part, hour = match["part"].lower(), int(re.split("[:.]", match["hour"])[0])
    if (part == "morning" and hour in EARLY) or part == "night":
        return match[0]
    return f"{match['hour']} in the {part}"


def _part_between(match: re.Match[str], _: datetime) -> str:
    part = match["part"].lower()
    half = "evening" if "night" in part else part
    return f"{part} from {match['first']} to {match['last']} in the {half}"


FIGURES = [
    rule(rf"\b\d{{1,3}}\s?(?:-|\u2013|to)\s?\d{{1,3}}(?=\s+{COUNT}\b)", " "),
    rule(r"\b(?:during|in|within)\s+(?:your\s+|normal\s+)?(?:business|working|office)\s+hours\b", " "),
    rule(rf"\b({FULL})(?:[:.]([0-5]\d))?\s*uhr\b", lambda m, _: f"{int(m[1])}:{m[2] or '00'}"),
    rule(
        rf"\b(?:from\s+)?(?P<first>{LONE})\s+(?:to|until|till?)\s+(?P<last>{'|'.join(NUMBERS)}){AHEAD}",
        lambda m, _: f"from {number(m['first'])} to {number(m['last'])}",
    ),
    rule(rf"(?<![\d.:])\b(?:from\s+)?({HOUR})\s+(?:until|till?)\s+({HOUR})", r"from \1 to \2"),
    rule(rf"(?<![\d.:/-])\b({BARE})\s?[-\u2013]\s?({BARE})(?=\s+(?:on\s+)?{DAY})", r"from \1 to \2"),
    rule(rf"\bnot\s+until\s+(?={HOUR})", "after "),
    rule(rf"(\b(?:not|cannot|\w+n['\u2019]t)(?:\s+\w+){{0,3}}\s+)until\s+(?={HOUR})", r"\1after "),
    rule(rf"(?<![\d.:])\b(?:from\s+)?({HOUR})\s+(?:onwards?|or\s+later|at\s+the\s+earliest)\b", r"after \1"),
    rule(rf"(?<![\d.:])\b(?:at\s+)?({HOUR})\s+at\s+the\s+latest\b", r"before \1"),
    rule(rf"\bat\s+({BARE})\s+or\s+({BARE}){AHEAD}", r"at \1 or at \2"),
    rule(r"\bb/w\b", "between"),
    rule(r"(?<![\d:.])(\d{1,2}:[0-5]\d):[0-5]\d(?:\.\d+)?(?![\d:])", r"\1"),
    rule(r"(?<![\d:.])(?:2[5-9]|[3-9]\d):\d\d(?![\d:])", " "),
    rule(r"(?<!\S)(?<!tonight )@\s*(?=\d)", "at "),
    rule(r"\b(\d{4}):(?=\d\d:\d\d\b)", r"\1 "),
    rule(rf"\b({FULL})[.:h]([0-5]\d)\s?h(?:rs)?\b", r"\1:\2"),
    rule(r"(?<=\d[ap]m)(?=(?:mon|tues|wednes|thurs|fri|satur|sun)day\b)", " "),
    rule(
        r"\b(\d{1,2}(?:[:.]\d\d)?)\s?([ap])\s?(-|\u2013|to|until|till)\s?(\d{1,2}(?:[:.]\d\d)?)\s?([ap])\b(?!\.)",
        r"\1\2m \3 \4\5m",
    ),
    rule(r"\b(\d{1,2}(?::\d\d)?\s?[ap]\.?m\.?)\s?-?ish\b", r"\1"),
    rule(r"\bat\s+(?:around|about|approximately|roughly|circa)\s+(?=\d)", "at "),
    rule(r"\b(?:approx(?:imately)?|roughly|circa|ca)\.?\s+(?=\d)", "around "),
    rule(r"(?<!not )(?<!no )\blater than\b", "after"),
    rule(r"(?<!not )(?<!no )\bearlier than\b", "before"),
    rule(
        r"(?:\b(?:from|between)\s+)?(?<![\d.:])(?P<first>[01]?\d|2[0-3])\.(?P<first_minute>[0-5]\d)\s?(?:-|\u2013|to|until|till)\s?"
        r"(?P<last>[01]?\d|2[0-3])\.(?P<last_minute>[0-5]\d)(?![\d.:]|\s*[ap]\.?m)",
        _between,
    ),
    rule(
        r"(?:\b(?:from|between)\s+)?(?<![\d.:-])(?P<first>[01]\d|2[0-3])(?P<first_minute>[0-5]\d)\s?(?:-|\u2013|to|until|till)\s?"
        r"(?P<last>[01]\d|2[0-3])(?P<last_minute>[0-5]\d)(?![\d.:-]|\s*[ap]\.?m)",
        _between,
    ),
    rule(
        rf"(?P<day>\b(?:to-?day|tomorrow|{DATE}))\s+(?:from\s+|between\s+)?(?P<first>1[0-9]|2[0-3])\s?(?:-|\u2013|to|until|till)\s?"
        r"(?P<last>1[3-9]|2[0-3])(?![\d.:/]|\s*[ap]\.?m)",
        _hours,
    ),
    rule(rf"\b({DAY})\s+(?!20[2-4]\d)([01]\d|2[0-3])([0-5]\d)\b(?!\s*[-\u2013/:])", r"\1 at \2:\3"),
    rule(rf"\b({ABOUT})\s+(\d{{1,2}})\s([0-5]\d){AHEAD}", r"\1 \2:\3"),
    rule(rf"\b(\d{{1,2}})\s([0-5]\d)(?=\s+(?:in\s+the\s+|at\s+)?{PART}\b)", r"\1:\2"),
    rule(r"\b00?[:\s]([0-5]\d)(?=\s*[ap]\.?m\b)", r"12:\1"),
    rule(r"(?:(?<=\bat )|(?=\d{1,2}:))(?<!\d)(?P<hour>\d{1,2})(?P<minute>:[0-5]\d)?\s+(?:at\s+)?night\b", _at_night),
    rule(r"\b(\d{1,2}:[0-5]\d)\s+(?=(?:morning|afternoon|evening)\b)", r"\1 in the "),
    rule(rf"\b(?P<part>{PART})\s+(?:at\s+)?(?P<hour>{BARE}){AHEAD}", _in_part),
    rule(
        rf"\b(?P<part>morning|afternoon|evening|to-?night),?\s+(?:from|between)\s+(?P<first>{BARE})\s*(?:-|\u2013|to|and|until|till)\s*(?P<last>{BARE}){AHEAD}",
        _part_between,
    ),
    rule(rf"\b(today|tomorrow|tmr)\s+((?!one\b){HOUR_WORD}){AHEAD}", lambda m, _: f"{m[1]} at {number(m[2])}"),
    rule(
        rf"\b(?:a\s+)?(?P<minutes>{'|'.join(FEW)}|\d{{1,2}}(?=\s+(?:min|past)))(?:\s+min(?:ute)?s?)?\s+(?P<side>past|after)\s+"
        rf"(?:(?P<hour>noon|midday|midnight|{HOUR_WORD}(?=\s*(?:[ap]\.?m|o'?clock)))(?P<half>\s*(?:[ap]\.?m\b|o'?clock\b))?)",
        _past,
    ),
    rule(
        rf"\b(?:a\s+)?(?P<minutes>quarter|five|ten|fifteen|twenty|twenty-five)\s+(?P<side>to|before)\s+"
        rf"(?P<hour>{HOUR_WORD})(?P<half>\s*[ap]\.?m\b)",
        _past,
    ),
]
ORDER = [
    rule(
        rf"\b({DATED}(?:(?:,|\s+or|\s+and|,\s+or)\s+{DATED})*),?\s+(after|before)\s+(\d{{1,2}}(?:[:.][0-5]\d)?\s?(?:[ap]\.?m\b)?|noon\b)",
        r"\2 \3 \1",
    ),
    rule(rf"\b({DAY},?|{DATED},?)\s+(?:in\s+the\s+)?(?:morning|afternoon|evening),?\s+(?={RANGE})", r"\1 "),
    rule(rf"\bthis\s+(?:morning|afternoon|evening),?\s+(?={RANGE})", "today "),
]
