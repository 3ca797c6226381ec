"""Plain HTTP, as our adapter speaks it (Calendly has no SDK), against the Calendly stand-in."""

import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import requests
from werkzeug import Request, Response
from werkzeug.serving import make_server

from local.vendors import calendly
from local.vendors.kit import Fault, RunningServer, serve

NOW = datetime(2026, 11, 30, 8, tzinfo=UTC)  # a Monday
TUESDAY_TEN = "2026-12-01T10:00:00Z"
TUESDAY_ELEVEN = "2026-12-01T11:00:00Z"


class Caller:
    def __init__(self, server: RunningServer, token: str = calendly.TOKEN) -> None:
        self.url, self.session = server.url, requests.Session()
        self.session.headers["Authorization"] = f"Bearer {token}"
        self.user = f"{server.url}/users/USERAAAAAAAAAAAA"
        self.organisation = f"{server.url}/organizations/ORGAAAAAAAAAAAAA"

    def __call__(self, method: str, path: str, status: int = 200, **given: Any) -> Any:
        reply = self.session.request(method, self.url + path, timeout=5, **given)
        assert reply.status_code == status, reply.text
        return reply.json() if reply.content else None

    def times(self, kind: calendly.EventType = calendly.INTRO, day: str = "2026-12-01", days: int = 1) -> list[str]:
        start = datetime.fromisoformat(f"{day}T00:00:00Z")
        query = {
            "event_type": self.kind(kind),
            "start_time": start.isoformat(),
            "end_time": (start + timedelta(days=days)).isoformat(),
        }
        return [slot["start_time"] for slot in self("GET", "/event_type_available_times", params=query)["collection"]]

    def kind(self, kind: calendly.EventType = calendly.INTRO) -> str:
        return f"{self.url}/event_types/{kind.uuid}"

    def booking(self, start: str = TUESDAY_TEN, **more: Any) -> dict[str, Any]:
        invitee = {"name": "Ada Lovelace", "email": "ada@customer.example", "timezone": "Europe/Paris"}
        return {"event_type": self.kind(), "start_time": start, "invitee": invitee, **more}

    def book(self, start: str = TUESDAY_TEN, status: int = 201, **more: Any) -> Any:
        return self("POST", "/invitees", status, json=self.booking(start, **more))

    def subscribe(self, url: str, status: int = 201, *, scope: str = "user", key: str = "secret") -> Any:
        body = {"url": url, "events": ["invitee.created", "invitee.canceled"], "scope": scope, "signing_key": key}
        return self(
            "POST",
            "/webhook_subscriptions",
            status,
            json={**body, "organization": self.organisation, "user": self.user},
        )


@pytest.fixture
def server() -> Iterator[RunningServer]:
    with serve(calendly.build()) as running:
        running.stand_in.clock.freeze(NOW)
        yield running


@pytest.fixture
def api(server: RunningServer) -> Caller:
    return Caller(server)


def control(server: RunningServer, path: str, **body: Any) -> Any:
    reply = requests.post(f"{server.url}/_control/{path}", json=body, timeout=5)
    reply.raise_for_status()
    return reply.json() if reply.content else None


def test_who_am_i_and_what_can_be_booked(api: Caller) -> None:
    me = api("GET", "/users/me")["resource"]
    kinds = api("GET", "/event_types", params={"user": me["uri"]})["collection"]
    assert [(kind["name"], kind["duration"]) for kind in kinds] == [("Intro call", 30), ("Product demo", 60)]
    assert kinds[1]["custom_questions"][0]["required"]
    api("GET", "/event_types", 400)
    api("GET", "/event_types/UNKNOWN", 404)


def test_free_times_follow_the_hosts_working_hours_in_utc(server: RunningServer, api: Caller) -> None:
    tuesday = api.times()
    assert (tuesday[0], tuesday[-1], len(tuesday)) == ("2026-12-01T09:00:00Z", "2026-12-01T16:30:00Z", 16)
    assert api.times(day="2026-12-05", days=2) == [], "a weekend"
    server.stand_in.clock.freeze(datetime(2027, 3, 26, tzinfo=UTC))
    assert api.times(day="2027-03-29")[0] == "2027-03-29T08:00:00Z", "summer time has begun"


