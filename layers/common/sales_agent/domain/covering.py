"""Whether a piece says what was asked: its words, those that mean the same, and the name of what it is about."""

import re
from collections.abc import Sequence
from collections.abc import Set as AbstractSet

from sales_agent.domain.alike import holds
from sales_agent.domain.asked_for import Kind, kinds_of, without_kind
from sales_agent.domain.measures import measures_in
from sales_agent.domain.misfits import is_big_enough
from sales_agent.domain.named_things import named_things
from sales_agent.domain.offer_questions import people_to_suit, superlative
from sales_agent.domain.question_words import ASKS_HOW, content
from sales_agent.domain.quotes import Quote
from sales_agent.domain.words import words

ENOUGH = 2
ENOUGH_FAR = 3
SHORT_HEADING = 2
_COMPANY = re.compile(r"\b(?:the|your|this) (?:company|business|firm|founders?)(?!\w)", re.IGNORECASE)
_SELLS = re.compile(r"\b(?:sell|buy|stock)\b", re.IGNORECASE)
_DOING = re.compile(
    r"\b(?:costs?|charge|pay|price|much)\b(?: \w+){0,3}? to (?!buy|get|have|purchase|order|own\b)(\w+)", re.IGNORECASE
)
_HAS = re.compile(
    r"^\W*(?:(?:is|are) there|do you (?:also )?(?:have|offer|provide|serve|accept|take|allow|support)"
    r"|does (?:it|any\w+) (?:have|work|support|come|speak)|are you (?:taking|accepting)|can (?:i|we)"
    r"|(?:is|are) (?:the )?\w+ (?:included|available|allowed|welcome))\b",
    re.IGNORECASE,
)
_WHICH_HAS = re.compile(r"^\W*(?:which|what)\b.*\b(?:has|have|offers?|gives?|comes? with) the\b", re.IGNORECASE)
_DEED = re.compile(r"how to\b|\w+ing\b", re.IGNORECASE)
_NONE = frozenset[str]()


def shows(piece: Quote, kinds: Sequence[Kind]) -> bool:
    """Whether a piece has what one of the kinds asks for."""
    return any(kind.shown(piece.text, piece.path) for kind in kinds)


def lacks_needed(text: str, pieces: Sequence[Quote]) -> bool:
    """Whether the pieces lack what the question needs: its kind's evidence under the names it names, enough room.

    Which is the cheapest only a listing tells, or a piece that says so.
    """
    people = people_to_suit(text)
    if people and not any(is_big_enough(piece.text, people) for piece in pieces):
        return True
    if _lacks_extreme(text, pieces) or _lacks_deed(text, pieces) or _are_other_steps(text, pieces):
        return True
    needed = [kind for kind in kinds_of(text) if kind.needed]
    if not needed:
        return False
    names = named_things(without_kind(text))
    if not any(names <= piece.stems | piece.context and shows(piece, needed) for piece in pieces):
        return True
    return not all(any(kind.shown(piece.text, piece.path) for piece in pieces) for kind in needed)


def _lacks_extreme(text: str, pieces: Sequence[Quote]) -> bool:
    """Whether the cheapest, or the most of something, is asked for, and no piece says that it is."""
    having = bool(_WHICH_HAS.search(text))
    most = [measure.words.casefold() for measure in measures_in(text) if having or not measure.label]
    if most and not any(word in piece.text.casefold() for piece in pieces for word in most):
        return True
    return superlative(text) is not None and not any(superlative(piece.text) for piece in pieces)


def _are_other_steps(text: str, pieces: Sequence[Quote]) -> bool:
    """Whether steps are headed as being for something else: for a cat, when a dog's are asked for."""
    if not ASKS_HOW.search(text) or not all(piece.is_listed for piece in pieces):
        return False
    wanted = content(text)
    if all(any(holds(piece.stems | piece.context, word) for piece in pieces) for word in wanted):
        return False
    title, *_ = lines = pieces[0].path.split("\n")
    named = frozenset(words(title))
    told = [frozenset(words(line)) - (named if line != title else _NONE) for line in lines if _DEED.match(line)]
    about = [line for line in told if line & wanted]
    return bool(about) and all(any(not holds(wanted, word) for word in line) for line in about)


def _lacks_deed(text: str, pieces: Sequence[Quote]) -> bool:
    """Whether the price of doing something with a thing is asked for, and the pieces tell of no such deed."""
    deed = [word for deed in _DOING.findall(text) for word in words(deed)]
    return bool(deed) and not any(holds(piece.stems | piece.context, word) for piece in pieces for word in deed)


def covers(text: str, pieces: Sequence[Quote], *, near: bool) -> bool:
    """Whether one piece and what stands above it have all the question's words, at least half of them its own.

    The name of what the page is about need not be repeated in the piece. In a passage that is not even `near` to the
    question it takes more words, or a name, for two words meet by chance. What a kind of question needs counts as its
    words; fewer are enough where they are the heading.
    """
    wanted = content(text)
    needed = [kind for kind in kinds_of(text) if kind.needed]
    names = named_things(text)
    enough = ENOUGH if near or names or needed else ENOUGH_FAR
    if needed and any(shows(piece, needed) and (not wanted or is_headed(piece.above, wanted)) for piece in pieces):
        return True
    if not needed and not _SELLS.search(text) and any(is_headed(piece.path, wanted) for piece in pieces):
        return True
    if _HAS.search(text) and any(_says_together(piece.text, wanted) for piece in pieces):
        return True
    if any(_is_told_under_its_heading(piece, wanted) for piece in pieces):
        return True
    if len(wanted) + bool(_COMPANY.search(text)) + len(needed) < enough and not wanted <= names:
        return False
    return any(
        all(holds(piece.stems | piece.context, word) for word in wanted)
        and _mostly_own(piece, wanted if needed else wanted - piece.subject)
        for piece in pieces
    )


def _says_together(text: str, wanted: AbstractSet[str]) -> bool:
    """Whether a text has the words, one or two, next to each other: a "car park"."""
    told = words(text)
    return 0 < len(wanted) <= ENOUGH and any(
        wanted <= {*told[place : place + len(wanted)]} for place in range(len(told))
    )


def _is_told_under_its_heading(piece: Quote, wanted: AbstractSet[str]) -> bool:
    """Whether the line next above has some of the words, and nothing else, and the piece has all others."""
    above = frozenset(words(piece.above))
    rest = frozenset(word for word in wanted if not holds(above, word))
    return (
        _NONE < rest < wanted
        and all(holds(wanted, word) for word in above)
        and all(holds(piece.stems, word) for word in rest)
    )


def is_headed(path: str, wanted: AbstractSet[str]) -> bool:
    """Whether one of the lines above a text is about hardly anything but what is wanted."""
    lines = (frozenset(words(line)) for line in path.split("\n"))
    return bool(wanted) and any(
        len(line) <= max(SHORT_HEADING, len(wanted)) and all(holds(line, word) for word in wanted) for line in lines
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
