"""The book function, fed from events/*.json, on the tables of the template."""

import hmac
import json
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from types import SimpleNamespace
from typing import Any

import boto3
import pytest

from functions.book import notices, reconcile
from functions.book.handler import lambda_handler
from local.vendors import calendly
from local.vendors.kit import serve
from sales_agent.bootstrap import chat, core, meetings
from sales_agent.bootstrap import mail as mail_root
from sales_agent.bootstrap import notices as notices_root
from sales_agent.domain.appointment_links import reference, sign_reference
from sales_agent.domain.config import Company, Email, SalesAgentConfig
from sales_agent.domain.config_scheduling import AppointmentScheduling
from sales_agent.domain.conversation import Reply, Turn
from sales_agent.domain.meeting import Appointment
from sales_agent.domain.profile import Profile
from sales_agent.domain.record import utc_now
from sales_agent.services.start_session import Opening
from tests.functions.conftest import CONTEXT, Event, LoadEvent

pytestmark = pytest.mark.usefixtures("deployed")


@pytest.fixture(autouse=True)
def forget(deployed: None) -> Iterator[None]:
    configure()
    yield
    for made in (meetings.visitor_tokens, meetings._calendar, notices_root.scheduler, mail_root._mailer):
        made.cache_clear()


def configure(**rules: Any) -> None:
    config = SalesAgentConfig(
        company=Company(name="Acme", site_keys=["demo"]),
        email=Email(provider="memory"),
        appointment_scheduling=AppointmentScheduling(**rules),
    )
    core.tenants().keep("acme", config)
    core._config.cache_clear()


@pytest.fixture
def visitor() -> SimpleNamespace:
    """An open session whose visitor has said name and address."""
    opened = chat.start_session()(
        Opening.model_validate(
            {"site_key": "demo", "page": {"url": "https://acme.example/"}, "time_zone": "America/New_York"}
        )
    )
    profile = Profile(
        tenant="acme", session_id=opened.session_id, customer_name="Ann", email="ann@example.com", version=1
    )
    turn = Turn(
        tenant="acme",
        session_id=opened.session_id,
        seq=1,
        message_id="message-1",
        text="hi",
        at=utc_now(),
        reply=Reply(text="hello"),
    )
    core.conversations("acme").append(turn, profile)
    return SimpleNamespace(session_id=opened.session_id, token=opened.token)


@pytest.fixture
def send(load_event: LoadEvent, visitor: SimpleNamespace) -> Any:
    def call(name: str, body: Any = None, *, as_: SimpleNamespace = visitor, **parts: str) -> tuple[int, Any]:
        event = load_event(name)
        names = {"id": as_.session_id, **parts}
        path = event["resource"]
        for key, value in names.items():
            path = path.replace("{" + key + "}", value)
        query = parts if event["httpMethod"] == "GET" else None
        headers = {**event["headers"], "Authorization": f"Bearer {as_.token}"}
        text = json.dumps(body) if body is not None else event["body"]
        return answer({**event, "path": path, "headers": headers, "body": text, "queryStringParameters": query})

    return call


def answer(event: Event) -> tuple[int, Any]:
    reply = lambda_handler(event, CONTEXT)
    return reply["statusCode"], json.loads(reply["body"]) if reply.get("body") else None


def booked(send: Any, which: int = 0) -> dict[str, Any]:
    _, found = send("book_slots")
    status, reply = send("book_appointment", {"offer": found["slots"][which]["offer"]})
    assert status == 201
    return dict(reply["appointment"])


def stored(card: dict[str, Any], visitor: SimpleNamespace) -> Appointment:
    return meetings.bookings().find("acme", visitor.session_id, card["appointment_id"])


def test_slots_come_with_offers_in_the_visitors_zone(send: Any) -> None:
    status, reply = send("book_slots")
    assert status == 200
    assert len(reply["slots"]) == 12
    assert "America/New_York" in reply["slots"][0]["label"]


def test_slots_can_be_asked_for_in_a_period_and_a_zone(send: Any) -> None:
    day = (utc_now() + timedelta(days=5)).date().isoformat()
    status, reply = send("book_slots", **{"from": day, "to": f"{day}T23:59:00", "time_zone": "Asia/Tokyo"})
    assert status == 200
    assert all("Asia/Tokyo" in slot["label"] for slot in reply["slots"])


