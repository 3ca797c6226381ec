"""Whether a meeting took place: what the sales team says afterwards."""

from collections.abc import Callable
from datetime import datetime

from sales_agent.domain.appointment_links import AppointmentRef
from sales_agent.domain.meeting import Appointment
from sales_agent.domain.record import utc_now
from sales_agent.ports.bookings import Bookings
from sales_agent.ports.errors import Gone, Refused


class RecordAttendance:
    """Marks a meeting as attended or missed; the reports count meetings held, not only booked."""

    def __init__(self, bookings: Bookings, clock: Callable[[], datetime] = utc_now) -> None:
        self._bookings = bookings
        self._clock = clock

    def __call__(self, ref: AppointmentRef, *, attended: bool) -> Appointment:
        """The appointment with its outcome, which may be corrected. Raises NotFound, Gone or Refused (too early)."""
        appointment = self._bookings.find(ref.tenant, ref.session_id, ref.appointment_id)
        status = "attended" if attended else "missed"
        if appointment.status == status:
            return appointment
        if appointment.status not in {"booked", "attended", "missed"}:
            raise Gone("this meeting was not booked, or has been cancelled")
        if appointment.start > self._clock():
            raise Refused("this meeting has not begun yet", field="appointment_id")
        settled = appointment.changed(self._clock(), status=status, pending=None)
        self._bookings.settle(settled, appointment)
        return settled
