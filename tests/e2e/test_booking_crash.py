"""A crash between the hold and the calendar leaves neither an orphan event nor an eternal hold, on a real DynamoDB."""

import pytest

from local.system import System
from sales_agent.adapters.bookings.dynamodb import DynamoBookings
from sales_agent.adapters.calendars.memory import MemoryCalendar
from sales_agent.adapters.dynamo import Table
from sales_agent.services.reconcile_bookings import ReconcileBookings
from tests.bench.booking_race import agent_tables
from tests.meetings import SESSION, TENANT, Faulty, Office


def crashed(table: Table, *, after: bool) -> tuple[Office, MemoryCalendar]:
    """An office whose process was killed while the calendar was called, before it acted or after."""
    real = MemoryCalendar()
    calendar = Faulty(real)
    office = Office(calendar=calendar, bookings=DynamoBookings(table))  # type: ignore[arg-type]
    office.visitor()
    calendar.fail("book", SystemExit("killed"), after=after)  # type: ignore[arg-type]
    with pytest.raises(SystemExit):
        office.book(office.offers()[0])
    return office, real


def settle_all(office: Office) -> None:
    office.clock.forward(minutes=4)
    sweep = ReconcileBookings(office.bookings, lambda _: office.desk, office.clock)
    assert (sweep().settled, sweep().settled) == (1, 0)


def test_what_a_crash_left_is_settled_as_the_calendar_says(running: System) -> None:
    with agent_tables(running.stack.emulator.url, "Before", "After") as (before, after):
        check_before(before)
        check_after(after)


def check_before(table: Table) -> None:
    office, real = crashed(table, after=False)
    settle_all(office)
    (released,) = office.bookings.of_session(TENANT, SESSION)
    assert (released.status, real.events) == ("released", {})
    assert office.bookings.taken(TENANT, "sales", office.desk.horizon(), office.clock()) == []


def check_after(table: Table) -> None:
    office, real = crashed(table, after=True)
    settle_all(office)
    (booked,) = office.bookings.of_session(TENANT, SESSION)
    assert (booked.status, [event.event_id for event in real.events.values()]) == ("booked", [booked.event_id])
    assert len(office.bookings.taken(TENANT, "sales", office.desk.horizon(), office.clock())) == 1
