"""What a visitor asked, and what the site had to say to it."""

import re
from collections.abc import Iterable, Sequence

from pydantic import Field

from sales_agent.domain.clean_text import one_line
from sales_agent.domain.conversation import Citation, ReplyKind, Turn
from sales_agent.domain.record import Record
from sales_agent.domain.stock_phrases import CLOSEST, PASSED_ON

MARKER = re.compile(r"\s?\[\d{1,2}\]")
LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)
"""Visitors' links are not passed on: anybody can give somebody else's address, and no mail of ours shall advertise."""
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^a-z\s])")
BREAK = re.compile(r"(?<=[.!?\]])\s+|\n\n")
LETTER = re.compile(r"[^\W\d_]")
QUESTION_CHARACTERS = 240
ANSWER_CHARACTERS = 300
MOST_QUESTIONS = 12
OPEN: frozenset[ReplyKind] = frozenset({"unknown", "closest"})
"""Replies that leave the question open; the visitor hears that it is passed on."""


class Exchange(Record):
    """A question in the visitor's words, the answer in short, and the pages it stands on."""

    question: str
    answer: str
    closest: bool = False
    sources: list[Citation] = Field(default_factory=list)


def exchanges(turns: Sequence[Turn], characters: int = ANSWER_CHARACTERS) -> list[Exchange]:
    """What was asked and answered from the site, or nearly so, each answer in at most so many characters."""
    answered = [turn for turn in turns if turn.reply.kind in {"answer", "closest"}]
    return [
        Exchange(
            question=_question(turn),
            answer=_answer(turn.reply.text, characters),
            closest=turn.reply.kind == "closest",
            sources=turn.reply.citations,
        )
        for turn in answered[:MOST_QUESTIONS]
    ]


def unanswered(turns: Sequence[Turn]) -> list[str]:
    """The questions that the site does not answer, whether it says something near them or nothing."""
    return _once(_question(turn) for turn in turns if turn.reply.kind in OPEN)


def wishes(turns: Sequence[Turn]) -> list[str]:
    """What the visitor asked about that the site or the calendar had something to say to."""
    return _once(_question(turn) for turn in turns if turn.reply.kind in {"answer", "closest", "meeting"})


def unmarked(text: str) -> str:
    """An answer without the [n] that point to its passages."""
    return MARKER.sub("", text)


def shortened(text: str, limit: int) -> str:
    """The text with at most `limit` characters, cut between words."""
    if len(text) <= limit:
        return text
    return f"{text[: limit - 1].rsplit(' ', 1)[0].rstrip(' ,;:-')}\u2026"


def _question(turn: Turn) -> str:
    return shortened(one_line(LINK.sub("[…]", turn.text)), QUESTION_CHARACTERS)


def _answer(text: str, characters: int) -> str:
    """The first sentences, as many as fit."""
    first, *more = SENTENCE.split(one_line(unmarked(_alone(text))))
    for sentence in more:
        if len(first) + len(sentence) >= characters:
            break
        first += f" {sentence}"
    return shortened(first, characters)


def _alone(text: str) -> str:
    """The answer without what the chat says around it: that it is the closest, and what the agent asks or offers."""
    for sentence in (*CLOSEST.values(), *PASSED_ON.values()):
        text = text.replace(sentence, "")
    said = BREAK.split(text.strip())
    # What the agent asks stands at the end and on no passage; what the site asks is followed by its [n].
    while len(said) > 1 and said[-1].endswith("?") and "[" not in said[-1]:
        said.pop()
    return " ".join(said)


def _once(texts: Iterable[str]) -> list[str]:
    kept: dict[str, str] = {}
    for text in texts:
        if LETTER.search(text):
            kept.setdefault(text.casefold(), text)
    return list(kept.values())[:MOST_QUESTIONS]