@pytest.mark.parametrize(
    ("start", "end", "parameter"),
    [
        ("2026-11-30T07:00:00Z", "2026-12-01T00:00:00Z", "start_time"),
        ("2026-12-01T00:00:00Z", "2026-12-08T00:00:01Z", "end_time"),
        ("2026-12-02T00:00:00Z", "2026-12-01T00:00:00Z", "end_time"),
        ("tomorrow", "2026-12-01T00:00:00Z", "start_time"),
    ],
)
def test_ranges_calendly_does_not_take(api: Caller, start: str, end: str, parameter: str) -> None:
    query = {"event_type": api.kind(), "start_time": start, "end_time": end}
    error = api("GET", "/event_type_available_times", 400, params=query)
    assert error["details"][0]["parameter"] == parameter


def test_a_booking_takes_the_slot_and_is_found_by_e_mail(api: Caller) -> None:
    invitee = api.book()["resource"]
    event = api("GET", invitee["event"].removeprefix(api.url))["resource"]

    assert TUESDAY_TEN not in api.times()
    assert "2026-12-01T10:30:00Z" in api.times()
    assert (event["status"], event["end_time"]) == ("active", "2026-12-01T10:30:00.000000Z")
    assert event["location"]["join_url"].startswith("https://")
    query = {"user": api.user, "invitee_email": "ada@customer.example", "min_start_time": "2026-12-01T00:00:00Z"}
    found = api("GET", "/scheduled_events", params=query)["collection"]
    assert [each["uri"] for each in found] == [event["uri"]]
    assert (
        api("GET", "/scheduled_events", params={**query, "invitee_email": "bob@customer.example"})["collection"] == []
    )
    people = api("GET", f"{event['uri'].removeprefix(api.url)}/invitees")["collection"]
    assert people == [invitee]
    assert api("GET", invitee["uri"].removeprefix(api.url))["resource"] == invitee


@pytest.mark.parametrize("status", [400, 409])
def test_a_slot_that_is_gone_is_refused_and_not_booked_twice(server: RunningServer, api: Caller, status: int) -> None:
    control(server, "already-booked", status=status)
    api.book()
    api.book(status=status)
    assert len(api("GET", "/scheduled_events", params={"user": api.user})["collection"]) == 1


@pytest.mark.parametrize(
    ("change", "parameter"),
    [
        ({"start_time": "2026-12-01T10:10:00Z"}, "start_time"),
        ({"invitee": {"email": "a@b.example", "timezone": "Europe/Paris"}}, "invitee"),
        ({"invitee": {"name": "A", "email": "a@b.example", "timezone": "Paris"}}, "invitee.timezone"),
        ({"event_guests": ["a@b.example"] * 11}, "event_guests"),
        (
            {"questions_and_answers": [{"question": "please share", "answer": "x", "position": 0}]},
            "questions_and_answers",
        ),
        ({"location": {"kind": "physical", "location": "HQ"}}, "location.kind"),
    ],
)
def test_bookings_calendly_does_not_take(
    server: RunningServer, api: Caller, change: dict[str, Any], parameter: str
) -> None:
    server.stand_in.contracts.clear()
    error = api("POST", "/invitees", 400, json={**api.booking(), **change})
    assert error["details"][0]["parameter"] == parameter


def test_an_event_type_may_ask_for_a_phone_number_and_an_answer(api: Caller) -> None:
    answer = [{"question": "Company", "answer": "Acme", "position": 0}]
    phone = {"kind": "outbound_call", "location": "+442071234567"}
    demo = {"event_type": api.kind(calendly.DEMO)}

    assert api.book(**demo, location=phone, status=400)["details"][0]["message"] == "answer is required: Company"
    assert api.book(**demo, questions_and_answers=answer, status=400)["details"][0]["parameter"] == "location"
    api.book(**demo, questions_and_answers=answer, location=phone)


def test_the_free_plan_may_not_book_but_gets_a_link_for_one_use(server: RunningServer, api: Caller) -> None:
    control(server, "plan", plan="free")
    api.book(status=403)
    api.subscribe("https://example.com/hook", 403)
    body = {"max_event_count": 1, "owner": api.kind(), "owner_type": "EventType"}
    link = api("POST", "/scheduling_links", 201, json=body)["resource"]["booking_url"]

    link = f"{link}?name=Ada&utm_content=ours"
    page = requests.get(link, timeout=5).text
    assert TUESDAY_TEN in page
    assert 'value="Ada"' in page
    form = {"start_time": TUESDAY_TEN, "name": "Ada", "email": "ada@customer.example"}
    assert "You are scheduled" in requests.post(link, form, timeout=5).text
    assert requests.post(link, form, timeout=5).status_code == 404
    [event] = api("GET", "/scheduled_events", params={"user": api.user})["collection"]
    [invitee] = api("GET", f"{event['uri'].removeprefix(api.url)}/invitees")["collection"]
    assert invitee["tracking"]["utm_content"] == "ours"


