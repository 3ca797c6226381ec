"""Keeps a tenant's paid models within the tokens of a day."""

from collections.abc import Callable
from datetime import date, datetime

from sales_agent.domain.record import utc_now
from sales_agent.observability import logger, measure
from sales_agent.ports.budgets import Budgets
from sales_agent.ports.errors import Retriable
from sales_agent.ports.meters import Meter

RESERVES = 500
"""A worker books this part of the day's budget ahead; one that ends loses it."""


class DailyBudget(Meter):
    """One worker's hand in the tenant's budget of a (UTC) day.

    What a call may take at most is booked before it, so that no flood goes over the limit, however many workers there
    are. A little more is booked with it, and what a call did not take stays here: most calls need no write.
    """

    def __init__(self, budgets: Budgets, tenant: str, limit: int, clock: Callable[[], datetime] = utc_now) -> None:
        self._budgets = budgets
        self._tenant = tenant
        self._limit = limit
        self._clock = clock
        self._day = date.min
        self._left = 0
        self._spent = False

    def book(self, tokens: int) -> None:
        """Books what is not left over from earlier calls. Raises Retriable when the day has no room for it."""
        self._begin_day()
        wanted = tokens - self._left
        if wanted > 0:
            self._take(wanted, self._limit // RESERVES)
        self._left -= tokens

    def settle(self, booked: int, used: int) -> None:
        """Keeps what the call did not take for the next one."""
        self._left += booked - used

    def _begin_day(self) -> None:
        today = self._clock().date()
        if today != self._day:
            self._day, self._left, self._spent = today, 0, False

    def _take(self, tokens: int, reserve: int) -> None:
        for wanted in () if self._spent else dict.fromkeys((tokens + reserve, tokens)):
            if self._budgets.take(self._tenant, self._day, wanted, self._limit):
                self._left += wanted
                return
        if not self._spent:
            self._spent = True
            logger.warning("budget for models is spent", tenant=self._tenant, day=self._day.isoformat())
            measure("models", "ModelBudgetSpent")
        raise Retriable("the day's budget for models is spent")
