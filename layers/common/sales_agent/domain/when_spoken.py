"""What people say of a time when they book, put into the words that the recogniser knows: "after 4", "Monday week"."""

import re
from datetime import datetime, timedelta

from sales_agent.domain.when_terms import (
    AHEAD,
    BARE,
    CLOCK,
    COUNT,
    DAY,
    HOUR_WORD,
    MONTH,
    NOON,
    NUMBERS,
    WEEKDAY,
    clock,
    next_such,
    number,
    rule,
)

MINUTES = {"five": 5, "ten": 10, "quarter": 15, "fifteen": 15, "twenty": 20, "twenty-five": 25, "twenty five": 25}
AFTERNOON_UNTIL, DAY_LONG = 7, 1440

SAT_SUN = r"(?:sat|sun)"
ON_DAY, BUT = rf"(?P<day>\s+(?:on\s+)?{DAY})?", r"\s*,?\s*(?:(?:but|and)\s+)?"


def _minutes(bare: str) -> int:
    hour, _, minute = bare.replace(".", ":").partition(":")
    return int(hour) % NOON * 60 + int(minute or 0)


def _weekend_day(match: re.Match[str], _: datetime) -> str:
    return re.sub(r"sat\b", "saturday", re.sub(r"sun\b", "sunday", match[0], flags=re.IGNORECASE), flags=re.IGNORECASE)


def _spaced(match: re.Match[str], _: datetime) -> str:
    return match[0] if match["date"] else f"{match[2]}:{match[3]}"


def _likely(bare: str) -> int:
    """Minutes since midnight of an hour that a meeting may have: 4 is in the afternoon, 9 in the morning."""
    minutes = _minutes(bare)
    return minutes if minutes >= AFTERNOON_UNTIL * 60 else minutes + NOON * 60


def _span(match: re.Match[str], now: datetime) -> str:
    """Two hours without am or pm, or with one for both: 11-4 ends in the afternoon."""
    half = (match["half"] or "").lower()
    first, last = _minutes(match["first"]), _minutes(match["last"])
    if not half:
        first = _likely(match["first"])
        last = next(at for at in (last, last + NOON * 60, last + 2 * NOON * 60) if at > first)
    elif half[0] in "pae" and half != "am" and not half.startswith("a."):
        last += NOON * 60
        first = first + NOON * 60 if first + NOON * 60 < last else first
    if "today" in match.string.lower() and last <= now.hour * 60 + now.minute < last + NOON * 60 <= DAY_LONG:
        first, last = first + NOON * 60, last + NOON * 60
    return f"{match['before'] or ''}from {clock(first)} to {clock(last % DAY_LONG)}"


def _both_limits(match: re.Match[str], _: datetime) -> str:
    """After the one and before the other; "before 10 and after 3" is no stretch and stays as it is."""
    first, last = (_of_day(match[side].lower()) for side in ("first", "last"))
    return f"from {match['first']} to {match['last']}{match['day'] or ''}" if first < last else match[0]


def _of_day(said: str) -> int:
    """Minutes since midnight of what CLOCK matches."""
    bare = re.sub(r"\s?[ap]\.?m.*|noon|midday", "", said) or "12"
    morning = "a" in said.removeprefix("midday") or ("p" not in said and bare.startswith(("10", "11")))
    return _minutes(bare) + (0 if morning else NOON * 60)


def _past(match: re.Match[str], _: datetime) -> str:
    minutes, hour = MINUTES[match["minutes"].lower()], number(match["hour"])
    past = match["side"].lower() in {"past", "after"}
    return f"{hour}:{minutes:02d}" if past else f"{(hour - 2) % NOON + 1}:{60 - minutes}"


def _week_after_next(_match: re.Match[str], now: datetime) -> str:
    monday = now.date() + timedelta(days=14 - now.weekday())
    return f"from {monday} to {monday + timedelta(days=7)}"


def _soon(_match: re.Match[str], now: datetime) -> str:
    return f"from {now.date()} to {now.date() + timedelta(days=3)}"


def _from_day(match: re.Match[str], now: datetime) -> str:
    day = next_such(match["day"], now)
    return f"from {day} to {day + timedelta(days=14)}"


