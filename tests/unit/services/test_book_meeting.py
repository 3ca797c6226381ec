from datetime import timedelta

import pytest

from sales_agent.adapters.calendars.memory import MemoryCalendar
from sales_agent.domain.booking_claims import claims_booking
from sales_agent.domain.meeting import Interval, Slot
from sales_agent.domain.offers import make_offer, sign_offer
from sales_agent.domain.signing import Signer
from sales_agent.ports.calendars import BookElsewhere
from sales_agent.ports.errors import Conflict, Fatal, Forbidden, Gone, NotFound, Refused, Retriable, Skippable, Unknown
from sales_agent.services import meeting_replies as say
from sales_agent.services.cancel_meeting import CancelMeeting
from sales_agent.services.move_meeting import MoveMeeting
from sales_agent.services.reconcile_bookings import ReconcileBookings
from tests.meetings import SESSION, TENANT, TUESDAY, Faulty, Office, config, ref


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def faulty() -> tuple[Office, Faulty, MemoryCalendar]:
    calendar = MemoryCalendar()
    office = Office(calendar=Faulty(calendar))  # type: ignore[arg-type]
    return office, office.calendar, calendar  # type: ignore[return-value]


def reconcile(office: Office) -> tuple[int, int]:
    outcome = ReconcileBookings(office.bookings, lambda _: office.desk, office.clock)()
    return outcome.settled, outcome.waiting


def taken(office: Office) -> list[Interval]:
    return office.bookings.taken(TENANT, "sales", office.desk.horizon(), office.clock())


def test_a_chosen_slot_becomes_a_booking_with_an_event(office: Office) -> None:
    office.visitor()
    slot = office.offers()[0]
    appointment = office.book(slot)
    assert (appointment.status, appointment.start, appointment.email) == ("booked", slot.start, "ann@example.com")
    assert appointment.event_id
    assert appointment.time_zone == "America/New_York"
    assert office.bookings.find(TENANT, SESSION, appointment.appointment_id) == appointment


def test_a_second_click_books_nothing_more(office: Office) -> None:
    office.visitor()
    slot = office.offers()[0]
    assert office.book(slot) == office.book(slot)
    assert len(office.bookings.of_session(TENANT, SESSION)) == 1


def test_a_booked_time_is_offered_to_nobody_else(office: Office) -> None:
    first = office.booked()
    office.visitor("session-2")
    assert first.start not in [slot.start for slot in office.offers("session-2", count=500)]


def test_the_second_of_two_visitors_is_told_and_nothing_is_left_behind(office: Office) -> None:
    office.visitor()
    office.visitor("session-2")
    mine, theirs = office.offers()[0], office.offers("session-2")[0]
    office.book(mine)
    with pytest.raises(Conflict):
        office.book(theirs, "session-2")
    assert office.bookings.of_session(TENANT, "session-2") == []


@pytest.mark.parametrize(
    ("profile", "field"), [({"email": "a@b.example"}, "customer_name"), ({"customer_name": "Ann"}, "email")]
)
def test_what_is_needed_to_book_is_asked_for_by_name(office: Office, profile: dict[str, str], field: str) -> None:
    office.visitor(**profile)
    with pytest.raises(Refused) as refused:
        office.book(office.offers()[0])
    assert refused.value.field == field


def test_forged_foreign_and_old_offers_are_refused(office: Office) -> None:
    office.visitor()
    slot = office.offers()[0]
    with pytest.raises(Forbidden):
        office.book(slot, "session-2")
    with pytest.raises(Refused):
        office.book(slot.offer[:-2] + "xx")
    forged = make_offer(Slot(host_id="sales", start=TUESDAY + timedelta(hours=5), duration=30), TENANT, SESSION)
    with pytest.raises(Refused):
        office.book(sign_offer(forged, Signer(["somebody else's key, also 32 bytes"]), TUESDAY))
    other = make_offer(Slot(host_id="sales", start=TUESDAY + timedelta(hours=5), duration=30), "rival", SESSION)
    with pytest.raises(Forbidden):
        office.book(sign_offer(other, office.signer, TUESDAY))
    office.clock.forward(minutes=31)
    with pytest.raises(Gone):
        office.book(slot)
    assert taken(office) == []


