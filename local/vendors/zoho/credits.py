"""API credits: what an organisation may spend in any 24 hours."""

from collections import deque
from datetime import datetime, timedelta

from local.vendors.kit import Clock
from local.vendors.zoho.errors import Refused

DAY = timedelta(days=1)


class Credits:
    """A rolling budget of `most` credits a day."""

    def __init__(self, clock: Clock, most: int) -> None:
        self._clock = clock
        self._spent: deque[tuple[datetime, int]] = deque()
        self.remaining = most

    def spend(self, cost: int) -> None:
        """Takes `cost` credits. Raises Refused when there are fewer."""
        now = self._clock.now()
        while self._spent and self._spent[0][0] <= now - DAY:
            self.remaining += self._spent.popleft()[1]
        if cost > self.remaining:
            raise Refused(429, "LIMIT_EXCEEDED")
        self.remaining -= cost
        self._spent.append((now, cost))
