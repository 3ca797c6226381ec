"""HubSpot's request limits."""

from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from local.vendors.hubspot.errors import rate_limited
from local.vendors.kit import Clock

TEN_SECONDS = timedelta(seconds=10)


@dataclass
class Limits:
    """Requests allowed: in any ten seconds, a day (UTC here), and searches a second."""

    clock: Clock
    burst: int = 190
    daily: int = 650_000
    searches: int = 5
    _recent: deque[datetime] = field(default_factory=deque)
    _searches: deque[datetime] = field(default_factory=deque)
    _today: tuple[str, int] = ("", 0)

    def spend(self, *, search: bool) -> None:
        """Counts one request. Raises Refused when a limit is used up."""
        now = self.clock.now()
        day, spent = self._today if self._today[0] == now.date().isoformat() else (now.date().isoformat(), 0)
        if spent >= self.daily:
            raise rate_limited("DAILY")
        self._today = (day, spent + 1)
        if search and not _fits(self._searches, now, timedelta(seconds=1), self.searches):
            raise rate_limited("SECONDLY")
        if not _fits(self._recent, now, TEN_SECONDS, self.burst):
            raise rate_limited("TEN_SECONDLY_ROLLING")

    def headers(self) -> dict[str, str]:
        """What every answer but a search's carries."""
        return {
            "X-HubSpot-RateLimit-Daily": str(self.daily),
            "X-HubSpot-RateLimit-Daily-Remaining": str(self.daily - self._today[1]),
            "X-HubSpot-RateLimit-Interval-Milliseconds": "10000",
            "X-HubSpot-RateLimit-Max": str(self.burst),
            "X-HubSpot-RateLimit-Remaining": str(self.burst - len(self._recent)),
        }


def _fits(spent: deque[datetime], now: datetime, window: timedelta, most: int) -> bool:
    while spent and spent[0] <= now - window:
        spent.popleft()
    if len(spent) >= most:
        return False
    spent.append(now)
    return True
