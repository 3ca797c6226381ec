"""What an answer may say: only what its passages say.

Every [n] must be a passage that was given, every amount must stand in one of them, every link must lead to one.
"""

import re
from collections.abc import Sequence

from sales_agent.domain.conversation import Citation
from sales_agent.domain.knowledge import Match
from sales_agent.domain.record import Record

MARKER = re.compile(r"\s?\[(\d{1,2})\]")
LINK = re.compile(r"https?://[^\s)\]>\"']+")
AMOUNT = re.compile(
    r"(?:[$€£¥₹]|\b(?:USD|EUR|GBP|CHF)\b)\s?(\d[\d.,\u00a0']*\d|\d)"
    r"|(\d[\d.,\u00a0']*\d|\d)\s?(?:[$€£¥₹%]|\b(?:USD|EUR|GBP|CHF|dollars?|euros?|pounds?|percent)\b)",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n+")
QUOTE_CHARACTERS = 400
HEADING = re.compile(r"^#{1,6} ", re.MULTILINE)
LAST_HEADING = re.compile(r"(?:\n+|\A)#{1,6}(?: [^\n]*)?\s*\Z")


class CheckedAnswer(Record):
    """An answer whose markers count from 1 in the order they stand, with the passages behind them."""

    text: str
    citations: list[Citation]


def cite(text: str, matches: Sequence[Match]) -> CheckedAnswer:
    """Numbers the passages an answer used, and drops markers and links that stand for none."""
    order: list[int] = []
    for found in MARKER.findall(text):
        if 1 <= int(found) <= len(matches) and int(found) not in order:
            order.append(int(found))

    def renumber(marker: re.Match[str]) -> str:
        number = int(marker[1])
        return f" [{order.index(number) + 1}]" if number in order else ""

    urls = {match.passage.url for match in matches}
    linked = LINK.sub(lambda link: link[0] if link[0].rstrip(".,;:") in urls else "", MARKER.sub(renumber, text))
    citations = [_citation(number, matches[place - 1]) for number, place in enumerate(order, start=1)]
    return CheckedAnswer(text=linked.strip(), citations=citations)


def unfounded_amounts(text: str, matches: Sequence[Match]) -> list[str]:
    """Prices, discounts and percentages in the text that stand in none of the passages."""
    evidence = {digits(amount) for match in matches for amount in _numbers(match)}
    return [amount for amount in _amounts(text) if digits(amount) not in evidence]


def own_words(text: str, matches: Sequence[Match]) -> str:
    """The text without the sentences that stand word for word in a passage."""
    pages = [" ".join(match.passage.text.split()) for match in matches]
    sentences = SENTENCE_END.split(MARKER.sub("", text))
    return " ".join(sentence for sentence in sentences if not any(" ".join(sentence.split()) in page for page in pages))


def _citation(number: int, match: Match) -> Citation:
    passage = match.passage
    return Citation(number=number, title=passage.title_path, url=passage.url, passage=_shown(passage.text))


def _shown(text: str) -> str:
    """The beginning of a passage as a reader sees it: headings without their marks, and none with nothing below it."""
    beginning = text if len(text) <= QUOTE_CHARACTERS else text[: QUOTE_CHARACTERS + 1].rpartition(" ")[0]
    beginning = LAST_HEADING.sub("", beginning or text[:QUOTE_CHARACTERS])
    return HEADING.sub("", beginning).strip() or HEADING.sub("", text[:QUOTE_CHARACTERS])


def _amounts(text: str) -> list[str]:
    return [before or after for before, after in AMOUNT.findall(text)]


def _numbers(match: Match) -> list[str]:
    product = match.passage.product
    return re.findall(r"\d[\d.,\u00a0']*\d|\d", f"{match.passage.text} {product.price if product else ''}")


def digits(amount: str) -> str:
    """A number without its grouping, and without cents that are zero: `1.299,00`, `1,299` and `1299` are one."""
    plain = re.sub(r"[\u00a0']", "", amount)
    whole, point, cents = plain.rpartition("," if plain.rfind(",") > plain.rfind(".") else ".")
    if not point or len(cents) == len("000"):
        return re.sub(r"\D", "", plain)
    return re.sub(r"\D", "", whole) + (f".{cents.rstrip('0')}" if cents.rstrip("0") else "")
