"""The rules of taking turns: repeats, limits, and what a short follow-up is about."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta
from hashlib import blake2b

from sales_agent.domain.conversation import Turn

WINDOW = 8
"""Turns that a new one is taken with."""
REMEMBERED_IDS = 48
MINUTE = timedelta(minutes=1)
FOLLOW_UP = re.compile(
    r"^(and|also|what about|how about|und|y|et)\b|\b(it|its|that|this|they|them|those|these|one|ones|there)\b",
    re.IGNORECASE,
)
FOLLOW_UP_WORDS = 9
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
    """Whether a message takes its subject from the one before: short, and pointing back."""
    return len(text.split()) <= FOLLOW_UP_WORDS and bool(FOLLOW_UP.search(text))


def search_text(text: str, turns: Sequence[Turn]) -> str:
    """What to look up: a follow-up ("and what does it cost?") takes the last question that had a subject along."""
    if not is_follow_up(text):
        return text
    questions = [turn.text for turn in turns if turn.reply.kind in QUESTION_KINDS]
    subjects = [question for question in questions if not is_follow_up(question)] or questions
    return f"{subjects[-1]} {text}" if subjects else text
