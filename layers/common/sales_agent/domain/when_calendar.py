"""Days that are counted on the calendar: "the last Friday of the month", "the first week of October", "mid March"."""

import re
from datetime import date, datetime, timedelta

from sales_agent.domain.when_readings import LATELY, ONE_DAY
from sales_agent.domain.when_terms import (
    MONTH,
    WEEKDAY,
    WEEKDAYS,
    following_month,
    month,
    next_such,
    number,
    rule,
    stretch,
    weekday,
)

ORDINALS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5}
ORDINAL = rf"(?:{'|'.join(ORDINALS)}|1st|2nd|3rd|[45]th)"
PERIOD = (
    rf"(?:(?P<month>{MONTH})\b\.?(?:,?\s+(?:of\s+)?(?P<year>20\d\d))?|(?P<which>this|next|the|this\s+coming|the\s+coming|the\s+next|(?:the\s+)?current)\s+(?P<unit>month|year)\b"
    r"|(?P<only>20\d\d)\b)"
)
MONTHLY = PERIOD.replace("month|year", "month").replace("(?P<only>", "(?P<only>(?!)")
THURSDAY, SATURDAY, WEEK = 3, 5, 7
FITTING = {
    "day": set(range(7)),
    "week": {THURSDAY},
    "weekend": {SATURDAY},
    "business day": set(range(5)),
    "working day": set(range(5)),
    "weekday": set(range(5)),
}
"""The days of the week on which what is counted lies; a week counts where most of its days are."""
Span = tuple[date, date]


def _period(match: re.Match[str], now: datetime) -> Span:
    """The first day of the month or year that is meant and that of the one after it."""
    today = now.date()
    if match["month"]:
        return _named_month(month(match["month"]), match["year"], today)
    ahead = "next" in (match["which"] or "").lower() or "coming" in (match["which"] or "").lower()
    if match["only"] or match["unit"].lower() == "year":
        year = int(match["only"] or today.year + ahead)
        return date(year, 1, 1), date(year + 1, 1, 1)
    first = following_month(today.replace(day=1)) if ahead else today.replace(day=1)
    return first, following_month(first)


def _named_month(named: int, year: str | None, today: date) -> Span:
    """Without its year the next one; one that is hardly over is not the next year's."""
    first = date(int(year or today.year), named, 1)
    if not year and following_month(first) <= today - LATELY:
        first = first.replace(year=first.year + 1)
    return first, following_month(first)


def _nth(match: re.Match[str], now: datetime) -> str:
    """The so-manieth day, day of the week, week or weekend of a month or year; from the end after "last"."""
    if not (match["order"] or match["last"]):
        return match[0]
    order = (match["order"] or "first").strip().lower()
    place = ORDINALS.get(order) or int(order[0])
    found = _counted(match["what"].lower(), -place if match["last"] else place, *_period(match, now))
    if not found:
        return match[0]
    return f"{found[0]}{match['part'] or ''}" if found[0] == found[1] else stretch(*found)


def _counted(what: str, place: int, first: date, end: date) -> Span | None:
    wanted = FITTING.get(what) or {weekday(what)}
    days = [first + timedelta(days=at) for at in range((end - first).days)]
    fitting = [day for day in days if day.weekday() in wanted]
    at = place - 1 if place > 0 else len(fitting) + place
    if not 0 <= at < len(fitting):
        return None
    day = fitting[at]
    if what == "week":
        return day - timedelta(days=THURSDAY), day + timedelta(days=WEEK - 1 - THURSDAY)
    return (day, day + timedelta(days=1)) if what == "weekend" else (day, day)


def _third(match: re.Match[str], now: datetime) -> str:
    """About ten days at the beginning, in the middle or at the end of a month."""
    if match["limit"]:
        return match[0]
    part = (match["part"] or match["part_"]).lower()
    first, end = _period(match, now)
    tenth, twentieth = first + timedelta(days=9), first + timedelta(days=19)
    if part in {"early", "beginning", "start"}:
        return stretch(first, tenth)
    if part in {"mid", "middle"}:
        return stretch(tenth + ONE_DAY, twentieth)
    return stretch(twentieth + ONE_DAY, end - ONE_DAY)


