"""Days and months with one letter wrong, missing, doubled or swapped: "Thrusday", "Wendesday", "Febuary"."""

import re
from collections import Counter
from functools import cache
from string import ascii_lowercase

from sales_agent.domain.vocabulary import is_first_name, is_place, is_surname, is_word
from sales_agent.domain.weekdays import DAYS
from sales_agent.domain.when_terms import MONTHS

LONG = 7
"""Letters of a month that no other word is near to: "march" is near to "match"."""
WORD = re.compile(r"\b[a-z]{5,10}\b", re.IGNORECASE)


def spelled(text: str) -> str:
    """The text with the days and months spelled right; what is a word or a name of its own stays."""
    return WORD.sub(lambda match: _meant(match[0]) or match[0], text)


def _meant(word: str) -> str | None:
    meant = _typos().get(word.lower())
    itself = meant and (is_word(word) or is_first_name(word) or is_surname(word) or is_place(word))
    return None if itself else meant


@cache
def _typos() -> dict[str, str]:
    """Every spelling one slip away from one name; the first letter is right, as it nearly always is."""
    names = [*DAYS, "tomorrow", *(name for name in MONTHS if len(name) >= LONG)]
    slips = [(slip, name) for name in names for slip in _slips(name)]
    times = Counter(slip for slip, _ in slips)
    return {slip: name for slip, name in slips if times[slip] == 1 and slip not in names}


def _slips(name: str) -> set[str]:
    parts = [(name[:at], name[at:]) for at in range(1, len(name))]
    missing = {head + tail[1:] for head, tail in parts}
    swapped = {head + tail[1] + tail[0] + tail[2:] for head, tail in parts if len(tail) > 1}
    wrong = {head + letter + tail[1:] for head, tail in parts for letter in ascii_lowercase}
    doubled = {head + letter + tail for head, tail in parts for letter in ascii_lowercase}
    return missing | swapped | wrong | doubled
