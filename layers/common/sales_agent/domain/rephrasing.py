"""A question in the words that websites use: nobody writes "the company" on its own site, and trying is a trial."""

import re

from sales_agent.domain.asked_for import in_site_words
from sales_agent.domain.offer_questions import offer_in_site_words
from sales_agent.domain.question_words import meant

_AS_WRITTEN = (
    (re.compile(r"\b(?:the|your|this) (?:company|business|firm)(?![\w'\u2019-])", re.IGNORECASE), ""),
    (re.compile(r"\b(?:credit|debit) cards?\b", re.IGNORECASE), "card"),
    (re.compile(r"\bloud\b", re.IGNORECASE), "loud, noise"),
    (re.compile(r"\bheavy\b", re.IGNORECASE), "heavy, weight"),
)


def rephrased(text: str) -> str:
    """The question to look up."""
    text = in_site_words(offer_in_site_words(meant(text)))
    for pattern, written in _AS_WRITTEN:
        text = pattern.sub(written, text)
    return " ".join(text.split())
