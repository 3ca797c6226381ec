"""What every store of budgets promises. That racing workers stay within it is shown on the emulator."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from sales_agent.adapters.budgets.dynamodb import DynamoBudgets
from sales_agent.adapters.budgets.memory import MemoryBudgets
from sales_agent.ports.budgets import Budgets
from tests.conftest import NOW

DAY = NOW.date()


@pytest.fixture(params=["memory", "dynamodb"])
def budgets(request: pytest.FixtureRequest) -> Iterator[Budgets]:
    if request.param == "memory":
        yield MemoryBudgets()
    else:
        yield DynamoBudgets(request.getfixturevalue("agent_table"))


def test_a_day_is_filled_to_the_last_token_and_no_further(budgets: Budgets) -> None:
    taken = [budgets.take("acme", DAY, tokens, 100) for tokens in (60, 41, 40, 1)]
    assert taken == [True, False, True, False]


def test_what_is_more_than_the_whole_limit_is_never_taken(budgets: Budgets) -> None:
    assert not budgets.take("acme", DAY, 1, 0)
    assert not budgets.take("acme", DAY, 101, 100)
    assert budgets.take("acme", DAY, 100, 100)


def test_every_tenant_and_every_day_has_its_own(budgets: Budgets) -> None:
    assert budgets.take("acme", DAY, 100, 100)
    assert budgets.take("rival", DAY, 100, 100)
    assert budgets.take("acme", DAY + timedelta(days=1), 100, 100)


def test_a_higher_limit_makes_room_at_once(budgets: Budgets) -> None:
    assert budgets.take("acme", DAY, 100, 100)
    assert not budgets.take("acme", DAY, 50, 100)
    assert budgets.take("acme", DAY, 50, 150)
