"""The gate before a vendor: within the budget that all workers share, and closed while the vendor is away.

It never repeats a call and never waits for a vendor that is away: the queue is the one retry layer. It waits only for
the budget, and only as long as the run has time. Calls are booked by the block: a sync of a
dozen calls costs two writes.
"""

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from time import monotonic, sleep

from sales_agent.domain.circuit import Budget, Circuit
from sales_agent.domain.record import utc_now
from sales_agent.observability import logger
from sales_agent.ports.circuits import Circuits
from sales_agent.ports.errors import Conflict, Fatal, Locked, Retriable, SalesAgentError

BLOCK, BLOCK_LASTS = 10, timedelta(seconds=10)
CALL_SECONDS = 15.0
"""A call of a provider is over after so long: a run with less time left does not begin one."""
TRIES = 20


class Deadline:
    """When the run must be over; one that is not told takes as long as it takes."""

    def __init__(self) -> None:
        self._at = float("inf")

    def set(self, seconds: float) -> None:
        """The run that begins now is over in so many seconds."""
        self._at = monotonic() + seconds

    def __call__(self) -> float:
        """The seconds left."""
        return self._at - monotonic()


def forget_failures(circuits: Circuits, tenant: str, vendor: str) -> None:
    """Closes a circuit: the account has just been connected anew."""
    with suppress(Conflict):  # somebody calls it right now and finds out
        circuits.keep(circuits.find(tenant, vendor).recovered())


@dataclass
class Gate:
    """The way to one tenant's account at one vendor; `seconds_left` is how long this run may still take."""

    tenant: str
    vendor: str
    circuits: Circuits
    budget: Budget
    seconds_left: Callable[[], float] = field(default_factory=Deadline)
    clock: Callable[[], datetime] = utc_now
    pause: Callable[[float], None] = sleep

    def __post_init__(self) -> None:
        """Nothing is booked yet."""
        self._circuit, self._booked, self._booked_at = Circuit(tenant=self.tenant, vendor=self.vendor), 0, self.clock()

    def __call__[Result](self, call: Callable[[], Result]) -> Result:
        """What the call gives. Raises Retriable without calling when the vendor is away or there is no time left."""
        entered = self._enter()
        try:
            result = call()
        except Fatal as refusal:
            words = str(refusal)
            self._note(entered, lambda stands: stands.refused(self.clock(), words))
            raise
        except Locked:
            self._answered(entered)
            raise
        except Retriable as failure:
            words, asked = str(failure), failure.retry_after
            self._note(entered, lambda stands: stands.failed(self.clock(), words, asked))
            raise
        except SalesAgentError:  # the vendor is there: it is this one record that it does not take
            self._answered(entered)
            raise
        self._answered(entered)
        return result

    def _enter(self) -> Circuit:
        if self.seconds_left() < CALL_SECONDS:
            raise Retriable("this run has no time left for another call", retry_after=1)
        if not self._booked or self.clock() - self._booked_at > BLOCK_LASTS:
            self._circuit = self._book()
        self._booked -= 1
        return self._circuit

    def _book(self) -> Circuit:
        for _ in range(TRIES):
            now, circuit = self.clock(), self.circuits.find(self.tenant, self.vendor)
            if away := circuit.open_for(now):
                raise Retriable(f"{self.vendor} is left alone for now: {circuit.reason}", retry_after=away)
            calls = 1 if circuit.trips else BLOCK
            if wait := circuit.wait(now, self.budget, calls):
                self._wait(wait)
                continue
            try:
                kept = self.circuits.keep(circuit.entered(now, self.budget, calls))
            except Conflict:
                continue
            self._booked, self._booked_at = calls, now
            return kept
        raise Retriable(f"too many workers call {self.vendor}", retry_after=1)

    def _wait(self, seconds: float) -> None:
        if seconds > self.seconds_left() - CALL_SECONDS:
            raise Retriable(f"the calls of {self.vendor} are used up for now", retry_after=seconds)
        self.pause(seconds)

    def _answered(self, entered: Circuit) -> None:
        if entered.failures or entered.trips:
            self._note(entered, Circuit.recovered)

    def _note(self, entered: Circuit, change: Callable[[Circuit], Circuit]) -> None:
        """Stores what came of a call, unless the circuit has opened or closed since it began."""
        self._booked = 0
        for _ in range(TRIES):
            stands = self.circuits.find(self.tenant, self.vendor)
            if stands.trips != entered.trips:
                return
            try:
                kept = self.circuits.keep(change(stands))
            except Conflict:
                continue
            if kept.trips > entered.trips:
                logger.warning("circuit opened", vendor=self.vendor, trips=kept.trips)
            return