def test_an_offer_ends_with_the_start_of_its_meeting() -> None:
    office = Office(config=config(minimum_notice=0))
    office.visitor()
    slot = office.offers(count=500)[0]
    office.clock.now = slot.start
    with pytest.raises(Gone):
        office.book(slot)


def test_a_time_taken_in_the_calendar_meanwhile_is_refused(office: Office) -> None:
    office.visitor()
    slot = office.offers()[0]
    assert isinstance(office.calendar, MemoryCalendar)
    office.calendar.others["primary"] = [Interval(start=slot.start, end=slot.end)]
    with pytest.raises(Conflict):
        office.book(slot)
    assert taken(office) == []


def test_a_calendar_in_error_offers_nothing(faulty: tuple[Office, Faulty, MemoryCalendar]) -> None:
    office, calendar, _ = faulty
    office.visitor()
    calendar.fail("agenda", Fatal("disconnected"))
    with pytest.raises(Retriable):
        office.offers()


@pytest.mark.parametrize("error", [Retriable("busy"), Fatal("disconnected"), Conflict("taken")])
def test_a_refusal_of_the_calendar_frees_the_time(
    faulty: tuple[Office, Faulty, MemoryCalendar], error: Exception
) -> None:
    office, calendar, _ = faulty
    office.visitor()
    slot = office.offers()[0]
    calendar.fail("book", error)
    with pytest.raises(type(error)):
        office.book(slot)
    assert taken(office) == []
    assert office.book(slot).attempt == 2


def test_a_calendar_that_only_links_gives_the_link_and_books_nothing(
    faulty: tuple[Office, Faulty, MemoryCalendar],
) -> None:
    office, calendar, _ = faulty
    office.visitor()
    calendar.fail("book", BookElsewhere("https://calendly.example/d/1"))
    with pytest.raises(BookElsewhere) as elsewhere:
        office.book(office.offers()[0])
    assert elsewhere.value.url == "https://calendly.example/d/1"
    assert taken(office) == []


def test_a_lost_answer_after_the_act_still_books_once(faulty: tuple[Office, Faulty, MemoryCalendar]) -> None:
    office, calendar, real = faulty
    office.visitor()
    calendar.fail("book", Unknown("time-out"), after=True)
    assert office.book(office.offers()[0]).status == "booked"
    assert len(real.events) == 1


def test_a_lost_call_leaves_a_hold_that_the_sweep_gives_back(faulty: tuple[Office, Faulty, MemoryCalendar]) -> None:
    office, calendar, real = faulty
    office.visitor()
    calendar.fail("book", Unknown("time-out"))
    appointment = office.book(office.offers()[0])
    assert appointment.status == "held"
    office.clock.forward(minutes=2)
    assert reconcile(office) == (1, 0)
    assert office.bookings.find(TENANT, SESSION, appointment.appointment_id).status == "released"
    assert (taken(office), real.events) == ([], {})


def test_a_crash_after_the_calendar_acted_is_found_and_confirmed(
    faulty: tuple[Office, Faulty, MemoryCalendar],
) -> None:
    office, calendar, real = faulty
    office.visitor()
    calendar.fail("book", SystemExit("killed"), after=True)  # type: ignore[arg-type]
    with pytest.raises(SystemExit):
        office.book(office.offers()[0])
    office.clock.forward(minutes=2)
    assert reconcile(office) == (1, 0)
    (appointment,) = office.bookings.of_session(TENANT, SESSION)
    assert (appointment.status, len(real.events)) == ("booked", 1)


