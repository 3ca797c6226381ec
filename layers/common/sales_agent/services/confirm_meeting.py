"""Tells customer and sales team what became of an appointment, each once, and plans the reminders.

Driven by state, not by the message: whatever event comes, late, twice or out of order, the stored appointment decides.
"""

from datetime import datetime, timedelta
from uuid import NAMESPACE_URL, uuid5

from sales_agent.domain.events import Event
from sales_agent.domain.meeting import Appointment
from sales_agent.ports.errors import NotFound
from sales_agent.ports.schedulers import Scheduler
from sales_agent.services.appointment_mails import AppointmentMails, Occasion
from sales_agent.services.meeting_desk import Desk
from sales_agent.services.send_once import SendOnce

LATE = timedelta(minutes=10)
"""A reminder that comes later than this is worse than none."""


class ConfirmMeeting:
    """Sends one tenant's appointment mails and keeps the reminders in step."""

    def __init__(self, desk: Desk, mails: AppointmentMails, send: SendOnce, scheduler: Scheduler) -> None:
        self._desk = desk
        self._mails = mails
        self._send = send
        self._scheduler = scheduler

    def __call__(self, event: Event) -> None:
        """Acts on an `appointment.…` or `reminder.due` event. Raises Retriable or Fatal: deliver it again."""
        try:
            found = self._desk.bookings.find(event.tenant, event.session_id, str(event.detail["appointment_id"]))
        except NotFound:
            return  # erased in the meantime
        if event.type == "reminder.due":
            self._remind(found, event)
        elif found.status == "booked":
            self._tell(found, "moved" if found.sequence else "booked")
            self._plan(found)
        elif found.status in {"cancelled", "released"}:
            self._tell(found, "cancelled" if found.status == "cancelled" else "never_booked")
            self._forget(found, found.sequence + 1)

    def _remind(self, appointment: Appointment, event: Event) -> None:
        current = appointment.status == "booked" and appointment.sequence == event.detail["sequence"]
        if current and event.occurred_at <= self._desk.clock() <= event.occurred_at + LATE:
            self._tell(appointment, "reminder", f"-{event.detail['minutes']}")

    def _tell(self, appointment: Appointment, occasion: Occasion, detail: str = "") -> None:
        for purpose, mail in self._mails(appointment, occasion, self._desk.clock(), detail=detail):
            self._send(mail, purpose)

    def _plan(self, appointment: Appointment) -> None:
        self._forget(appointment, appointment.sequence)
        for minutes in self._desk.rules.reminders:
            at = appointment.start - timedelta(minutes=minutes)
            if at > self._desk.clock():
                name = _name(appointment, appointment.sequence, minutes)
                self._scheduler.schedule(name, at, _reminder(appointment, minutes, at))

    def _forget(self, appointment: Appointment, before: int) -> None:
        """Takes back the reminders of every earlier time: of two quick moves only the last may have been told."""
        for sequence in range(before):
            for minutes in self._desk.rules.reminders:
                self._scheduler.cancel(_name(appointment, sequence, minutes))


def _name(appointment: Appointment, sequence: int, minutes: int) -> str:
    return f"{appointment.appointment_id}-{sequence}-{minutes}"


def _reminder(appointment: Appointment, minutes: int, at: datetime) -> Event:
    name = _name(appointment, appointment.sequence, minutes)
    return Event(
        event_id=str(uuid5(NAMESPACE_URL, f"{appointment.tenant}|{name}")),
        type="reminder.due",
        tenant=appointment.tenant,
        session_id=appointment.session_id,
        occurred_at=at,
        detail={
            "appointment_id": appointment.appointment_id,
            "sequence": appointment.sequence,
            "minutes": minutes,
        },
    )
