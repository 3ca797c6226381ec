# ruff: noqa: T201 - it talks to a person
"""What is in a CRM when each message comes ten times, in any order, and no write is answered the first time.

    python -m tests.bench.crm_replay hubspot [--conversations 50]

The messages go through the real handler. A write reaches the vendor's stand-in, which does it; its answer is lost.
"""

import json
import random
from argparse import ArgumentParser
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from typing import Any
from unittest import mock

import requests

from sales_agent.adapters.circuits.memory import MemoryCircuits
from sales_agent.adapters.crm_links.memory import MemoryCrmLinks
from sales_agent.domain.circuit import Budget
from sales_agent.domain.config_crm import CrmSync
from sales_agent.domain.crm_records import Story
from sales_agent.services.gate import Gate
from sales_agent.services.guarded_crm import GuardedCrm
from sales_agent.services.sync_crm import SyncCrm
from tests.bench.crm_pipe import Pipe
from tests.bench.crm_world import judged, opened
from tests.contract.crm_accounts import ACCOUNTS, TENANT
from tests.stories import story

REPEATS, VERSIONS = 10, 2
READS = ("/search", "/token")
"""How the addresses of POSTs end that change nothing."""
AT_ONCE = Budget(calls=1_000_000, seconds=1)


@dataclass
class Outcome:
    """What came of it; `unanswered` writes were done without an answer, `receives` is how often a message came."""

    vendor: str
    conversations: int
    messages: int = 0
    receives: int = 0
    unanswered: int = 0
    given_up: int = 0
    stood: dict[str, int] = field(default_factory=dict)
    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)


@contextmanager
def answers_lost() -> Iterator[list[tuple[str, str]]]:
    """The first answer to each write, which has been done, does not arrive; those writes."""
    seen: set[tuple[str, str, Any]] = set()
    lost: list[tuple[str, str]] = []
    send = requests.Session.send

    def unanswered(session: requests.Session, request: Any, **options: Any) -> requests.Response:
        answer = send(session, request, **options)
        write = (request.method, request.url, request.body)
        if request.method == "GET" or request.path_url.endswith(READS) or write in seen:
            return answer
        seen.add(write)
        lost.append((request.method, request.path_url))
        raise requests.ReadTimeout(request=request)

    with mock.patch.object(requests.Session, "send", unanswered):
        yield lost


def run(vendor: str, *, conversations: int, seed: int = 7) -> Outcome:
    """Tells of so many conversations, ten times each time they go on."""
    outcome, dice = Outcome(vendor, conversations), random.Random(seed)
    told: dict[str, Story] = {}
    with opened(vendor) as account:
        account.crm.find("person", "sa-0")  # the token is there
        pipe = Pipe()
        gate = Gate(TENANT, vendor, MemoryCircuits(), AT_ONCE, clock=pipe.clock, pause=lambda _: None)
        crm, stories = GuardedCrm(account.crm, gate), lambda _, session_id: told.get(session_id)
        pipe.add(vendor, SyncCrm(crm, MemoryCrmLinks(), stories, CrmSync(), pipe.clock))
        with answers_lost() as lost, pipe.handled():
            for version in range(1, VERSIONS + 1):
                told |= {f"s{number}": story(number, version) for number in range(1, conversations + 1)}
                messages = [session_id for session_id in told for _ in range(REPEATS)]
                dice.shuffle(messages)
                for at, session_id in enumerate(messages):
                    pipe.tell(session_id, after=at / 10)
                outcome.messages += len(messages)
                pipe.run()
        outcome.lost, outcome.duplicated = judged(account, told)
        outcome.stood = {kind: account.count(kind) for kind in account.objects}
    outcome.unanswered, outcome.receives = len(lost), pipe.receives[vendor]
    outcome.given_up = pipe.dead[vendor]
    return outcome


def main() -> None:
    """Prints what came of it."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("vendor", choices=sorted(ACCOUNTS.keys() - {"memory"}))
    parser.add_argument("--conversations", type=int, default=50)
    options = parser.parse_args()
    print(json.dumps(asdict(run(options.vendor, conversations=options.conversations)), indent=1))


if __name__ == "__main__":
    main()
