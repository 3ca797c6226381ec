"""Doing something once, later."""

from datetime import datetime
from typing import Protocol

from sales_agent.domain.events import Event


class Scheduler(Protocol):
    """Puts events on the bus at a later time. Raises Retriable or Fatal."""

    def schedule(self, name: str, at: datetime, event: Event) -> None:
        """Publishes the event then, once; the same name again changes nothing. A name has at most 64 characters."""
        ...

    def cancel(self, name: str) -> None:
        """Forgets it; nothing happens when it is not there (any more)."""
        ...
