"""What a visitor's message says about the deal: company size, budget, time, who decides. Each with its words."""

import re
from collections.abc import Iterator

from sales_agent.domain.lead_cues import BUDGET, DECIDES, DEFERS, PLANS, QUESTION, SIZE, TIMELINE
from sales_agent.domain.profile import Fact
from sales_agent.domain.spoken import spoken

SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")


def lead_facts_in(text: str, *, seq: int) -> list[Fact]:
    """The facts about the deal in a message.

    `company_size`, `budget_range` and `timeline` are in the visitor's words; `decision_maker` is "yes" or "no".
    Questions state nothing and are left out.
    """
    sentences = [part for part in SENTENCE.split(spoken(text)) if not QUESTION.match(part)]
    found = [*_sizes(sentences), *_plans(sentences), *_authority(sentences)]
    return [Fact(field=field, value=value, seq=seq, quote=quote) for field, value, quote in found]


def _sizes(sentences: list[str]) -> Iterator[tuple[str, str, str]]:
    for field, pattern in (("company_size", SIZE), ("budget_range", BUDGET)):
        found = next((match for part in sentences if (match := pattern.search(part))), None)
        if found:
            value = next(group for group in found.groupdict().values() if group)
            yield field, _tidy(value), _tidy(found[0])


def _plans(sentences: list[str]) -> Iterator[tuple[str, str, str]]:
    """A time counts in a sentence about doing something, so that "I was there in March" is no timeline."""
    found = next((match for part in sentences if PLANS.search(part) and (match := TIMELINE.search(part))), None)
    if found:
        yield "timeline", _tidy(found[0]), _tidy(found.string)


def _authority(sentences: list[str]) -> Iterator[tuple[str, str, str]]:
    """Who must ask somebody does not decide, whatever else was said."""
    for pattern, value in ((DEFERS, "no"), (DECIDES, "yes")):
        found = next((match for part in sentences if (match := pattern.search(part))), None)
        if found:
            yield "decision_maker", value, _tidy(found[0])
            return


def _tidy(text: str) -> str:
    return " ".join(text.split()).strip(" ,.;-")
