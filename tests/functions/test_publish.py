"""The publish function: stream records become events on the bus."""

import pytest

from functions.publish.handler import lambda_handler
from sales_agent.adapters.event_buses.eventbridge import EventBridge
from sales_agent.domain.events import Event
from tests.functions.conftest import CONTEXT, LoadEvent

pytestmark = pytest.mark.usefixtures("deployed")


def test_changes_are_announced_and_deletions_are_not(load_event: LoadEvent, monkeypatch: pytest.MonkeyPatch) -> None:
    published: list[Event] = []
    monkeypatch.setattr(EventBridge, "publish", lambda self, events: published.extend(events) or [])
    assert lambda_handler(load_event("publish_stream"), CONTEXT) == {"batchItemFailures": []}
    assert [event.type for event in published] == ["turn.answered", "conversation.closed"]


def test_the_real_bus_takes_them(load_event: LoadEvent) -> None:
    assert lambda_handler(load_event("publish_stream"), CONTEXT) == {"batchItemFailures": []}


def test_what_the_bus_refuses_is_delivered_again(load_event: LoadEvent, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(EventBridge, "publish", lambda self, events: events[1:])
    result = lambda_handler(load_event("publish_stream"), CONTEXT)
    assert result == {"batchItemFailures": [{"itemIdentifier": f"{2:021d}"}]}
