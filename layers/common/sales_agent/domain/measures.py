"""Which of several things has the most or the least of something: "the biggest room", "the plan with the most storage".

What is measured is told by the word asked for, as a table heads its column, or by the unit that such things have.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from math import inf
from typing import NamedTuple

from sales_agent.domain.patterns import pattern

_MOST = r"most|highest|greatest|largest|biggest|longest"
_LEAST = r"least|fewest|lowest|smallest|shortest"
_HOW_MUCH_SO = r"affordable\b|people\b|\w+(?:ant|ent|ive|al|ible|able|ful|ous|ic|lar|mon|ly)\b"
_LABELLED = pattern(rf"\b(?:({_MOST})|(?:{_LEAST})) (?!{_HOW_MUCH_SO})([a-z][\w-]{{2,}})", re.IGNORECASE)
_FIGURE = r"(\d[\d.,]*)\s?"
_ANY_FIGURE = pattern(rf"{_FIGURE}(\S*)")
_UNLIMITED = pattern(r"\b(?:unlimited|no limit|unbegrenzt)\b", re.IGNORECASE)


class Scale(NamedTuple):
    """The units of one quantity with what each is in the first of them, and a figure in any of them."""

    units: Mapping[str, float]
    figure: re.Pattern[str]


def _scale(units: Mapping[str, float]) -> Scale:
    longest_first = "|".join(re.escape(unit) for unit in sorted(units, key=len, reverse=True))
    return Scale(units, pattern(rf"{_FIGURE}({longest_first})(?![\w²³/])", re.IGNORECASE))


_UNITS: tuple[dict[str, float], ...] = (
    {"mg": 1e-3, "g": 1, "kg": 1e3, "t": 1e6},
    {"w": 1, "kw": 1e3, "mw": 1e6},
    {"kb": 1, "mb": 1e3, "gb": 1e6, "tb": 1e9},
    {
        "min": 1,
        "minutes": 1,
        "h": 60,
        "hour": 60,
        "hours": 60,
        "day": 1440,
        "days": 1440,
        "week": 10080,
        "weeks": 10080,
    },
    {"month": 1, "months": 1, "year": 12, "years": 12},
    {"mm": 1, "cm": 10, "m": 1e3, "km": 1e6},
    {"ml": 1, "l": 1e3, "litres": 1e3, "liters": 1e3},
    {"m²": 1, "sqm": 1, "sq m": 1},
    {"db": 1, "db(a)": 1},
)
_SCALES = tuple(map(_scale, _UNITS))
_WEIGHT, _POWER, _DATA, _TIME, _MONTHS, _LENGTH, _VOLUME, _AREA, _NOISE = _SCALES
_ADJECTIVES = (
    (r"heaviest", max, (_WEIGHT,)),
    (r"lightest", min, (_WEIGHT,)),
    (r"most powerful|strongest", max, (_POWER,)),
    (r"loudest|noisiest", max, (_NOISE,)),
    (r"quietest", min, (_NOISE,)),
    (r"longest", max, (_TIME, _MONTHS, _LENGTH)),
    (r"shortest", min, (_TIME, _MONTHS, _LENGTH)),
    (r"biggest|largest", max, (_AREA, _VOLUME)),
    (r"smallest", min, (_AREA, _VOLUME)),
)
Choose = Callable[[Sequence[float]], float]


class Measure(NamedTuple):
    """What is compared: the column it stands in, or the scales of units it may have; and whether most or least wins."""

    words: str
    choose: Choose
    label: str = ""
    scales: tuple[Scale, ...] = ()


def measures_in(text: str) -> list[Measure]:
    """What a question may want the most or the least of; the column that it names first."""
    found = [Measure(asked[0], max if asked[1] else min, asked[2].rstrip("s")) for asked in _LABELLED.finditer(text)]
    for adjective, choose, scales in _ADJECTIVES:
        asked = re.search(rf"\b(?:{adjective})\b", text, re.IGNORECASE)
        found += [Measure(asked[0], choose, scales=(scale,)) for scale in scales if asked]
    return found


def measured(text: str, measure: Measure) -> tuple[float, str] | None:
    """How much of it a thing has and in what, as its cells `column value` or a unit tell; None when they do not."""
    if not measure.label:
        return _in_units(text, measure.scales)
    for cell in text.partition(": ")[2].split(", "):
        if re.match(rf"(?:\w+ ){{0,2}}?{re.escape(measure.label)}", cell, re.IGNORECASE):
            return (inf, "") if _UNLIMITED.search(cell) else _in_units(cell, _SCALES) or _plain(cell)
    return None


def extremes(texts: Sequence[str], measure: Measure) -> list[int]:
    """The places of the texts that have the most or the least; none where one does not say, or in other units."""
    figures = [measured(text, measure) for text in texts]
    told = [figure for figure in figures if figure]
    units = {unit for value, unit in told if value != inf}
    if len(told) < len(texts) or len(units) > 1:
        return []
    best = measure.choose([value for value, _ in told])
    return [place for place, (value, _) in enumerate(told) if value == best]


def _in_units(text: str, scales: Sequence[Scale]) -> tuple[float, str] | None:
    for scale in scales:
        found = scale.figure.search(text)
        if found:
            return _number(found[1]) * scale.units[found[2].lower()], next(iter(scale.units))
    return None


def _plain(text: str) -> tuple[float, str] | None:
    found = _ANY_FIGURE.search(text)
    return (_number(found[1]), found[2]) if found else None


def _number(figure: str) -> float:
    return float(figure.rstrip(".,").replace(",", "") or 0)
