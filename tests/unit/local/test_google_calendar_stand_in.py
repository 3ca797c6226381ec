"""Google's own client against the Google Calendar stand-in."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from google.auth.exceptions import RefreshError
from google.oauth2 import service_account
from google.oauth2.credentials import Credentials
from googleapiclient.discovery import build as discovery
from googleapiclient.errors import HttpError

from local.vendors import google_calendar
from local.vendors.kit import Fault, RunningServer, serve

SCOPES = ["https://www.googleapis.com/auth/calendar"]
NINE = {"dateTime": "2026-12-01T09:00:00", "timeZone": "Europe/London"}
HALF_PAST = {"dateTime": "2026-12-01T09:30:00", "timeZone": "Europe/London"}
DAY = {"timeMin": "2026-12-01T00:00:00Z", "timeMax": "2026-12-02T00:00:00Z"}
GUEST = {"email": "ada@customer.example"}
MEET = {"createRequest": {"requestId": "r1", "conferenceSolutionKey": {"type": "hangoutsMeet"}}}


@pytest.fixture
def google() -> Iterator[RunningServer]:
    with serve(google_calendar.build()) as server:
        yield server


@pytest.fixture
def events(google: RunningServer) -> Any:
    return client(google).events()


def client(server: RunningServer, refresh_token: str = google_calendar.REFRESH_TOKEN) -> Any:
    credentials = Credentials(
        None, refresh_token, token_uri=f"{server.url}/token", client_id="id", client_secret="secret", scopes=SCOPES
    )
    return build_with(server, credentials)


def build_with(server: RunningServer, credentials: Any) -> Any:
    endpoint = {"api_endpoint": f"{server.url}/calendar/v3/"}
    return discovery("calendar", "v3", credentials=credentials, client_options=endpoint, cache_discovery=False)


def meeting(**more: Any) -> dict[str, Any]:
    return {"summary": "Demo", "start": NINE, "end": HALF_PAST, **more}


def refused(call: Any) -> tuple[int, str]:
    with pytest.raises(HttpError) as error:
        call.execute()
    return error.value.status_code, error.value.error_details[0]["reason"]


def busy(server: RunningServer, *calendars: str, **window: str) -> Any:
    body = {**DAY, **window, "items": [{"id": name} for name in calendars or ("primary",)]}
    return client(server).freebusy().query(body=body).execute()["calendars"]


def mailbox(server: RunningServer) -> list[dict[str, Any]]:
    return requests.get(f"{server.url}/_control/state", timeout=5).json()["mailbox"]


def test_an_event_of_our_own_id_is_found_again_and_a_repeat_is_a_conflict(events: Any) -> None:
    created = events.insert(calendarId="primary", body=meeting(id="abc123")).execute()

    assert created["status"] == "confirmed"
    assert created["start"] == {"dateTime": "2026-12-01T09:00:00+00:00", "timeZone": "Europe/London"}
    assert refused(events.insert(calendarId="primary", body=meeting(id="abc123"))) == (409, "duplicate")
    assert events.get(calendarId="primary", eventId="abc123").execute() == created


def test_a_cancelled_event_keeps_its_id_and_cancelling_twice_is_gone(events: Any) -> None:
    events.insert(calendarId="primary", body=meeting(id="abc123")).execute()
    events.delete(calendarId="primary", eventId="abc123").execute()

    assert refused(events.delete(calendarId="primary", eventId="abc123")) == (410, "deleted")
    assert refused(events.insert(calendarId="primary", body=meeting(id="abc123"))) == (409, "duplicate")
    assert events.get(calendarId="primary", eventId="abc123").execute()["status"] == "cancelled"
    assert refused(events.get(calendarId="primary", eventId="zzzzz")) == (404, "notFound")


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"id": "Not-Base32"}, "invalid"),
        ({"end": NINE}, "timeRangeEmpty"),
        ({"start": {"dateTime": "2026-12-01T09:00:00"}}, "required"),
        ({"start": {"dateTime": "2026-12-01T09:00:00", "timeZone": "Mars/Base"}}, "invalid"),
        ({"attendees": [{"email": "nobody"}]}, "invalid"),
    ],
)
def test_events_google_does_not_take(google: RunningServer, change: dict[str, Any], reason: str) -> None:
    google.stand_in.contracts.clear()
    insert = client(google).events().insert(calendarId="primary", body=meeting(**change))
    assert refused(insert) == (400, reason)


def test_free_busy_is_computed_from_the_events(google: RunningServer, events: Any) -> None:
    events.insert(calendarId="primary", body=meeting()).execute()
    events.insert(calendarId="primary", body=meeting(end={"dateTime": "2026-12-01T10:00:00Z"})).execute()
    events.insert(
        calendarId="primary",
        body=meeting(transparency="transparent", start=HALF_PAST, end={"dateTime": "2026-12-01T12:00:00Z"}),
    ).execute()

    assert busy(google)["primary"]["busy"] == [{"start": "2026-12-01T09:00:00Z", "end": "2026-12-01T10:00:00Z"}]


def test_a_calendar_that_is_not_shared_is_unknown_inside_a_200(google: RunningServer) -> None:
    answer = busy(google, "primary", "other@example.com")
    assert answer["other@example.com"]["errors"] == [{"domain": "global", "reason": "notFound"}]
    assert "errors" not in answer["primary"]


def test_a_weekly_meeting_stays_at_its_wall_clock_time_over_the_clock_change(google: RunningServer) -> None:
    weekly = meeting(
        start={"dateTime": "2027-03-22T09:00:00", "timeZone": "Europe/London"},
        end={"dateTime": "2027-03-22T10:00:00", "timeZone": "Europe/London"},
        recurrence=["RRULE:FREQ=WEEKLY;COUNT=2"],
    )
    requests.post(f"{google.url}/_control/calendars/primary/events", json=weekly, timeout=5).raise_for_status()

    spans = busy(google, timeMin="2027-03-22T00:00:00Z", timeMax="2027-03-31T00:00:00Z")["primary"]["busy"]
    singles = client(google).events().list(calendarId="primary", singleEvents=True, orderBy="startTime").execute()
    assert [span["start"] for span in spans] == ["2027-03-22T09:00:00Z", "2027-03-29T08:00:00Z"]
    assert [event["start"]["dateTime"] for event in singles["items"]] == [
        "2027-03-22T09:00:00+00:00",
        "2027-03-29T09:00:00+01:00",
    ]


def test_a_meet_link_comes_only_when_the_caller_says_version_1_and_comes_later(events: Any) -> None:
    without = events.insert(calendarId="primary", body=meeting(conferenceData=MEET)).execute()
    created = events.insert(calendarId="primary", body=meeting(conferenceData=MEET), conferenceDataVersion=1).execute()

    assert "conferenceData" not in without
    assert created["conferenceData"]["createRequest"]["status"]["statusCode"] == "pending"
    assert "hangoutLink" not in created
    later = events.get(calendarId="primary", eventId=created["id"]).execute()
    assert later["conferenceData"]["createRequest"]["status"]["statusCode"] == "success"
    assert later["hangoutLink"] == later["conferenceData"]["entryPoints"][0]["uri"]
    moved = events.patch(calendarId="primary", eventId=created["id"], body={"summary": "New"}).execute()
    assert moved["hangoutLink"] == later["hangoutLink"]


def test_guests_are_mailed_only_when_asked_for(google: RunningServer, events: Any) -> None:
    guests = [GUEST, {"email": "colleague@example.com"}]
    events.insert(calendarId="primary", body=meeting(attendees=guests)).execute()
    assert mailbox(google) == []

    booked = events.insert(calendarId="primary", body=meeting(attendees=guests), sendUpdates="externalOnly").execute()
    events.patch(calendarId="primary", eventId=booked["id"], body={"location": "HQ"}, sendUpdates="all").execute()
    events.delete(calendarId="primary", eventId=booked["id"], sendUpdates="all").execute()
    assert [(mail["subject"].partition(":")[0], mail["recipients"]) for mail in mailbox(google)] == [
        ("Invitation", [GUEST["email"]]),
        ("Updated invitation", [GUEST["email"], "colleague@example.com"]),
        ("Canceled event", [GUEST["email"], "colleague@example.com"]),
    ]


def test_a_patch_merges_objects_replaces_arrays_and_counts_moves(events: Any) -> None:
    private = {"private": {"booking": "b1", "tenant": "t"}}
    created = events.insert(calendarId="primary", body=meeting(attendees=[GUEST], extendedProperties=private)).execute()
    patch = {
        "attendees": [{"email": "bob@customer.example"}],
        "extendedProperties": {"private": {"booking": "b2"}},
        "end": {"dateTime": "2026-12-01T10:00:00Z"},
    }
    after = events.patch(calendarId="primary", eventId=created["id"], body=patch).execute()

    assert [guest["email"] for guest in after["attendees"]] == ["bob@customer.example"]
    assert after["extendedProperties"]["private"] == {"booking": "b2", "tenant": "t"}
    assert (created["sequence"], after["sequence"]) == (0, 1)
    assert after["etag"] != created["etag"]


def test_a_write_against_an_old_etag_is_refused(events: Any) -> None:
    created = events.insert(calendarId="primary", body=meeting()).execute()
    events.patch(calendarId="primary", eventId=created["id"], body={"summary": "By another"}).execute()
    late = events.patch(calendarId="primary", eventId=created["id"], body={"summary": "Mine"})
    late.headers["If-Match"] = created["etag"]
    assert refused(late) == (412, "conditionNotMet")


def test_an_event_is_found_by_our_booking_id_and_by_time(events: Any) -> None:
    for number, hour in enumerate(("09", "11"), start=1):
        times = {"start": {"dateTime": f"2026-12-01T{hour}:00:00Z"}, "end": {"dateTime": f"2026-12-01T{hour}:30:00Z"}}
        private = {"extendedProperties": {"private": {"booking": f"b{number}"}}}
        events.insert(calendarId="primary", body=meeting(**times, **private, id=f"event{number}")).execute()

    def found(**query: Any) -> list[str]:
        return [event["id"] for event in events.list(calendarId="primary", **query).execute()["items"]]

    assert found(privateExtendedProperty="booking=b2") == ["event2"]
    assert found(timeMin="2026-12-01T09:30:00Z") == ["event2"]
    assert found(timeMax="2026-12-01T11:00:00Z") == ["event1"]
    assert found(timeMin="2026-12-01T09:29:00Z", timeMax="2026-12-01T11:01:00Z") == ["event1", "event2"]


def test_pages_then_changes_then_a_full_sync(google: RunningServer, events: Any) -> None:
    for number in range(3):
        events.insert(calendarId="primary", body=meeting(id=f"event{number}")).execute()
    first = events.list(calendarId="primary", maxResults=2).execute()
    second = events.list(calendarId="primary", maxResults=2, pageToken=first["nextPageToken"]).execute()
    assert [len(page["items"]) for page in (first, second)] == [2, 1]

    events.delete(calendarId="primary", eventId="event1").execute()
    changed = events.list(calendarId="primary", syncToken=second["nextSyncToken"]).execute()
    assert [(event["id"], event["status"]) for event in changed["items"]] == [("event1", "cancelled")]

    requests.post(f"{google.url}/_control/expire-sync-tokens", timeout=5)
    assert refused(events.list(calendarId="primary", syncToken=changed["nextSyncToken"])) == (410, "fullSyncRequired")


def test_a_host_books_moves_and_deletes_by_hand(google: RunningServer, events: Any) -> None:
    by_hand = f"{google.url}/_control/calendars/primary/events"
    booked = requests.post(by_hand, json=meeting(), timeout=5).json()
    later = {"start": {"dateTime": "2026-12-01T15:00:00Z"}, "end": {"dateTime": "2026-12-01T15:30:00Z"}}
    requests.patch(f"{by_hand}/{booked['id']}", json=later, timeout=5).raise_for_status()
    assert [span["start"] for span in busy(google)["primary"]["busy"]] == ["2026-12-01T15:00:00Z"]

    requests.delete(f"{by_hand}/{booked['id']}", timeout=5).raise_for_status()
    assert busy(google)["primary"]["busy"] == []
    assert events.get(calendarId="primary", eventId=booked["id"]).execute()["status"] == "cancelled"


def test_a_disconnected_calendar_refuses_old_tokens_and_new_ones(google: RunningServer) -> None:
    connected = client(google)
    connected.events().list(calendarId="primary").execute()
    requests.post(f"{google.url}/_control/disconnect", timeout=5)

    with pytest.raises(RefreshError, match="expired or revoked"):
        connected.events().list(calendarId="primary").execute()
    google.stand_in.app.test_client().post("/_control/connect")
    assert client(google).events().list(calendarId="primary").execute()["items"] == []


def test_an_access_token_lasts_an_hour_and_the_client_refreshes_once(google: RunningServer) -> None:
    calendar = client(google)
    calendar.events().list(calendarId="primary").execute()
    google.stand_in.clock.advance(3601)
    calendar.events().list(calendarId="primary").execute()
    assert google.stand_in.counts["POST 200"] == 2
    assert google.stand_in.counts["GET 401"] == 1


def test_the_client_repeats_an_insert_over_a_dropped_connection_so_only_an_id_of_ours_keeps_it_single(
    google: RunningServer, events: Any
) -> None:
    for body in (meeting(), meeting(id="abc123")):
        google.stand_in.faults.add(Fault("drop_after", method="POST", path="/events", times=2))
        with pytest.raises(ConnectionError):
            events.insert(calendarId="primary", body=body).execute()
    [calendar] = google.stand_in.store.state()["calendars"]
    assert len(calendar["events"]) == 2 + 1


@pytest.mark.parametrize(("fault", "retryable"), [(Fault("503", path="/token"), True), (None, False)])
def test_only_a_refusal_that_says_so_means_connect_again(
    google: RunningServer, monkeypatch: pytest.MonkeyPatch, fault: Fault | None, retryable: bool
) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    requests.post(f"{google.url}/_control/disconnect", timeout=5)
    if fault:
        fault.times = None
        google.stand_in.faults.add(fault)
    with pytest.raises(RefreshError) as error:
        client(google).events().list(calendarId="primary").execute()
    assert error.value.retryable is retryable


@pytest.fixture(scope="module")
def key() -> str:
    private = rsa.generate_private_key(public_exponent=65537, key_size=2048)
    return private.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()


@pytest.fixture
def service(google: RunningServer, key: str) -> Callable[..., Any]:
    def credentials(email: str = google_calendar.SERVICE_ACCOUNT) -> Any:
        info = {"client_email": email, "private_key": key, "token_uri": f"{google.url}/token"}
        return service_account.Credentials.from_service_account_info(info, scopes=SCOPES)

    return credentials


def test_a_service_account_invites_guests_only_with_delegation(
    google: RunningServer, service: Callable[..., Any]
) -> None:
    def insert(credentials: Any) -> Any:
        body = meeting(attendees=[GUEST])
        return build_with(google, credentials).events().insert(calendarId=google_calendar.OWNER, body=body)

    assert refused(insert(service())) == (403, "forbiddenForServiceAccounts")
    delegated = service().with_subject(google_calendar.OWNER)
    assert insert(delegated).execute()["attendees"] == [{**GUEST, "responseStatus": "needsAction"}]
    with pytest.raises(RefreshError, match="account not found"):
        insert(service("stranger@example.iam.gserviceaccount.com")).execute()


@pytest.mark.parametrize(
    ("status", "detail", "reason", "tries"),
    [
        ("403", "rateLimitExceeded", "rateLimitExceeded", 2),
        ("403", "quotaExceeded", "quotaExceeded", 1),
        ("429", "", "rateLimitExceeded", 2),
        ("500", "", "backendError", 2),
        ("400", "", "invalid", 1),
    ],
)
def test_what_the_client_tries_again(
    google: RunningServer, monkeypatch: pytest.MonkeyPatch, status: str, detail: str, reason: str, tries: int
) -> None:
    monkeypatch.setattr("time.sleep", lambda _seconds: None)
    google.stand_in.faults.add(Fault(status, path="freeBusy", times=None, detail=detail))
    with pytest.raises(HttpError) as error:
        client(google).freebusy().query(body={**DAY, "items": []}).execute(num_retries=1)
    assert json.loads(error.value.content)["error"]["errors"][0]["reason"] == reason
    assert google.stand_in.counts[f"POST {status}"] == tries
