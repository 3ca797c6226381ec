"""A passage as the pieces that can be quoted: sentences, list items, table rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import sentencex

from sales_agent.domain.knowledge import Match, Passage
from sales_agent.domain.outline import Block, outline
from sales_agent.domain.words import words

SHORT_LIST = 320
TWO_COLUMNS = 2
FEW_WORDS = 2
_LINK = re.compile(r"(https?://|www\.)\S+")


@dataclass(frozen=True)
class Quote:
    """A piece of the `number`-th passage: its words, and those of the headings and questions above it.

    `flows` is true of sentences, which may need their neighbour to be understood; `place` skips one between blocks.
    `heading` is the line above that may be quoted with it; amounts in headings are not, for nothing proves them.
    """

    number: int
    place: int
    text: str
    stems: frozenset[str]
    context: frozenset[str]
    flows: bool
    heading: str = ""

    @property
    def is_crumb(self) -> bool:
        """Whether it is a word or two without being a sentence."""
        return len(self.stems) < FEW_WORDS and not self.text.endswith((".", "!"))


@dataclass(frozen=True)
class _Piece:
    text: str
    above: str
    flows: bool = False
    block: int = 0


def quotes(number: int, match: Match, language: str = "en", *, priced: bool = False) -> list[Quote]:
    """The pieces of a passage in order; `priced` puts what the shop knows of the product's price before them."""
    passage = match.passage
    title = frozenset(words(passage.title_path))
    nearest = passage.headings[-1] if passage.headings else passage.title
    pieces = [*(_price_line(passage) if priced else []), *_pieces(passage.text, language)] or [_Piece(passage.text, "")]
    return [
        Quote(
            number=number,
            place=place + piece.block,
            text=piece.text,
            stems=frozenset(words(piece.text)),
            context=title | frozenset(words(piece.above)),
            flows=piece.flows,
            heading=_plain_heading(piece.above or nearest),
        )
        for place, piece in enumerate(pieces)
    ]


def _plain_heading(line: str) -> str:
    return "" if line.endswith(("?", ":")) or any(map(str.isdigit, line)) else line


def _price_line(passage: Passage) -> Iterator[_Piece]:
    product = passage.product
    if product and product.price and product.currency:
        yield _Piece(f"{product.name}: {product.price} {product.currency}", "price cost")


def _pieces(text: str, language: str) -> Iterator[_Piece]:
    """Questions and lines that lead to a list are no pieces: they stand above what follows them."""
    number = 0
    for section in outline(text):
        above = section.headings[-1] if section.headings else ""
        for block in section.blocks:
            number += 1
            for piece in _split(block, above, language):
                if piece.text.endswith(("?", ":")):
                    above = piece.text
                elif not _LINK.match(piece.text):
                    yield replace(piece, block=number)


def _split(block: Block, above: str, language: str) -> Iterator[_Piece]:
    if block.kind == "table":
        yield from (_Piece(row, above) for row in _rows(block.lines))
    elif block.kind == "list":
        yield from _items(block.lines, above)
    else:
        text = " ".join(line.strip() for line in block.lines)
        for sentence in map(str.strip, sentencex.segment(language, text)):
            yield _Piece(sentence, above, flows=True)
            above = sentence if sentence.endswith("?") else above


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
