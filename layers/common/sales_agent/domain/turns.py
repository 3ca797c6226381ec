"""The rules of taking turns: repeats, limits, and what a short follow-up is about."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b

from sales_agent.domain.conversation import Turn
from sales_agent.domain.offer_questions import people_to_suit, superlative

WINDOW = 8
"""Turns that a new one is taken with."""
REMEMBERED_IDS = 48
MINUTE = timedelta(minutes=1)
FOLLOW_UP = re.compile(
    r"^(and|also|what about|how about|und|y|et)\b|\b(it|its|that|this|they|them|those|these|one|ones|there)\b",
    re.IGNORECASE,
)
FOLLOW_UP_WORDS = 9
CITATION = "[1]"
NAME = re.compile(r"[A-Z][\w&'-]*(?: (?!An? |The )[A-Z0-9][\w&'-]*){0,4}")
"""The name with which a card or a line of a list begins: "Wren Studio A plumbed-in machine"."""
QUESTION_KINDS = {"answer", "closest", "unknown"}


def fingerprint(message_id: str) -> str:
    """A short mark of a message id: 6 bytes, 12 hex digits."""
    return blake2b(message_id.encode(), digest_size=6).hexdigest()


def next_seq(turns: Sequence[Turn]) -> int:
    """The number of the turn that comes after these."""
    return turns[-1].seq + 1 if turns else 1


def earlier_ids(turns: Sequence[Turn]) -> list[str]:
    """The marks the next turn carries: none but in every eighth, so that each window holds one turn with marks."""
    return _marks(turns)[-REMEMBERED_IDS:] if next_seq(turns) % WINDOW == 0 else []


def seq_of(message_id: str, turns: Sequence[Turn]) -> int | None:
    """The number of the turn that already answered this message, as far as the last turns remember."""
    marks, mark = _marks(turns), fingerprint(message_id)
    return next_seq(turns) - len(marks) + marks.index(mark) if mark in marks else None


def _marks(turns: Sequence[Turn]) -> list[str]:
    """Those of the messages up to the last: what the newest turn with marks carries, then one a turn from it on."""
    marks: list[str] = []
    for turn in turns:
        marks = [*(turn.earlier_ids or marks), fingerprint(turn.message_id)]
    return marks


def seconds_to_wait(turns: Sequence[Turn], per_minute: int, now: datetime) -> int:
    """How long a visitor who has taken `per_minute` turns within the last minute must wait; 0 when not."""
    recent = [turn.at for turn in turns if now - turn.at < MINUTE]
    if len(recent) < per_minute:
        return 0
    return max(1, round((recent[-per_minute] + MINUTE - now).total_seconds()))


def is_follow_up(text: str) -> bool:
    """Whether a message takes its subject from the one before: short, and pointing back.

    One that says for how many people something is sought can be answered by itself.
    """
    short = len(text.split()) <= FOLLOW_UP_WORDS
    return short and bool(FOLLOW_UP.search(text)) and not people_to_suit(text)


def search_text(text: str, turns: Sequence[Turn]) -> str:
    """What to look up: a follow-up ("and what does it cost?") takes the last question that had a subject along."""
    if not is_follow_up(text):
        return text
    asked = [turn for turn in turns if turn.reply.kind in QUESTION_KINDS]
    alone = [turn for turn in asked if not is_follow_up(turn.text)] or asked
    return f"{topic_of(alone[-1].text, alone[-1].reply.text)} {text}" if alone else text


def topic_of(question: str, answer: str) -> str:
    """What a follow-up is about: the question before it, or the one thing that was chosen in answer to it."""
    chosen = answer.partition("\n\n")[0]
    if "\n" in chosen or CITATION not in chosen or not (people_to_suit(question) or superlative(question)):
        return question
    named = NAME.match(chosen)
    return named[0] if named else question
