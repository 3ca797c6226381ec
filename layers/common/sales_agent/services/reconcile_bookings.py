"""The sweep that leaves no eternal hold and no orphan event, whatever crashed between the table and the calendar."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sales_agent.domain.meeting import Appointment
from sales_agent.domain.record import Record, utc_now
from sales_agent.observability import logger
from sales_agent.ports.bookings import Bookings
from sales_agent.ports.errors import Conflict, SalesAgentError
from sales_agent.services.meeting_desk import HOLD, Desk
from sales_agent.services.settle_meeting import SettleMeeting, given_up

GRACE = timedelta(seconds=90)
"""A request of ours is over after half a minute; what is pending longer has lost its owner."""


class Reconciled(Record):
    """What one sweep did; `waiting` changes could not be settled, because their calendar is away."""

    settled: int = 0
    waiting: int = 0


class ReconcileBookings:
    """Settles every pending change that nobody works on any more."""

    def __init__(
        self, bookings: Bookings, desk_of: Callable[[str], Desk], clock: Callable[[], datetime] = utc_now
    ) -> None:
        self._bookings = bookings
        self._desk_of = desk_of
        self._clock = clock

    def __call__(self, *, limit: int = 100) -> Reconciled:
        """Looks each change up in its calendar and stores what is true there."""
        before = self._clock() + HOLD - GRACE
        outcomes = [self._settled(one) for one in self._bookings.unsettled(before, limit=limit)]
        return Reconciled(settled=outcomes.count(True), waiting=outcomes.count(False))

    def _settled(self, appointment: Appointment) -> bool:
        try:
            SettleMeeting(self._desk_of(appointment.tenant))(appointment)
        except Conflict:
            return True  # its owner, or the other sweep, was quicker
        except SalesAgentError as error:
            logger.error("booking not settled", appointment=appointment.appointment_id, error=type(error).__name__)
            return self._put_off(appointment)
        return True

    def _put_off(self, appointment: Appointment) -> bool:
        """While the calendar is away its answer is unknown: the time stays held, until it is over anyway."""
        now, pending = self._clock(), appointment.pending
        try:
            if pending is None or pending.start <= now:
                self._bookings.settle(given_up(appointment, now, "system"), appointment)
                return True
            again = pending.model_copy(update={"until": now + HOLD})
            self._bookings.hold(appointment.changed(now, pending=again), now)
        except Conflict:
            return True
        return False
