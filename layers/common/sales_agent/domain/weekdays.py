"""The days that a text is about without naming each: "Tuesday to Friday" has a Wednesday in it."""

import re

_DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = r"\b(mon|tue|wed|thu|fri|sat|sun)(?:s|rs|nes|ur)?(?:days?)?\b\.?"
_RANGE = re.compile(rf"{_DAY}\s*(?:-|\u2013|to|till|until|through)\s*{_DAY}", re.IGNORECASE)
_WEEKDAYS = re.compile(r"\bweekdays\b|\bworking days\b", re.IGNORECASE)
_DAILY = re.compile(r"\bdaily\b|\bevery day\b|\b7 days a week\b|\b24 ?/ ?7\b", re.IGNORECASE)
_AT_WEEKEND = re.compile(r"\b(?:saturdays?|sundays?)\b", re.IGNORECASE)
_WEEKEND = "weekend"
_FIRST = {day[:3]: place for place, day in enumerate(_DAYS)}


def days_within(text: str) -> frozenset[str]:
    """The weekdays that lie in the ranges of a text."""
    days = {day for found in _RANGE.finditer(text) for day in _between(found[1], found[2])}
    if _WEEKDAYS.search(text):
        days.update(_DAYS[:5])
    if _DAILY.search(text):
        days.update(_DAYS)
    return frozenset(days | {_WEEKEND} if days & {*_DAYS[5:]} or _AT_WEEKEND.search(text) else days)


def _between(first: str, last: str) -> tuple[str, ...]:
    start, end = _FIRST[first.lower()], _FIRST[last.lower()]
    return _DAYS[start : end + 1] if start <= end else (*_DAYS[start:], *_DAYS[: end + 1])
