"""The visitor's industry, when it is stated plainly."""

import re

from sales_agent.domain.patterns import pattern
from sales_agent.domain.vocabulary import word_list

KNOWN = "|".join(name.replace(" ", r"\s+") for name in sorted(word_list("industries"), key=len, reverse=True))
STATED = pattern(
    rf"""\b(?:we|i)(?:'?re|'?m|\s+are|\s+am)?\s+(?:work(?:ing)?\s+|operat(?:e|ing)\s+|active\s+|doing\s+business\s+)?
           in\s+(?:the\s+)?(?P<worked>{KNOWN})\b
       | \b(?:our|my|the)\s+(?:industry|sector)\s+(?:is\s+|:\s*)(?:the\s+)?
           (?P<named>{KNOWN}|[\w-]{{1,30}}(?:\s[\w-]{{1,30}})?)
       | \b(?:industry|sector|branche|secteur)\s*[:=]\s*(?P<labelled>[^\n,;.]{{2,40}})
       | \bin\s+(?:the\s+)?(?P<field>{KNOWN}|[\w-]{{1,30}})\s+(?:industry|sector|business|trade)\b
       | \b(?:we(?:'re|\s+are)|i\s+(?:run|own|have)|i(?:'m|\s+am)\s+(?:from|with|at))\s+an?\s+(?:[\w-]{{1,30}}\s+)?
           (?P<kind>{KNOWN})\s+(?:company|firm|agency|startup|start-up|business|manufacturer|retailer|provider|studio|shop|store|distributor)\b
    """,
    re.IGNORECASE | re.VERBOSE,
)
BARE = pattern(
    rf"\W*(?:(?:it's|we're\s+in|in|mostly|mainly|the)\s+)*(?P<name>{KNOWN})\b",
    re.IGNORECASE,
)
NO_INDUSTRY = frozenset(
    (
        "same",
        "your",
        "their",
        "this",
        "that",
        "my",
        "our",
        "any",
        "every",
        "whole",
        "other",
        "private",
        "right",
        "new",
        "small",
        "family",
    )
)


def industry_in(text: str, *, asked: bool) -> tuple[str, str] | None:
    """The industry and the words that say it. A bare answer counts only when it was `asked` for."""
    found = STATED.search(text)
    name = next((value for value in found.groupdict().values() if value), "") if found else ""
    if found and name.lower() not in NO_INDUSTRY:
        return name.strip().lower(), found[0]
    bare = BARE.match(text) if asked else None
    return (bare["name"].lower(), bare["name"]) if bare else None
