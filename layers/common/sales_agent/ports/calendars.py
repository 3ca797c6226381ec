"""The calendars that sales meetings are kept in."""

from datetime import datetime
from typing import Protocol

from sales_agent.domain.availability import Agenda
from sales_agent.domain.config_scheduling import Host
from sales_agent.domain.meeting import Appointment, Interval
from sales_agent.domain.record import Record
from sales_agent.ports.errors import SalesAgentError


class CalendarEvent(Record):
    """An event as the calendar holds it: `event_id` is its name there, `uid` that of its invitation, if it has one."""

    event_id: str
    start: datetime
    end: datetime
    join_url: str = ""
    uid: str = ""


class BookElsewhere(SalesAgentError):
    """This calendar does not let us book; the visitor can, at `url`, once."""

    def __init__(self, url: str) -> None:
        super().__init__("the calendar's plan does not allow booking through its API")
        self.url = url


class Calendar(Protocol):
    """One kind of calendar. Every event carries our `calendar_key`, so that it can be found again.

    A calendar that cannot be read is unknown, never free: it raises Retriable or Fatal. A write raises Unknown when it
    may have happened, Conflict when the calendar says that the time is taken.
    """

    name: str

    def agenda(self, host: Host, period: Interval, duration: int) -> Agenda:
        """What is known of the host's time in the period."""
        ...

    def book(self, appointment: Appointment, host: Host) -> CalendarEvent:
        """Puts the appointment into the calendar; the same `calendar_key` again gives the same event.

        Raises BookElsewhere where only the visitor may book.
        """
        ...

    def move(self, appointment: Appointment, host: Host) -> CalendarEvent:
        """Brings the event named by `event_id` to the appointment's time."""
        ...

    def cancel(self, appointment: Appointment, host: Host) -> None:
        """Takes the event out of the calendar; one that is gone already is no error."""
        ...

    def find(self, appointment: Appointment, host: Host) -> CalendarEvent | None:
        """The live event that carries the appointment's `calendar_key`, wherever it lies in time."""
        ...
