"""Bringing appointment and calendar to agreement: what is stored as booked is in the calendar, and nothing else."""

from datetime import datetime

from sales_agent.domain.meeting import Appointment, Party
from sales_agent.observability import logger
from sales_agent.ports.calendars import CalendarEvent
from sales_agent.ports.errors import Conflict, SalesAgentError
from sales_agent.services.meeting_desk import TAKEN, Desk


class SettleMeeting:
    """Settles one pending change by what the calendar says, and never by what we hoped."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, appointment: Appointment) -> Appointment:
        """The appointment after its pending change was found done or given up. Raises Retriable or Fatal."""
        host = self._desk.host(appointment.host_id)
        if appointment.pending and appointment.pending.action == "cancel":
            self._desk.calendar.cancel(appointment, host)
            return self.cancelled(appointment)
        event = self._desk.calendar.find(appointment, host)
        if event and appointment.pending and event.start == appointment.pending.start:
            return self.confirm(appointment, event)
        return self.give_up(appointment, by="system")

    def confirm(self, appointment: Appointment, event: CalendarEvent) -> Appointment:
        """Stores that the pending booking or move is in the calendar.

        Raises Conflict, with the event taken back, when the held time was lost meanwhile.
        """
        moved = appointment.status == "booked"
        booked = appointment.changed(
            self._desk.clock(),
            status="booked",
            start=event.start,
            event_id=event.event_id,
            join_url=event.join_url,
            ical_uid=appointment.ical_uid or event.uid,
            sequence=appointment.sequence + moved,
            pending=None,
        )
        try:
            self._desk.bookings.settle(booked, appointment)
        except Conflict as lost:
            self._take_back(booked if not moved else appointment)
            raise Conflict(TAKEN) from lost
        return booked

    def give_up(self, appointment: Appointment, *, by: Party | None = None) -> Appointment:
        """Stores that the pending booking or move did not happen, and frees the time it held.

        `by` is set when the visitor has been left waiting for it, so that the outbox tells them.
        """
        settled = given_up(appointment, self._desk.clock(), by)
        self._desk.bookings.settle(settled, appointment)
        return settled

    def cancelled(self, appointment: Appointment) -> Appointment:
        """Stores that a cancelled appointment has left the calendar too."""
        settled = appointment.changed(self._desk.clock(), pending=None)
        self._desk.bookings.settle(settled, appointment)
        return settled

    def _take_back(self, appointment: Appointment) -> None:
        """Another visitor has the time: the event must go (or go back), or a person must see to it."""
        host = self._desk.host(appointment.host_id)
        try:
            if appointment.status == "booked" and appointment.pending:
                self._desk.calendar.move(appointment, host)
            else:
                self._desk.calendar.cancel(appointment, host)
        except SalesAgentError as error:
            logger.error("orphan event in calendar", appointment=appointment.appointment_id, error=type(error).__name__)


def given_up(appointment: Appointment, now: datetime, by: Party | None = None) -> Appointment:
    """The appointment without its pending change; one that was never booked is released."""
    outcome = {"status": "released", "cancelled_by": by} if appointment.status == "held" else {}
    return appointment.changed(now, **outcome, pending=None)