def test_the_sweep_leaves_fresh_holds_alone_and_keeps_those_it_cannot_settle(
    faulty: tuple[Office, Faulty, MemoryCalendar],
) -> None:
    office, calendar, _ = faulty
    office.visitor()
    calendar.fail("book", SystemExit("killed"))  # type: ignore[arg-type]
    with pytest.raises(SystemExit):
        office.book(office.offers()[0])
    office.clock.forward(seconds=60)
    assert reconcile(office) == (0, 0)
    for _ in range(10):
        office.clock.forward(minutes=4)
        calendar.fail("find", Retriable("away"))
        assert reconcile(office) == (0, 1)
        assert len(taken(office)) == 1
    office.clock.forward(minutes=4)
    assert reconcile(office) == (1, 0)
    assert taken(office) == []


def test_no_hold_outlives_its_meeting_even_when_the_calendar_never_comes_back(
    faulty: tuple[Office, Faulty, MemoryCalendar],
) -> None:
    office, calendar, _ = faulty
    office.visitor()
    calendar.fail("book", Unknown("silent"))
    calendar.fail("find", Retriable("away"))
    held = office.book(office.offers()[0])
    calendar.fail("find", Fatal("disconnected"))
    office.clock.now = held.start
    assert reconcile(office) == (1, 0)
    (released,) = office.bookings.of_session(TENANT, SESSION)
    assert (released.status, released.cancelled_by, taken(office)) == ("released", "system", [])


def test_a_cancellation_the_calendar_cannot_hear_does_not_stand_before_the_others(
    faulty: tuple[Office, Faulty, MemoryCalendar],
) -> None:
    office, calendar, _ = faulty
    calendar.fail("cancel", Retriable("away"))
    CancelMeeting(office.desk)(ref(office.booked()))
    office.clock.forward(minutes=4)
    calendar.fail("cancel", Fatal("disconnected"))
    assert reconcile(office) == (0, 1)
    assert reconcile(office) == (0, 0)
    office.clock.forward(minutes=4)
    assert reconcile(office) == (1, 0)


def test_an_event_made_for_a_lost_hold_is_taken_back(faulty: tuple[Office, Faulty, MemoryCalendar]) -> None:
    office, calendar, real = faulty
    office.visitor()
    office.visitor("session-2")
    slow, quick = office.offers()[0], office.offers("session-2")[0]
    calendar.fail("book", SystemExit("killed"))  # type: ignore[arg-type]
    with pytest.raises(SystemExit):
        office.book(slow)
    office.clock.forward(minutes=6)
    assert office.book(quick, "session-2").status == "booked"
    real.book(office.bookings.of_session(TENANT, SESSION)[0], office.desk.host("sales"))
    assert reconcile(office) == (1, 0)
    assert len(real.events) == 1


def test_a_move_takes_the_event_along_and_frees_the_old_time(office: Office) -> None:
    appointment = office.booked()
    slot = office.offers()[2]
    moved = MoveMeeting(office.desk)(ref(appointment), slot.offer)
    assert (moved.start, moved.sequence, moved.uid) == (slot.start, 1, appointment.uid)
    assert moved.event_id == appointment.event_id
    assert [span.start for span in taken(office)] == [slot.start]


def test_a_move_to_a_taken_time_changes_nothing(office: Office) -> None:
    appointment = office.booked()
    office.visitor("session-2")
    slot, same = office.offers()[2], office.offers("session-2")[2]
    office.book(same, "session-2")
    with pytest.raises(Conflict):
        MoveMeeting(office.desk)(ref(appointment), slot.offer)
    assert office.bookings.find(TENANT, SESSION, appointment.appointment_id) == appointment


