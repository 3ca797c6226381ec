"""What kind of thing a question asks for, how a text shows that it has it, and which words websites have for it.

A price wants an amount, "where are you?" wants an address and is looked up as one. What is `needed` decides: without it
a piece is no answer, however much of the question it repeats.
"""

import re
from typing import NamedTuple

from sales_agent.domain.answer_checks import AMOUNT
from sales_agent.domain.kinds import (
    ADDRESS,
    COLOURS,
    COMPANY,
    CUSTOMERS,
    DAYTIME,
    DISCOUNT,
    FAULT,
    FOUNDED,
    FOUNDER,
    FREE,
    JOBS,
    MADE,
    MONEY,
    OWNER,
    PAYMENT,
    PEOPLE,
    REACHED,
    REFUND,
    Words,
)
from sales_agent.domain.patterns import pattern


class Kind(NamedTuple):
    """How a kind of question is asked, what an answer has in it, and what stands in it or above it.

    `looked_up` takes the place of what was asked when the site is searched. What is `headed` may stand in the heading.
    """

    asked: re.Pattern[str]
    says: re.Pattern[str]
    under: re.Pattern[str] | None = None
    looked_up: str = ""
    needed: bool = False
    headed: bool = False

    def shown(self, text: str, path: str) -> bool:
        """Whether a text that stands under these headings has what is asked for."""
        nearest = path.strip().rpartition("\n")[2] if self.headed else ""
        return bool(self.says.search(f"{nearest}\n{text}")) and (
            not self.under or bool(self.under.search(f"{path}\n{text}"))
        )


_LOUD = r"\bhow (loud|quiet|noisy)\b"
_NOISE = r"\d ?dB\b"
_HEAVY = r"\bhow heavy|\bweigh(t|s)?\b"
_WEIGHT = r"\d ?(kg|kilos?|kilograms?|g|grams?|lbs?|pounds?|oz|ounces?|tonnes?)\b"
_BIG = r"\bhow (big|wide|tall|high|large|deep)\b|\b(dimensions?|measurements?)\b"
_SIZE = r"\d ?(mm|cm|m|inch(es)?|in|ft|feet)\b|\d ?[x\u00d7] ?\d"
_WHEN = (
    r"\bhow (long|soon|fast|often)\b|\bwhen (do|does|did|is|are|was|were|will|can|could|should)\b"
    r"|\bwhat time\b|\bhours\b|\b(wann|cuándo|quand)\b"
)
_TIME = (
    r"\b(minutes?|hours?|(week)?days?|weeks?|months?|years?|daily|weekly|(mon|tues|wednes|thurs|fri|satur|sun)days?)\b"
    r"|\d[:.]\d\d\b|\d ?[ap]\.?m\b"
)
_MANY = r"\bhow (many|old|far)\b|\b(wie viele|cuántos|cuántas)\b"
_NUMBER = r"\d"
_REACH = r"\b(e-?mail|phone|telephone|call|contact|reach|telefon\w*|teléfono|téléphone)\b"
_CONTACT = r"@|(\+\d|\(?0\d)\d*[\s()/.-][\d\s()/.-]{4,}\d"
_WHICH = (
    r"\b(which|what|list) (\w+ )?(kinds?|types?|sorts?|options?|choices|plans?|packages?|products?|services?|sizes?|"
    r"models?)\b"
)
_LIST = r"^- |\w: "
_SUCH = r"\b(which|what) \w+s (do|are|can)\b"
_ITEMS = r"^- "
_FEES = r"\b(fees?|rates?|charges?|how much|tarif\w*|kosten)\b"


def _kind(words: Words) -> Kind:
    under = pattern(words.under, re.IGNORECASE) if words.under else None
    asked = pattern(words.asked, re.IGNORECASE)
    return Kind(asked, pattern(words.says, words.flags), under, words.looked_up, needed=True, headed=words.headed)


_PRICE = _kind(MONEY)
_NEEDED = [
    _PRICE,
    *map(_kind, (FREE, DISCOUNT, *REACHED, ADDRESS, DAYTIME, PAYMENT, COLOURS, COMPANY, CUSTOMERS, PEOPLE, FAULT)),
    *map(_kind, (FOUNDED, FOUNDER, OWNER, MADE, JOBS, REFUND)),
]
_HELPFUL = [Kind(pattern(_FEES, re.IGNORECASE), AMOUNT)]
_HELPFUL += [
    Kind(pattern(asked, re.IGNORECASE), pattern(evidence, re.IGNORECASE | re.MULTILINE))
    for asked, evidence in (
        (_LOUD, _NOISE),
        (_HEAVY, _WEIGHT),
        (_BIG, _SIZE),
        (_WHEN, _TIME),
        (_MANY, _NUMBER),
        (_REACH, _CONTACT),
        (_WHICH, _LIST),
        (_SUCH, _ITEMS),
    )
]


def asks_price(text: str) -> bool:
    """Whether a question is about what something costs."""
    return bool(_PRICE.asked.search(text))


def asks_only_price(text: str) -> bool:
    """Whether a question is of no other kind that needs evidence than a price's."""
    return not any(kind.needed and kind is not _PRICE for kind in kinds_of(text))


def names_price(text: str) -> bool:
    """Whether a text says what something costs."""
    return bool(_PRICE.says.search(text))


def kinds_of(text: str) -> list[Kind]:
    """What a good answer to the question has in it; nothing when the question does not say."""
    needed = [kind for kind in _NEEDED if kind.asked.search(text)]
    return needed or [kind for kind in _HELPFUL if kind.asked.search(text)]


def needs_evidence(text: str) -> bool:
    """Whether the answer is known by what it has in it, however far its page is from the question."""
    return any(kind.needed for kind in kinds_of(text))


def in_site_words(text: str) -> str:
    """The question with what websites call it in the place of what visitors do."""
    for kind in _NEEDED:
        if kind.looked_up:
            text = kind.asked.sub(kind.looked_up, text)
    return text


def without_kind(text: str) -> str:
    """The question without the words for what its answer shows by itself."""
    for kind in _NEEDED:
        text = kind.asked.sub(" ", text)
    return text
