"""The pages whose names a question has in full: "How loud is the Wren One?" is no question about a Wren Duo.

A name in several words often has one that says nothing alone ("One", "Two"), so the whole name is looked for.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from urllib.parse import urlsplit

from sales_agent.domain.knowledge import Match, Passage
from sales_agent.domain.question_words import ASKS_HOW
from sales_agent.domain.quotes import Quote, subject_of

_LONGEST = 5
_INITIALS = 3


def named_in(text: str, passages: Iterable[Passage]) -> list[Passage]:
    """A passage of each page whose name stands in a question; of names within one another the longest counts."""
    by_name = {subject_of(passage): passage for passage in reversed([*passages]) if _is_named(passage, text)}
    return [
        passage
        for name, passage in by_name.items()
        if not any(name != longer and _stands_in(name, longer) for longer in by_name)
    ]


def about_named(text: str, matches: Mapping[int, Match]) -> dict[int, Match]:
    """The passages without those about another thing of the kind that a question names.

    How something is done is told only by passages that name it, or its family in their headings ("How to clean a
    Wren"); all else may stand on a page that is about no thing.
    """
    named = named_in(text, [match.passage for match in matches.values()])
    names = [subject_of(passage) for passage in named]
    strict = bool(ASKS_HOW.search(text))

    def tells(passage: Passage) -> bool:
        if _names_any(names, f"{passage.title_path}\n{passage.text}"):
            return True
        familiar = not strict or _names_any(_family(names), passage.title_path)
        return familiar and not any(_are_siblings(passage, other) for other in named)

    return {number: match for number, match in matches.items() if not named or tells(match.passage)}


def telling(text: str, matches: Mapping[int, Match], pieces: Sequence[Quote]) -> list[Quote]:
    """The pieces without those of a passage that tells of other things than the named one beside it."""
    names = [subject_of(passage) for passage in named_in(text, [match.passage for match in matches.values()])]

    def tells(piece: Quote) -> bool:
        passage = matches[piece.number].passage
        if subject_of(passage) in names or _names_any(names, f"{piece.path}\n{piece.text}"):
            return True
        return not _names_any(names, passage.text)

    return [piece for piece in pieces if not names or tells(piece)]


def _is_named(passage: Passage, text: str) -> bool:
    """Names of products and models count in any writing, other titles only where their capitals are kept."""
    name = subject_of(passage)
    if passage.product or any(map(str.isdigit, name)):
        return _stands_in(name, text)
    return len(name.split()) <= _LONGEST and any(map(str.isupper, name[1:])) and name in text


def _names_any(names: Iterable[str], text: str) -> bool:
    return any(_stands_in(name, text) for name in names)


def _family(names: Iterable[str]) -> list[str]:
    return [
        word
        for name in names
        for word in name.split()
        if word[0].isupper() and word.isalpha() and len(word) > _INITIALS
    ]


def _stands_in(name: str, text: str) -> bool:
    return bool(re.search(rf"(?<!\w){re.escape(name)}(?!\w)", text, re.IGNORECASE))


def _are_siblings(one: Passage, other: Passage) -> bool:
    """Whether two pages are about different things of the same kind: products, or pages of one folder."""
    folder = _folder(one)
    alike = (one.product and other.product) or (folder != "/" and folder == _folder(other))
    return bool(alike) and subject_of(one) != subject_of(other)


def _folder(passage: Passage) -> str:
    return urlsplit(passage.url).path.rstrip("/").rpartition("/")[0] + "/"
