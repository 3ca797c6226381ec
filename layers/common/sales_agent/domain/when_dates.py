"""Dates as people write them, alone and from one to another: "14-15.11.2027", "the 13th to the 15th of July"."""

import re
from datetime import date, datetime

from sales_agent.domain.when_readings import LATELY
from sales_agent.domain.when_terms import AHEAD, DAY, MONTH, WEEKDAY, following_month, month, rule, stretch

NTH = r"(?:st|nd|rd|th)"
TO = r"\s*(?:-|\u2013|\bto\b|\band\b|\buntil\b|\btill\b|\bthrough\b|\bthru\b)\s*(?:the\s+)?"
NO_CLOCK = r"(?![\d/]|[:.]\d|\s*(?:[ap]\.?m\b|o'?clock|h\b))"
YEAR = r"(?!\s+\d{1,2}\b)(?:,?\s+(?:of\s+|in\s+)?(?P<year>20\d\d)\b)?"
MONTHS_LONG = 12
ORDINALS = ["first", "second", "third", "fourth", "fifth", "sixth", "seventh", "eighth", "ninth"]
TEENS = {
    "tenth": 10,
    "eleventh": 11,
    "twelfth": 12,
    "thirteenth": 13,
    "fourteenth": 14,
    "fifteenth": 15,
    "sixteenth": 16,
    "seventeenth": 17,
    "eighteenth": 18,
    "nineteenth": 19,
    "twentieth": 20,
    "thirtieth": 30,
}


def _in_figures(match: re.Match[str], _: datetime) -> str:
    if match["teen"]:
        return _nth(TEENS[match["teen"].lower()])
    return _nth((20 if match["tens"].lower() == "twenty" else 30) + ORDINALS.index(match["unit"].lower()) + 1)


