"""Budgets in this process's memory."""

from collections import Counter
from datetime import date
from threading import Lock

from sales_agent.ports.budgets import Budgets


class MemoryBudgets(Budgets):
    """Counts until the process ends."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._booked: Counter[tuple[str, date]] = Counter()

    def take(self, tenant: str, day: date, tokens: int, limit: int) -> bool:
        with self._lock:
            if self._booked[tenant, day] + tokens > limit:
                return False
            self._booked[tenant, day] += tokens
            return True
