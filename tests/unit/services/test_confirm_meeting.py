from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import vobject
from icalendar import Calendar

from sales_agent.adapters.deliveries.memory import MemoryDeliveries
from sales_agent.adapters.mailers.memory import MemoryMailer
from sales_agent.adapters.schedulers.memory import MemoryScheduler
from sales_agent.domain.appointment_links import read_reference
from sales_agent.domain.events import Event
from sales_agent.domain.meeting import Appointment
from sales_agent.ports.errors import Retriable
from sales_agent.ports.mailers import Mail
from sales_agent.services.appointment_mails import AppointmentMails
from sales_agent.services.cancel_meeting import CancelMeeting
from sales_agent.services.confirm_meeting import ConfirmMeeting
from sales_agent.services.move_meeting import MoveMeeting
from sales_agent.services.send_once import SendOnce
from tests.meetings import SESSION, TENANT, Office, ref

PAGE = "https://site.example/appointment.html"


class Post:
    """An office with a mailbox and a calendar of reminders."""

    def __init__(self, **rules: Any) -> None:
        self.office = Office()
        self.mailer, self.scheduler = MemoryMailer(), MemoryScheduler()
        self.appointment = self.office.booked()
        self.deliveries = MemoryDeliveries()

    @property
    def confirm(self) -> ConfirmMeeting:
        office = self.office
        mails = AppointmentMails(office.config, office.signer, "agent@acme.example", ["sales@acme.example"], PAGE)
        return ConfirmMeeting(office.desk, mails, SendOnce(self.mailer, self.deliveries, office.clock), self.scheduler)

    def event(self, kind: str = "appointment.booked") -> Event:
        detail = {"appointment_id": self.appointment.appointment_id, "sequence": self.appointment.sequence}
        at = self.office.clock()
        return Event(event_id="e", type=kind, tenant=TENANT, session_id=SESSION, occurred_at=at, detail=detail)  # type: ignore[arg-type]

    def tell(self, kind: str = "appointment.booked") -> list[Mail]:
        before = len(self.mailer.sent)
        self.confirm(self.event(kind))
        return self.mailer.sent[before:]

    def move(self) -> Appointment:
        slot = self.office.offers()[3]
        self.appointment = MoveMeeting(self.office.desk)(ref(self.appointment), slot.offer)
        return self.appointment

    def cancel(self) -> Appointment:
        self.appointment = CancelMeeting(self.office.desk)(ref(self.appointment))
        return self.appointment


@pytest.fixture
def post() -> Post:
    return Post()


def entry(mail: Mail) -> tuple[str, Any]:
    """The invitation as two independent readers see it; they must agree."""
    (attachment,) = mail.attachments
    calendar = Calendar.from_ical(attachment.content)
    (event,) = calendar.walk("VEVENT")
    other = vobject.readOne(attachment.content)
    assert (other.vevent.uid.value, other.method.value) == (str(event["UID"]), str(calendar["METHOD"]))
    assert other.vevent.dtstart.value == event["DTSTART"].dt
    assert other.vevent.dtend.value == event["DTEND"].dt
    assert f"method={calendar['METHOD']}" in attachment.content_type
    return str(calendar["METHOD"]), event


def test_customer_and_sales_are_told_once_each_in_their_own_time(post: Post) -> None:
    customer, sales = post.tell()
    assert (customer.recipient, sales.recipient) == ("ann@example.com", "sales@acme.example")
    assert "(America/New_York, UTC-05:00)" in customer.text
    assert "(Europe/London, UTC+00:00)" in sales.text
    assert "meet.example" in customer.html
    assert "meet.example" in customer.text
    assert post.tell() == []


def test_the_invitation_says_who_when_and_where(post: Post) -> None:
    method, event = entry(post.tell()[0])
    assert method == "REQUEST"
    assert event["DTSTART"].dt == post.appointment.start
    assert event["DTEND"].dt - event["DTSTART"].dt == timedelta(minutes=30)
    assert event["ORGANIZER"] == "mailto:agent@acme.example"
    assert event["ATTENDEE"] == "mailto:ann@example.com"
    assert (event["SEQUENCE"], event["STATUS"]) == (0, "CONFIRMED")
    assert event["LOCATION"] == post.appointment.join_url


def test_the_invitation_of_sales_names_its_reader_and_the_customers_does_not(post: Post) -> None:
    customer, sales = (entry(mail)[1] for mail in post.tell())
    guest, colleague = sales["ATTENDEE"]
    assert (guest, colleague) == ("mailto:ann@example.com", "mailto:sales@acme.example")
    assert colleague.params["PARTSTAT"] == "ACCEPTED"
    assert customer["ATTENDEE"] == guest
    assert customer["UID"] == sales["UID"]


def test_a_move_updates_the_same_entry_and_a_cancellation_takes_it_away(post: Post) -> None:
    _, first = entry(post.tell()[0])
    moved = post.move()
    method, second = entry(post.tell("appointment.moved")[0])
    assert (method, second["SEQUENCE"], second["DTSTART"].dt) == ("REQUEST", 1, moved.start)
    post.cancel()
    method, third = entry(post.tell("appointment.cancelled")[0])
    assert (method, third["SEQUENCE"], third["STATUS"]) == ("CANCEL", 2, "CANCELLED")
    assert first["UID"] == second["UID"] == third["UID"]


