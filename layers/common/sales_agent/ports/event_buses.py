"""Telling the rest of the system what happened."""

from collections.abc import Sequence
from typing import Protocol

from sales_agent.domain.events import Event


class EventBus(Protocol):
    """Carries domain events."""

    def publish(self, events: Sequence[Event]) -> list[Event]:
        """Puts the events on the bus and returns those that it did not take."""
        ...
