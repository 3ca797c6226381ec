"""The days of the week, and those a text is about without naming each: "Tuesday to Friday" has a Wednesday in it."""

import re

from sales_agent.domain.when_terms import weekday

DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
"""Monday is the first."""
_DAY = r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|rs|nes|ur)?(?:days?)?\b\.?"
_RANGE = re.compile(rf"{_DAY}\s*(?:-|\u2013|to|till|until|through)\s*{_DAY}", re.IGNORECASE)
_WEEKDAYS = re.compile(r"\bweekdays\b|\bworking days\b", re.IGNORECASE)
_DAILY = re.compile(r"\bdaily\b|\bevery day\b|\b7 days a week\b|\b24 ?/ ?7\b", re.IGNORECASE)
_AT_WEEKEND = re.compile(r"\b(?:saturdays?|sundays?)\b", re.IGNORECASE)
_WEEKEND = "weekend"


def days_within(text: str) -> frozenset[str]:
    """The weekdays that lie in the ranges of a text."""
    days = {day for found in _RANGE.finditer(text) for day in _between(found[1], found[2])}
    if _WEEKDAYS.search(text):
        days.update(DAYS[:5])
    if _DAILY.search(text):
        days.update(DAYS)
    return frozenset(days | {_WEEKEND} if days & {*DAYS[5:]} or _AT_WEEKEND.search(text) else days)


def _between(first: str, last: str) -> tuple[str, ...]:
    start, end = weekday(first), weekday(last)
    return DAYS[start : end + 1] if start <= end else (*DAYS[start:], *DAYS[: end + 1])
