"""What makes a day doubtful, so that it is asked back: 3/4, "Friday 15 December" when that is a Tuesday."""

import re
from datetime import datetime

from sales_agent.domain.when_readings import Reading
from sales_agent.domain.when_terms import WEEKDAY, weekday

NAMED = re.compile(rf"\b{WEEKDAY}\b", re.IGNORECASE)
SAID_TODAY = re.compile(r"\b(?:this|to-?day|last|past|previous)\b|\d\d|\dth", re.IGNORECASE)
SLASHED = re.compile(r"\b(\d{1,2})/(\d{1,2})\b")
MONTHS = 12


def has_two_orders(text: str) -> bool:
    """Whether figures may be a day and a month, or a month and a day."""
    pairs = ((int(match[1]), int(match[2])) for match in SLASHED.finditer(text))
    return any(first != second and max(first, second) <= MONTHS for first, second in pairs)


def called_by_name(reading: Reading, wall: datetime, text: str) -> bool:
    """Whether a day is today and called by its name only, by which many mean the next week's."""
    return reading.day == wall.date() and bool(NAMED.search(text)) and not SAID_TODAY.search(text)


def misnamed(reading: Reading, text: str) -> bool:
    """Whether a date comes with another day's name: "Friday 15 December" when that is a Tuesday."""
    named = NAMED.search(text)
    whole = reading.spans and not reading.clock
    return bool(named and reading.day and not whole and weekday(named[0]) != reading.day.weekday())
