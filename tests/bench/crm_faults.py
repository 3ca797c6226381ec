# ruff: noqa: T201 - it talks to a person
"""What arrives in a CRM whose calls fail, and what trying again costs.

    python -m tests.bench.crm_faults hubspot [--faults 1000]

Conversations are told of again and again, in any order, while the vendor's stand-in drops calls before and after
acting, is slow, truncates, refuses for its limits and fails, and the access token ends under way. Then it works again.
"""

import json
import random
from argparse import ArgumentParser
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from typing import Any
from unittest import mock

from sales_agent.adapters.crm_links.memory import MemoryCrmLinks
from sales_agent.domain.config_crm import CrmSync
from sales_agent.domain.crm_records import Story
from sales_agent.ports.errors import Retriable
from sales_agent.services.sync_crm import SyncCrm
from tests.bench.crm_world import judged, opened
from tests.conftest import NOW
from tests.contract.crm_accounts import ACCOUNTS, TENANT, VendorAccount
from tests.stories import story

CHANCE = 0.12
"""How likely a call goes wrong, while faults are due."""
REPEATS = 10
READ_SECONDS, SLOW_SECONDS = 0.5, 0.8
FAULTS: list[dict[str, Any]] = [
    {"kind": "drop_before"},
    {"kind": "drop_after"},
    {"kind": "truncate"},
    {"kind": "429"},
    {"kind": "500"},
    {"kind": "503"},
    {"kind": "503", "acts": True},
    {"kind": "slow", "seconds": SLOW_SECONDS},
    {"kind": "slow", "seconds": SLOW_SECONDS, "acts": True},
]


@dataclass
class Outcome:
    """What came of it: `needed` calls when nothing goes wrong, `amplification` calls per delivery when all does."""

    vendor: str
    conversations: int
    versions: int = 0
    deliveries: int = 0
    faults: int = 0
    calls: int = 0
    needed: int = 0
    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)
    errors: dict[str, int] = field(default_factory=dict)
    amplification: float = 0.0


class World:
    """Conversations and the CRM they are synced into."""

    def __init__(self, account: VendorAccount, conversations: int) -> None:
        self.account, self.now = account, NOW
        self.told: dict[str, Story] = {}
        self.version = 0
        self.numbers = range(1, conversations + 1)
        self.errors: Counter[str] = Counter()
        self.sync = SyncCrm(
            account.crm, MemoryCrmLinks(), lambda _, session: self.told.get(session), CrmSync(), self.clock
        )

    def clock(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now

    def deliver(self, number: int) -> bool:
        """One message; whether it was dealt with."""
        try:
            link = self.sync(TENANT, f"s{number}")
        except Retriable as trouble:
            self.errors[type(trouble).__name__] += 1
            return False
        assert link
        assert link.status == "synced", link.reason
        return True

    def go_on(self) -> None:
        """Every conversation goes on."""
        self.version += 1
        self.told = {f"s{number}": story(number, self.version) for number in self.numbers}

    def settle(self) -> int:
        """Delivers until everything has been dealt with; how often."""
        deliveries, open_ones = 0, list(self.numbers)
        while open_ones:
            deliveries += len(open_ones)
            open_ones = [number for number in open_ones if not self.deliver(number)]
        return deliveries

    @property
    def calls(self) -> int:
        """The calls that the vendor has seen."""
        return sum(self.account.server.stand_in.counts.values())


def run(vendor: str, *, faults: int, conversations: int, seed: int = 7) -> Outcome:
    """Syncs so many conversations through so many faults."""
    outcome, dice = Outcome(vendor, conversations), random.Random(seed)
    with opened(vendor) as account:
        world, plan = World(account, conversations), account.server.stand_in.faults
        for fault in FAULTS:
            account.fault(probability=CHANCE / len(FAULTS), times=None, **fault)
        with mock.patch(account.read_timeout, READ_SECONDS):
            while plan.taken < faults:
                world.go_on()
                outcome.deliveries += _pester(world, dice)
        account.mend()
        outcome.faults, outcome.versions = plan.taken, world.version
        outcome.deliveries += world.settle()
        outcome.calls, outcome.errors = world.calls, dict(world.errors)
        outcome.lost, outcome.duplicated = judged(account, world.told)
    outcome.needed = _undisturbed(vendor, conversations, outcome.versions)
    outcome.amplification = _dead(vendor, conversations)
    return outcome


def _pester(world: World, dice: random.Random) -> int:
    """Tells of every conversation ten times, mixed, while the token ends; how often that is."""
    mixed = [number for number in world.numbers for _ in range(REPEATS)]
    dice.shuffle(mixed)
    world.account.expire_token()
    for number in mixed:
        world.deliver(number)
    return len(mixed)


def _undisturbed(vendor: str, conversations: int, versions: int) -> int:
    with opened(vendor) as account:
        world = World(account, conversations)
        for _ in range(versions):
            world.go_on()
            world.settle()
        return world.calls


def _dead(vendor: str, conversations: int) -> float:
    """Calls per delivery while the vendor answers nothing."""
    with opened(vendor) as account:
        world = World(account, conversations)
        world.go_on()
        account.crm.find("person", "sa-0")
        account.fault("down")
        before = world.calls
        assert not any(world.deliver(number) for number in world.numbers)
        account.mend()
        return (world.calls - before) / conversations


def main() -> None:
    """Prints what came of it."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("vendor", choices=sorted(ACCOUNTS.keys() - {"memory"}))
    parser.add_argument("--faults", type=int, default=1000)
    parser.add_argument("--conversations", type=int, default=50)
    options = parser.parse_args()
    outcome = run(options.vendor, faults=options.faults, conversations=options.conversations)
    print(json.dumps(asdict(outcome), indent=1))


if __name__ == "__main__":
    main()
