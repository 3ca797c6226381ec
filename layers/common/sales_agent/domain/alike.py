"""Words that visitors and websites use for one another."""

from collections.abc import Set as AbstractSet

from sales_agent.domain.words import words

_ALIKE = (
    "loud noise noisy quiet quieter decibels",
    "heavy weight weigh",
    "founder founded founders",
    "colour color",
    "big size dimensions",
    "trial try",
    "buy bought purchase",
    "break broke broken",
    "eat ate eaten",
    "forget forgot forgotten",
    "keep kept",
    "lose lost",
    "send sent",
    "speak spoken",
    "invoice invoicing",
    "staff employees",
    "rent rental hire",
    "repair mend fix",
    "make made manufacture manufactured build built produce produced assemble assembled",
    "pay paid payment",
    "year annual annually",
    "plan subscription membership contract",
    "cancel terminate notice",
    "change replace swap exchange",
    "remove detach",
    "clean wash rinse",
    "install fit mount",
)
_SAME = {word: frozenset(group) for line in _ALIKE for group in [words(line)] for word in group}

_NONE = frozenset[str]()
_WITHIN = {place: frozenset(words("britain uk kingdom")) for place in words("scotland wales england")}


def holds(stems: AbstractSet[str], word: str) -> bool:
    """Whether one of the stems is the word, is used for it, or names where it lies."""
    return word in stems or not (_SAME.get(word, _NONE) | _WITHIN.get(word, _NONE)).isdisjoint(stems)