def _some_weeks(match: re.Match[str], now: datetime) -> str:
    count, back = number(match["count"]), match["side"].lower() == "last"
    week = _counted("week", -count if back else 1, *_period(match, now))
    return stretch(week[0], week[0] + timedelta(weeks=count, days=-1)) if week else match[0]


def _of_week(match: re.Match[str], now: datetime) -> str:
    """Each day of "Monday, Wednesday or Friday next week" with its date."""
    monday = now.date() - timedelta(days=now.weekday()) + timedelta(weeks=match["which"].lower() != "this")
    return re.sub(
        rf"\b{WEEKDAY}\b", lambda day: f"{monday + timedelta(days=weekday(day[0]))}", match["days"], flags=re.IGNORECASE
    )


def _coming(match: re.Match[str], now: datetime) -> str:
    return f"{next_such(match['day'], now + timedelta(days=1))}"


def _days_through(match: re.Match[str], now: datetime) -> str:
    """From one day of the week to the other; after "next" those of next week."""
    first = next_such(match["first"], now)
    if (match["next"] or "").lower().startswith("next") or match["week"]:
        first = now.date() + timedelta(days=WEEK - now.weekday() + weekday(match["first"]))
    return stretch(first, first + timedelta(days=(weekday(match["last"]) - first.weekday()) % len(WEEKDAYS)))


OTHERS = rf"(?:\s*(?:,\s*(?:or\s+|and\s+)?|/|\bor\s+|\band\s+)(?:on\s+)?{WEEKDAY}\b)"
LIST = rf"{WEEKDAY}\b{OTHERS}*"
CALENDAR = [
    rule(r"\beoy\b", "end of the year"),
    rule(r"\beom\b", "end of the month"),
    rule(r"\bbom\b", "beginning of the month"),
    rule(r"\bweek-end\b", "weekend"),
    rule(r"\bqtr\b", "quarter"),
    rule(
        r"(?<!twenty )(?<!twenty-)(?<!thirty )(?<!thirty-)\b(?:the\s+)?"
        rf"(?P<order>{ORDINAL}\s+)?(?P<last>last\s+)?(?<=\s)"
        rf"(?P<what>{WEEKDAY}|(?:business |working |week)?day|week|weekend)"
        rf"(?P<part>\s+(?:morning|afternoon|evening))?\s+(?:of|in)\s+{PERIOD}",
        _nth,
    ),
    rule(
        rf"\b(?:the\s+)?(?P<side>first|last)\s+(?P<count>two|three|[23])\s+weeks\s+(?:of|in)\s+{PERIOD}",
        _some_weeks,
    ),
    rule(
        r"(?P<limit>\b(?:by|before|until|till|after|since|from|to|between|and|-)\s+(?:the\s+)?)?"
        r"\b(?:the\s+)?(?:(?P<part>early|mid|late)(?:-|\s+(?:(?:of|in)\s+)?)|(?P<part_>beginning|start|middle|end)\s+(?:of|in)\s+)(?:the\s+(?=month))?"
        rf"{MONTHLY}(?!\s+\d{{1,2}}\b)",
        _third,
    ),
    rule(
        rf"\b(?:from\s+)?(?P<next>(?:next|this)\s+)?(?P<first>{WEEKDAY})\s*(?:-|\u2013|\bto\b|\bthrough\b|\bthru\b|\btill\b|\buntil\b)\s*"
        rf"(?:next\s+|this\s+)?(?P<last>{WEEKDAY})\b(?P<week>\s+(?:of\s+)?next\s+week\b(?!end))?",
        _days_through,
    ),
    rule(
        rf"\b(?:on\s+)?(?P<days>{LIST})\s+(?:of\s+|in\s+)?(?:the\s+)?(?P<which>this|next|following|coming)\s+week\b(?!end|-)",
        _of_week,
    ),
    rule(rf"\b(?P<which>next)\s+(?P<days>{WEEKDAY}\b{OTHERS}+)", _of_week),
    rule(rf"\b(?:the\s+)?(?P<which>next|following|coming)\s+week,?\s+(?:on\s+)?(?P<days>{LIST})", _of_week),
    rule(rf"\b(?:this\s+|the\s+)?(?:upcoming|coming)\s+(?P<day>{WEEKDAY})\b", _coming),
]