SPELLINGS = [
    rule(r"\bwk(?=s?\b)", "week"),
    rule(r"\bnxt\b", "next"),
    rule(rf"(?:^\W*|\b(?:on|next|this|or|and|for)\s+){SAT_SUN}\b(?!\s*(?:down|in\b|and\b))", _weekend_day),
    rule(rf"\b{SAT_SUN}(?=\s+(?:morning|afternoon|evening)\b)", _weekend_day),
    rule(r"\bx-?mas\b", "christmas"),
    rule(r"\btom{1,2}or{1,2}r?ow\b|\b(?:tmrw|tmrow|2moro|2morrow|2mrw|tomo|tmo)\b", "tomorrow"),
    rule(r"\bwe(?:n|d|nd|dn)se?day\b", "wednesday"),
    rule(r"\b(?:thrusday|thur?sday|thurday)\b", "thursday"),
    rule(r"\b(?:tuseday|teusday|tusday|tuesdy)\b", "tuesday"),
    rule(r"(\d)\s*o[\"\u2018\u2019`]\s?clock", r"\1 o'clock"),
    rule(r"\b(\d{1,2})(:\d\d)?\s?-?ish\b", r"at \1\2"),
    rule(rf"\b(?P<date>{MONTH}\.?\s+)?(0?\d|1[0-2])\s([0-5]\d)(?=\s?[ap]\.?m\b)", _spaced),
    rule(rf"\b(at|around|about|by|after|before|until)\s+((?!20[2-4]\d)(?:[01]\d|2[0-3]))([0-5]\d){AHEAD}", r"\1 \2:\3"),
    rule(rf"\b([01]\d|2[0-3])([0-5]\d)(?=\s+(?:on\s+)?{DAY})", r"\1:\2"),
    rule(rf"\b([01]?\d|2[0-3])\.([0-5]\d)(?=\s+(?:on\s+)?{DAY})", r"\1:\2"),
    rule(rf"\bat\s+([01]?\d|2[0-3])\.([0-5]\d){AHEAD}", r"at \1:\2"),
    rule(r"\b((?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*)\s+the\s+(\d{1,2}(?:st|nd|rd|th))\b", r"\1 \2"),
]
CLOCKS = [
    rule(
        rf"\b(?P<minutes>{'|'.join(MINUTES)})\s+"
        rf"(?P<side>past|after|to|before|(?<=quarter )(?:till?|of)|(?<=twenty )till?)\s+(?P<hour>{HOUR_WORD})\b",
        _past,
    ),
    rule(rf"\bhalf\s+({'|'.join(NUMBERS)})\b", lambda m, _: f"{number(m[1])}:30"),
    rule(
        rf"(?:(?P<before>\b{DAY}\s+)(?:(?:from|between|at)\s+)?|\b(?:from|between)\s+)(?P<first>{BARE})"
        rf"\s*(?:-|\u2013|to|and|un?till?|til)\s*(?P<last>(?:1[0-2]|0?[1-9])(?:[:.][0-5]\d)?)(?![\d:/]|\.\d|\s*%)"
        rf"(?:\s*(?:in the\s+)?(?P<half>[ap]\.?m\b\.?|afternoon|evening|morning)|{AHEAD})",
        _span,
    ),
    rule(
        rf"\b(after|before|until|till|by|later than|earlier than)\s+({BARE}){AHEAD}",
        lambda m, _: f"{m[1]} {clock(_likely(m[2]))}",
    ),
    rule(
        rf"\b(?:from|(?:any\s?|some)time past|(?:not|no)\s+(?:before|earlier than))\s+({BARE}){AHEAD}",
        lambda m, _: f"after {clock(_likely(m[1]))}",
    ),
    rule(
        rf"\b(?:from|(?:not|no)\s+(?:before|earlier than))\s+({CLOCK})(?:\s+onwards?)?"
        r"(?!\s*(?:-|\u2013|to\b|un?till?\b|for\b))",
        r"after \1",
    ),
    rule(rf"\b(?:(?:not|no)\s+(?:after|later than)|un?till?|by)\s+({CLOCK})", r"before \1"),
    rule(rf"\bafter\s+(?P<first>{CLOCK}){ON_DAY}{BUT}before\s+(?P<last>{CLOCK})", _both_limits),
    rule(rf"\bbefore\s+(?P<last>{CLOCK}){ON_DAY}{BUT}after\s+(?P<first>{CLOCK})", _both_limits),
    rule(rf"\b({DAY}(?:,?\s*(?:,|or\b|and\b)\s*{DAY})*)\s+(after|before)\s+({CLOCK})", r"\2 \3 \1"),
    rule(rf"\b(do|make it|say|how about|what about|maybe|ok(?:ay)?|perhaps)\s+({BARE}){AHEAD}", r"\1 at \2"),
    rule(
        rf"(?:^\W*|\bis\s+)({BARE})(?=\s+(?:{DAY}|works\b|suits\b|would\b|is\s)|\s+(?:ok|okay|fine|good|free|possible)\b)",
        r"at \1",
    ),
]
DAYS = [
    rule(r"\b(?:in\s+)?(?:a\s+)?fortnight(?:['\u2019]?s)?(?:\s+(?:time|hence))?\b", "in 2 weeks"),
    rule(
        rf"\b(?<!in ){COUNT} (days?|weeks?|months?|hours?) (?:hence|from now)\b",
        lambda m, _: f"in {number(m['count'])} {m[2]}",
    ),
    rule(r"\bin (?:a )?couple of (\w+)\b", r"in 2 \1"),
    rule(r"\bwithin (?:the next )?(an?|\w+) (days?|weeks?)\b", lambda m, _: f"in the next {number(m[1])} {m[2]}"),
    rule(r"\bas soon as (?:possible|you can)\b|\basap\b", _soon),
    rule(r"\b(?:the )?week after next\b", _week_after_next),
    rule(
        rf"\b(?:not before|no earlier than|from) (?P<day>tomorrow|{WEEKDAY})\b(?: onwards?)?"
        r"(?! (?:un?till?|to|-|at|\d))",
        _from_day,
    ),
    rule(rf"\b(?P<day>tomorrow|{WEEKDAY}) (?:or later|or after|onwards?)\b", _from_day),
]
PARTS = [
    rule(rf"\bfirst thing (?:in the morning )?(?:on )?({DAY})(?! morning)", r"\1 morning"),
    rule(
        rf"\b(?:by )?(?:the )?(?:end of (?:the )?(?:business )?day|close of business|eod|eob|cob)(?: on)? ({DAY})",
        r"\1 afternoon",
    ),
    rule(r"\b(?:over|during|at|for) lunch\b(?!\s?time)", "at lunchtime"),
    rule(r"\bafter work\b", "after 5pm"),
    rule(r"\b(?:in the )?(morning|afternoon|evening)s\b", r"in the \1"),
]
SPOKEN = [*DAYS, *CLOCKS, *PARTS]
