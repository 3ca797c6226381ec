"""What a page offers one by one, each with its price or the number of people it is for.

These are the rows of a table, or its columns where the rows are what is said of them, the items of a list, and
sentences. Cards that a page sets side by side come as sentences that begin with the price of the card before.
"""

import re
from collections.abc import Iterator, Mapping
from typing import NamedTuple

from sales_agent.domain.answer_checks import AMOUNT, digits
from sales_agent.domain.knowledge import Match, Passage
from sales_agent.domain.misfits import capacity
from sales_agent.domain.outline import Block, outline
from sales_agent.domain.quotes import Quote, piece_of, sentences, table_cells

_ATTRIBUTE = re.compile(
    r"\b(prices?|costs?|fees?|from|months?|years?|rent(al)?|people|persons?|users?|seats?|cups|size|weight|noise|power|support"
    r"|services?|storage|warranty|capacity|limits?|included|preis|monat|prix|mois|precio|mes)\b",
    re.IGNORECASE,
)
_LABELLED = re.compile(r"\b(?:price|preis|precio|prix)\b\W*(?:from )?(\d[\d.,]*)", re.IGNORECASE)
_ASIDE = re.compile(
    r"/(?:blog|news|journal|magazine|posts?|articles?|stories|press)/"
    r"|/[\w-]*(?:privacy|terms|legal|imprint|impressum|cookies?|datenschutz|agb)\b",
    re.IGNORECASE,
)
_SALE = re.compile(r"\b(?:sell|buy|purchase)\b", re.IGNORECASE)
_LENT = re.compile(r"\b(?:rent(?:al|als|ed|ing)?|hir(?:e|ed|ing)|leas(?:e|ed|ing))\b", re.IGNORECASE)
_CARD = 300
_LEAD_WORDS = 5
_THREE_COLUMNS = 3


class Option(NamedTuple):
    """One thing on offer, and the piece that tells of it; `kind` is what its table calls such things."""

    name: str
    piece: Quote
    kind: str = ""

    @property
    def price(self) -> float | None:
        """The first price named; None when there is none."""
        return price_in(self.piece.text)

    @property
    def tells_more(self) -> bool:
        """Whether it tells anything besides prices."""
        _, _, told = self.piece.text.partition(": ")
        return any(not AMOUNT.search(part) for part in told.split(", "))

    @property
    def has_prices(self) -> bool:
        """Whether there are several, of which one does not know which is asked for."""
        return not _is_single(self.piece.text)


def is_aside(passage: Passage) -> bool:
    """Whether a passage is of a blog or of the small print, which tell of many things but not of what is on offer."""
    return passage.kind == "post" or bool(_ASIDE.search(passage.url))


def price_in(text: str) -> float | None:
    """The first amount of money in a text, or what is labelled as a price."""
    found = next((match for match in AMOUNT.finditer(text) if "%" not in match[0]), None) or _LABELLED.search(text)
    figure = next((group for group in found.groups() if group), "") if found else ""
    return float(digits(figure)) if digits(figure) else None


def listings(matches: Mapping[int, Match], language: str, text: str = "") -> list[list[Option]]:
    """The listings of the passages, longest first; blogs, small print and the page of one product list nothing.

    Where a shop sells or something to buy is asked for, what is lent is another matter.
    """
    sold = bool(_SALE.search(text)) or any(match.passage.product for match in matches.values())
    unlent = text and sold and not _LENT.search(text)
    found = [
        options
        for number, match in matches.items()
        if not is_aside(match.passage) and not match.passage.product
        for options in _of_passage(number, match.passage, language)
    ]
    found = [options for options in found if not (unlent and _LENT.search(options[0].piece.path))]
    return sorted(found, key=len, reverse=True)


def _of_passage(number: int, passage: Passage, language: str) -> list[list[Option]]:
    """The options of each table, list and row of cards; where there is none, those that stand under headings."""
    blocks = [list(options) for options in _of_blocks(number, passage, language)]
    listed = [options for options in blocks if len(options) > 1]
    if listed:
        return listed
    alone = [*_of_sections(number, passage)] or [option for options in blocks for option in options]
    return [alone] if len({option.name for option in alone}) > 1 else []


def _of_sections(number: int, passage: Passage) -> Iterator[Option]:
    """Short sections with one price each, as cards are: the heading is the name, all below it what is told."""
    for place, section in enumerate(outline(passage.text), start=1):
        *above, name = ["", *section.headings]
        text = " ".join(line for block in section.blocks if block.kind == "paragraph" for line in block.lines)
        if name and not section.is_question and len(text) <= _CARD and _is_single(text) and price_in(text) is not None:
            yield Option(name, piece_of(number, passage, place, f"{name}: {text}", above[-1]))


def _of_blocks(number: int, passage: Passage, language: str) -> Iterator[Iterator[Option]]:
    place = 0
    for section in outline(passage.text):
        heading = section.headings[-1] if section.headings else ""
        for block in section.blocks:
            told = [*_told(block, heading or passage.title, language)]
            kind = _kind_of(block)
            yield (
                Option(name, piece_of(number, passage, place + row, text, heading), kind)
                for row, (name, text) in enumerate(told, start=1)
                if price_in(text) is not None or capacity(text)
            )
            place += len(told) + 1


def _kind_of(block: Block) -> str:
    """What a table calls the things that its rows are about."""
    header = table_cells(block.lines)[0] if block.kind == "table" else []
    return header[0] if len(header) >= _THREE_COLUMNS else ""


def _told(block: Block, heading: str, language: str) -> Iterator[tuple[str, str]]:
    if block.kind == "table":
        yield from _table(block.lines)
    elif block.kind == "list":
        yield from ((_lead(text, heading), text) for text in (line.removeprefix("- ") for line in block.lines))
    elif block.kind == "paragraph":
        yield from ((_lead(text, heading), text) for text, _ in sentences(block.lines, language) if _is_single(text))


def _is_single(text: str) -> bool:
    """Whether a sentence tells of one price at most: of several one does not know whose they are."""
    return sum("%" not in amount[0] for amount in AMOUNT.finditer(text)) <= 1


def _lead(text: str, heading: str) -> str:
    """What a text begins with before its first colon, or the heading above it."""
    lead, colon, _ = text.partition(":")
    short = colon and len(lead.split()) <= _LEAD_WORDS
    return lead.split(",")[0] if short else heading


def _table(lines: list[str]) -> Iterator[tuple[str, str]]:
    header, *rows = table_cells(lines)
    if len(header) < _THREE_COLUMNS:
        yield from ((row[0], ": ".join(row)) for row in [header, *rows] if len(row) > 1)
        return
    across, down = header[1:], [row[0] for row in rows]
    if _share(down) > _share(across):
        header, *rows = map(list, zip(*[header, *rows], strict=False))
    for name, *values in rows:
        told = (f"{column} {value}" if column else value for column, value in zip(header[1:], values, strict=False))
        yield name, f"{name}: {', '.join(told)}"


def _share(names: list[str]) -> float:
    """How many of the names are rather what is said of a thing."""
    return sum(bool(_ATTRIBUTE.search(name)) for name in names) / (len(names) or 1)