def _nth(day: int) -> str:
    ending = "th" if day in range(11, 14) else {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")
    return f"{day}{ending}"


def _dates(match: re.Match[str], now: datetime) -> str:
    """From the one day to the other, both of them included; the next such days when there is no year."""
    if _two_days(match):
        return match[0]
    parts = match.groupdict()
    last_month = _month(parts["month"])
    first_month = _month(parts.get("first_month") or parts["month"])
    years = [int(parts["year"])] if parts["year"] else [now.year - 1, now.year, now.year + 1]
    for year in years:
        try:
            last = date(year, last_month, int(match["last"]))
            first = date(year - (first_month > last_month), first_month, int(match["first"]))
        except ValueError:
            return match[0]
        if first < last and (last >= now.date() - LATELY or parts["year"]):
            return stretch(first, last)
    return match[0]


def _two_days(match: re.Match[str]) -> bool:
    """Whether it is "the 10th and 12th" rather than all days between them."""
    return " and " in match[0].lower() and "between" not in match[0].lower()


def _on_from_month(match: re.Match[str], now: datetime) -> str:
    """From a day of the named month to one that comes after it: "April 27th to the 3rd"."""
    first, day = next_date(int(match["first"]), month(match["month"]), now), int(match["last"])
    if first is None or _two_days(match):
        return match[0]
    last = first.replace(day=1) if day > first.day else following_month(first.replace(day=1))
    try:
        return stretch(first, last.replace(day=day))
    except ValueError:
        return match[0]


def next_date(day: int, of_month: int, now: datetime) -> date | None:
    """The next such date; one that is hardly over is not the next year's."""
    try:
        found = date(now.year, of_month, day)
        return found if found >= now.date() - LATELY else found.replace(year=now.year + 1)
    except ValueError:
        return None


def _month(word: str) -> int:
    return int(word) if word.isdecimal() else month(word)


def _dotted(match: re.Match[str], now: datetime) -> str:
    """Only what can be no stretch of hours: "9 to 10.10" may be one."""
    sure = match["year"] or match["dot"] or (len(match["month"]) == 1 and match["end"])
    return _dates(match, now) if sure and int(match["month"]) <= MONTHS_LONG else match[0]


def _months(match: re.Match[str], now: datetime) -> str:
    """From the first day of a month to the last one of another."""
    first_month, last_month = month(match["first"]), month(match["last"])
    end = following_month(date(now.year, last_month, 1))
    if end <= now.date():
        end = end.replace(year=end.year + 1)
    opening = date(end.year - (end.month == 1), last_month, 1)
    first = date(opening.year - (first_month > last_month), first_month, 1)
    return f"from {first} to {end}"


def _bare_day(match: re.Match[str], now: datetime) -> str:
    first, day = now.date().replace(day=1), int(match["day"])
    for _ in range(MONTHS_LONG):
        try:
            found = first.replace(day=day)
        except ValueError:
            found = date.min
        if found >= now.date():
            return f"{found}"
        first = following_month(first)
    return match[0]


DATES = [
    rule(
        rf"\b(?:(?P<tens>twenty|thirty)[\s-](?P<unit>{'|'.join(ORDINALS)})|(?P<teen>{'|'.join(TEENS)}))\b",
        _in_figures,
    ),
    rule(
        rf"\b(on\s+the\s+)(?P<unit>{'|'.join(ORDINALS)}){AHEAD}",
        lambda m, _: f"{m[1]}{_nth(ORDINALS.index(m['unit'].lower()) + 1)}",
    ),
    rule(rf"\b(\d{{1,2}}{NTH})\s+or\s+(?:the\s+)?(\d{{1,2}}{NTH})\s+(?:of\s+)?({MONTH})\b", r"\1 \3 or \2 \3"),
    rule(rf"\b({MONTH})\s+(\d{{1,2}}{NTH})\s+or\s+(?:the\s+)?(\d{{1,2}}{NTH})\b", r"\1 \2 or \1 \3"),
    rule(rf"\b(the\s+\d{{1,2}}{NTH}\s+or)\s+(?=\d{{1,2}}{NTH}\b)", r"\1 the "),
    rule(
        rf"(?:\b(?:from|between)\s+(?:the\s+)?)?(?<![\d./:-])(?P<first>\d{{1,2}})(?P<dot>\.)?{TO}"
        r"(?P<last>\d{1,2})\.(?P<month>\d{1,2})(?P<end>\.)?(?P<year>(?<=\.)20\d\d)?(?![\d:])",
        _dotted,
    ),
    rule(
        rf"(?:\b(?:from|between)\s+)?(?:\bthe\s+)?(?<![\d.:/-])\b(?P<first>\d{{1,2}}){NTH}?{TO}(?P<last>\d{{1,2}}){NTH}?\s+(?:of\s+)?(?P<month>{MONTH})\b\.?{YEAR}",
        _dates,
    ),
    rule(
        rf"(?:\b(?:from|between)\s+)?(?:\bthe\s+)?\b(?P<month>{MONTH})\.?\s+(?:the\s+)?(?P<first>\d{{1,2}}){NTH}?{TO}(?P<last>\d{{1,2}}){NTH}?{NO_CLOCK}{YEAR}(?!{TO}\d)",
        _dates,
    ),
    rule(
        rf"(?:\b(?:from|between)\s+)?(?:\bthe\s+)?(?<![\d.:/-])\b(?P<first>\d{{1,2}}){NTH}?\s+(?:of\s+)?(?P<first_month>{MONTH})\b\.?{TO}"
        rf"(?P<last>\d{{1,2}}){NTH}?\s+(?:of\s+)?(?P<month>{MONTH})\b\.?{YEAR}",
        _dates,
    ),
    rule(
        rf"(?:\b(?:from|between)\s+)?(?:\bthe\s+)?(?<![\d.:/-])\b(?P<first>\d{{1,2}}){NTH}?\s+(?:of\s+)?(?P<month>{MONTH})\b\.?{TO}"
        rf"(?P<last>\d{{1,2}}){NTH}\b(?!\s+(?:of\s+)?{MONTH})",
        _on_from_month,
    ),
    rule(
        rf"(?:\b(?:from|between)\s+)?\b(?P<month>{MONTH})\.?\s+(?P<first>\d{{1,2}}){NTH}?{TO}(?P<last>\d{{1,2}}){NTH}\b(?!\s+(?:of\s+)?{MONTH})",
        _on_from_month,
    ),
    rule(
        rf"\bfrom\s+(?P<first>{MONTH})\s+(?:to|until|till|through)\s+(?P<last>{MONTH})\b(?!,?\s*\d)",
        _months,
    ),
    rule(r"^\W*(?:on\s+)?(?P<day>2[5-9]|3[01])\.\W*$", _bare_day),
    rule(rf"\b(this|next)\s+month,?\s+(?:on\s+)?the\s+(\d{{1,2}}{NTH})\b", r"\2 of \1 month"),
    rule(
        rf"(?<!the )(?P<month>\b{MONTH}\.?,?\s+)?\b(\d{{1,2}}{NTH})"
        r"(?=,?\s+(?:at|@|from|after|before|between|around)\s+\d)",
        lambda match, _: match[0] if match["month"] else f"the {match[0]}",
    ),
    rule(rf"\b({WEEKDAY}),?\s+the\s+(\d{{1,2}}{NTH})\b", r"\1 \2"),
    rule(rf"\b({WEEKDAY})\.(?=\s+(?:{MONTH}|\d))", r"\1"),
    rule(rf"\b({WEEKDAY},?\s+\d{{1,2}}{NTH}?),\s*({MONTH})\b", r"\1 \2"),
    rule(
        rf"\b((?:{MONTH}\.?\s+(?:the\s+)?\d{{1,2}}{NTH}?|\d{{1,2}}{NTH}?\s+(?:of\s+)?{MONTH}\b\.?)(?:,?\s+20\d\d)?),?\s*\(?(?:on\s+)?(?:an?\s+)?({WEEKDAY})\b\)?"
        rf"(?!\s*(?:,|or\b|and\b|-|to\b)\s*{WEEKDAY})",
        r"\2, \1",
    ),
    rule(rf"\bearly\s+(?:on\s+)?({DAY})\s+morning\b", r"\1 early morning"),
    rule(rf"\b(?:early|late|earlier|later)\s+(?:on\s+)?(?!to-?day)({DAY}|\d{{1,2}}\.\d)", r"\1"),
    rule(
        r"\b(?:(?<=\bi )|(?<=\bwe )|(?<=\byou )|(?<=\bhe )|(?<=\bshe )|(?<=\bit )|(?<=\bthey )|(?<=\bthere ))may\b"
        r"|\bmay\s+(?=(?:i|we|you|not|be|become|have|also|well|by here|the force)\b)",
        "might ",
    ),
]
