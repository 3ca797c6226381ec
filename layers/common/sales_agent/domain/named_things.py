"""What a question names: products, places, firms. A passage that lacks the name is about something else.

Without this rule, a question about a product that is not sold is answered from the page of one that is.
"""

import re
from calendar import day_name, month_name

from sales_agent.domain.words import words

_TOKEN = re.compile(r"[^\W_]+(?:[-&'\u2019][^\W_]+)*")
_DATES = {*day_name, *month_name}
_CAPITALISES_NOUNS = re.compile(
    r"\b(der|das|dem|den|ist|sind|wie|und|ein|eine|einen|ich|gibt|haben|welche|kostet|wann|für|mit)\b", re.IGNORECASE
)
_FEW = 2


def named_things(text: str) -> frozenset[str]:
    """The stems of words written like names: `iPhone`, `X4`, `USA`, and, not first in a sentence, `Salesforce`."""
    tokens = [match for match in _TOKEN.finditer(text) if len(match[0]) > 1]
    inside = [token[0] for token in tokens if not _begins_sentence(token)]
    capitals = sum(word[0].isupper() for word in inside)
    names = [token[0] for token in tokens if _has_digit(token[0])]
    if capitals <= max(_FEW, len(inside) / 2):  # a text in capitals says nothing by them
        plain = not _CAPITALISES_NOUNS.search(text)
        names += [token[0] for token in tokens if any(map(str.isupper, token[0][1:]))]
        names += [word for word in inside if plain and word[0].isupper() and word not in _DATES]
    return frozenset(stem for name in names for stem in words(name) if not stem.isdigit())


def _has_digit(word: str) -> bool:
    return any(map(str.isdigit, word))


def _begins_sentence(token: re.Match[str]) -> bool:
    before = token.string[: token.start()].rstrip(" \"'\u201c\u2018(¿¡")
    return not before or before[-1] in ".!?\n:;"
