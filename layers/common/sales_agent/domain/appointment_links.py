"""Links in mails to one appointment: whoever holds the link may see, move and cancel it, and nothing else."""

from datetime import datetime, timedelta

from sales_agent.domain.meeting import Appointment
from sales_agent.domain.record import Record
from sales_agent.domain.signing import Signer, TokenInvalid

APPOINTMENT = "appointment"
AFTERWARDS = timedelta(days=1)


class AppointmentRef(Record):
    """Where an appointment is kept."""

    tenant: str
    session_id: str
    appointment_id: str


def reference(appointment: Appointment) -> AppointmentRef:
    """Where this appointment is kept."""
    return AppointmentRef(**appointment.model_dump(include={"tenant", "session_id", "appointment_id"}))


def sign_reference(ref: AppointmentRef, signer: Signer, meeting_ends: datetime) -> str:
    """A token for the appointment; it is good until a day after the meeting."""
    claims = {"tenant": ref.tenant, "sid": ref.session_id, "appt": ref.appointment_id}
    return signer.sign(APPOINTMENT, claims, meeting_ends + AFTERWARDS)


def read_reference(token: str, signer: Signer, now: datetime) -> AppointmentRef:
    """The appointment a token names. Raises TokenInvalid or TokenOver."""
    claims = signer.read(APPOINTMENT, token, now)
    try:
        return AppointmentRef(tenant=claims["tenant"], session_id=claims["sid"], appointment_id=claims["appt"])
    except (KeyError, ValueError) as error:
        raise TokenInvalid("the token names no appointment") from error