def test_a_late_event_tells_the_present_state_once(post: Post) -> None:
    late = post.event()
    post.move()
    post.confirm(late)
    post.confirm(post.event("appointment.moved"))
    assert [mail.subject.split(":")[0] for mail in post.mailer.sent] == ["Moved", "Moved"]


def test_the_link_in_the_customers_mail_opens_the_appointment_and_sales_get_none(post: Post) -> None:
    customer, sales = post.tell()
    token = customer.text.split(f"{PAGE}#")[1].split()[0]
    assert read_reference(token, post.office.signer, post.office.clock()) == ref(post.appointment)
    assert PAGE not in sales.text + sales.html


def test_names_are_text_and_no_markup(post: Post) -> None:
    post.appointment = post.appointment.model_copy(update={"customer_name": "<b>Ann</b>\r\nBcc: x@evil.example"})
    post.office.bookings._appointments[TENANT, SESSION, post.appointment.appointment_id] = post.appointment
    customer, _ = post.tell()
    assert "<b>Ann</b>" not in customer.html
    assert "\n" not in customer.subject
    assert entry(customer)[1]["ATTENDEE"].params["CN"].startswith("<b>Ann</b>")


def test_reminders_come_a_day_and_an_hour_before(post: Post) -> None:
    post.office.clock.now = post.appointment.start - timedelta(days=3)
    post.tell()
    planned = sorted(at for at, _ in post.scheduler.planned.values())
    assert planned == [post.appointment.start - timedelta(days=1), post.appointment.start - timedelta(hours=1)]
    assert all(len(name) <= 64 for name in post.scheduler.planned)


def test_a_reminder_whose_time_has_passed_is_not_planned(post: Post) -> None:
    post.office.clock.now = post.appointment.start - timedelta(minutes=30)
    post.tell()
    assert post.scheduler.planned == {}


def test_a_move_plans_anew_and_a_cancellation_forgets(post: Post) -> None:
    post.office.clock.now = post.appointment.start - timedelta(days=3)
    post.tell()
    moved = post.move()
    post.tell("appointment.moved")
    assert {at for at, _ in post.scheduler.planned.values()} == {
        moved.start - timedelta(days=1),
        moved.start - timedelta(hours=1),
    }
    post.cancel()
    post.tell("appointment.cancelled")
    assert post.scheduler.planned == {}


def test_of_two_quick_moves_no_old_reminder_is_left(post: Post) -> None:
    post.office.clock.now = post.appointment.start - timedelta(days=3)
    post.tell()
    post.move()
    moved = post.move()
    post.tell("appointment.moved")
    assert {event.detail["sequence"] for _, event in post.scheduler.planned.values()} == {moved.sequence} == {2}


def test_a_due_reminder_is_sent_once_to_both(post: Post) -> None:
    post.office.clock.now = post.appointment.start - timedelta(days=3)
    post.tell()
    post.mailer.sent.clear()
    post.office.clock.now = post.appointment.start - timedelta(hours=1)
    due = post.scheduler.due(post.appointment.start - timedelta(days=1)) + post.scheduler.due(post.office.clock())
    for event in [*due, *due]:
        post.confirm(event)
    assert [mail.subject.split(":")[0] for mail in post.mailer.sent] == ["Reminder", "Reminder"]
    assert all(not mail.attachments for mail in post.mailer.sent)


def test_a_reminder_of_an_old_time_or_of_a_cancelled_meeting_is_not_sent(post: Post) -> None:
    post.office.clock.now = post.appointment.start - timedelta(hours=3)
    post.tell()
    (old,) = [event for _, event in post.scheduler.planned.values()]
    post.move()
    post.mailer.sent.clear()
    post.office.clock.now = old.occurred_at
    post.confirm(old)
    assert post.mailer.sent == []


def test_a_mail_service_that_is_away_is_tried_again(post: Post, monkeypatch: pytest.MonkeyPatch) -> None:
    def away(_: Mail) -> str:
        raise Retriable("away")

    with monkeypatch.context() as patch:
        patch.setattr(post.mailer, "send", away)
        with pytest.raises(Retriable):
            post.confirm(post.event())
    assert len(post.tell()) == 2


def test_an_erased_appointment_is_told_to_nobody(post: Post) -> None:
    post.office.bookings._appointments.clear()
    assert post.tell() == []


def test_a_visitor_who_waited_for_a_silent_calendar_hears_that_it_failed(post: Post) -> None:
    failed = post.appointment.model_copy(update={"status": "released", "cancelled_by": "system"})
    post.office.bookings._appointments[TENANT, SESSION, failed.appointment_id] = failed
    customer, _ = post.tell("appointment.cancelled")
    assert customer.subject.startswith("Not booked")
    assert customer.attachments == []


def test_an_instant_is_the_same_in_mail_and_invitation_across_a_clock_change() -> None:
    post = Post()
    start = datetime(2027, 3, 28, 1, 30, tzinfo=UTC)
    post.appointment = post.appointment.model_copy(update={"start": start, "time_zone": "Europe/London"})
    post.office.bookings._appointments[TENANT, SESSION, post.appointment.appointment_id] = post.appointment
    customer, _ = post.tell()
    assert "02:30 (Europe/London, UTC+01:00)" in customer.text
    assert entry(customer)[1]["DTSTART"].dt == start
