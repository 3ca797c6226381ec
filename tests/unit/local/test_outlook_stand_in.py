"""Plain HTTP, as our adapter speaks it, against the Microsoft Graph stand-in."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
import requests

from local.vendors import outlook
from local.vendors.kit import Fault, RunningServer, serve

LONDON = "Europe/London"
GUEST = {"type": "required", "emailAddress": {"address": "ada@customer.example", "name": "Ada"}}
PROPERTY = {"id": "String {66f5a359-4659-4830-9070-00047ec6ac6e} Name booking", "value": "b1"}


def at(time: str, zone: str = LONDON, day: str = "2026-12-01") -> dict[str, str]:
    return {"dateTime": f"{day}T{time}:00", "timeZone": zone}


def meeting(**more: Any) -> dict[str, Any]:
    return {"subject": "Demo", "start": at("09:00"), "end": at("09:30"), **more}


def token(server: RunningServer, **form: str) -> requests.Response:
    return requests.post(f"{server.url}/common/oauth2/v2.0/token", {"client_id": outlook.CLIENT_ID, **form}, timeout=5)


def as_host(server: RunningServer, refresh_token: str = outlook.REFRESH_TOKEN) -> requests.Response:
    return token(server, grant_type="refresh_token", refresh_token=refresh_token)


def as_app(server: RunningServer, secret: str = outlook.CLIENT_SECRET) -> requests.Response:
    scope = "https://graph.microsoft.com/.default"
    return token(server, grant_type="client_credentials", client_secret=secret, scope=scope)


class Caller:
    def __init__(self, server: RunningServer, access_token: str, owner: str = "/me") -> None:
        self.root = f"{server.url}/v1.0{owner}"
        self.headers = {"Authorization": f"Bearer {access_token}"}

    def __call__(self, method: str, path: str, status: int = 200, *, prefer: str = "", **given: Any) -> Any:
        headers = self.headers | ({"Prefer": prefer} if prefer else {})
        reply = requests.request(method, self.root + path, headers=headers, timeout=5, **given)
        assert reply.status_code == status, reply.text
        return reply.json() if reply.content else None

    def create(self, status: int = 201, **more: Any) -> Any:
        return self("POST", "/events", status, json=meeting(**more))

    def view(self, **more: str) -> Any:
        day = {"startDateTime": "2026-12-01T00:00:00Z", "endDateTime": "2026-12-02T00:00:00Z"}
        return self("GET", "/calendarView", params={**day, **more})["value"]

    def schedule(self, *addresses: str, interval: int = 30, prefer: str = "", status: int = 200) -> Any:
        window = {"startTime": at("08:30"), "endTime": at("10:30"), "availabilityViewInterval": interval}
        body = {"schedules": addresses or (outlook.OWNER,), **window}
        return self("POST", "/calendar/getSchedule", status, json=body, prefer=prefer)


@pytest.fixture
def server() -> Iterator[RunningServer]:
    with serve(outlook.build()) as running:
        yield running


@pytest.fixture
def graph(server: RunningServer) -> Caller:
    return Caller(server, as_host(server).json()["access_token"])


def control(server: RunningServer, method: str, path: str, body: Any = None) -> Any:
    reply = requests.request(method, f"{server.url}/_control/{path}", json=body, timeout=5)
    reply.raise_for_status()
    return reply.json() if reply.content else None


def mailbox(server: RunningServer) -> list[tuple[str, list[str]]]:
    mails = control(server, "GET", "state")["mailbox"]
    return [(mail["subject"], mail["recipients"]) for mail in mails]


def test_times_come_back_in_utc_without_offset_unless_preferred(graph: Caller) -> None:
    created = graph.create(start=at("10:00", "Central European Standard Time"), end=at("10:30", "Europe/Paris"))
    assert created["start"] == {"dateTime": "2026-12-01T09:00:00.0000000", "timeZone": "UTC"}
    assert created["originalStartTimeZone"] == "Central European Standard Time"

    preferred = graph("GET", f"/events/{created['id']}", prefer='outlook.timezone="America/New_York"')
    assert preferred["start"] == {"dateTime": "2026-12-01T04:00:00.0000000", "timeZone": "America/New_York"}


def test_a_repeat_with_the_same_transaction_makes_no_second_event(graph: Caller) -> None:
    first, second = graph.create(transactionId="t1"), graph.create(transactionId="t1")
    assert first["id"] == second["id"]
    assert len(graph.view()) == 1
    error = graph.create(409, transactionId="t1", start=at("09:15"))["error"]
    assert error["code"] == "ErrorDuplicateTransactionId"
    assert graph.create(transactionId="t2")["id"] != first["id"]


def test_a_teams_meeting_has_a_join_link_when_it_is_ready() -> None:
    with serve(outlook.build(meeting_delay=10)) as slow:
        graph = Caller(slow, as_host(slow).json()["access_token"])
        created = graph.create(isOnlineMeeting=True, onlineMeetingProvider="teamsForBusiness")
        assert created["onlineMeeting"] is None
        slow.stand_in.clock.advance(10)
        link = graph("GET", f"/events/{created['id']}")["onlineMeeting"]["joinUrl"]
        assert link.startswith("https://teams.microsoft.com/l/meetup-join/")


def test_free_and_busy_by_interval_with_an_error_per_mailbox(graph: Caller) -> None:
    graph.create()
    graph.create(start=at("10:00"), end=at("10:30"), showAs="tentative")
    host, stranger = graph.schedule(outlook.OWNER, "nobody@example.com")["value"]

    assert host["availabilityView"] == "0201"
    assert [item["status"] for item in host["scheduleItems"]] == ["busy", "tentative"]
    assert "error" not in host
    assert stranger["error"]["responseCode"] == "ErrorMailRecipientNotFound"
    assert stranger["availabilityView"] == ""


@pytest.mark.parametrize(
    ("body", "code"),
    [
        ({"endTime": at("09:00", day="2027-03-01")}, "ErrorInvalidTimeInterval"),
        ({"availabilityViewInterval": 4}, "ErrorInvalidParameter"),
        ({"schedules": [f"{n}@example.com" for n in range(21)]}, "ErrorInvalidParameter"),
        ({"startTime": at("08:00", "Mars/Base")}, "TimeZoneNotSupportedException"),
    ],
)
def test_schedules_graph_does_not_give(server: RunningServer, graph: Caller, body: dict[str, Any], code: str) -> None:
    server.stand_in.contracts.clear()
    whole = {"schedules": [outlook.OWNER], "startTime": at("08:00"), "endTime": at("18:00"), **body}
    assert graph("POST", "/calendar/getSchedule", 400, json=whole)["error"]["code"] == code


def test_a_time_with_an_offset_is_refused(graph: Caller) -> None:
    graph.create(400, start={"dateTime": "2026-12-01T09:00:00Z", "timeZone": "UTC"})
    graph.create(400, end=at("08:00"))


def test_moving_tells_the_attendees(server: RunningServer, graph: Caller) -> None:
    event = graph.create(attendees=[GUEST])
    times = {"start": at("11:00"), "end": at("11:30")}
    moved = graph("PATCH", f"/events/{event['id']}", json=times)

    assert moved["start"]["dateTime"] == "2026-12-01T11:00:00.0000000"
    assert moved["@odata.etag"] != event["@odata.etag"]
    assert mailbox(server) == [
        ("Invitation: Demo", ["ada@customer.example"]),
        ("Updated: Demo", ["ada@customer.example"]),
    ]


@pytest.mark.parametrize(("method", "path", "status"), [("POST", "/cancel", 202), ("DELETE", "", 204)])
def test_cancelling_and_deleting_tell_the_attendees_and_cannot_be_repeated(
    server: RunningServer, graph: Caller, method: str, path: str, status: int
) -> None:
    event = graph.create(attendees=[GUEST])
    where, body = f"/events/{event['id']}{path}", {"comment": "Ill"} if path else None
    graph(method, where, status, json=body)

    assert mailbox(server)[-1] == ("Canceled: Demo", ["ada@customer.example"])
    assert graph(method, where, 404, json=body)["error"]["code"] == "ErrorItemNotFound"
    assert graph.view() == []


def test_an_event_is_found_by_our_booking_id(graph: Caller) -> None:
    event = graph.create(singleValueExtendedProperties=[PROPERTY])
    graph.create(start=at("12:00"), end=at("12:30"))
    wanted = f"singleValueExtendedProperties/Any(ep: ep/id eq '{PROPERTY['id']}' and ep/value eq 'b1')"
    found = graph("GET", "/events", params={"$filter": wanted, "$select": "id,subject"})["value"]

    assert found == [{"id": event["id"], "subject": "Demo"}]
    assert graph("GET", "/events", 400, params={"$filter": "attendees eq 'x'"})["error"]["code"]


def test_a_view_comes_in_pages(graph: Caller) -> None:
    for hour in ("09", "10", "11"):
        graph.create(start=at(f"{hour}:00"), end=at(f"{hour}:30"))
    day = {"startDateTime": "2026-12-01T00:00:00+00:00", "endDateTime": "2026-12-02T00:00:00Z", "$top": "2"}
    first = graph("GET", "/calendarView", params=day)
    second = requests.get(first["@odata.nextLink"], headers=graph.headers, timeout=5).json()
    assert [len(page["value"]) for page in (first, second)] == [2, 1]
    assert "@odata.nextLink" not in second


def test_the_app_reaches_a_mailbox_by_address_and_has_no_me(server: RunningServer) -> None:
    access = as_app(server).json()["access_token"]
    Caller(server, access)("GET", "/events", 400)
    app = Caller(server, access, f"/users/{outlook.OWNER}")
    assert app.schedule()["value"][0]["availabilityView"] == "0000"
    assert Caller(server, access, "/users/nobody@example.com")("GET", "/events", 404)["error"]["code"] == (
        "MailboxNotEnabledForRESTAPI"
    )
    assert as_app(server, "wrong").json()["error"] == "invalid_client"


def test_the_old_refresh_token_goes_on_working_until_the_consent_is_withdrawn(server: RunningServer) -> None:
    renewed = as_host(server).json()["refresh_token"]
    assert as_host(server).ok
    graph = Caller(server, as_host(server, renewed).json()["access_token"])
    control(server, "POST", "disconnect")

    graph("GET", "/events", 401)
    assert as_host(server, renewed).json()["error"] == "invalid_grant"
    assert as_app(server).json()["error"] == "unauthorized_client"
    control(server, "POST", "connect")
    assert as_host(server).ok


def test_the_host_books_moves_and_deletes_by_hand(server: RunningServer, graph: Caller) -> None:
    by_hand = f"calendars/{outlook.OWNER}/events"
    event_id = control(server, "POST", by_hand, meeting())["id"]
    assert graph.schedule()["value"][0]["availabilityView"] == "0200"
    control(server, "PATCH", f"{by_hand}/{event_id}", {"start": at("10:00"), "end": at("10:30")})
    assert graph.schedule()["value"][0]["availabilityView"] == "0002"
    control(server, "DELETE", f"{by_hand}/{event_id}")
    assert graph.schedule()["value"][0]["availabilityView"] == "0000"


def test_the_fifth_request_at_once_is_told_to_wait(server: RunningServer, graph: Caller) -> None:
    server.stand_in.faults.add(Fault("slow", seconds=0.4, times=None))

    def status(_number: int) -> tuple[int, bool]:
        reply = requests.get(f"{graph.root}/events", headers=graph.headers, timeout=5)
        return reply.status_code, "Retry-After" in reply.headers

    with ThreadPoolExecutor(6) as pool:
        answers = sorted(pool.map(status, range(6)))
    assert answers[-1] == (429, True)
    assert answers[:4] == [(200, False)] * 4


def test_throttling_carries_the_wait(server: RunningServer, graph: Caller) -> None:
    server.stand_in.faults.add(Fault("429", detail="17"))
    reply = requests.get(f"{graph.root}/events", headers=graph.headers, timeout=5)
    assert (reply.status_code, reply.headers["Retry-After"]) == (429, "17")
    assert reply.json()["error"]["code"] == "ApplicationThrottled"
