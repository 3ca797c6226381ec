# ruff: noqa: T201 - it talks to a person
"""One CRM is away for a day, on a simulated clock: who notices, and what is there after it is back.

    python -m tests.bench.crm_outage hubspot [--hours 24] [--every 600]

All day visitors talk to the agent; each conversation goes to all three CRMs through the real handler, queue rules,
circuits and budgets. After two hours one of them drops every call, its sign-in's too.
"""

import json
from argparse import ArgumentParser
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import asdict, dataclass, field
from datetime import timedelta
from statistics import median

from sales_agent.adapters.bookings.memory import MemoryBookings
from sales_agent.adapters.circuits.memory import MemoryCircuits
from sales_agent.adapters.conversations.memory import MemoryConversations
from sales_agent.adapters.crm_links.memory import MemoryCrmLinks
from sales_agent.adapters.summaries.memory import MemorySummaries
from sales_agent.bootstrap.crm import BUDGETS
from sales_agent.domain.config import SalesAgentConfig
from sales_agent.domain.config_crm import CrmSync
from sales_agent.domain.crm_records import Story
from sales_agent.domain.summary import Summary
from sales_agent.services.answer import Speak
from sales_agent.services.converse import Converse, Message
from sales_agent.services.crm_story import LoadStory
from sales_agent.services.gate import Gate
from sales_agent.services.guarded_crm import GuardedCrm
from sales_agent.services.retrieve import Retrieve
from sales_agent.services.sync_crm import SyncCrm
from sales_agent.services.visitor_tokens import Visitor
from tests.bench.crm_pipe import Pipe
from tests.bench.crm_world import judged, opened
from tests.contract.crm_accounts import TENANT, VENDORS, VendorAccount
from tests.unit.services.builders import opened as begun

SAYS = ("I am Ann Lee, ann.{0}@acme{0}.example, +1 212 555 {0:04d}", "We are about 120 people, budget around $5k")


@dataclass
class AtCrm:
    """One CRM: `calls_while_away` it got, the wait of messages told of in that time, and what is lost or twice."""

    messages: int = 0
    receives: int = 0
    calls_while_away: int = 0
    median_wait_seconds: float = 0.0
    longest_wait_seconds: float = 0.0
    given_up: int = 0
    lost: list[str] = field(default_factory=list)
    duplicated: list[str] = field(default_factory=list)


@dataclass
class Outcome:
    """What came of the day; `all_there_after_seconds` counts from the instant the CRM was back."""

    away: str
    hours: float
    conversations: int = 0
    turns: int = 0
    turns_answered: int = 0
    all_there_after_seconds: float = 0.0
    crms: dict[str, AtCrm] = field(default_factory=dict)


class Day:
    """Visitors, the agent, and the CRMs that are told of them."""

    def __init__(self, accounts: dict[str, VendorAccount]) -> None:
        self.accounts, self.pipe = accounts, Pipe()
        self.conversations, self.summaries = MemoryConversations(), MemorySummaries()
        self.stories = LoadStory(self.conversations, self.summaries, MemoryBookings())
        self.agent = Converse(
            SalesAgentConfig(), self.conversations, Retrieve([]), Speak([]), "", None, self.pipe.clock
        )
        self.sessions: list[str] = []
        self.turns = self.answered = 0
        circuits, links = MemoryCircuits(), MemoryCrmLinks()
        for name, account in accounts.items():
            gate = Gate(TENANT, name, circuits, BUDGETS[name], clock=self.pipe.clock, pause=self.pipe.let_pass)
            sync = SyncCrm(GuardedCrm(account.crm, gate), links, self.stories, CrmSync(), self.pipe.clock)
            self.pipe.add(name, sync)

    def visit(self) -> None:
        """Somebody talks and leaves; the summary is there at once."""
        number = len(self.sessions) + 1
        session_id = f"s{number}"
        session = begun(self.conversations, TENANT, session_id, created_at=self.pipe.now)
        for seq, text in enumerate(SAYS, start=1):
            self.turns += 1
            turn = self.agent(
                Visitor(tenant=TENANT, session_id=session_id),
                Message(message_id=f"message-{seq}", text=text.format(number)),
            )
            self.answered += bool(turn.reply.text)
            self.pipe.tell(session_id)
        ends = {"conversation_id": f"c-{session_id}", "covers_seq": len(SAYS), "at": self.pipe.now}
        self.summaries.keep(
            Summary(tenant=TENANT, session_id=session.session_id, headline="Desks", overview="Asked.", **ends)
        )
        self.pipe.tell(session_id)
        self.sessions.append(session_id)

    def go_on(self, time: timedelta, every: float) -> None:
        """A visitor every so many seconds, for so long."""
        ends = self.pipe.now + time
        while self.pipe.now < ends:
            self.visit()
            self.pipe.run(self.pipe.now + timedelta(seconds=every))

    def told(self) -> dict[str, Story]:
        """What there is to know of each conversation."""
        found = {session_id: self.stories(TENANT, session_id) for session_id in self.sessions}
        return {session_id: story for session_id, story in found.items() if story}


def run(away: str, *, hours: float, every: float, around: float = 2.0, vendors: Sequence[str] = VENDORS) -> Outcome:
    """Plays the outage, with so many hours around it."""
    with _accounts(vendors) as accounts:
        day = Day(accounts)
        outcome = Outcome(away, hours, crms={name: AtCrm() for name in accounts})
        with day.pipe.handled():
            day.go_on(timedelta(hours=around), every)
            _play_outage(day, outcome, every)
            day.go_on(timedelta(hours=around), every)
            day.pipe.run()
        told = day.told()
        outcome.conversations, outcome.turns, outcome.turns_answered = len(told), day.turns, day.answered
        for name, account in accounts.items():
            crm = outcome.crms[name]
            crm.messages, crm.receives = len(day.pipe.took[name]), day.pipe.receives[name]
            crm.given_up = day.pipe.dead[name]
            crm.lost, crm.duplicated = judged(account, told)
    return outcome


def _play_outage(day: Day, outcome: Outcome, every: float) -> None:
    before = {name: (_calls(account), len(day.pipe.took[name])) for name, account in day.accounts.items()}
    day.accounts[outcome.away].fault("down", path="")
    day.go_on(timedelta(hours=outcome.hours), every)
    for name, account in day.accounts.items():
        outcome.crms[name].calls_while_away = _calls(account) - before[name][0]
    day.accounts[outcome.away].mend()
    back = day.pipe.now
    day.pipe.run()  # nobody talks until all is there
    outcome.all_there_after_seconds = round((day.pipe.last_taken - back).total_seconds(), 1)
    for name, (_, done) in before.items():
        waits = [wait.total_seconds() for wait in day.pipe.took[name][done:]]
        outcome.crms[name].median_wait_seconds = round(median(waits), 1)
        outcome.crms[name].longest_wait_seconds = round(max(waits), 1)


def _calls(account: VendorAccount) -> int:
    return sum(account.server.stand_in.counts.values())


@contextmanager
def _accounts(vendors: Sequence[str]) -> Iterator[dict[str, VendorAccount]]:
    with ExitStack() as open_ones:
        yield {name: open_ones.enter_context(opened(name)) for name in vendors}


def main() -> None:
    """Prints what came of it."""
    parser = ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("away", choices=VENDORS)
    parser.add_argument("--hours", type=float, default=24)
    parser.add_argument("--every", type=float, default=600, help="seconds between two visitors")
    options = parser.parse_args()
    print(json.dumps(asdict(run(options.away, hours=options.hours, every=options.every)), indent=1))


if __name__ == "__main__":
    main()
