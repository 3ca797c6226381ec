"""A visitor, or the company, calls a meeting off."""

from sales_agent.domain.appointment_links import AppointmentRef
from sales_agent.domain.meeting import Appointment, Party, Pending
from sales_agent.observability import logger
from sales_agent.ports.errors import Gone, SalesAgentError
from sales_agent.services.meeting_desk import HOLD, Desk
from sales_agent.services.settle_meeting import SettleMeeting


class CancelMeeting:
    """Cancels: our word counts at once and the time is free; the calendar is told until it has understood."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._settle = SettleMeeting(desk)

    def __call__(self, ref: AppointmentRef, *, by: Party = "visitor") -> Appointment:
        """The cancelled appointment; cancelling it again changes nothing. Raises NotFound, Gone or Conflict."""
        appointment = self._desk.bookings.find(ref.tenant, ref.session_id, ref.appointment_id)
        if appointment.status == "cancelled":
            return appointment
        if appointment.status not in {"booked", "held"} or appointment.end <= self._desk.clock():
            raise Gone("this meeting is over; there is nothing to cancel")
        now = self._desk.clock()
        pending = Pending(action="cancel", start=appointment.start, until=now + HOLD)
        cancelled = appointment.changed(now, status="cancelled", cancelled_by=by, pending=pending)
        self._desk.bookings.settle(cancelled, appointment)
        try:
            return self._settle(cancelled)
        except SalesAgentError as error:
            logger.warning("calendar not told yet", appointment=ref.appointment_id, error=type(error).__name__)
            return cancelled