@pytest.mark.parametrize(
    ("query", "field"),
    [
        ({"time_zone": "Mars/Base"}, "time_zone"),
        ({"from": "soon"}, "from"),
        ({"from": "2027-01-02", "to": "2027-01-01"}, "to"),
        ({"duration": "abc"}, "duration"),
        ({"duration": "17"}, "duration"),
        ({"count": "0"}, "count"),
        ({"time_zone": "Factory"}, "time_zone"),
        ({"meeting_type": "golf"}, "meeting_type"),
        ({"from": "2020-01-02", "to": "2020-01-03"}, "to"),
        ({"from": "2099-01-02"}, "from"),
    ],
)
def test_a_wrong_wish_is_named(send: Any, query: dict[str, str], field: str) -> None:
    status, problem = send("book_slots", **query)
    assert (status, problem["field"]) == (422, field)


def test_a_booking_is_made_moved_and_cancelled(send: Any, visitor: SimpleNamespace) -> None:
    card = booked(send)
    assert card["status"] == "booked"
    assert stored(card, visitor).event_id
    _, found = send("book_slots")
    status, moved = send("book_move", {"offer": found["slots"][3]["offer"]}, appointment_id=card["appointment_id"])
    assert (status, moved["appointment"]["start"]) == (200, found["slots"][3]["start"])
    status, gone = send("book_cancel", appointment_id=card["appointment_id"])
    assert (status, gone["appointment"]["status"]) == (200, "cancelled")


def test_times_to_move_to_move_only_the_own_meeting(send: Any, visitor: SimpleNamespace) -> None:
    card = booked(send)
    _, found = send("book_slots", moves=card["appointment_id"])
    status, reply = send("book_appointment", {"offer": found["slots"][-1]["offer"]})
    assert (status, reply["appointment"]["appointment_id"]) == (201, card["appointment_id"])
    assert reply["appointment"]["start"] == found["slots"][-1]["start"]
    assert send("book_slots", moves="0" * 32)[0] == 404


def test_the_same_offer_twice_is_one_booking(send: Any) -> None:
    _, found = send("book_slots")
    offer = {"offer": found["slots"][0]["offer"]}
    assert send("book_appointment", offer)[1] == send("book_appointment", offer)[1]


def test_the_offer_of_a_cancelled_meeting_is_over(send: Any) -> None:
    _, found = send("book_slots")
    offer = {"offer": found["slots"][0]["offer"]}
    card = send("book_appointment", offer)[1]["appointment"]
    send("book_cancel", appointment_id=card["appointment_id"])
    assert send("book_appointment", offer)[0] == 410


def test_a_taken_time_is_a_conflict(send: Any) -> None:
    _, found = send("book_slots")
    again = send("book_slots")[1]["slots"][0]["offer"]
    send("book_appointment", {"offer": found["slots"][0]["offer"]})
    status, problem = send("book_appointment", {"offer": again})
    assert (status, problem["title"]) == (409, "Conflict")
    assert "choose another" in problem["detail"]


@pytest.mark.parametrize("body", [{}, {"offer": ""}, {"offer": 7}, {"offer": "x.y.z"}, [], "text"])
def test_what_is_no_offer_is_refused(send: Any, body: Any) -> None:
    assert send("book_appointment", body)[0] == 422


def test_another_sessions_token_opens_nothing(send: Any, visitor: SimpleNamespace) -> None:
    card = booked(send)
    stranger = SimpleNamespace(session_id=visitor.session_id, token="x.y.z")
    assert send("book_slots", as_=stranger)[0] == 401
    opened = chat.start_session()(
        Opening.model_validate({"site_key": "demo", "page": {"url": "https://acme.example/"}})
    )
    other = SimpleNamespace(session_id=opened.session_id, token=opened.token)
    assert send("book_cancel", as_=other, appointment_id=card["appointment_id"])[0] == 404
    mixed = SimpleNamespace(session_id=visitor.session_id, token=opened.token)
    assert send("book_cancel", as_=mixed, appointment_id=card["appointment_id"])[0] == 403


