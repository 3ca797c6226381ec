"""What every store of summaries promises."""

from collections.abc import Iterator

import pytest

from sales_agent.adapters.summaries.dynamodb import DynamoSummaries
from sales_agent.adapters.summaries.memory import MemorySummaries
from sales_agent.domain.conversation import Citation
from sales_agent.domain.summary import Summary
from sales_agent.ports.summaries import Summaries
from tests.conftest import NOW


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> Iterator[Summaries]:
    if request.param == "memory":
        yield MemorySummaries()
    else:
        yield DynamoSummaries(request.getfixturevalue("agent_table"))


def summary(covers_seq: int, headline: str = "Maria: desks", session_id: str = "s1") -> Summary:
    return Summary(
        tenant="acme",
        session_id=session_id,
        conversation_id="c1",
        covers_seq=covers_seq,
        headline=headline,
        overview="Maria asked for desks.",
        interests=["desks"],
        sources=[Citation(number=1, title="Desks", url="https://acme.example/desks", passage="…")],
        at=NOW,
    )


def test_a_summary_is_read_back_whole(store: Summaries) -> None:
    store.keep(summary(3))
    assert store.find("acme", "s1") == summary(3)


def test_what_was_never_summarized_is_not_found(store: Summaries) -> None:
    store.keep(summary(3))
    assert store.find("acme", "s2") is None
    assert store.find("other", "s1") is None


@pytest.mark.parametrize("order", [(3, 5), (5, 3)])
def test_the_fuller_summary_stands(store: Summaries, order: tuple[int, int]) -> None:
    for covers in order:
        store.keep(summary(covers))
    assert store.find("acme", "s1") == summary(5)


def test_a_repeated_summary_changes_nothing(store: Summaries) -> None:
    store.keep(summary(3))
    store.keep(summary(3, "in other words"))
    assert store.find("acme", "s1") == summary(3)
