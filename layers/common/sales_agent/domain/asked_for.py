"""What kind of thing a question asks for, and how a text shows that it has it: a price wants an amount."""

import re

from sales_agent.domain.answer_checks import AMOUNT

Evidence = re.Pattern[str]

_PRICE = re.compile(
    r"\b(price\w*|pricing|costs?|how much|fees?|rates?|charges?|cheap\w*|expensive|discount\w*|"
    r"preis\w*|kosten|kostet|teuer|precios?|cuestan?|cuánto|prix|coûte\w*|combien|tarif\w*)\b",
    re.IGNORECASE,
)
_HEAVY = r"\bhow heavy|\bweigh(t|s)?\b"
_WEIGHT = r"\d ?(kg|kilos?|kilograms?|g|grams?|lbs?|pounds?|oz|ounces?|tonnes?)\b"
_BIG = r"\bhow (big|wide|tall|high|large|deep)\b|\b(dimensions?|measurements?)\b"
_SIZE = r"\d ?(mm|cm|m|inch(es)?|in|ft|feet)\b|\d ?[x\u00d7] ?\d"
_WHEN = r"\bhow (long|soon|fast|often)\b|\bwhen\b|\bwhat time\b|\bhours\b|\b(wann|cuándo|quand)\b"
_TIME = (
    r"\b(minutes?|hours?|(week)?days?|weeks?|months?|years?|daily|weekly|(mon|tues|wednes|thurs|fri|satur|sun)days?)\b"
    r"|\d[:.]\d\d\b|\d ?[ap]\.?m\b"
)
_MANY = r"\bhow (many|old|far)\b|\b(wie viele|cuántos|cuántas)\b"
_NUMBER = r"\d"
_REACH = r"\b(e-?mail|phone|telephone|call|contact|reach|telefon\w*|teléfono|téléphone)\b"
_ADDRESS = r"@|(\+\d|\(?0\d)\d*[\s()/.-][\d\s()/.-]{4,}\d"
_WHICH = (
    r"\b(which|what|list) (\w+ )?(kinds?|types?|sorts?|options?|choices|plans?|packages?|products?|services?|sizes?|"
    r"colou?rs?|models?)\b"
)
_LIST = r"^- |\w: "
_KINDS = [(_PRICE, AMOUNT)]
_KINDS += [
    (re.compile(asked, re.IGNORECASE), re.compile(evidence, re.IGNORECASE | re.MULTILINE))
    for asked, evidence in (
        (_HEAVY, _WEIGHT),
        (_BIG, _SIZE),
        (_WHEN, _TIME),
        (_MANY, _NUMBER),
        (_REACH, _ADDRESS),
        (_WHICH, _LIST),
    )
]


def asks_price(text: str) -> bool:
    """Whether a question is about what something costs."""
    return bool(_PRICE.search(text))


def evidence_for(text: str) -> list[Evidence]:
    """What a good answer to the question has in it; nothing when the question does not say."""
    return [evidence for asked, evidence in _KINDS if asked.search(text)]


def has_any(evidence: list[Evidence], text: str) -> bool:
    """Whether a text has what is asked for."""
    return any(pattern.search(text) for pattern in evidence)
