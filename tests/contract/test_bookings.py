"""What every store of bookings promises."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sales_agent.adapters.bookings.dynamodb import DynamoBookings
from sales_agent.adapters.bookings.memory import MemoryBookings
from sales_agent.domain.meeting import Appointment, Interval, Pending
from sales_agent.ports.bookings import Bookings
from sales_agent.ports.errors import Conflict, NotFound
from tests.conftest import NOW

AT = NOW + timedelta(days=1)
HOLD = timedelta(minutes=5)


@pytest.fixture(params=["memory", "dynamodb"])
def bookings(request: pytest.FixtureRequest) -> Iterator[Bookings]:
    if request.param == "memory":
        yield MemoryBookings()
    else:
        yield DynamoBookings(request.getfixturevalue("agent_table"))


def held(appointment_id: str, start: datetime = AT, duration: int = 30, **values: Any) -> Appointment:
    fields: dict[str, Any] = {
        "tenant": "acme",
        "session_id": f"session-{appointment_id}",
        "provider": "memory",
        "host_id": "sales",
        "host_name": "Sales team",
        "calendar_id": "primary",
        "title": "Sales meeting",
        "customer_name": "Ann",
        "email": "ann@example.com",
        "time_zone": "Europe/London",
        "created_at": NOW,
        "changed_at": NOW,
        "pending": Pending(action="book", start=start, until=NOW + HOLD),
    }
    return Appointment(**fields | {"appointment_id": appointment_id, "start": start, "duration": duration} | values)


def booked(bookings: Bookings, appointment: Appointment) -> Appointment:
    bookings.hold(appointment, NOW)
    confirmed = appointment.changed(NOW, status="booked", event_id="e1", pending=None)
    bookings.settle(confirmed, appointment)
    return confirmed


def taken(bookings: Bookings, now: datetime = NOW) -> list[Interval]:
    return bookings.taken("acme", "sales", Interval(start=NOW, end=NOW + timedelta(days=3)), now)


def span(start: datetime, minutes: int) -> Interval:
    return Interval(start=start, end=start + timedelta(minutes=minutes))


def test_a_hold_takes_the_time_and_its_buffers(bookings: Bookings) -> None:
    bookings.hold(held("a1", buffer_before=10, buffer_after=5), NOW)
    assert taken(bookings) == [Interval(start=AT - timedelta(minutes=10), end=AT + timedelta(minutes=35))]


@pytest.mark.parametrize("minutes", [-25, -5, 0, 5, 25])
def test_overlapping_time_is_refused_whole(bookings: Bookings, minutes: int) -> None:
    bookings.hold(held("a1"), NOW)
    with pytest.raises(Conflict):
        bookings.hold(held("b2", AT + timedelta(minutes=minutes)), NOW)
    assert taken(bookings) == [span(AT, 30)]
    with pytest.raises(NotFound):
        bookings.find("acme", "session-b2", "b2")


@pytest.mark.parametrize("minutes", [-30, 30])
def test_neighbouring_time_is_free(bookings: Bookings, minutes: int) -> None:
    bookings.hold(held("a1"), NOW)
    bookings.hold(held("b2", AT + timedelta(minutes=minutes)), NOW)


def test_another_host_and_another_tenant_are_free(bookings: Bookings) -> None:
    bookings.hold(held("a1"), NOW)
    bookings.hold(held("b2", host_id="other"), NOW)
    bookings.hold(held("c3", tenant="rival"), NOW)


def test_a_hold_that_is_over_is_free_though_it_still_stands_there(bookings: Bookings) -> None:
    bookings.hold(held("a1"), NOW)
    later = NOW + HOLD
    assert taken(bookings, later - timedelta(seconds=1)) == [span(AT, 30)]
    assert taken(bookings, later) == []
    bookings.hold(held("b2", pending=Pending(action="book", start=AT, until=later + HOLD)), later)
    assert taken(bookings, later) == [span(AT, 30)]


def test_a_lost_hold_cannot_be_confirmed_and_gives_nothing_of_the_winner_back(bookings: Bookings) -> None:
    loser, later = held("a1"), NOW + HOLD
    bookings.hold(loser, NOW)
    bookings.hold(held("b2", pending=Pending(action="book", start=AT, until=later + HOLD)), later)
    with pytest.raises(Conflict):
        bookings.settle(loser.changed(later, status="booked", event_id="e1", pending=None), loser)
    bookings.settle(loser.changed(later, status="released", pending=None), loser)
    assert taken(bookings, later) == [span(AT, 30)]


def test_a_booking_stays_taken_and_a_cancelled_one_is_free(bookings: Bookings) -> None:
    appointment = booked(bookings, held("a1"))
    much_later = NOW + timedelta(days=400)
    assert taken(bookings, much_later) == [span(AT, 30)]
    bookings.settle(appointment.changed(NOW, status="cancelled"), appointment)
    assert taken(bookings) == []
    assert bookings.find("acme", "session-a1", "a1").status == "cancelled"


def test_a_released_appointment_can_be_tried_again(bookings: Bookings) -> None:
    first = held("a1")
    bookings.hold(first, NOW)
    released = first.changed(NOW, status="released", pending=None)
    bookings.settle(released, first)
    bookings.hold(released.changed(NOW, status="held", pending=first.pending, attempt=2), NOW)
    assert taken(bookings) == [span(AT, 30)]


@pytest.mark.parametrize("shift", [15, 30, 240])
def test_a_move_takes_the_new_time_before_it_gives_back_the_old(bookings: Bookings, shift: int) -> None:
    appointment, to = booked(bookings, held("a1")), AT + timedelta(minutes=shift)
    proposed = appointment.changed(NOW, pending=Pending(action="move", start=to, until=NOW + HOLD))
    bookings.hold(proposed, NOW)
    assert sum((one.end - one.start for one in taken(bookings)), timedelta()) == timedelta(minutes=30 + min(shift, 30))
    bookings.settle(proposed.changed(NOW, start=to, pending=None, sequence=1), proposed)
    assert taken(bookings) == [span(to, 30)]


def test_a_move_given_up_keeps_the_old_time_only(bookings: Bookings) -> None:
    appointment = booked(bookings, held("a1"))
    proposed = appointment.changed(
        NOW, pending=Pending(action="move", start=AT + timedelta(minutes=15), until=NOW + HOLD)
    )
    bookings.hold(proposed, NOW)
    bookings.settle(proposed.changed(NOW, pending=None), proposed)
    assert taken(bookings) == [span(AT, 30)]


def test_two_changes_of_one_appointment_do_not_both_win(bookings: Bookings) -> None:
    appointment = booked(bookings, held("a1"))
    bookings.settle(appointment.changed(NOW, status="cancelled"), appointment)
    with pytest.raises(Conflict):
        bookings.settle(appointment.changed(NOW, status="attended"), appointment)
    with pytest.raises(Conflict):
        bookings.hold(held("a1"), NOW)


def test_the_longest_meeting_with_the_longest_buffers_fits(bookings: Bookings) -> None:
    appointment = booked(bookings, held("a1", AT + timedelta(minutes=5), 480, buffer_before=240, buffer_after=240))
    proposed = appointment.changed(
        NOW, pending=Pending(action="move", start=AT + timedelta(hours=20, minutes=5), until=NOW + HOLD)
    )
    bookings.hold(proposed, NOW)
    bookings.settle(proposed.changed(NOW, start=AT + timedelta(hours=20, minutes=5), pending=None), proposed)
    assert [one.end - one.start for one in taken(bookings)] == [timedelta(minutes=960)]


def test_unsettled_changes_are_found_by_their_age(bookings: Bookings) -> None:
    bookings.hold(held("a1"), NOW)
    booked(bookings, held("b2", AT + timedelta(hours=1)))
    assert bookings.unsettled(NOW + HOLD) == []
    assert [one.appointment_id for one in bookings.unsettled(NOW + HOLD + timedelta(seconds=1))] == ["a1"]


def test_hosts_know_when_they_were_booked_last(bookings: Bookings) -> None:
    booked(bookings, held("a1"))
    assert bookings.last_booked("acme", ["sales", "other"]) == {"sales": NOW}


def test_appointments_of_a_session_come_in_order_of_time(bookings: Bookings) -> None:
    for name, hours in (("late", 5), ("early", 2)):
        bookings.hold(held(name, AT + timedelta(hours=hours), session_id="s1"), NOW)
    assert [one.appointment_id for one in bookings.of_session("acme", "s1")] == ["early", "late"]
    assert bookings.of_session("rival", "s1") == []


Wish = tuple[int, int, int]
WISHES = st.tuples(st.integers(0, 60), st.integers(1, 24), st.integers(0, 6))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(WISHES, max_size=25))
def test_bookings_never_overlap_whatever_is_asked_for(wishes: list[Wish]) -> None:
    bookings, agreed = MemoryBookings(), list[Interval]()
    for number, (start, length, buffer) in enumerate(wishes):
        wanted = held(f"a{number}", AT + timedelta(minutes=5 * start), 5 * length, buffer_after=5 * buffer)
        free = not any(wanted.occupied().overlaps(other) for other in agreed)
        try:
            booked(bookings, wanted)
            assert free
            agreed.append(wanted.occupied())
        except Conflict:
            assert not free
