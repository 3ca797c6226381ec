"""The built-in calendar: the stored bookings are the calendar, so there is nothing else to ask or to tell."""

from sales_agent.domain.availability import Agenda
from sales_agent.domain.config_scheduling import Host
from sales_agent.domain.meeting import Appointment, Interval
from sales_agent.ports.calendars import Calendar, CalendarEvent


class BuiltinCalendar(Calendar):
    """Books by storing. An event's id is its `calendar_key`."""

    name = "builtin"

    def agenda(self, host: Host, period: Interval, duration: int) -> Agenda:
        return Agenda()

    def book(self, appointment: Appointment, host: Host) -> CalendarEvent:
        return _event(appointment)

    def move(self, appointment: Appointment, host: Host) -> CalendarEvent:
        return _event(appointment)

    def cancel(self, appointment: Appointment, host: Host) -> None:
        return None

    def find(self, appointment: Appointment, host: Host) -> CalendarEvent | None:
        """A hold found unsettled was never confirmed to the visitor: there is no such event, unless it was booked."""
        return _event(appointment) if appointment.status == "booked" else None


def _event(appointment: Appointment) -> CalendarEvent:
    return CalendarEvent(event_id=appointment.calendar_key, start=appointment.start, end=appointment.end)
