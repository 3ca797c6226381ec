"""A question in the words that websites use: nobody writes "the company" on its own site, and trying is a trial."""

import re

_AS_WRITTEN = (
    (re.compile(r"\b(?:the|your|this) (?:company|business|firm)(?![\w'\u2019-])", re.IGNORECASE), ""),
    (re.compile(r"\b(?:your |the )?founders?\b", re.IGNORECASE), "founded"),
    (re.compile(r"\btry(?: it)?(?: out)?\b(?! to\b)", re.IGNORECASE), "trial"),
    (re.compile(r"\bloud\b", re.IGNORECASE), "loud, noise"),
    (re.compile(r"\bheavy\b", re.IGNORECASE), "heavy, weight"),
)


def rephrased(text: str) -> str:
    """The question to look up."""
    for pattern, written in _AS_WRITTEN:
        text = pattern.sub(written, text)
    return " ".join(text.split())
