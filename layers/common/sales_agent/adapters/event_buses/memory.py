"""Events kept in a list."""

from collections.abc import Sequence

from sales_agent.domain.events import Event
from sales_agent.ports.event_buses import EventBus


class MemoryEventBus(EventBus):
    """Keeps what was published in `events`."""

    def __init__(self) -> None:
        self.events: list[Event] = []

    def publish(self, events: Sequence[Event]) -> list[Event]:
        self.events.extend(events)
        return []
