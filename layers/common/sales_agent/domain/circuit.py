"""How a vendor is called: never faster than agreed, and not at all while it is away.

The circuit opens after some failures in a row, at once when the account refuses us, and for as long as the vendor asks.
Then one call is a probe: it closes the circuit, or opens it for twice as long (https://martinfowler.com/bliki/CircuitBreaker.html).
The budget is the generic cell rate algorithm (ITU-T I.371): one instant says how far ahead of itself it is spent.
"""

from datetime import datetime, timedelta

from sales_agent.domain.record import Record

FAILURES_TO_TRIP = 5
FIRST_PAUSE, LONGEST_PAUSE = 30.0, 600.0
REFUSED_PAUSE = 900.0
LONGEST_ASKED = 3600.0
PROBE_SECONDS = 30.0


class Budget(Record):
    """At most `calls` in any `seconds`: half of them may come at once, the other half flows back over the time."""

    calls: int
    seconds: float

    @property
    def spacing(self) -> float:
        """Seconds after which one call more is allowed."""
        return 2 * self.seconds / self.calls


class Circuit(Record):
    """What all workers know of one vendor's account; `trips` counts how often in a row it opened.

    `spent_until` is the instant up to which the budget is used, `reason` the vendor's own words.
    """

    tenant: str
    vendor: str
    failures: int = 0
    trips: int = 0
    open_until: datetime | None = None
    reason: str = ""
    spent_until: datetime | None = None
    version: int = 0

    def open_for(self, now: datetime) -> float:
        """Seconds until the next call may be tried; 0 when it may be now."""
        return max(0.0, (self.open_until - now).total_seconds()) if self.open_until else 0.0

    def wait(self, now: datetime, budget: Budget, calls: int) -> float:
        """Seconds until the budget allows so many calls; 0 when it does now."""
        return max(0.0, (self._spent(now, budget, calls) - now).total_seconds() - budget.seconds)

    def entered(self, now: datetime, budget: Budget, calls: int) -> "Circuit":
        """So many calls are being made. After an opening it is one, the probe: all others wait for what comes of it."""
        probing = {"open_until": now + timedelta(seconds=PROBE_SECONDS)} if self.trips else {}
        return self.model_copy(update={"spent_until": self._spent(now, budget, calls), **probing})

    def failed(self, now: datetime, reason: str, asked: float | None) -> "Circuit":
        """A call failed; `asked` is how long the vendor wants to be left alone."""
        if asked:
            return self._open(now, min(asked, LONGEST_ASKED), reason)
        if self.trips or self.failures + 1 >= FAILURES_TO_TRIP:
            return self._tripped(now, min(FIRST_PAUSE * 2**self.trips, LONGEST_PAUSE), reason)
        return self.model_copy(update={"failures": self.failures + 1, "reason": reason})

    def refused(self, now: datetime, reason: str) -> "Circuit":
        """The account refuses us: a person must act, and until then calls are useless."""
        return self._tripped(now, REFUSED_PAUSE, reason)

    def recovered(self) -> "Circuit":
        """A call succeeded."""
        return self.model_copy(update={"failures": 0, "trips": 0, "open_until": None, "reason": ""})

    def _tripped(self, now: datetime, seconds: float, reason: str) -> "Circuit":
        return self._open(now, seconds, reason).model_copy(update={"trips": self.trips + 1, "failures": 0})

    def _open(self, now: datetime, seconds: float, reason: str) -> "Circuit":
        return self.model_copy(update={"open_until": now + timedelta(seconds=seconds), "reason": reason[:500]})

    def _spent(self, now: datetime, budget: Budget, calls: int) -> datetime:
        begins = max(self.spent_until or now, now)
        return begins + timedelta(seconds=calls * budget.spacing)