@pytest.mark.parametrize("after", [False, True])
def test_a_lost_answer_to_a_move_ends_in_one_truth(faulty: tuple[Office, Faulty, MemoryCalendar], after: bool) -> None:
    office, calendar, real = faulty
    appointment = office.booked()
    slot = office.offers()[2]
    calendar.fail("move", Unknown("time-out"), after=after)
    MoveMeeting(office.desk)(ref(appointment), slot.offer)
    office.clock.forward(minutes=2)
    assert reconcile(office) == (0 if after else 1, 0)
    stored = office.bookings.find(TENANT, SESSION, appointment.appointment_id)
    assert stored.start == (slot.start if after else appointment.start)
    assert [event.start for event in real.events.values()] == [stored.start]
    assert [span.start for span in taken(office)] == [stored.start]


def test_a_move_the_calendar_makes_after_we_looked_is_found_by_the_sweep(
    faulty: tuple[Office, Faulty, MemoryCalendar],
) -> None:
    office, calendar, real = faulty
    appointment = office.booked()
    slot = office.offers(time_zone="America/New_York")[2]
    calendar.fail("move", Unknown("time-out"))
    proposed = MoveMeeting(office.desk)(ref(appointment), slot.offer)
    assert proposed.pending
    assert (proposed.start, proposed.pending.start) == (appointment.start, slot.start)
    assert MoveMeeting(office.desk)(ref(appointment), slot.offer) == proposed
    text = say.outcome(proposed).text
    assert slot.label in text
    assert not claims_booking(text)
    real.move(appointment.model_copy(update={"start": slot.start}), office.desk.host("sales"))
    office.clock.forward(minutes=2)
    assert reconcile(office) == (1, 0)
    stored = office.bookings.find(TENANT, SESSION, appointment.appointment_id)
    assert (stored.start, stored.pending, stored.sequence) == (slot.start, None, 1)
    assert [span.start for span in taken(office)] == [slot.start]


@pytest.mark.parametrize("error", [NotFound("404 notFound"), Skippable("400 invalid")])
@pytest.mark.parametrize("method", ["agenda", "book", "move"])
def test_what_a_calendar_refuses_for_good_needs_a_person_and_changes_nothing(
    faulty: tuple[Office, Faulty, MemoryCalendar], method: str, error: Exception
) -> None:
    office, calendar, _ = faulty
    office.visitor()
    before = [] if method == "book" else [office.book(office.offers()[0])]
    slot = office.offers(moving=before[0] if method == "move" else None)[2]
    calendar.fail(method, error)
    with pytest.raises(Fatal):
        office.book(slot)
    stored = [one for one in office.bookings.of_session(TENANT, SESSION) if one.status != "released"]
    assert [(one.status, one.start, one.pending) for one in stored] == [("booked", one.start, None) for one in before]
    assert [span.start for span in taken(office)] == [one.start for one in before]


def test_a_hold_survives_a_calendar_that_answers_the_look_with_nonsense(
    faulty: tuple[Office, Faulty, MemoryCalendar],
) -> None:
    office, calendar, _ = faulty
    office.visitor()
    calendar.fail("book", Unknown("time-out"))
    calendar.fail("find", Skippable("400 invalid"))
    assert office.book(office.offers()[0]).status == "held"


def test_the_offer_of_a_cancelled_meeting_is_over(office: Office) -> None:
    office.visitor()
    slot = office.offers()[0]
    cancelled = CancelMeeting(office.desk)(ref(office.book(slot)))
    with pytest.raises(Gone):
        office.book(slot)
    assert "holding" not in say.outcome(cancelled).text
    assert not claims_booking(say.outcome(cancelled).text)


def test_a_move_keeps_length_and_host(office: Office) -> None:
    office = Office(config=config(durations=[60]))
    appointment = office.booked()
    with pytest.raises(Refused):
        MoveMeeting(office.desk)(ref(appointment), office.offers(duration=60)[3].offer)


