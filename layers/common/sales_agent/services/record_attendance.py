"""Whether a meeting took place: what the sales team says afterwards."""

from sales_agent.domain.appointment_links import AppointmentRef
from sales_agent.domain.meeting import Appointment
from sales_agent.ports.errors import Gone, Refused
from sales_agent.services.meeting_desk import Desk


class RecordAttendance:
    """Marks a meeting as attended or missed; the reports count meetings held, not only booked."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, ref: AppointmentRef, *, attended: bool) -> Appointment:
        """The appointment with its outcome, which may be corrected. Raises NotFound, Gone or Refused (too early)."""
        appointment = self._desk.bookings.find(ref.tenant, ref.session_id, ref.appointment_id)
        status = "attended" if attended else "missed"
        if appointment.status == status:
            return appointment
        if appointment.status not in {"booked", "attended", "missed"}:
            raise Gone("this meeting was not booked, or has been cancelled")
        if appointment.start > self._desk.clock():
            raise Refused("this meeting has not begun yet", field="appointment_id")
        settled = appointment.changed(self._desk.clock(), status=status, pending=None)
        self._desk.bookings.settle(settled, appointment)
        return settled
