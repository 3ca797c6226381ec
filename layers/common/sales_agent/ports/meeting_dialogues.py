"""Talking about meetings within a conversation."""

from typing import Protocol

from sales_agent.domain.conversation import Reply
from sales_agent.domain.profile import Profile
from sales_agent.ports.conversations import Snapshot


class MeetingDialogue(Protocol):
    """Speaks when a message is about a meeting: offers, books, moves and cancels."""

    def __call__(self, text: str, snapshot: Snapshot, profile: Profile, /) -> Reply | None:
        """The reply, or None when the message is about something else."""
        ...

    def invite(self, reply: Reply, snapshot: Snapshot, /) -> Reply:
        """The reply to somebody who has just qualified, with times for a meeting, if there are any."""
        ...