def test_a_missing_name_is_asked_for_by_field(send: Any, visitor: SimpleNamespace) -> None:
    opened = chat.start_session()(
        Opening.model_validate({"site_key": "demo", "page": {"url": "https://acme.example/"}})
    )
    nameless = SimpleNamespace(session_id=opened.session_id, token=opened.token)
    _, found = send("book_slots", as_=nameless)
    status, problem = send("book_appointment", {"offer": found["slots"][0]["offer"]}, as_=nameless)
    assert (status, problem["field"]) == (422, "customer_name")


def link(send: Any, visitor: SimpleNamespace) -> str:
    """The token in the link of the customer's mail."""
    appointment = stored(booked(send), visitor)
    return sign_reference(reference(appointment), meetings.signer(), appointment.end)


def test_the_link_of_a_mail_shows_moves_and_cancels(send: Any, visitor: SimpleNamespace) -> None:
    token = link(send, visitor)
    status, shown = send("book_link", token=token)
    assert (status, shown["appointment"]["status"]) == (200, "booked")
    status, moved = send("book_link_move", {"offer": shown["slots"][2]["offer"]}, token=token)
    assert (status, moved["appointment"]["start"]) == (200, shown["slots"][2]["start"])
    status, gone = send("book_link_cancel", token=token)
    assert (status, gone["appointment"]["status"]) == (200, "cancelled")


def test_a_forged_link_leads_nowhere(send: Any) -> None:
    assert send("book_link", token="a.b.c")[0] == 404


