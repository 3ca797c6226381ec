"""What every scheduler promises."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import boto3
import pytest

from sales_agent.adapters.schedulers.eventbridge import EventBridgeScheduler
from sales_agent.adapters.schedulers.memory import MemoryScheduler
from sales_agent.domain.events import Event
from sales_agent.ports.schedulers import Scheduler
from tests.conftest import NOW

DUE = Event(event_id="e1", type="reminder.due", tenant="acme", session_id="s1", occurred_at=NOW)
LATER = NOW + timedelta(days=20_000)
GROUP = "stack"


@pytest.fixture(params=["memory", "eventbridge"])
def scheduler(request: pytest.FixtureRequest) -> Iterator[Scheduler]:
    if request.param == "memory":
        yield MemoryScheduler()
        return
    request.getfixturevalue("aws")
    boto3.client("scheduler").create_schedule_group(Name=GROUP)
    bus = "arn:aws:events:eu-central-1:123456789012:event-bus/stack"
    yield EventBridgeScheduler(group=GROUP, bus_arn=bus, role_arn="arn:aws:iam::123456789012:role/reminders")


def names(scheduler: Scheduler) -> list[str]:
    if isinstance(scheduler, MemoryScheduler):
        return list(scheduler.planned)
    return [one["Name"] for one in boto3.client("scheduler").list_schedules(GroupName=GROUP)["Schedules"]]


def test_the_same_name_is_planned_once(scheduler: Scheduler) -> None:
    for _ in range(2):
        scheduler.schedule("a1-0-60", LATER, DUE)
    assert names(scheduler) == ["a1-0-60"]


def test_what_is_cancelled_is_forgotten_and_may_be_cancelled_again(scheduler: Scheduler) -> None:
    scheduler.schedule("a1-0-60", LATER, DUE)
    scheduler.cancel("a1-0-60")
    scheduler.cancel("a1-0-60")
    assert names(scheduler) == []


def test_a_schedule_puts_the_event_on_the_bus_once_and_goes(aws: Any) -> None:
    client = boto3.client("scheduler")
    client.create_schedule_group(Name=GROUP)
    EventBridgeScheduler(group=GROUP, bus_arn="arn:bus", role_arn="arn:role", client=client).schedule("n", LATER, DUE)
    planned = client.get_schedule(Name="n", GroupName=GROUP)
    assert planned["ScheduleExpression"] == f"at({LATER:%Y-%m-%dT%H:%M:%S})"
    assert planned["ActionAfterCompletion"] == "DELETE"
    assert planned["Target"]["EventBridgeParameters"] == {"DetailType": "reminder.due", "Source": "sales-agent"}
    assert Event.model_validate_json(planned["Target"]["Input"]) == DUE
