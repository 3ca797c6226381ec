# ruff: noqa: T201 - it talks to a person
"""Many workers, one token that ends: `python -m tests.bench.crm_tokens [--processes 4] [--threads 64] [--rounds 5]`.

Starts the emulator with nothing but the agent's table, and the three CRMs' sign-ins; HubSpot's and Salesforce's rotate
refresh tokens and withdraw the whole connection when a spent one comes again. In each round every token ends, and all
threads of all processes ask for every tenant's token at the same instant: one refresh each. Then workers without the
lease run the same race and must be caught.
"""

import argparse
import json
import multiprocessing
import sys
import tempfile
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import Any

from local.emulator import Emulator
from local.ports import free_port
from local.vendors.kit import RunningServer
from sales_agent.adapters.dynamo import Table
from sales_agent.adapters.integrations.dynamodb import DynamoIntegrations
from sales_agent.adapters.vaults.memory import MemoryVault
from sales_agent.domain.record import utc_now
from sales_agent.ports.errors import SalesAgentError
from sales_agent.ports.integrations import Integration
from sales_agent.services.crm_tokens import SharedTokens
from tests.bench.booking_race import agent_client, agent_tables
from tests.bench.crm_sign_ins import IDENTITIES, connect, sign_ins

PAST_EXPIRY = timedelta(hours=3)
NO_EXPIRY = {"salesforce"}
"""Says nothing of when its token ends: it is renewed when it has been refused."""


class Leaseless(DynamoIntegrations):
    """Everybody may refresh: the bug that this race must be able to see."""

    def lease(self, integration: Integration, *, now: datetime, seconds: int) -> bool:
        """Yes."""
        return True


STORES: dict[str, type[DynamoIntegrations]] = {"leased": DynamoIntegrations, "leaseless": Leaseless}


@dataclass(frozen=True)
class Race:
    """Where the workers find everything; `store` is one of STORES."""

    emulator_url: str
    table: str
    store: str
    sign_ins: dict[str, str]
    tenants: list[str]
    threads: int
    rounds: int


@dataclass
class Outcome:
    """What came of it; `refreshes` are calls of a vendor's token endpoint, `revoked` connections that it withdrew."""

    asked: int = 0
    wanted: int = 0
    refreshes: dict[str, int] = field(default_factory=dict)
    refused: int = 0
    revoked: int = 0
    different: int = 0
    errors: list[str] = field(default_factory=list)

    @property
    def right(self) -> bool:
        """One refresh per tenant, vendor and round; everybody got the same token; no connection is lost."""
        once = all(count == self.wanted for count in self.refreshes.values())
        return once and not (self.refused or self.revoked or self.different or self.errors)


def race(
    emulator_url: str, table: Table, *, store: str, processes: int, threads: int, rounds: int, tenants: int
) -> Outcome:
    """Lets all workers ask at once, round after round, and counts."""
    with sign_ins() as servers:
        names = [f"tenant-{number}" for number in range(tenants)]
        connect(DynamoIntegrations(table), servers, names)
        urls = {vendor: server.url for vendor, server in servers.items()}
        plan = Race(emulator_url, table.name, store, urls, names, threads // processes, rounds)
        answers = _run(plan, processes, servers)
        outcome = Outcome(asked=len(answers), wanted=tenants * rounds)
        _count(outcome, servers, tenants)
    got: dict[tuple[str, str, int], set[str]] = {}
    for vendor, tenant, number, token, error in answers:
        if error:
            outcome.errors.append(error)
        got.setdefault((vendor, tenant, number), set()).add(token or "-")
    outcome.different = sum(len(tokens) - 1 for tokens in got.values())
    return outcome


def _count(outcome: Outcome, servers: dict[str, RunningServer], tenants: int) -> None:
    for vendor, server in servers.items():
        calls = [entry for entry in server.stand_in.requests if entry.path.endswith("/token")]
        outcome.refreshes[vendor] = len(calls)
        outcome.refused += sum(entry.status != "200" for entry in calls)
        store: Any = server.stand_in.store
        outcome.revoked += tenants - len({each for each in store.grants.accounts() if each.startswith("tenant-")})


def _run(plan: Race, processes: int, servers: dict[str, RunningServer]) -> list[Any]:
    context = multiprocessing.get_context("spawn")
    gate, answers = context.Barrier(processes + 1), context.Queue()
    workers = [context.Process(target=_worker, args=(plan, gate, answers)) for _ in range(processes)]
    for worker in workers:
        worker.start()
    for _ in range(plan.rounds):
        gate.wait()
        gate.wait()
        for server in servers.values():
            server.stand_in.clock.advance(PAST_EXPIRY.total_seconds())
    found = [answer for _ in workers for answer in answers.get()]
    for worker in workers:
        worker.join()
    return found


def _worker(plan: Race, gate: Any, answers: Any) -> None:
    """A process: all its threads ask for every token, in every round."""
    barrier, table = Barrier(plan.threads), Table(plan.table, agent_client(plan.emulator_url))
    integrations = STORES[plan.store](table)
    last: dict[tuple[str, str], str] = {}
    found: list[Any] = []
    with ThreadPoolExecutor(plan.threads) as pool:
        for number in range(plan.rounds):
            gate.wait()
            clock = partial(_ahead, number)
            asks = [pool.submit(_ask, plan, integrations, clock, last, barrier) for _ in range(plan.threads)]
            got = [answer for ask in asks for answer in ask.result()]
            found += [(vendor, tenant, number, token, error) for vendor, tenant, token, error in got]
            last = {(vendor, tenant): token for vendor, tenant, token, _ in got if token}
            gate.wait()
    answers.put(found)


def _ahead(rounds: int) -> datetime:
    """The time after so many rounds."""
    return utc_now() + rounds * PAST_EXPIRY


def _ask(
    plan: Race, integrations: DynamoIntegrations, clock: Callable[[], datetime], last: dict[Any, str], barrier: Barrier
) -> list[tuple[str, str, str, str]]:
    """One thread: the token of each tenant at each vendor, all threads at one instant."""
    found = []
    for vendor, url in plan.sign_ins.items():
        for tenant in plan.tenants:
            tokens = SharedTokens(tenant, vendor, integrations, MemoryVault(), IDENTITIES[vendor](url), clock)
            refused = last.get((vendor, tenant), "") if vendor in NO_EXPIRY else ""
            barrier.wait()
            try:
                grant = tokens.renewed(refused) if refused else tokens.current()
                found.append((vendor, tenant, grant.access_token, ""))
            except SalesAgentError as error:
                found.append((vendor, tenant, "", f"{vendor} {type(error).__name__}: {error}"))
    return found


def main() -> None:
    """Runs both races and fails unless the real one is right and the leaseless one is caught."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--processes", type=int, default=4)
    parser.add_argument("--threads", type=int, default=64, help="in all processes together")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--tenants", type=int, default=2)
    options = vars(parser.parse_args())
    with (
        tempfile.TemporaryDirectory() as folder,
        Emulator(Path(folder), free_port()) as emulator,
        agent_tables(emulator.url, "Real", "Leaseless") as (real, careless),
    ):
        right = race(emulator.url, real, store="leased", **options)
        caught = race(emulator.url, careless, store="leaseless", **{**options, "rounds": 2})
    for name, outcome in (("leased", right), ("leaseless", caught)):
        print(name, json.dumps({**asdict(outcome), "errors": [len(outcome.errors), outcome.errors[:1]]}))
    sys.exit(0 if right.right and not caught.right else 1)


if __name__ == "__main__":
    main()
