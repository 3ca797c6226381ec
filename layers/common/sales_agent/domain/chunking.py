"""Cuts a page into passages: each about one thing, small enough to quote, understandable with its title path.

- A passage stays under one heading; a question and its answer stay together; list items and table rows stay whole.
- A table that goes on in the next passage takes its first row along.
- Crumbs below a heading join their neighbour; their heading becomes a line of the text.
- The first paragraph of a product's page holds its facts and is a passage of its own.
- The id depends on page, headings and place below them: it survives changes elsewhere on the page.
"""

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from itertools import pairwise, takewhile
from math import ceil

from sales_agent.domain.knowledge import Page, Passage
from sales_agent.domain.outline import Block, Section, outline

VERSION = "1"
"""Changes when pages would be cut differently, so that they are indexed anew."""

TARGET_TOKENS = 200
LONGEST_TOKENS = 300
CRUMB_TOKENS = 40
_IDEOGRAPH = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af\uf900-\ufaff]")
_SENTENCE_END = re.compile(r"(?<=[.!?…])\s+(?=[^a-z\s])|(?<=[\u3002\uff01\uff1f])")


@dataclass(frozen=True)
class _Atom:
    """Text that stays whole; `joint` goes before it, and `caption` instead where it begins a passage."""

    text: str
    joint: str
    caption: str = ""


@dataclass(frozen=True)
class _Piece:
    """Text on its way to a passage."""

    headings: list[str]
    text: str
    stands_alone: bool = False


def tokens(text: str) -> int:
    """About how many tokens a model makes of the text: 1.3 a word, one an ideograph."""
    return ceil(len(text.split()) * 1.3) + len(_IDEOGRAPH.findall(text))


def passages(page: Page) -> list[Passage]:
    """The passages of a page, in order; a page without text is its title alone."""
    sections = outline(page.text)
    pieces = [_Piece([], _lines(sections[0].blocks.pop(0)), stands_alone=True)] if _has_facts(page, sections) else []
    for section, following in pairwise([*sections, Section()]):
        if section.blocks:
            pieces += _cut(section)
        elif section.headings != following.headings[: len(section.headings)]:
            pieces.append(_Piece(section.headings[:-1], section.headings[-1]))
    return list(_numbered(page, _joined(pieces) or [_Piece([], page.title)]))


def _has_facts(page: Page, sections: list[Section]) -> bool:
    return page.product is not None and bool(sections) and not sections[0].headings


def _lines(block: Block) -> str:
    return "\n".join(block.lines)


def _cut(section: Section) -> Iterator[_Piece]:
    target = LONGEST_TOKENS if section.is_question else TARGET_TOKENS
    texts = _packed((atom for block in section.blocks for atom in _atoms(block)), target)
    for text in texts:
        yield _Piece(section.headings, text, section.is_question)


def _packed(atoms: Iterable[_Atom], target: int) -> list[str]:
    """Fills passages up to the target; a last one too small to stand goes to the one before it."""
    texts: list[str] = []
    room = 0
    for atom in atoms:
        size = tokens(atom.text)
        introduced = bool(texts) and texts[-1].endswith(":") and room > -TARGET_TOKENS
        if texts and (size <= room or introduced):
            texts[-1] += atom.joint + atom.text
            room -= size
        else:
            texts.append(atom.caption + atom.text)
            room = target - tokens(texts[-1])
    if len(texts) > 1 and tokens(texts[-1]) < CRUMB_TOKENS and tokens(texts[-2] + texts[-1]) <= LONGEST_TOKENS:
        texts[-2:] = [f"{texts[-2]}\n\n{texts[-1]}"]
    return texts


def _atoms(block: Block) -> Iterator[_Atom]:
    lines = block.lines
    caption = f"{lines[0]}\n" if block.kind == "table" else ""
    if block.kind in {"paragraph", "code"}:
        lines = [_lines(block)] if tokens(_lines(block)) <= LONGEST_TOKENS else [*_split(block)]
    joint = "\n" if block.kind != "paragraph" else " "
    for number, line in enumerate(lines):
        yield _Atom(line, joint if number else "\n\n", caption if number else "")


def _split(block: Block) -> Iterator[str]:
    """Sentences, or lines of code; what has no end is cut between words."""
    parts = block.lines if block.kind == "code" else _SENTENCE_END.split(_lines(block))
    for part in parts:
        if tokens(part) <= LONGEST_TOKENS:
            yield part
        else:
            words = part.split()
            yield from (" ".join(words[start : start + 150]) for start in range(0, len(words), 150))


def _joined(pieces: Iterable[_Piece]) -> list[_Piece]:
    joined: list[_Piece] = []
    for piece in pieces:
        if joined and _belong_together(joined[-1], piece):
            joined[-1] = _join(joined[-1], piece)
        else:
            joined.append(piece)
    return joined


def _belong_together(one: _Piece, other: _Piece) -> bool:
    if one.stands_alone or other.stands_alone:
        return False
    sizes = tokens(one.text), tokens(other.text)
    depth = max(len(one.headings), len(other.headings))
    return min(sizes) < CRUMB_TOKENS and sum(sizes) <= TARGET_TOKENS and depth - len(_shared(one, other)) <= 1


def _shared(one: _Piece, other: _Piece) -> list[str]:
    same = takewhile(lambda pair: pair[0] == pair[1], zip(one.headings, other.headings, strict=False))
    return [heading for heading, _ in same]


def _join(one: _Piece, other: _Piece) -> _Piece:
    shared = _shared(one, other)
    texts = [
        "\n\n".join([*(f"## {name}" for name in piece.headings[len(shared) :]), piece.text]) for piece in (one, other)
    ]
    return _Piece(shared, "\n\n".join(texts))


def _numbered(page: Page, pieces: Iterable[_Piece]) -> Iterator[Passage]:
    places: Counter[str] = Counter()
    for ordinal, piece in enumerate(pieces):
        place = "\x1f".join([page.url, *piece.headings])
        places[place] += 1
        yield Passage(
            passage_id=sha256(f"{place}\x1e{places[place]}".encode()).hexdigest()[:32],
            url=page.url,
            title=page.title,
            headings=piece.headings,
            text=piece.text,
            ordinal=ordinal,
            kind=page.kind,
            product=page.product,
        )