def test_the_sweep_settles_what_was_left(send: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sales_agent.adapters.calendars.builtin.BuiltinCalendar.book", _die)
    _, found = send("book_slots")
    with pytest.raises(SystemExit):
        send("book_appointment", {"offer": found["slots"][0]["offer"]})
    assert reconcile.lambda_handler({}, CONTEXT) == {"settled": 0, "waiting": 0}
    monkeypatch.setattr("sales_agent.services.reconcile_bookings.GRACE", timedelta(seconds=-1))
    assert reconcile.lambda_handler({}, CONTEXT) == {"settled": 1, "waiting": 0}


def _die(*_: object) -> None:
    raise SystemExit


def test_a_booking_event_sends_both_mails_and_plans_the_reminders(
    send: Any, visitor: SimpleNamespace, load_event: LoadEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    boto3.client("scheduler").create_schedule_group(Name="stack")
    monkeypatch.setattr(
        notices_root,
        "settings",
        lambda: SimpleNamespace(
            reminder_group="stack",
            event_bus_arn="arn:aws:events:eu-central-1:123456789012:event-bus/stack",
            reminder_role_arn="arn:aws:iam::123456789012:role/reminders",
            public_site_url="https://site.example",
            mail_from="agent@acme.example",
            sales_team=["sales@acme.example"],
        ),
    )
    card = booked(send, which=11)
    event = load_event("book_notice")
    message = json.loads(event["Records"][0]["body"])
    detail = {"appointment_id": card["appointment_id"], "sequence": 0}
    message["detail"] |= {"tenant": "acme", "session_id": visitor.session_id, "detail": detail}
    event["Records"][0]["body"] = json.dumps(message)
    assert notices.lambda_handler(event, CONTEXT) == {"batchItemFailures": []}
    sent = mail_root.mailer(core.config("acme")).sent  # type: ignore[attr-defined]
    assert [mail.recipient for mail in sent] == ["ann@example.com", "sales@acme.example"]
    assert "https://site.example/widget/appointment.html#" in sent[0].text
    assert len(boto3.client("scheduler").list_schedules(GroupName="stack")["Schedules"]) == 2


KEY = "webhook key"


@pytest.fixture
def vendor() -> Iterator[Any]:
    with serve(calendly.build()) as server:
        secret = {"base_url": server.url, "token": calendly.TOKEN, "webhook_signing_key": KEY}
        boto3.client("secretsmanager").create_secret(Name="sales-agent/calendly", SecretString=json.dumps(secret))
        configure(calendar_provider="calendly")
        yield server


def webhook(event: Event, body: dict[str, Any], *, age: int = 0, key: str = KEY) -> tuple[int, Any]:
    text, at = json.dumps(body), int(time.time()) - age
    signature = hmac.new(key.encode(), f"{at}.{text}".encode(), "sha256").hexdigest()
    headers = {**event["headers"], "Calendly-Webhook-Signature": f"t={at},v1={signature}"}
    return answer({**event, "headers": headers, "body": text})


def happened(kind: str, appointment: Appointment, **payload: Any) -> dict[str, Any]:
    tracking = {
        "utm_source": "sales-agent",
        "utm_campaign": "acme",
        "utm_term": appointment.session_id,
        "utm_content": appointment.calendar_key,
    }
    scheduled = {
        "uri": appointment.event_id or "https://api.calendly.com/scheduled_events/E1",
        "start_time": appointment.start.isoformat(),
        "end_time": appointment.end.isoformat(),
    }
    uri = f"{scheduled['uri']}/invitees/I1"
    body = {"uri": uri, "tracking": tracking, "scheduled_event": scheduled, "rescheduled": False, **payload}
    return {"event": kind, "created_at": datetime.now(UTC).isoformat(), "payload": body}


def test_a_cancellation_at_calendly_cancels_here_once(
    send: Any, visitor: SimpleNamespace, vendor: Any, load_event: LoadEvent
) -> None:
    appointment = stored(booked(send), visitor)
    body = happened("invitee.canceled", appointment, cancellation={"canceler_type": "invitee"})
    for _ in range(2):
        assert webhook(load_event("book_webhook_calendly"), body)[0] == 204
    now = meetings.bookings().find("acme", visitor.session_id, appointment.appointment_id)
    assert (now.status, now.cancelled_by, now.version) == ("cancelled", "visitor", appointment.version + 1)


def test_a_no_show_at_calendly_is_a_missed_meeting(
    send: Any, visitor: SimpleNamespace, vendor: Any, load_event: LoadEvent
) -> None:
    appointment = stored(booked(send), visitor)
    assert webhook(load_event("book_webhook_calendly"), happened("invitee_no_show.created", appointment))[0] == 204
    assert meetings.bookings().find("acme", visitor.session_id, appointment.appointment_id).status == "missed"


def test_a_booking_through_the_link_comes_back(
    send: Any, visitor: SimpleNamespace, vendor: Any, load_event: LoadEvent
) -> None:
    vendor.stand_in.store.plan = "free"
    _, found = send("book_slots")
    status, reply = send("book_appointment", {"offer": found["slots"][0]["offer"]})
    assert (status, reply["status"]) == (200, "elsewhere")
    assert "utm_content=" in reply["booking_url"]
    (waiting,) = meetings.bookings().of_session("acme", visitor.session_id)
    assert waiting.status == "released"
    assert webhook(load_event("book_webhook_calendly"), happened("invitee.created", waiting))[0] == 204
    (made,) = meetings.bookings().of_session("acme", visitor.session_id)
    assert (made.status, made.event_id) == ("booked", "https://api.calendly.com/scheduled_events/E1")


@pytest.mark.parametrize(("age", "key"), [(0, "other key"), (181, KEY), (-181, KEY)])
def test_forged_and_old_webhooks_are_refused(
    send: Any, visitor: SimpleNamespace, vendor: Any, load_event: LoadEvent, age: int, key: str
) -> None:
    appointment = stored(booked(send), visitor)
    body = happened("invitee.canceled", appointment)
    assert webhook(load_event("book_webhook_calendly"), body, age=age, key=key)[0] == 403
    assert meetings.bookings().find("acme", visitor.session_id, appointment.appointment_id).status == "booked"


def test_a_webhook_of_somebody_elses_booking_changes_nothing(vendor: Any, load_event: LoadEvent) -> None:
    body = {"event": "invitee.created", "created_at": "now", "payload": {"uri": "u", "tracking": {}}}
    assert webhook(load_event("book_webhook_calendly"), body)[0] == 204


def test_a_signed_body_that_is_no_event_is_refused(vendor: Any, load_event: LoadEvent) -> None:
    assert webhook(load_event("book_webhook_calendly"), {"hello": 1})[0] == 422