@pytest.mark.parametrize(
    ("plan", "many", "reset"), [("paid", 10, "60"), ("trial", 5, "86400"), ("enterprise", 12, None)]
)
def test_booking_has_its_own_limit(server: RunningServer, api: Caller, plan: str, many: int, reset: str | None) -> None:
    control(server, "plan", plan=plan)
    for slot in api.times()[:many]:
        api.book(slot)
    reply = api.session.post(f"{api.url}/invitees", json=api.booking("2026-12-02T10:00:00Z"), timeout=5)

    assert reply.status_code == (429 if reset else 201)
    assert "Retry-After" not in reply.headers
    assert reset is None or reply.headers["X-RateLimit-Reset"] == reset
    if plan == "paid":
        server.stand_in.clock.advance(61)
        api.book("2026-12-02T10:00:00Z")


def test_every_reply_tells_the_general_limit(server: RunningServer, api: Caller) -> None:
    control(server, "plan", plan="free")
    left = [api.session.get(f"{api.url}/users/me", timeout=5).headers["X-RateLimit-Remaining"] for _ in range(50)]
    assert (left[0], left[-1]) == ("49", "0")
    api("GET", "/users/me", 429)


def test_cancelling_frees_the_slot_once(api: Caller) -> None:
    path = api.book()["resource"]["event"].removeprefix(api.url)
    cancelled = api("POST", f"{path}/cancellation", 201, json={"reason": "Ill"})["resource"]

    assert cancelled == {"canceled_by": "Hanna Host", "reason": "Ill", "canceler_type": "host"}
    assert api("GET", path)["resource"]["status"] == "canceled"
    assert TUESDAY_TEN in api.times()
    assert api("POST", f"{path}/cancellation", 403, json={})["message"] == "Event is already canceled"


def test_collections_come_in_pages(api: Caller) -> None:
    for slot in api.times()[:3]:
        api.book(slot)
    first = api("GET", "/scheduled_events", params={"user": api.user, "count": 2})
    second = requests.get(first["pagination"]["next_page"], headers=api.session.headers, timeout=5).json()
    assert [len(page["collection"]) for page in (first, second)] == [2, 1]
    assert second["pagination"]["next_page_token"] is None


def test_a_refresh_token_is_good_for_one_use_and_eight_tokens_a_minute(server: RunningServer) -> None:
    def refresh(token: str) -> requests.Response:
        form = {"grant_type": "refresh_token", "refresh_token": token, "client_id": "id", "client_secret": "s"}
        return requests.post(f"{server.url}/oauth/token", form, timeout=5)

    first = refresh(calendly.REFRESH_TOKEN).json()
    assert refresh(calendly.REFRESH_TOKEN).json()["error"] == "invalid_grant"
    Caller(server, first["access_token"])("GET", "/users/me")

    token = first["refresh_token"]
    for _ in range(7):
        token = refresh(token).json()["refresh_token"]
    assert refresh(token).status_code == 429
    server.stand_in.clock.advance(7201)
    Caller(server, first["access_token"])("GET", "/users/me", 401)
    assert refresh(token).ok


def test_a_disconnected_account_refuses_both_kinds_of_token(server: RunningServer, api: Caller) -> None:
    control(server, "disconnect")
    assert api("GET", "/users/me", 401)["title"] == "Unauthenticated"
    form = {
        "grant_type": "refresh_token",
        "refresh_token": calendly.REFRESH_TOKEN,
        "client_id": "i",
        "client_secret": "s",
    }
    assert requests.post(f"{server.url}/oauth/token", form, timeout=5).status_code == 400
    control(server, "connect")
    api("GET", "/users/me")


class Receiver:
    """A webhook endpoint that keeps what it was sent and answers `status`."""

    def __init__(self) -> None:
        self.got: list[tuple[str, bytes]] = []
        self.status = 200
        self._server = make_server("127.0.0.1", 0, self._take)
        self.url = f"http://127.0.0.1:{self._server.port}/hook"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def _take(self, environ: Any, start_response: Any) -> Any:
        call = Request(environ)
        self.got.append((call.headers.get("Calendly-Webhook-Signature", ""), call.get_data()))
        return Response(status=self.status)(environ, start_response)

    def stop(self) -> None:
        self._server.shutdown()
        self._server.server_close()


