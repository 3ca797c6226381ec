"""Whether a piece says what was asked: its words, those that mean the same, and the name of what it is about."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from sales_agent.domain.named_things import named_things
from sales_agent.domain.quotes import Quote
from sales_agent.domain.words import words

ENOUGH = 2
ENOUGH_FAR = 3
_COMPANY = re.compile(r"\b(?:the|your|this) (?:company|business|firm|founders?)(?!\w)", re.IGNORECASE)
_ALIKE = (
    "loud noise noisy quiet quieter decibels",
    "heavy weight weigh",
    "founder founded founders",
    "colour color",
    "big size dimensions",
    "trial try",
    "buy purchase",
    "invoice invoicing",
    "staff employees",
)
_SAME = {word: frozenset(group) for line in _ALIKE for group in [words(line)] for word in group}
_FILLERS = frozenset(
    words("per allow describe information details overview best before company business firm new available")
)


def holds(stems: AbstractSet[str], word: str) -> bool:
    """Whether one of the stems is the word or is used for it."""
    return word in stems or not _SAME.get(word, frozenset()).isdisjoint(stems)


def content(text: str) -> frozenset[str]:
    """The words of a question that an answer has to have."""
    return frozenset(words(text)) - _FILLERS


def covers(text: str, pieces: Sequence[Quote], *, near: bool) -> bool:
    """Whether one piece and what stands above it have all the question's words, at least half of them its own.

    The name of what the page is about need not be repeated in the piece. In a passage that is not even `near` to the
    question it takes more words, or a name, for two words meet by chance.
    """
    wanted = content(text)
    enough = ENOUGH if near or named_things(text) else ENOUGH_FAR
    if len(wanted) + bool(_COMPANY.search(text)) < enough:
        return False
    return any(
        all(holds(piece.stems | piece.context, word) for word in wanted) and _mostly_own(piece, wanted - piece.subject)
        for piece in pieces
    )


def _mostly_own(piece: Quote, wanted: AbstractSet[str]) -> bool:
    own = sum(holds(piece.stems, word) for word in wanted)
    return own > 0 and 2 * own >= len(wanted)


def only_names(text: str, pieces: Sequence[Quote]) -> bool:
    """Whether the pieces share nothing with a question but the name of the thing that it names."""
    for piece in pieces:
        wanted = content(text)
        rest = wanted - piece.subject
        if not piece.subject <= wanted or not piece.subject or not rest:
            return False
        if any(holds(piece.stems | piece.context - piece.subject, word) for word in rest):
            return False
    return bool(pieces)
