"""A queue of messages, as far as those who work on it and look after it need it."""

from typing import Protocol

from sales_agent.domain.record import Record


class QueueDepth(Record):
    """About how many messages wait, are given up, or are hidden until they come again."""

    waiting: int = 0
    hidden: int = 0
    given_up: int = 0


class Queue(Protocol):
    """One queue and its dead-letter queue. Raises Retriable when the service is away, Fatal when it refuses."""

    def postpone(self, receipt: str, seconds: int) -> None:
        """Has a message that was received come again after so long, and not before."""
        ...

    def depth(self) -> QueueDepth:
        """How many messages there are."""
        ...

    def redrive(self) -> int:
        """Puts the messages that were given up back into the queue; how many there were."""
        ...
