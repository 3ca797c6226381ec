"""A paid model within its budget: booked before, settled after, never over."""

from collections.abc import Iterator
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from local.vendors import openai
from local.vendors.kit import Fault, RunningServer, serve
from sales_agent.adapters.budgets.memory import MemoryBudgets
from sales_agent.adapters.chat_models.embedded import ExtractiveModel
from sales_agent.adapters.chat_models.openai import OpenAIModel
from sales_agent.domain.knowledge import Match, Passage
from sales_agent.ports.chat_models import Question
from sales_agent.ports.errors import Fatal, Retriable
from sales_agent.services.answer import Speak
from sales_agent.services.spend import DailyBudget
from tests.conftest import NOW

TENT = Passage(passage_id="1", url="https://acme.example/tent", title="Tent", text="The Trail tent costs $250.")
ASKED = Question(
    instructions="Be honest.",
    text="What does the Trail tent cost?",
    matches=[Match(passage=TENT, relevance=0.9)],
    seconds=5.0,
)


class Ledger(MemoryBudgets):
    """Remembers what was booked."""

    def __init__(self) -> None:
        super().__init__()
        self.writes: list[int] = []

    def take(self, tenant: str, day: object, tokens: int, limit: int) -> bool:
        self.writes.append(tokens)
        return super().take(tenant, day, tokens, limit)  # type: ignore[arg-type]

    @property
    def booked(self) -> int:
        return sum(self._booked.values())


@pytest.fixture(scope="module")
def running() -> Iterator[RunningServer]:
    with serve(openai.build()) as server:
        yield server


@pytest.fixture
def server(running: RunningServer) -> RunningServer:
    running.stand_in.reset()
    return running


def connect(server: RunningServer, budget: DailyBudget) -> OpenAIModel:
    secret = {"api_key": openai.KEY, "base_url": f"{server.url}/v1"}
    return OpenAIModel(secret, model="gpt-4.1-mini", max_output_tokens=300, meter=budget)


def asked(server: RunningServer) -> int:
    return len(server.stand_in.store.state()["asked"])


@given(st.integers(0, 3000), st.lists(st.tuples(st.integers(0, 2), st.integers(1, 900), st.floats(0, 1)), max_size=40))
def test_workers_together_never_use_more_than_the_limit(limit: int, calls: list[tuple[int, int, float]]) -> None:
    ledger, used = Ledger(), 0
    workers = [DailyBudget(ledger, "acme", limit, lambda: NOW) for _ in range(3)]
    for worker, most, share in calls:
        try:
            workers[worker].book(most)
        except Retriable:
            continue
        workers[worker].settle(most, int(most * share))
        used += int(most * share)
    assert used <= ledger.booked <= limit


def test_what_a_call_did_not_take_goes_towards_the_next(server: RunningServer) -> None:
    ledger = Ledger()
    model = connect(server, DailyBudget(ledger, "acme", 100_000, lambda: NOW))
    used = [model.answer(ASKED).usage for _ in range(6)]
    spent = sum(usage.input_tokens + usage.output_tokens for usage in used)
    assert 0 < spent <= ledger.booked <= spent + ledger.writes[0] + 200
    assert 1 < len(ledger.writes) < len(used)


def test_the_last_of_the_day_is_not_kept_back_as_a_reserve() -> None:
    ledger = Ledger()
    budget = DailyBudget(ledger, "acme", 1_000, lambda: NOW)
    budget.book(999)
    assert ledger.writes == [1_001, 999]


def test_over_the_budget_the_site_itself_answers_and_nothing_is_asked(server: RunningServer) -> None:
    model = connect(server, DailyBudget(Ledger(), "acme", 3_000, lambda: NOW))
    speak = Speak([model, ExtractiveModel()])
    spoken = [speak(ASKED) for _ in range(60)]
    degraded = [one for one in spoken if one.failed == ["openai"]]
    assert 0 < asked(server) == len(spoken) - len(degraded) < len(spoken)
    assert all("$250" in one.reply.text for one in spoken)
    assert sum(one.usage.input_tokens + one.usage.output_tokens for one in spoken) <= 3_000


def test_the_spent_budget_is_told_once_and_asked_for_no_more() -> None:
    ledger = Ledger()
    budget = DailyBudget(ledger, "acme", 100, lambda: NOW)
    for _ in range(3):
        with pytest.raises(Retriable, match="budget"):
            budget.book(101)
    assert ledger.writes == [101]


def test_a_new_day_is_a_new_budget() -> None:
    now = [NOW]
    budget = DailyBudget(MemoryBudgets(), "acme", 100, lambda: now[0])
    budget.book(100)
    with pytest.raises(Retriable):
        budget.book(1)
    now[0] += timedelta(days=1)
    budget.book(100)


def test_a_refusal_costs_nothing_and_a_lost_answer_counts_in_full(server: RunningServer) -> None:
    ledger = Ledger()
    model = connect(server, DailyBudget(ledger, "acme", 10_000, lambda: NOW))
    server.stand_in.faults.add(Fault(kind="503"))
    with pytest.raises((Retriable, Fatal)):
        model.answer(ASKED)
    most = ledger.booked
    first = model.answer(ASKED).usage
    assert ledger.writes == [most]  # what was booked for the refused call paid for this one
    server.stand_in.faults.add(Fault(kind="drop_after"))
    with pytest.raises(Retriable):
        model.answer(ASKED)
    model.answer(ASKED)
    a_whole_call, an_answer = most - 20, first.input_tokens + first.output_tokens
    assert ledger.booked >= a_whole_call + 2 * an_answer  # the reserve of 20 could not have paid that
    assert len(ledger.writes) > 1


def test_a_summary_is_paid_from_the_same_budget(server: RunningServer) -> None:
    model = connect(server, DailyBudget(Ledger(), "acme", 100, lambda: NOW))
    with pytest.raises(Retriable, match="budget"):
        model.complete("Sum up.", "A visitor asked for the price.", seconds=5)
    assert asked(server) == 0
