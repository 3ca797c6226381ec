"""Which of the things that a site names stand side by side in a question: "the Solo and the Team plan"."""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise

from sales_agent.domain.asked_for import without_kind
from sales_agent.domain.knowledge import Match

_COMPARES = re.compile(
    r"\b(?:compar\w+|differ\w*|versus|vs|better|unterschied\w*|vergleich\w*|diferencia\w*|différence\w*)\b",
    re.IGNORECASE,
)
_BETWIXT = re.compile(r"\b(?:between|zwischen|entre)\b", re.IGNORECASE)
_BETWEEN = re.compile(
    r"\W*(?:,|&|\b(?:and|or|vs|versus|with|to|than|und|oder|y|et|ou)\b)\W*(?:(?:the|a|an|your|compared)\b\W*)*",
    re.IGNORECASE,
)


def compares(text: str) -> bool:
    """Whether a question asks how things differ."""
    return bool(_COMPARES.search(text))


def without_comparing(text: str) -> str:
    """The question without the words that only compare."""
    return _BETWIXT.sub(" ", _COMPARES.sub(" ", text))


def things_in(text: str, matches: Mapping[int, Match], names: Iterable[str]) -> list[str]:
    """The names, in lower case and in their order, that stand side by side in a question."""
    asked = without_kind(text).casefold()
    titles = (match.passage.title for match in matches.values())
    known = sorted({name.casefold().strip() for name in (*names, *titles)} - {""}, key=len, reverse=True)
    spans: list[tuple[int, int]] = []
    for name in known:
        for found in re.finditer(rf"(?<!\w){re.escape(name)}(?!\w)", asked):
            if all(found.end() <= start or end <= found.start() for start, end in spans):
                spans.append(found.span())
    spans.sort()
    return [asked[start:end] for start, end in spans] if _side_by_side(asked, spans) else []


def _side_by_side(asked: str, spans: list[tuple[int, int]]) -> bool:
    gaps = (asked[one[1] : other[0]] for one, other in pairwise(spans))
    return all(_BETWEEN.fullmatch(gap) for gap in gaps)
