"""Ways to write a time that the recogniser does not know, rewritten into ones it does."""

import re
from datetime import date, datetime, timedelta

from sales_agent.domain.when_calendar import CALENDAR
from sales_agent.domain.when_clocks import FIGURES, ORDER
from sales_agent.domain.when_dates import DATES
from sales_agent.domain.when_delays import DELAYS
from sales_agent.domain.when_spoken import SPELLINGS, SPOKEN
from sales_agent.domain.when_terms import AHEAD, MONTH, MONTHS, NOON, WEEKDAYS, following_month, rule

EVENING = 18
COUNTED = (
    r"(?:day|week|weekend|quarter|half|month|year|floor|one|option|time|choice|slot|step|point|person|street|avenue"
    r"|anniversary|birthday|edition|century|version|release|attempt|place|grade)"
)
SEARCHED, NEAR = 800, timedelta(days=31)


MOST = 300
"""Characters that are looked at: the recogniser is slow on long ones (4,000 of figures: ten seconds)."""
TIMELY = re.compile(
    r"\d|\b(?:to-?day|to-?night|tomorrow|yesterday|now|noon|midday|midnight|morning|afternoon|evening|night|lunch|later|early"
    r"|asap|as soon|fortnight|weekend|week|month|day|year|hour|minute"
    r"|mon|tue|wed|thu|fri|sat|sun|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec"
    r"|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|half|quarter|[a-z]+teenth|tenth|twelfth|twentieth|thirtieth|christmas|xmas|easter|thanksgiving|halloween|eo[dmy]|spring|summer|autumn"
    r"|fall|winter|first|second|third|last|next|end)",
    re.IGNORECASE,
)


