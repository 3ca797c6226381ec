"""Events on an EventBridge bus.

PutEvents takes 10 entries a call, and may refuse some of them inside a success:
https://docs.aws.amazon.com/eventbridge/latest/APIReference/API_PutEvents.html
"""

from collections.abc import Sequence
from itertools import batched
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError

from sales_agent.adapters.aws import aws_client
from sales_agent.domain.events import SOURCE, Event
from sales_agent.ports.event_buses import EventBus

ENTRIES_A_CALL = 10
ROUNDS = 3


class EventBridge(EventBus):
    """The bus of the deployment; entries it refuses are offered again twice."""

    def __init__(self, bus_name: str, client: Any = None) -> None:
        self._bus_name = bus_name
        self._given = client

    def publish(self, events: Sequence[Event]) -> list[Event]:
        left = list(events)
        for _ in range(ROUNDS):
            left = [refused for batch in batched(left, ENTRIES_A_CALL, strict=False) for refused in self._put(batch)]
            if not left:
                break
        return left

    def _put(self, events: Sequence[Event]) -> list[Event]:
        client = self._given or aws_client("events")
        try:
            results = client.put_events(Entries=[self._entry(event) for event in events])["Entries"]
        except (ClientError, BotoCoreError):
            return list(events)
        return [event for event, result in zip(events, results, strict=True) if result.get("ErrorCode")]

    def _entry(self, event: Event) -> dict[str, Any]:
        return {
            "EventBusName": self._bus_name,
            "Source": SOURCE,
            "DetailType": event.type,
            "Time": event.occurred_at,
            "Detail": event.model_dump_json(),
        }