@pytest.fixture
def receiver() -> Iterator[Receiver]:
    running = Receiver()
    yield running
    running.stop()


def deliveries(server: RunningServer) -> list[dict[str, Any]]:
    return list(requests.get(f"{server.url}/_control/deliveries", timeout=5).json()["deliveries"])


def test_a_booking_is_announced_with_a_signature_over_the_raw_body(
    server: RunningServer, api: Caller, receiver: Receiver
) -> None:
    api.subscribe(receiver.url)
    invitee = api.book()["resource"]
    assert [each["status"] for each in deliveries(server)] == [200]

    signature, raw = receiver.got[0]
    parts = dict(part.split("=", 1) for part in signature.split(","))
    expected = hmac.new(b"secret", parts["t"].encode() + b"." + raw, hashlib.sha256).hexdigest()
    body = json.loads(raw)
    assert parts == {"t": str(int(NOW.timestamp())), "v1": expected}
    assert (body["event"], body["payload"]["uri"]) == ("invitee.created", invitee["uri"])
    assert body["payload"]["scheduled_event"]["uri"] == invitee["event"]


def test_a_reschedule_is_a_cancellation_and_a_new_invitee(
    server: RunningServer, api: Caller, receiver: Receiver
) -> None:
    api.subscribe(receiver.url)
    before = api.book()["resource"]
    meeting = before["event"].rpartition("/")[2]
    control(server, f"meetings/{meeting}/reschedule", start_time=TUESDAY_ELEVEN)
    deliveries(server)

    cancelled, created = (json.loads(raw)["payload"] for _, raw in receiver.got[1:])
    assert (cancelled["uri"], cancelled["status"], cancelled["rescheduled"]) == (before["uri"], "canceled", True)
    assert (cancelled["new_invitee"], created["old_invitee"]) == (created["uri"], before["uri"])
    assert created["scheduled_event"]["start_time"] == "2026-12-01T11:00:00.000000Z"


def test_what_a_receiver_missed_is_sent_again_and_anything_can_be_repeated(
    server: RunningServer, api: Caller, receiver: Receiver
) -> None:
    receiver.status = 500
    subscription = api.subscribe(receiver.url)["resource"]
    meeting = api.book()["resource"]["event"].rpartition("/")[2]
    assert [each["status"] for each in deliveries(server)] == [500]
    path = subscription["uri"].removeprefix(api.url)
    assert api("GET", path)["resource"]["retry_started_at"]

    receiver.status = 204
    control(server, "deliveries/again")
    control(server, "deliveries/again", all=True)
    assert [(each["status"], each["attempts"]) for each in deliveries(server)] == [(204, 3)]
    assert len({raw for _, raw in receiver.got}) == 1
    assert api("GET", path)["resource"]["retry_started_at"] is None
    api("DELETE", path, 204)
    control(server, f"meetings/{meeting}/cancel", reason="Ill")
    assert deliveries(server) == []


def test_a_second_subscription_of_an_address_is_a_conflict(api: Caller) -> None:
    first = api.subscribe("https://example.com/hook")["resource"]
    assert api.subscribe("https://example.com/hook", 409)["message"] == "Hook with this url already exists"
    query = {"organization": api.organisation, "scope": "user"}
    assert api("GET", "/webhook_subscriptions", params=query)["collection"] == [first]


def test_the_host_is_busy_elsewhere(server: RunningServer, api: Caller) -> None:
    control(server, "busy", start_time="2026-12-01T09:00:00Z", end_time="2026-12-01T16:00:00Z")
    assert api.times() == ["2026-12-01T16:00:00Z", "2026-12-01T16:30:00Z"]


@pytest.mark.parametrize("kind", ["drop_before", "drop_after"])
def test_after_a_lost_reply_the_list_tells_whether_it_was_booked(server: RunningServer, api: Caller, kind: str) -> None:
    server.stand_in.faults.add(Fault(kind, method="POST", path="/invitees"))
    with pytest.raises(requests.ConnectionError):
        api.book()
    query = {"user": api.user, "invitee_email": "ada@customer.example", "min_start_time": TUESDAY_TEN}
    found = api("GET", "/scheduled_events", params=query)["collection"]
    assert len(found) == (1 if kind == "drop_after" else 0)
