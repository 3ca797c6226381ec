"""The outbox: tells the bus what changed in the table, and keeps each conversation's last activity."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sales_agent.domain.changes import Image, events_of
from sales_agent.domain.events import Event
from sales_agent.ports.conversations import Conversations
from sales_agent.ports.event_buses import EventBus


@dataclass(frozen=True)
class Change:
    """One change of one item; `place` is its position in the stream."""

    place: str
    old: Image | None
    new: Image | None


class Announce:
    """Publishes the events of a batch of changes."""

    def __init__(self, bus: EventBus, conversations: Conversations) -> None:
        self._bus = bus
        self._conversations = conversations

    def __call__(self, changes: Sequence[Change]) -> list[str]:
        """Returns the places of the changes that must be delivered again."""
        events: list[Event] = []
        place_of: dict[str, str] = {}
        for change in changes:
            for event in events_of(change.old, change.new):
                events.append(event)
                place_of[event.event_id] = change.place
        self._note_activity(events)
        return [place_of[event.event_id] for event in self._bus.publish(events)]

    def _note_activity(self, events: Sequence[Event]) -> None:
        latest: Mapping[tuple[str, str], Any] = {
            (event.tenant, event.session_id): event.occurred_at for event in events if event.type == "turn.answered"
        }
        for (tenant, session_id), at in latest.items():
            self._conversations.touch(tenant, session_id, at)