def test_times_to_move_to_are_of_the_same_kind_and_may_overlap_the_meeting() -> None:
    hosts = [{"id": "ann", "name": "Ann"}, {"id": "bob", "name": "Bob"}]
    office = Office(config=config(durations=[60], hosts=hosts, buffer_after=15))
    office.visitor()
    appointment = office.book(office.offers(duration=60, count=99)[1])
    slots = office.offers(moving=appointment, count=9)
    assert {slot.end - slot.start for slot in slots} == {timedelta(minutes=60)}
    starts = [slot.start for slot in office.offers(moving=appointment, near=appointment.start, count=2)]
    assert starts == [appointment.start + timedelta(minutes=shift) for shift in (-30, 30)]
    moved = office.book(office.offers(moving=appointment, near=appointment.start, count=2)[1])
    assert (moved.appointment_id, moved.host_id) == (appointment.appointment_id, appointment.host_id)
    assert moved.start == appointment.start + timedelta(minutes=30)


def test_cancelling_frees_the_time_and_is_idempotent(office: Office) -> None:
    appointment = office.booked()
    cancelled = CancelMeeting(office.desk)(ref(appointment))
    assert (cancelled.status, cancelled.cancelled_by, cancelled.pending) == ("cancelled", "visitor", None)
    assert CancelMeeting(office.desk)(ref(appointment)) == cancelled
    assert taken(office) == []
    with pytest.raises(Gone):
        MoveMeeting(office.desk)(ref(appointment), office.offers()[1].offer)


def test_a_cancellation_counts_at_once_and_reaches_the_calendar_later(
    faulty: tuple[Office, Faulty, MemoryCalendar],
) -> None:
    office, calendar, real = faulty
    appointment = office.booked()
    calendar.fail("cancel", Retriable("away"))
    assert CancelMeeting(office.desk)(ref(appointment)).status == "cancelled"
    assert len(real.events) == 1
    office.clock.forward(minutes=4)
    assert reconcile(office) == (1, 0)
    assert real.events == {}


def test_another_sessions_appointment_cannot_be_reached(office: Office) -> None:
    appointment = office.booked()
    with pytest.raises(NotFound):
        CancelMeeting(office.desk)(ref(appointment).model_copy(update={"session_id": "session-2"}))
    with pytest.raises(NotFound):
        CancelMeeting(office.desk)(ref(appointment).model_copy(update={"tenant": "rival"}))


def test_a_meeting_that_is_over_can_be_neither_moved_nor_cancelled(office: Office) -> None:
    appointment = office.booked()
    office.clock.now = appointment.end
    with pytest.raises(Gone):
        CancelMeeting(office.desk)(ref(appointment))


def test_hosts_take_turns() -> None:
    hosts = [{"id": name, "calendar_id": name} for name in ("ann", "bob", "cem")]
    office = Office(config=config(hosts=hosts))
    office.visitor()
    seen = []
    for _ in range(6):
        appointment = office.book(office.offers()[0])
        seen.append(appointment.host_id)
        office.clock.forward(minutes=1)
    assert seen == ["ann", "bob", "cem", "ann", "bob", "cem"]


def test_a_host_whose_calendar_is_away_is_left_out() -> None:
    calendar = Faulty(MemoryCalendar())
    hosts = [{"id": name, "calendar_id": name} for name in ("ann", "bob")]
    office = Office(config=config(hosts=hosts), calendar=calendar)  # type: ignore[arg-type]
    office.visitor()
    calendar.fail("agenda", Retriable("away"))
    assert office.book(office.offers()[0]).host_id == "bob"


YEAR = timedelta(days=365)


@pytest.mark.parametrize(
    "wish",
    [
        {"duration": 45},
        {"meeting_type": "golf"},
        {"within": Interval(start=TUESDAY - YEAR, end=TUESDAY)},
        {"within": Interval(start=TUESDAY + YEAR, end=TUESDAY + 2 * YEAR)},
    ],
)
def test_a_wish_that_cannot_be_met_is_refused(office: Office, wish: dict[str, object]) -> None:
    with pytest.raises(Refused):
        office.offers(**wish)
