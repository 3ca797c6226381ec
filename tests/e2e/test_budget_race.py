"""Workers that spend at the same instant stay within the day's budget, on a DynamoDB that is atomic (moto's is not)."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

from local.system import System
from sales_agent.adapters.budgets.dynamodb import DynamoBudgets
from sales_agent.ports.budgets import Budgets
from tests.bench.booking_race import agent_tables
from tests.conftest import NOW

WORKERS, CALLS, TOKENS = 16, 12, 7
LIMIT = WORKERS * CALLS * TOKENS // 2 + 3


class CarelessBudgets(DynamoBudgets):
    """Looks whether there is room and then adds: the bug this test must be able to see."""

    def take(self, tenant: str, day: date, tokens: int, limit: int) -> bool:
        place = {"PK": f"T#{tenant}", "SK": f"BUDGET#{day.isoformat()}"}
        booked = (self._table.get(place, consistent=True) or {}).get("booked_tokens", 0)
        return booked + tokens <= limit and super().take(tenant, day, tokens, 10**9)


def spent(budgets: Budgets) -> int:
    """What all workers together could take."""
    barrier = Barrier(WORKERS)

    def work(_: int) -> int:
        barrier.wait()
        return sum(TOKENS for _ in range(CALLS) if budgets.take("acme", NOW.date(), TOKENS, LIMIT))

    with ThreadPoolExecutor(WORKERS) as pool:
        return sum(pool.map(work, range(WORKERS)))


def test_no_race_spends_more_than_the_day_allows(running: System) -> None:
    with agent_tables(running.stack.emulator.url, "Budgets", "CarelessBudgets") as (real, careless):
        assert spent(DynamoBudgets(real)) == LIMIT - LIMIT % TOKENS
        assert spent(CarelessBudgets(careless)) > LIMIT
