"""The outbox: what changed is announced, and what the bus refuses is delivered again."""

from collections.abc import Sequence
from datetime import timedelta

from sales_agent.adapters.conversations.memory import MemoryConversations
from sales_agent.adapters.dynamo import decode
from sales_agent.adapters.event_buses.memory import MemoryEventBus
from sales_agent.domain.events import Event
from sales_agent.services.announce import Announce, Change
from tests.conftest import NOW
from tests.unit.services.builders import opened

PLACE = {"PK": "T#acme#S#s1", "tenant": "acme", "session_id": "s1", "written_at": "2026-12-01T10:00:00Z"}


def turn_written(seq: int, place: str = "1") -> Change:
    at = (NOW + timedelta(minutes=seq)).isoformat()
    reply = {"kind": "answer", "citations": []}
    new = {**PLACE, "SK": f"TURN#{seq}", "kind": "turn", "seq": seq, "at": at, "reply": reply}
    return Change(place=place, old=None, new=new)


class Refusing(MemoryEventBus):
    def publish(self, events: Sequence[Event]) -> list[Event]:
        super().publish(events[:1])
        return list(events[1:])


def test_changes_become_events_and_activity() -> None:
    bus, conversations = MemoryEventBus(), MemoryConversations()
    opened(conversations)
    assert Announce(bus, conversations)([turn_written(1), turn_written(2)]) == []
    assert [event.type for event in bus.events] == ["turn.answered", "turn.answered"]
    assert conversations.load("acme", "s1").conversation.last_activity == NOW + timedelta(minutes=2)


def test_what_the_bus_refuses_comes_again() -> None:
    announce = Announce(Refusing(), MemoryConversations())
    assert announce([turn_written(1, "1"), turn_written(2, "2"), turn_written(3, "3")]) == ["2", "3"]


def test_deleted_items_announce_nothing() -> None:
    bus = MemoryEventBus()
    image = decode({"PK": {"S": "T#acme#S#s1"}, "kind": {"S": "turn"}})
    assert Announce(bus, MemoryConversations())([Change(place="1", old=image, new=None)]) == []
    assert bus.events == []
