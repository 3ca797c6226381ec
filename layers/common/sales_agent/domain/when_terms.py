"""Words for days and hours, as patterns, and what the rules that rewrite them have in common."""

import re
from collections.abc import Callable
from datetime import date, datetime, timedelta

from sales_agent.domain.patterns import pattern

Rewrite = Callable[[re.Match[str], datetime], str]
Rule = tuple[re.Pattern[str], Rewrite]
"""A pattern and what takes its place."""

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve"]
NOON = 12

WEEKDAY = r"(?:mon|tues?|wed(?:nes|s)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?"
ISO = r"20\d\d-\d\d-\d\d"
DAY = rf"(?:to-?day|to-?night|tomorrow|(?:(?:this|next|coming)\s+)?{WEEKDAY}|{ISO})\b"
MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)"
)
COUNT = rf"(?P<count>an?|\d{{1,2}}|{'|'.join(NUMBERS)})"
HOUR_WORD = rf"(?:{'|'.join(NUMBERS)}|\d{{1,2}})"
CLOCK = r"(?:\d{1,2}(?:[:.]\d\d)?\s?[ap]\.?m\b\.?|noon\b|midday\b|(?:1[3-9]|2[0-3])[:.]\d\d|1[0-2]:\d\d(?!\s?[ap]\.?m))"
BARE = r"(?:1[0-2]|0?[1-9])(?:[:.][0-5]\d)?(?![\d:/]|\.\d|\s*[ap]\.?m\b|\s*o'?clock|\s*%)"
AHEAD = (
    r"(?=\s*(?:$|[,;!?)]|\.(?!\d|\s*(?:to|-))|(?:on|in|at|please|works?|would|will|is|if|or|and|but|instead|okay|ok|work|my|your|for|this|next|then|thanks|before|after"
    rf"|e[sd]?t|c[se]?t|p[sd]?t|cest|gmt|utc|bst)\b|{DAY}))"
)
"""What may follow a figure that is an hour: "after 4 licences" is none."""


def rule(text: str, rewrite: Rewrite | str) -> Rule:
    """A pattern and what takes its place, a template or a function of the match and of now."""
    fixed = rewrite if callable(rewrite) else lambda match, _: match.expand(rewrite)
    return pattern(text, re.IGNORECASE), fixed


def number(word: str) -> int:
    """The number that figures or a word tell; one for "a"."""
    low = word.lower()
    return int(low) if low.isdecimal() else NUMBERS.index(low) + 1 if low in NUMBERS else 1


def clock(minutes: int) -> str:
    """Minutes since midnight as the recogniser reads them for certain."""
    hour, minute = divmod(minutes, 60)
    return f"{(hour - 1) % NOON + 1}:{minute:02d}{'am' if hour < NOON else 'pm'}"


def month(word: str) -> int:
    """The number of a month by its name or the beginning of it."""
    return next(at for at, name in enumerate(MONTHS, 1) if name.startswith(word.lower()[:3]))


def weekday(word: str) -> int:
    """The number of a day of the week; Monday is 0."""
    return WEEKDAYS.index(word.lower()[:3])


def next_such(word: str, now: datetime) -> date:
    """The next such day of the week, which may be today, or tomorrow."""
    if word.lower().startswith("tom"):
        return now.date() + timedelta(days=1)
    return now.date() + timedelta(days=(weekday(word) - now.weekday()) % 7)


def following_month(first: date) -> date:
    """The first day of the month after the one that begins then."""
    return (first + timedelta(days=32)).replace(day=1)


def stretch(first: date, last: date) -> str:
    """Whole days, the last one included."""
    return f"from {first} to {last + timedelta(days=1)}"
