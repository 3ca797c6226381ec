# ruff: noqa: T201 - it talks to a person
"""Many visitors, one slot: `python -m tests.bench.booking_race [--slots 300] [--workers 64]`.

Starts the emulator with nothing but the agent's table. For each slot every worker asks, at the same instant, for a
meeting of its own start and length that contains the slot's middle, so that any two overlap: exactly one may win. Then
a calendar that checks before it writes, as a careless one would, runs the same race and must be caught.
"""

import argparse
import random
import sys
import tempfile
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Barrier
from typing import Any

import boto3
from botocore.config import Config
from cfnlint.decode import cfn_yaml

from local.emulator import KEY, REGION, Emulator
from local.ports import free_port
from sales_agent.adapters.bookings.dynamodb import DynamoBookings
from sales_agent.adapters.dynamo import Table
from sales_agent.domain.meeting import Appointment, Interval, Pending
from sales_agent.ports.bookings import Bookings
from sales_agent.ports.errors import Conflict, SalesAgentError

TEMPLATE = Path(__file__).parents[2] / "template.yaml"
NOW = datetime(2026, 12, 1, tzinfo=UTC)
APART = timedelta(hours=3)
STEPS = [timedelta(minutes=5 * step) for step in range(-3, 1)]
LENGTHS = [20, 30, 45, 60]


class CarelessBookings(DynamoBookings):
    """Looks whether the time is free and then writes: the bug this test must be able to see."""

    def hold(self, appointment: Appointment, now: datetime) -> None:
        wanted = appointment.occupied()
        if any(span.overlaps(wanted) for span in self.taken(appointment.tenant, appointment.host_id, wanted, now)):
            raise Conflict("taken")
        self._put_anyway(appointment)

    def _put_anyway(self, appointment: Appointment) -> None:
        """Takes the slot's middle without a condition."""
        hour = appointment.start.replace(minute=0)
        self._table.put(self._item(appointment))
        self._table.update(
            {"PK": f"T#{appointment.tenant}#CAL#{appointment.host_id}", "SK": f"CELLS#{hour:%Y-%m-%dT%H}Z"},
            UpdateExpression="SET owner_30 = :me, until_30 = :until",
            ExpressionAttributeValues={":me": appointment.appointment_id, ":until": 9_999_999_999},
        )

    def settle(self, appointment: Appointment, before: Appointment) -> None:
        self._table.put(self._item(appointment))


@dataclass
class Outcome:
    """What a race came to: winners by slot, overlapping pairs of stored bookings, and calls that ended in neither."""

    winners: list[int] = field(default_factory=list)
    overlaps: int = 0
    errors: list[str] = field(default_factory=list)
    seconds: float = 0.0

    @property
    def fair(self) -> bool:
        """Exactly one winner everywhere and no overlap."""
        return set(self.winners) == {1} and self.overlaps == 0 and not self.errors


def race(bookings: Bookings, *, slots: int, workers: int, seed: int = 0) -> Outcome:
    """Lets all workers ask for each slot at once and counts."""
    outcome, began = Outcome(), time.monotonic()
    with ThreadPoolExecutor(workers) as pool:
        for slot in range(slots):
            won = _one_slot(bookings, pool, slot, workers, seed, outcome.errors)
            outcome.winners.append(len(won))
            outcome.overlaps += sum(a.overlaps(b) for at, a in enumerate(won) for b in won[at + 1 :])
    outcome.seconds = time.monotonic() - began
    return outcome


def _one_slot(
    bookings: Bookings, pool: ThreadPoolExecutor, slot: int, workers: int, seed: int, errors: list[str]
) -> list[Interval]:
    barrier, choice = Barrier(workers), random.Random(seed * 1_000_000 + slot)
    middle = NOW + timedelta(days=1, minutes=30) + slot * APART
    wanted = [
        _appointment(slot, worker, middle + choice.choice(STEPS), choice.choice(LENGTHS)) for worker in range(workers)
    ]
    won = pool.map(lambda one: _ask(bookings, one, barrier, errors), wanted)
    return [one.occupied() for one in won if one]


def _ask(bookings: Bookings, wanted: Appointment, barrier: Barrier, errors: list[str]) -> Appointment | None:
    barrier.wait()
    try:
        bookings.hold(wanted, NOW)
        booked = wanted.changed(NOW, status="booked", event_id="e", pending=None)
        bookings.settle(booked, wanted)
    except Conflict:
        return None
    except SalesAgentError as error:
        errors.append(f"{type(error).__name__}: {error}")
        return None
    return booked


def _appointment(slot: int, worker: int, start: datetime, duration: int) -> Appointment:
    return Appointment(
        tenant="acme",
        session_id=f"session-{worker}",
        appointment_id=f"{slot:08x}{worker:08x}",
        provider="builtin",
        host_id="sales",
        host_name="Sales",
        calendar_id="primary",
        title="Meeting",
        start=start,
        duration=duration,
        customer_name="Ann",
        email="ann@example.com",
        time_zone="UTC",
        pending=Pending(action="book", start=start, until=NOW + timedelta(minutes=5)),
        created_at=NOW,
        changed_at=NOW,
    )


def agent_client(url: str) -> Any:
    """DynamoDB on an emulator, for as many threads as there are."""
    config = Config(max_pool_connections=128, retries={"mode": "standard", "total_max_attempts": 3}, read_timeout=60)
    return boto3.client(
        "dynamodb",
        endpoint_url=url,
        region_name=REGION,
        aws_access_key_id=KEY,
        aws_secret_access_key=KEY,
        config=config,
    )


@contextmanager
def agent_tables(url: str, *names: str) -> Iterator[list[Table]]:
    """Tables like the agent's on an emulator that runs already."""
    client = agent_client(url)
    properties = cfn_yaml.load(str(TEMPLATE))["Resources"]["AgentTable"]["Properties"]
    wanted = ("AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes")
    for name in names:
        client.create_table(TableName=name, **{key: properties[key] for key in wanted})
    yield [Table(name, client) for name in names]
    for name in names:
        client.delete_table(TableName=name)


def main() -> None:
    """Runs both races and fails unless the real one is fair and the careless one is caught."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--slots", type=int, default=300)
    parser.add_argument("--workers", type=int, default=64)
    parser.add_argument("--careless-slots", type=int, default=20)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder, Emulator(Path(folder), free_port()) as emulator:
        fair, caught = _races(emulator.url, options)
    _tell("real", fair)
    _tell("careless", caught)
    sys.exit(0 if fair.fair and not caught.fair else 1)


def _races(url: str, options: argparse.Namespace) -> tuple[Outcome, Outcome]:
    with agent_tables(url, "Real", "Careless") as (real, careless):
        fair = race(DynamoBookings(real), slots=options.slots, workers=options.workers)
        return fair, race(CarelessBookings(careless), slots=options.careless_slots, workers=options.workers)


def _tell(name: str, outcome: Outcome) -> None:
    single = outcome.winners.count(1)
    print(
        f"{name}: slots {len(outcome.winners)}, exactly one winner {single}, overlaps {outcome.overlaps}, "
        f"errors {len(outcome.errors)} {outcome.errors[:1]}, {outcome.seconds:.0f} s"
    )


if __name__ == "__main__":
    main()
