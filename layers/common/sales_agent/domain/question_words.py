"""The words of a question that carry it: not those that only ask, nor those that its answer shows by itself."""

import re

from sales_agent.domain.asked_for import kinds_of, without_kind
from sales_agent.domain.words import words

_ASKING = re.compile(
    r"\bhow (?:long|soon|often)\b|\b(?:do|does|can|could|will|would) (?:you|it|they|i|we)(?: \w+ly| also)? "
    r"(?:support|accept|offer|take|works?|sell|have|provide|do|get|come)\b",
    re.IGNORECASE,
)
ASKS_HOW = re.compile(r"\bhow (?:do|can|should|would|to|must)\b|\bwie (?:kann|muss)\b", re.IGNORECASE)
_DO = re.compile(
    r"\bhow (?:do|can|should|would|must) (?:i|we|you) (?:set up|use|make|create|start|do)\b", re.IGNORECASE
)
_TRY = re.compile(r"\btry(?: it)?(?: out)?\b(?! to\b)", re.IGNORECASE)
_FILLERS = frozenset(
    words(
        "per allow describe information details overview best before company business firm new available take happen "
        "policy credit compliant compliance anybody somebody someone everyone"
    )
)


def meant(text: str) -> str:
    """The question with what is meant: who wants to try something asks for a trial."""
    return _TRY.sub("trial", text)


def content(text: str) -> frozenset[str]:
    """The words of a question that an answer has to have."""
    return frozenset(_told(text))


def asked_words(text: str) -> list[str]:
    """The words of a question that a piece is the better for."""
    return _told(text) or ([] if kinds_of(text) else words(text))


def _told(text: str) -> list[str]:
    return [word for word in words(_ASKING.sub(" ", _DO.sub(" ", without_kind(meant(text))))) if word not in _FILLERS]
