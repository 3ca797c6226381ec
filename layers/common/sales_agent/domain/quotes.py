"""A passage as the pieces that can be quoted: sentences, list items, table rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

import sentencex

from sales_agent.domain.knowledge import Match, Passage
from sales_agent.domain.outline import Block, outline
from sales_agent.domain.words import words

SHORT_LIST = 320
TWO_COLUMNS = 2
_LINK = re.compile(r"(https?://|www\.)\S+")


@dataclass(frozen=True)
class Quote:
    """A piece of the `number`-th passage: its words, and those of the headings and questions above it.

    `flows` is true of sentences, which may need their neighbour to be understood.
    """

    number: int
    place: int
    text: str
    stems: frozenset[str]
    context: frozenset[str]
    flows: bool


@dataclass(frozen=True)
class _Piece:
    text: str
    above: str
    flows: bool = False


def quotes(number: int, match: Match, language: str = "en") -> list[Quote]:
    """The pieces of a passage in order."""
    passage = match.passage
    title = frozenset(words(passage.title_path))
    pieces = [*_price_line(passage), *_pieces(passage.text, language)] or [_Piece(passage.text, "")]
    return [
        Quote(
            number, place, piece.text, frozenset(words(piece.text)), title | frozenset(words(piece.above)), piece.flows
        )
        for place, piece in enumerate(pieces)
    ]


def _price_line(passage: Passage) -> Iterator[_Piece]:
    product = passage.product
    if product and product.price:
        yield _Piece(f"{product.name}: {product.price} {product.currency}".strip(), "price cost")


def _pieces(text: str, language: str) -> Iterator[_Piece]:
    """Questions and lines that lead to a list are no pieces: they stand above what follows them."""
    for section in outline(text):
        above = section.headings[-1] if section.headings else ""
        for block in section.blocks:
            for piece in _split(block, above, language):
                if piece.text.endswith(("?", ":")):
                    above = piece.text
                elif not _LINK.match(piece.text):
                    yield piece


def _split(block: Block, above: str, language: str) -> Iterator[_Piece]:
    if block.kind == "table":
        yield from (_Piece(row, above) for row in _rows(block.lines))
    elif block.kind == "list":
        yield from _items(block.lines, above)
    else:
        text = " ".join(line.strip() for line in block.lines)
        for sentence in sentencex.segment(language, text):
            yield _Piece(sentence.strip(), above, flows=True)
            above = sentence.strip() if sentence.strip().endswith("?") else above


def _items(lines: list[str], above: str) -> Iterator[_Piece]:
    """A short list stays whole, with the line that leads to it."""
    lead = f"{above}\n" if above.endswith(":") else ""
    if len("\n".join(lines)) <= SHORT_LIST:
        yield _Piece(lead + "\n".join(lines), above)
    else:
        yield from (_Piece(line.removeprefix("- "), above) for line in lines)


def _rows(lines: list[str]) -> Iterator[str]:
    """Rows as `name: value`, or `name: column value, …` where the first row names the columns."""
    header, *rows = ([cell.strip() for cell in line.split("|")] for line in lines)
    if len(header) <= TWO_COLUMNS or not rows:
        yield from (": ".join(cell for cell in row if cell) for row in [header, *rows])
        return
    for name, *values in rows:
        named = [f"{column} {value}" if column else value for column, value in zip(header[1:], values, strict=False)]
        yield f"{name}: {', '.join(named)}"
