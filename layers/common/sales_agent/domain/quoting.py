"""Chosen pieces as one text: what must stand before them, all the steps of how to do something, and [n] at the end."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from itertools import accumulate

from sales_agent.domain.quotes import Quote
from sales_agent.domain.words import words

MOST_CHARACTERS = 420
MOST_STEPS = 600
_POINTS_BACK = re.compile(
    r"(It|They|This|That|These|Those|He|She|Elles?|Ils?|Diese[rs]?|Estos|Estas)\b(?!['\u2019]s why)"
)
_HOW_TO = re.compile(r"\bhow to\b|\bsteps?\b|\bguide\b|\binstructions\b", re.IGNORECASE)
_YES_OR_NO = re.compile(r"(Yes|No|Ja|Nein|Sí|Oui|Non)\b")


def steps(best: Quote, pieces: Sequence[Quote], wanted: AbstractSet[str]) -> list[Quote]:
    """How something is done, as far as there is room: the list of the best piece, or one of its page that tells it."""
    own = [piece for piece in pieces if piece.is_listed and piece.title == best.title]
    first = best if best.is_listed else next((piece for piece in own if _tells_how(piece, wanted)), None)
    if first is None:
        return []
    if not first.is_item:
        return [first]
    items = [piece for piece in pieces if piece.is_item and (piece.number, piece.path) == (first.number, first.path)]
    ends = accumulate(len(item.text) for item in items)
    return [item for item, end in zip(items, ends, strict=True) if end <= MOST_STEPS]


def _tells_how(piece: Quote, wanted: AbstractSet[str]) -> bool:
    """Whether a list is headed as steps, or by what is to be done: "Changing the filter"."""
    return bool(_HOW_TO.search(piece.path)) or bool((frozenset(words(piece.above)) - piece.subject) & wanted)


def with_antecedents(chosen: list[Quote], pieces: Sequence[Quote]) -> list[Quote]:
    """The pieces with the sentence that an "It" or "They" at their beginning speaks of, and with the "Yes" before."""
    by_place = {(piece.number, piece.place): piece for piece in pieces if piece.flows}
    kept = list(chosen)
    for piece in chosen:
        before = by_place.get((piece.number, piece.place - 1))
        needed = before and (_POINTS_BACK.match(piece.text) or _YES_OR_NO.match(before.text))
        room = before and sum(len(one.text) for one in kept) + len(before.text) <= MOST_CHARACTERS
        if piece.flows and before and before not in kept and needed and room:
            kept.append(before)
    return kept


def quoted(chosen: Sequence[Quote], wanted: AbstractSet[str] | None = None) -> str:
    """The pieces as one text; each run of neighbours ends with the number of its passage.

    A heading goes before a piece that lacks words of the question which the heading has, or if none are wanted, for
    then only the heading says what the piece is about.
    """
    said: list[str] = []
    for piece, following in zip(chosen, [*chosen[1:], None], strict=True):
        lacks = wanted is not None and (not wanted or wanted & frozenset(words(piece.heading)) - piece.stems)
        alone = len(chosen) == 1 and piece.heading and (lacks or _points_back(piece))
        text = f"{piece.heading if wanted else piece.whereabouts}: {piece.text}" if alone else piece.text
        neighbours = following and (following.number, following.place) == (piece.number, piece.place + 1)
        said.append(text if neighbours else f"{text} [{piece.number}]")
    return (" " if all(piece.flows for piece in chosen) else "\n").join(said)


def _points_back(piece: Quote) -> bool:
    return piece.flows and bool(_POINTS_BACK.match(piece.text))
