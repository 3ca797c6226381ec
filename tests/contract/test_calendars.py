"""What every calendar promises. Google, Calendly and Outlook run their real adapters against the local stand-ins."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests

from local.vendors import calendly, google_calendar, outlook
from local.vendors.kit import Fault, RunningServer, serve
from sales_agent.adapters.calendars.builtin import BuiltinCalendar
from sales_agent.adapters.calendars.calendly import CalendlyCalendar
from sales_agent.adapters.calendars.google import GoogleCalendar
from sales_agent.adapters.calendars.memory import MemoryCalendar
from sales_agent.adapters.calendars.outlook import OutlookCalendar
from sales_agent.domain.config_scheduling import Host
from sales_agent.domain.meeting import Appointment, Interval, Pending
from sales_agent.ports.calendars import BookElsewhere, Calendar, CalendarEvent
from sales_agent.ports.errors import Conflict, Fatal, NotFound, Retriable, Unknown

VENDORS = ["google", "calendly", "outlook"]
NOW = datetime.now(UTC)


def weekday_at(hour: int) -> datetime:
    """A time in working hours some days ahead, in winter and in summer."""
    day = NOW + timedelta(days=3)
    while day.weekday() > 3:
        day += timedelta(days=1)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


AT, LATER = weekday_at(11), weekday_at(14)


@dataclass
class Rig:
    """A provider, its host, and what other people do to the calendar behind it."""

    calendar: Calendar
    host: Host
    server: RunningServer | None = None
    occupy: Callable[[Interval], None] = lambda _: None
    disconnect: Callable[[], None] = lambda: None
    live: Callable[[], int] = lambda: 0
    writes: str = "/"
    secrets: dict[str, str] = field(default_factory=dict)

    def fault(self, kind: str, method: str = "", path: str = "", **options: Any) -> None:
        assert self.server
        self.server.stand_in.faults.add(Fault(kind=kind, method=method, path=path, **options))

    def free_at(self, start: datetime) -> bool:
        slot = Interval(start=start, end=start + timedelta(minutes=30))
        agenda = self.calendar.agenda(self.host, slot, 30)
        open_then = agenda.starts is None or start in agenda.starts
        return open_then and not any(busy.overlaps(slot) for busy in agenda.busy)


def memory() -> Rig:
    calendar = MemoryCalendar()
    occupy = lambda span: calendar.others.setdefault("primary", []).append(span)  # noqa: E731
    return Rig(calendar, Host(), occupy=occupy, live=lambda: len(calendar.events))


def google(server: RunningServer) -> Rig:
    control = f"{server.url}/_control"

    def occupy(span: Interval) -> None:
        body = {"start": {"dateTime": span.start.isoformat()}, "end": {"dateTime": span.end.isoformat()}}
        requests.post(f"{control}/calendars/primary/events", json=body, timeout=5).raise_for_status()

    def live() -> int:
        (calendar,) = server.stand_in.store.state()["calendars"]
        return sum(event["status"] != "cancelled" for event in calendar["events"])

    secrets = {
        "base_url": server.url,
        "token_url": f"{server.url}/token",
        "client_id": "client",
        "client_secret": "secret",
        "refresh_token": google_calendar.REFRESH_TOKEN,
    }
    rig = Rig(GoogleCalendar(secret=secrets), Host(), server, occupy, live=live, writes="/events")
    rig.secrets = secrets
    rig.disconnect = lambda: requests.post(f"{control}/disconnect", timeout=5).raise_for_status()
    return rig


def for_calendly(server: RunningServer) -> Rig:
    control = f"{server.url}/_control"

    def occupy(span: Interval) -> None:
        body = {"start_time": stamp(span.start), "end_time": stamp(span.end)}
        requests.post(f"{control}/busy", json=body, timeout=5).raise_for_status()

    def live() -> int:
        return sum(one["status"] == "active" for one in server.stand_in.store.state()["meetings"])

    rig = Rig(None, Host(), server, occupy, live=live, writes="^/invitees")  # type: ignore[arg-type]
    rig.secrets = {"base_url": server.url, "token": calendly.TOKEN}
    rig.calendar = CalendlyCalendar(secret=rig.secrets)
    rig.disconnect = lambda: requests.post(f"{control}/disconnect", timeout=5).raise_for_status()
    return rig


def for_outlook(server: RunningServer) -> Rig:
    secrets = {
        "base_url": f"{server.url}/v1.0",
        "login_url": server.url,
        "tenant_id": "contoso",
        "client_id": outlook.CLIENT_ID,
        "client_secret": outlook.CLIENT_SECRET,
    }
    rig = Rig(OutlookCalendar(secret=secrets), Host(email=outlook.OWNER), server, writes="/events")
    rig.secrets = secrets
    other = OutlookCalendar(secret=dict(secrets))
    rig.occupy = lambda span: void(other.book(appointment("ffff", span.start), rig.host))
    rig.live = lambda: outlook_live(server)
    rig.disconnect = lambda: rig.secrets.update(client_secret="changed")
    return rig


def outlook_live(server: RunningServer) -> int:
    (mailbox,) = server.stand_in.store.state()["calendars"]
    return sum(not event.get("isCancelled") for event in mailbox["events"])


def reason(rig: Rig, status: str) -> str:
    """Google has two 403s; this one is not its limit of calls."""
    return "forbidden" if (rig.calendar.name, status) == ("google", "403") else ""


def void(_: object) -> None:
    return None


def stamp(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")


@pytest.fixture
def rig(request: pytest.FixtureRequest) -> Iterator[Rig]:
    if request.param == "memory":
        yield memory()
        return
    builds: dict[str, Any] = {
        "google": (google_calendar.build, google),
        "calendly": (calendly.build, for_calendly),
        "outlook": (outlook.build, for_outlook),
    }
    build, make = builds[request.param]
    with serve(build()) as server:
        yield make(server)


every = pytest.mark.parametrize("rig", ["memory", *VENDORS], indirect=True)
vendors = pytest.mark.parametrize("rig", VENDORS, indirect=True)


def appointment(key: str = "a1b2c3d4e5f60718", start: datetime = AT, **values: Any) -> Appointment:
    fields: dict[str, Any] = {
        "tenant": "acme",
        "session_id": "session-1",
        "appointment_id": key,
        "provider": "any",
        "host_id": "sales",
        "host_name": "Sales team",
        "calendar_id": "primary",
        "title": "Meeting: Ann Lee and Acme",
        "start": start,
        "duration": 30,
        "customer_name": "Ann Lee",
        "email": "ann@example.com",
        "time_zone": "America/New_York",
        "created_at": NOW,
        "changed_at": NOW,
    }
    return Appointment(**fields | values)


def booked(rig: Rig, one: Appointment) -> Appointment:
    event = rig.calendar.book(one, rig.host)
    return one.changed(NOW, status="booked", event_id=event.event_id)


def moving(one: Appointment, to: datetime) -> Appointment:
    return one.model_copy(update={"start": to, "pending": Pending(action="move", start=to, until=NOW)})


def times(event: CalendarEvent | None) -> tuple[datetime, datetime] | None:
    return (event.start, event.end) if event else None


@every
def test_a_free_time_is_free_and_a_taken_one_is_not(rig: Rig) -> None:
    assert rig.free_at(AT)
    rig.occupy(Interval(start=AT + timedelta(minutes=15), end=AT + timedelta(minutes=20)))
    assert not rig.free_at(AT)
    assert rig.free_at(LATER)


@every
def test_a_booked_meeting_is_in_the_calendar_and_can_be_found(rig: Rig) -> None:
    one = appointment()
    event = rig.calendar.book(one, rig.host)
    assert times(event) == (AT, AT + timedelta(minutes=30))
    assert event.join_url.startswith("https://")
    found = rig.calendar.find(one, rig.host)
    assert found
    assert (found.event_id, times(found)) == (event.event_id, times(event))
    assert not rig.free_at(AT)


@every
def test_what_was_never_booked_is_not_found(rig: Rig) -> None:
    booked(rig, appointment())
    assert rig.calendar.find(appointment("0000000000000000"), rig.host) is None


@pytest.mark.parametrize("rig", ["memory", "google", "outlook"], indirect=True)
def test_booking_again_with_one_key_makes_one_event(rig: Rig) -> None:
    first, second = (rig.calendar.book(appointment(), rig.host) for _ in range(2))
    assert (first.event_id, rig.live()) == (second.event_id, 1)


@every
def test_a_moved_meeting_is_at_its_new_time_only(rig: Rig) -> None:
    one = booked(rig, appointment())
    event = rig.calendar.move(moving(one, LATER), rig.host)
    assert times(event) == (LATER, LATER + timedelta(minutes=30))
    assert times(rig.calendar.find(moving(one, LATER), rig.host)) == times(event)
    assert (rig.live(), rig.free_at(AT), rig.free_at(LATER)) == (1, True, False)


@every
def test_a_cancelled_meeting_is_gone_and_may_be_cancelled_again(rig: Rig) -> None:
    one = booked(rig, appointment())
    rig.calendar.cancel(one, rig.host)
    rig.calendar.cancel(one, rig.host)
    assert rig.calendar.find(one, rig.host) is None
    assert (rig.live(), rig.free_at(AT)) == (0, True)


@every
def test_an_event_whose_id_was_lost_can_be_cancelled(rig: Rig) -> None:
    rig.calendar.book(appointment(), rig.host)
    rig.calendar.cancel(appointment(), rig.host)
    assert rig.live() == 0


@vendors
def test_a_silent_death_after_the_act_is_unknown_and_found(rig: Rig) -> None:
    rig.free_at(AT)
    rig.fault("drop_after", "POST", rig.writes, times=None)
    with pytest.raises(Unknown):
        rig.calendar.book(appointment(), rig.host)
    assert times(rig.calendar.find(appointment(), rig.host)) == (AT, AT + timedelta(minutes=30))
    assert rig.live() == 1


@vendors
def test_a_silent_death_before_the_act_is_unknown_and_not_found(rig: Rig) -> None:
    rig.free_at(AT)
    rig.fault("drop_before", "POST", rig.writes, times=None)
    with pytest.raises(Unknown):
        rig.calendar.book(appointment(), rig.host)
    assert rig.calendar.find(appointment(), rig.host) is None


@vendors
@pytest.mark.parametrize("acts", [True, False])
def test_a_server_error_to_a_write_is_unknown(rig: Rig, acts: bool) -> None:
    rig.free_at(AT)
    rig.fault("503", "POST", rig.writes, acts=acts)
    with pytest.raises(Unknown):
        rig.calendar.book(appointment(), rig.host)
    assert (rig.calendar.find(appointment(), rig.host) is not None) == acts


@vendors
@pytest.mark.parametrize(
    ("status", "error"),
    [("401", Fatal), ("429", Retriable), ("500", Retriable), ("503", Retriable), ("404", NotFound), ("410", NotFound)],
)
def test_refused_reading_is_never_free(rig: Rig, status: str, error: type[Exception]) -> None:
    rig.fault(status, path="freeBusy|getSchedule|available_times", times=None)
    with pytest.raises((error, Fatal) if rig.calendar.name == "outlook" else error):
        rig.free_at(AT)


@vendors
@pytest.mark.parametrize(("status", "error"), [("401", Fatal), ("429", Retriable), ("400", Exception)])
def test_a_refused_booking_says_what_to_do(rig: Rig, status: str, error: type[Exception]) -> None:
    rig.free_at(AT)
    rig.fault(status, "POST", rig.writes, times=None)
    with pytest.raises(error):
        rig.calendar.book(appointment(), rig.host)
    assert rig.live() == 0


@vendors
@pytest.mark.parametrize("status", ["403", "409"])
def test_a_booking_that_is_forbidden_or_in_conflict_leaves_nothing_behind(rig: Rig, status: str) -> None:
    rig.free_at(AT)
    rig.fault(status, "POST", rig.writes, times=None, detail=reason(rig, status))
    forbidden = BookElsewhere if rig.calendar.name == "calendly" else Fatal
    with pytest.raises(forbidden if status == "403" else Conflict):
        rig.calendar.book(appointment(), rig.host)
    assert rig.live() == 0


@pytest.mark.parametrize("rig", ["google", "outlook"], indirect=True)
@pytest.mark.parametrize(
    ("status", "error"),
    [("401", Fatal), ("403", Fatal), ("404", NotFound), ("409", Conflict), ("410", NotFound), ("429", Retriable)],
)
def test_a_refused_move_says_what_to_do_and_changes_nothing(rig: Rig, status: str, error: type[Exception]) -> None:
    one = booked(rig, appointment())
    rig.fault(status, "PATCH", times=None, detail=reason(rig, status))
    with pytest.raises(error):
        rig.calendar.move(moving(one, LATER), rig.host)
    assert times(rig.calendar.find(one, rig.host)) == (AT, AT + timedelta(minutes=30))


@vendors
@pytest.mark.parametrize(("status", "error"), [("401", Fatal), ("429", Retriable), ("503", Unknown)])
def test_a_cancellation_that_was_not_heard_is_no_success(rig: Rig, status: str, error: type[Exception]) -> None:
    one = booked(rig, appointment())
    rig.fault(status, "DELETE" if rig.calendar.name == "google" else "POST", times=None)
    with pytest.raises(error):
        rig.calendar.cancel(one, rig.host)
    assert rig.live() == 1


@pytest.mark.parametrize("rig", ["google", "outlook"], indirect=True)
@pytest.mark.parametrize("status", ["404", "410"])
def test_cancelling_what_is_gone_already_is_done(rig: Rig, status: str) -> None:
    one = booked(rig, appointment())
    rig.fault(status, "DELETE" if rig.calendar.name == "google" else "POST", times=None)
    rig.calendar.cancel(one, rig.host)


@vendors
def test_a_disconnected_calendar_needs_a_person(rig: Rig) -> None:
    rig.disconnect()
    with pytest.raises(Fatal):
        rig.free_at(AT)


@vendors
def test_an_unreachable_calendar_is_retriable(rig: Rig) -> None:
    rig.fault("down")
    with pytest.raises(Retriable):
        rig.free_at(AT)


@vendors
def test_nothing_is_asked_without_a_secret(rig: Rig) -> None:
    kind = type(rig.calendar)
    with pytest.raises(Fatal):
        kind(secret={}).agenda(rig.host, Interval(start=AT, end=LATER), 30)  # type: ignore[call-arg]


@pytest.mark.parametrize("rig", ["google"], indirect=True)
@pytest.mark.parametrize(
    ("reason", "error"), [("userRateLimitExceeded", Retriable), ("quotaExceeded", Fatal), ("forbidden", Fatal)]
)
def test_google_says_403_for_two_things(rig: Rig, reason: str, error: type[Exception]) -> None:
    rig.free_at(AT)
    rig.fault("403", detail=reason)
    with pytest.raises(error):
        rig.free_at(AT)


@pytest.mark.parametrize("rig", ["google"], indirect=True)
def test_google_reports_an_unshared_calendar_inside_a_200(rig: Rig) -> None:
    rig.host = Host(calendar_id="stranger@example.com")
    with pytest.raises(Fatal):
        rig.free_at(AT)


@pytest.mark.parametrize("rig", ["outlook"], indirect=True)
def test_outlook_reports_an_unknown_mailbox_inside_a_200(rig: Rig) -> None:
    rig.host = Host(calendar_id="stranger@example.com")
    with pytest.raises((Fatal, NotFound)):
        rig.free_at(AT)


@pytest.mark.parametrize("rig", ["calendly"], indirect=True)
def test_calendly_says_that_a_time_is_taken_without_a_409(rig: Rig) -> None:
    rig.free_at(AT)
    rig.occupy(Interval(start=AT, end=AT + timedelta(minutes=30)))
    with pytest.raises(Conflict):
        rig.calendar.book(appointment(), rig.host)


@pytest.mark.parametrize("rig", ["calendly"], indirect=True)
def test_a_plan_without_booking_gives_a_link_that_leads_back_to_the_appointment(rig: Rig) -> None:
    assert rig.server
    requests.post(f"{rig.server.url}/_control/plan", json={"plan": "free"}, timeout=5).raise_for_status()
    with pytest.raises(BookElsewhere) as elsewhere:
        rig.calendar.book(appointment(), rig.host)
    assert "utm_content=a1b2c3d4e5f6071801" in elsewhere.value.url
    assert rig.live() == 0


@pytest.mark.parametrize("rig", ["calendly"], indirect=True)
def test_a_form_that_asks_more_than_we_know_gives_the_link(rig: Rig) -> None:
    with pytest.raises(BookElsewhere):
        rig.calendar.book(appointment(duration=60), rig.host)


@pytest.mark.parametrize("rig", ["calendly"], indirect=True)
def test_a_move_that_breaks_off_between_its_halves_ends_with_one_meeting(rig: Rig) -> None:
    one = booked(rig, appointment())
    rig.fault("drop_before", "POST", "/cancellation")
    with pytest.raises(Unknown):
        rig.calendar.move(moving(one, LATER), rig.host)
    assert rig.live() == 2
    assert times(rig.calendar.find(moving(one, LATER), rig.host)) == (LATER, LATER + timedelta(minutes=30))
    assert rig.live() == 1


@pytest.mark.parametrize("rig", ["google"], indirect=True)
def test_google_writes_to_nobody_unless_told_to(rig: Rig) -> None:
    assert rig.server
    booked(rig, appointment())
    assert rig.server.stand_in.store.state()["mailbox"] == []


def test_the_built_in_calendar_books_by_storing() -> None:
    calendar, host, one = BuiltinCalendar(), Host(), appointment()
    assert calendar.agenda(host, Interval(start=AT, end=LATER), 30).busy == []
    event = calendar.book(one, host)
    assert (event.event_id, times(event)) == (one.calendar_key, (AT, AT + timedelta(minutes=30)))
    assert calendar.find(one, host) is None
    assert times(calendar.move(moving(one, LATER), host)) == (LATER, LATER + timedelta(minutes=30))
    calendar.cancel(one, host)
