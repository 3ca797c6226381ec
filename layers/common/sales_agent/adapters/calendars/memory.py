"""A calendar in this process's memory, with the promises of the real ones; tests put other people's events into it."""

from threading import RLock

from sales_agent.domain.availability import Agenda
from sales_agent.domain.config_scheduling import Host
from sales_agent.domain.meeting import Appointment, Interval
from sales_agent.ports.calendars import Calendar, CalendarEvent
from sales_agent.ports.errors import NotFound


class MemoryCalendar(Calendar):
    """Keeps `events` by calendar and key, and `others`: what people put into their calendars themselves."""

    name = "memory"

    def __init__(self) -> None:
        self._lock = RLock()
        self.events: dict[tuple[str, str], CalendarEvent] = {}
        self.others: dict[str, list[Interval]] = {}

    def agenda(self, host: Host, period: Interval, duration: int) -> Agenda:
        own = [
            Interval(start=event.start, end=event.end)
            for (calendar, _), event in self.events.items()
            if calendar == host.calendar_id
        ]
        busy = [*own, *self.others.get(host.calendar_id, [])]
        return Agenda(busy=[one for one in busy if one.overlaps(period)])

    def book(self, appointment: Appointment, host: Host) -> CalendarEvent:
        with self._lock:
            return self.events.setdefault(_key(appointment, host), _event(appointment))

    def move(self, appointment: Appointment, host: Host) -> CalendarEvent:
        with self._lock:
            if _key(appointment, host) not in self.events:
                raise NotFound("there is no such event in the calendar")
            self.events[_key(appointment, host)] = _event(appointment)
            return _event(appointment)

    def cancel(self, appointment: Appointment, host: Host) -> None:
        self.events.pop(_key(appointment, host), None)

    def find(self, appointment: Appointment, host: Host) -> CalendarEvent | None:
        return self.events.get(_key(appointment, host))


def _key(appointment: Appointment, host: Host) -> tuple[str, str]:
    return host.calendar_id, appointment.calendar_key


def _event(appointment: Appointment) -> CalendarEvent:
    join = f"https://meet.example/{appointment.calendar_key}"
    return CalendarEvent(event_id=appointment.calendar_key, start=appointment.start, end=appointment.end, join_url=join)
