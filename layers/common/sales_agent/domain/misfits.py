"""What would be no answer: a product's fact line to another question, and what is too small for the people named."""

import re
from collections.abc import Iterator
from collections.abc import Set as AbstractSet

from sales_agent.domain.knowledge import Product
from sales_agent.domain.words import words

_HEADS = (
    r"(?:people|persons?|employees|staff|users?|colleagues|workers|guests|seats?|heads|desks|members|"
    r"personen|mitarbeiter\w*|personas|empleados|personnes|salari[ée]s)"
)
_UP_TO = r"(?:up to|at most|no more than|a maximum of|bis zu|hasta|jusqu'à)\s+(\d{1,6})"
_ASKED = re.compile(
    rf"\b(\d{{1,6}})[\s-]+(?:\w+\s+)?{_HEADS}\b|\b(\d{{1,6}}) of us\b"
    r"|\b(?:team|office|company|group|party|staff|family|firm) of (?:about )?(\d{1,6})\b",
    re.IGNORECASE,
)
_HOLDS = re.compile(rf"\b{_UP_TO}\s+(?:\w+\s+)?{_HEADS}\b", re.IGNORECASE)
_ROW = re.compile(rf"\b{_HEADS}\s*[:|]?\s+((?:{_UP_TO}[^,|\n]*[,|]?\s*)+)", re.IGNORECASE)
_CELL = re.compile(rf"\b{_HEADS} (\d{{1,6}})(?=,|$)|\b(\d{{1,3}})-person\b", re.IGNORECASE)
_FACTS = re.compile(r"(Price|SKU|Availability|Category|Tags|Brand) \S")
_SORTING = ("Category ", "Tags ")


def is_idle_facts(text: str, product: Product | None, wanted: AbstractSet[str]) -> bool:
    """Whether a piece is the shop's line of a product's price and number, and none of these was asked for."""
    if product is None or not text.startswith(f"{product.name}: "):
        return False
    facts = text.removeprefix(f"{product.name}: ")
    if not _FACTS.match(facts):
        return False
    told = " ".join(part for part in facts.split(", ") if not part.startswith(_SORTING))
    return not (wanted - frozenset(words(product.name))) & frozenset(words(told))


def people_in(question: str) -> int:
    """How many people a question is about; 0 when it does not say."""
    found = _ASKED.search(question)
    return int(found[1] or found[2] or found[3]) if found else 0


def too_small(text: str, people: int) -> bool:
    """Whether a text is only about what is made for fewer people."""
    return people > 0 and 0 < capacity(text) < people


def is_big_enough(text: str, people: int) -> bool:
    """Whether a text names something made for so many people."""
    return people > 0 and people <= capacity(text)


def capacity(text: str) -> int:
    """For how many people at most something in the text is made; 0 when it does not say."""
    return max(_capacities(text), default=0) if any(map(str.isdigit, text)) else 0


def _capacities(text: str) -> Iterator[int]:
    yield from (int(found[1]) for found in _HOLDS.finditer(text))
    for row in _ROW.finditer(text):
        yield from (int(figure) for figure in re.findall(_UP_TO, row[1], re.IGNORECASE))
    yield from (int(cell[1] or cell[2]) for cell in _CELL.finditer(text))
