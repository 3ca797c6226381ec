"""A passage as the pieces that can be quoted: sentences, list items, table rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

import sentencex

from sales_agent.domain.answer_checks import AMOUNT
from sales_agent.domain.knowledge import Match, Passage
from sales_agent.domain.outline import Block, outline
from sales_agent.domain.weekdays import days_within
from sales_agent.domain.words import words

SHORT_LIST = 320
MOST_ITEMS = 8
CRUMB_ITEM_WORDS = 3
TWO_COLUMNS = 2
FEW_WORDS = 2
SOME_CARDS = 2
PRICE_WORDS = "price cost"
_CARD_PRICE = re.compile(rf"(?:{AMOUNT.pattern})(?: (?:/ ?)?(?:[a-z]+|[A-Z]{{2,4}})(?![\w.]))*(?: (?=[A-Z])|$)")
_DATA = re.compile(rf"@|\d[\d\s/-]{{6,}}|{AMOUNT.pattern}", re.IGNORECASE)
_LINK = re.compile(r"(https?://|www\.)\S+")


@dataclass(frozen=True)
class Quote:
    """A piece of the `number`-th passage: its words, and those of the headings and questions above it.

    `flows` is true of sentences, which may need their neighbour to be understood; `place` skips one between blocks.
    `heading` is the line above that may be quoted with it; amounts in headings are not, for nothing proves them.
    `subject` are the words of the name of what the page is about, `path` the lines above as they stand. `is_item` is
    true of one item of a list.
    """

    number: int
    place: int
    text: str
    stems: frozenset[str]
    context: frozenset[str]
    flows: bool
    heading: str = ""
    subject: frozenset[str] = frozenset()
    path: str = ""
    is_item: bool = False

    @property
    def title(self) -> str:
        """The title of its page."""
        return self.path.partition("\n")[0]

    @property
    def is_listed(self) -> bool:
        """Whether it is a list or an item of one."""
        return self.is_item or self.text.startswith("- ")

    @property
    def above(self) -> str:
        """The line next above."""
        return self.path.strip().rpartition("\n")[2]

    @property
    def whereabouts(self) -> str:
        """The title of its page, and its heading where that is another."""
        return self.heading if self.heading == self.title else f"{self.title}, {self.heading}"

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
    is_item: bool = False


def quotes(number: int, match: Match, language: str = "en", *, priced: bool = False) -> list[Quote]:
    """The pieces of a passage in order; `priced` puts what the shop knows of the product's price before them."""
    passage = match.passage
    line = price_line(passage) if priced else ""
    pieces = [*([_Piece(line, PRICE_WORDS)] if line else []), *_pieces(passage.text, language)]
    return [_quote(number, passage, place, piece) for place, piece in enumerate(pieces)]


def whole(number: int, match: Match) -> Quote:
    """A passage as one piece, where nothing in it can be quoted alone."""
    return piece_of(number, match.passage, 0, match.passage.text, "")


def piece_of(number: int, passage: Passage, place: int, text: str, above: str) -> Quote:
    """A text told by a passage, below the line `above`."""
    return _quote(number, passage, place, _Piece(text, above))


def subject_of(passage: Passage) -> str:
    """The name of what the passage's page is about."""
    return passage.product.name if passage.product else passage.title


def _quote(number: int, passage: Passage, place: int, piece: _Piece) -> Quote:
    nearest = passage.headings[-1] if passage.headings else passage.title
    return Quote(
        number=number,
        place=place + piece.block,
        text=piece.text,
        stems=frozenset(words(piece.text)) | days_within(piece.text),
        context=frozenset(words(f"{passage.title_path} {piece.above}")),
        flows=piece.flows,
        heading=_plain_heading(piece.above or nearest),
        subject=frozenset(words(subject_of(passage))),
        path="\n".join([passage.title, *passage.headings, piece.above]),
        is_item=piece.is_item,
    )


def _plain_heading(line: str) -> str:
    return "" if line.endswith(("?", ":")) or line == PRICE_WORDS or any(map(str.isdigit, line)) else line


def price_line(passage: Passage) -> str:
    """What the shop knows of the price of a page's product; nothing when it does not say in which currency."""
    product = passage.product
    return (
        f"{product.name}: {product.price} {product.currency}" if product and product.price and product.currency else ""
    )


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
        for sentence, flows in sentences(block.lines, language):
            yield _Piece(sentence, above, flows=flows)
            above = sentence if sentence.endswith("?") else above


def sentences(lines: list[str], language: str) -> Iterator[tuple[str, bool]]:
    """The sentences of a paragraph, and whether they flow; cards set side by side do not, and keep their price."""
    found = list(map(str.strip, sentencex.segment(language, " ".join(line.strip() for line in lines))))
    prices = [_CARD_PRICE.match(sentence) for sentence in found]
    if sum(map(bool, prices)) < SOME_CARDS:
        yield from ((sentence, True) for sentence in found)
        return
    for sentence, price, following in zip(found, prices, [*prices[1:], None], strict=True):
        own = sentence.removeprefix(price[0]) if price else sentence
        if own:
            yield f"{own} {following[0].strip()}" if following else own, False


def _items(lines: list[str], above: str) -> Iterator[_Piece]:
    """A short list stays whole, with the line that leads to it; one of many cells under no heading says nothing."""
    lead = f"{above}\n" if above.endswith(":") else ""
    few = len(lines) <= MOST_ITEMS
    crumbs = sum(len(line.removeprefix("- ").split()) <= CRUMB_ITEM_WORDS for line in lines) > len(lines) / 2
    if crumbs and not few and not above:
        return
    if (few or (crumbs and lead)) and len("\n".join(lines)) <= SHORT_LIST:
        yield _Piece(lead + "\n".join(lines), above)
    else:
        yield from (_Piece(line.removeprefix("- "), above, is_item=True) for line in lines)


def table_cells(lines: list[str]) -> list[list[str]]:
    """The cells of a table's lines."""
    return [[cell.strip() for cell in line.split("|")] for line in lines]


def _rows(lines: list[str]) -> Iterator[str]:
    """Rows as `name: value`, or `name: column value, …` where the first row names the columns."""
    header, *rows = table_cells(lines)
    if len(header) <= TWO_COLUMNS or not rows or any(map(_DATA.search, header[1:])):
        yield from (": ".join(cell for cell in row if cell) for row in [header, *rows])
        return
    for name, *values in rows:
        named = [f"{column} {value}" if column else value for column, value in zip(header[1:], values, strict=False)]
        yield f"{name}: {', '.join(named)}"