def around_time(text: str) -> str:
    """The part of a text that may tell a time; empty when none does."""
    hint = TIMELY.search(text)
    return text[max(0, hint.start() - MOST // 6) :][:MOST] if hint else ""


def plain(text: str, now: datetime, *, day_first: bool = False) -> str:
    """The text with unusual spellings replaced; `day_first` reads 3/4 as the third of April."""
    for pattern, rewrite in (
        *SPELLINGS,
        *FIGURES,
        *CALENDAR,
        *DATES,
        *DELAYS,
        *SPOKEN,
        *RULES,
        *((EUROPEAN,) if day_first else (GERMAN,)),
        WEEKDAY_AND_DAY,
        *ORDER,
    ):
        text = pattern.sub(lambda match, rewrite=rewrite: rewrite(match, now), text)  # type: ignore[misc]
    return text


def _clock(hour: str, minute: str) -> str:
    return f"{int(hour)}:{minute}"


def _past(match: re.Match[str], _: datetime) -> str:
    minutes, hour = int(match[1]), int(match[3])
    minutes, hour = (minutes, hour) if match[2].lower() in {"past", "after"} else (60 - minutes, (hour - 1) % 24)
    return f"{hour}:{minutes:02d}"


def _day_of_month(match: re.Match[str], now: datetime) -> str:
    """The next such day; "of this month" and "of next month" say which."""
    day, which = int(match["day"]), (match["which"] or "").lower()
    first = now.date().replace(day=1)
    if which == "next" or (not which and day < now.day):
        first = following_month(first)
    for _ in range(NOON):
        try:
            return f"{MONTHS[first.month - 1]} {first.replace(day=day).day}, {first.year}"
        except ValueError:
            first = following_month(first)
    return match[0]


def _weekday_and_day(match: re.Match[str], now: datetime) -> str:
    """The next date that is both, or near it an hour: "Friday 29th", "Friday 10"."""
    number, weekday = int(match["day"]), match["weekday"]
    days = (now.date() + timedelta(days=ahead) for ahead in range(SEARCHED))
    found = next((day for day in days if day.day == number and WEEKDAYS[day.weekday()] == weekday[:3].lower()), None)
    if found and (match["th"] or number > EVENING or found - now.date() <= NEAR):
        return f"{MONTHS[found.month - 1]} {found.day}, {found.year}"
    if match["th"] or number > EVENING or match["more"] is not None:
        return f"{weekday}, {match['day']}{match['th'] or ''}"
    return f"{match['before'] or ''}{weekday} at {number if number <= NOON else f'{number}:00'}"


def _numeric(match: re.Match[str], now: datetime) -> str:
    """Day, month and perhaps year in figures, as an ISO date; the next such date when there is no year."""
    day, month, year = int(match["day"]), int(match["month"]), match["year"]
    try:
        if year:
            return date(int(year) if len(year) > 2 else 2000 + int(year), month, day).isoformat()  # noqa: PLR2004
        found = date(now.year, month, day)
        return (found if found >= now.date() else found.replace(year=now.year + 1)).isoformat()
    except ValueError:
        return match[0]


GERMAN = rule(r"(?<![\d.-])(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4}|\d\d)?(?![\d])", _numeric)
EUROPEAN = rule(
    r"(?<![\d./-])(?P<day>\d{1,2})\s?[./-]\s?(?P<month>\d{1,2})(?:[./-](?P<year>\d{4}|\d\d))?\.?(?![\d/:-])", _numeric
)
# Last of all: the recogniser looks for such a date month by month, and for some, as for every Sunday, without an end.
WEEKDAY_AND_DAY = rule(
    r"(?P<before>\b(?:this|next|coming)\s+)?\b(?P<weekday>(?:mon|tues?|wed(?:nes)?|thu(?:rs?)?|fri|sat(?:ur)?|sun)(?:day)?)s?\s+"
    rf"(?P<day>3[01]|[12]\d|0?[1-9])(?P<th>st|nd|rd|th)?\b(?![-:/.]\d|\s*(?:[ap]\.?m\b|o'?clock|(?:of\s+)?{MONTH}\b))(?P<more>(?!{AHEAD}))?",
    _weekday_and_day,
)
RULES = [
    rule(r"\b(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::\d\d(?:\.\d+)?)?(?![\d:])", lambda match, _: f"{match[1]} {match[2]}"),
    rule(
        r"\b0(\d):([0-5]\d)\b(?!:|\s*[ap]\.?m)", lambda m, _: f"{int(m[1]) or NOON}:{m[2]} am"
    ),  # who writes 07:30 counts to 24
    rule(r"\b([01]?\d|2[0-3])\s?h\s?([0-5]\d)\b", lambda m, _: _clock(m[1], m[2])),
    rule(r"\b([01]?\d|2[0-3])\s?h\b", lambda m, _: f"{int(m[1])}:00"),
    rule(r"\b([01]?\d|2[0-3])[.]([0-5]\d)(?=\s*(?:[ap]\.?m|o'clock|uhr|hrs?\b))", lambda m, _: _clock(m[1], m[2])),
    rule(r"\b(0?\d|1\d|2[0-3])([0-5]\d)(?=\s*[ap]\.?m)", lambda m, _: _clock(m[1], m[2])),
    rule(
        rf"(\b{MONTH}\.?\s+\d{{1,2}}(?:st|nd|rd|th)?,?|\b\d{{1,2}}\.?\s?{MONTH}\.?,?)\s+(?!19|20[0-4])([01]\d|2[0-3])[.:]?([0-5]\d)\b",
        lambda m, _: f"{m[1]} at {m[2]}:{m[3]}",
    ),
    rule(r"\b(\d{1,2})\s+(?:minutes?\s+)?(past|after)\s+(\d{1,2})\b(?!\s*(?:days?|weeks?|people))", _past),
    rule(r"\b(\d{1,2})\s+minutes?\s+(to|before)\s+(\d{1,2})\b", _past),
    rule(r"\b(1[5-9]|2\d)\s+(to)\s+(1[0-2]|[1-9])\b(?!\s*(?:days?|weeks?|people))", _past),  # 10 to 12 is a stretch
    rule(r"(?<=\bat )(5|10)\s+(to)\s+(1[0-2]|[1-9])\b", _past),
    rule(r"\bhalf\s+(\d{1,2})\b(?!\s*(?:hours?|days?|an?\b))", lambda m, _: f"{int(m[1])}:30"),
    rule(r"\b(?:midday|noontime)\b", lambda _match, _now: "noon"),
    rule(
        rf"(?<!\w)(?:on\s+)?the\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)(?!\s+(?:of\s+)?(?:{MONTH}|(?:this|next|the)\s+month)|\s+(?:last|{COUNTED}))(?P<which>)\b",
        _day_of_month,
    ),
    rule(
        r"\b(?P<day>\d{1,2})(?:st|nd|rd|th)\s+of\s+(?:the\s+)?(?P<which>this|next|the|current)\s+month\b", _day_of_month
    ),
    rule(r"^\W*(?:on\s+)?(?P<day>\d{1,2})(?:st|nd|rd|th)(?P<which>)\W*$", _day_of_month),
]
