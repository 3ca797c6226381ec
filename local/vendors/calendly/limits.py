"""Calendly's rate limits (developer.calendly.com/api-docs/overview/rate-limits)."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime, timedelta

MINUTE, HOUR, DAY = 60, 3_600, 86_400


@dataclass(frozen=True)
class Limit:
    """At most `requests` in any `seconds`."""

    requests: int
    seconds: int


API = {"free": [Limit(50, MINUTE)]}
API_PAID = [Limit(500, MINUTE)]
INVITEES = {
    "trial": [Limit(5, DAY)],
    "paid": [Limit(10, MINUTE), Limit(50, HOUR), Limit(100, DAY)],
    "enterprise": [Limit(500, MINUTE)],
}


@dataclass(frozen=True)
class Standing:
    """Where a caller stands with its tightest limit; `reset` is in seconds."""

    limit: int
    remaining: int
    reset: int
    refused: bool


class Limiter:
    """Counts requests per kind of call."""

    def __init__(self) -> None:
        self._taken: dict[str, list[datetime]] = defaultdict(list)

    def admit(self, kind: str, limits: list[Limit], now: datetime) -> Standing:
        """Counts one request, unless a limit refuses it."""
        taken = self._taken[kind]
        standings = [self._standing(taken, limit, now) for limit in limits]
        refused = [standing for standing in standings if standing.refused]
        if refused:
            return max(refused, key=lambda standing: standing.reset)
        taken.append(now)
        return min(standings, key=lambda standing: standing.remaining)

    @staticmethod
    def _standing(taken: list[datetime], limit: Limit, now: datetime) -> Standing:
        window = [at for at in taken if at > now - timedelta(seconds=limit.seconds)]
        left = limit.requests - len(window)
        opens = window[0] + timedelta(seconds=limit.seconds) if window else now + timedelta(seconds=limit.seconds)
        return Standing(limit.requests, max(left - 1, 0), round((opens - now).total_seconds()), refused=left <= 0)
