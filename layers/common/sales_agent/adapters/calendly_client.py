"""Calendly's interface v2, as far as meetings need it."""

from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from sales_agent.adapters.json_http import JsonHttp, VendorRefused
from sales_agent.domain.record import utc_now
from sales_agent.ports.calendars import CalendarEvent
from sales_agent.ports.errors import Fatal, NotFound

PAGE = timedelta(days=7)
SOON = timedelta(minutes=1)
FORBIDDEN = 403
EventType = dict[str, Any]


class CalendlyClient:
    """One Calendly user. The secret holds `token`, a personal access token."""

    def __init__(self, secret: Mapping[str, str]) -> None:
        self._secret = secret
        self._http = JsonHttp("Calendly", secret.get("base_url") or "https://api.calendly.com", self._headers)
        self.meaning = self._http.meaning

    def event_type(self, wanted: str, duration: int) -> EventType:
        """The active event type of that length; of several the one whose id or URI is wanted. Raises Fatal."""
        kinds = [kind for kind in self._event_types if kind["active"]]
        named = [kind for kind in kinds if wanted in (kind["uri"], _id(kind["uri"]))]
        for kind in named or kinds:
            if kind["duration"] == duration:
                return kind
        raise Fatal(f"Calendly has no active event type of {duration} minutes")

    def starts(self, kind: EventType, start: datetime, end: datetime) -> Iterator[datetime]:
        """When a meeting of that type may begin. The vendor wants a start in the future and windows of a week."""
        start = max(start, utc_now() + SOON)
        while start < end:
            until = min(start + PAGE, end)
            query = {"event_type": kind["uri"], "start_time": stamp(start), "end_time": stamp(until)}
            times = self._http.read("/event_type_available_times", **query)["collection"]
            yield from (instant(one["start_time"]) for one in times if one.get("status") == "available")
            start = until

    def book(self, body: dict[str, Any]) -> CalendarEvent:
        """Books an invitee. Raises VendorRefused or Unknown: Calendly knows no key for repeats."""
        return self.event(self._http.write("POST", "/invitees", body)["resource"]["event"])

    def event(self, uri: str) -> CalendarEvent:
        """A scheduled event."""
        event = self._scheduled(uri)
        return CalendarEvent(
            event_id=uri,
            start=instant(event["start_time"]),
            end=instant(event["end_time"]),
            join_url=(event.get("location") or {}).get("join_url") or "",
        )

    def live_events(self, email: str, key: str) -> Iterator[tuple[str, datetime]]:
        """URI and start of an invitee's coming events that were booked with our key."""
        query = {"user": self._user, "invitee_email": email, "status": "active", "count": 100}
        for event in self._http.read("/scheduled_events", **query, min_start_time=stamp(utc_now()))["collection"]:
            invitees = self._http.read(f"/scheduled_events/{_id(event['uri'])}/invitees", email=email)["collection"]
            if key in [(one.get("tracking") or {}).get("utm_content") for one in invitees]:
                yield event["uri"], instant(event["start_time"])

    def invitee(self, uri: str) -> dict[str, Any]:
        """One invitee of a scheduled event, e.g. the one whom a moved meeting had before."""
        event, invitee = uri.rstrip("/").split("/")[-3::2]
        return dict(self._http.read(f"/scheduled_events/{event}/invitees/{invitee}")["resource"])

    def cancel(self, uri: str) -> None:
        """Cancels an event; one that is cancelled or gone already is no error."""
        try:
            self._http.write("POST", f"/scheduled_events/{_id(uri)}/cancellation", {})
        except VendorRefused as refused:
            meaning = self.meaning(refused)
            over = refused.status == FORBIDDEN and self._scheduled(uri)["status"] == "canceled"
            if not over and not isinstance(meaning, NotFound):
                raise meaning from refused

    def single_use_link(self, kind: EventType) -> str:
        """A page of Calendly's where one person can book once."""
        body = {"max_event_count": 1, "owner": kind["uri"], "owner_type": "EventType"}
        try:
            return str(self._http.write("POST", "/scheduling_links", body)["resource"]["booking_url"])
        except VendorRefused as refused:
            raise self.meaning(refused) from refused

    @cached_property
    def _event_types(self) -> list[EventType]:
        return list(self._http.read("/event_types", user=self._user, count=100)["collection"])

    @cached_property
    def _user(self) -> str:
        return str(self._http.read("/users/me")["resource"]["uri"])

    def _scheduled(self, uri: str) -> dict[str, Any]:
        return dict(self._http.read(f"/scheduled_events/{_id(uri)}")["resource"])

    def _headers(self) -> dict[str, str]:
        if not self._secret.get("token"):
            raise Fatal("Calendly is not connected: the secret holds no token")
        return {"Authorization": f"Bearer {self._secret['token']}"}


def stamp(at: datetime) -> str:
    """An instant as Calendly wants it: UTC, whole seconds."""
    return at.astimezone(UTC).isoformat(timespec="seconds").replace("+00:00", "Z")


def instant(text: str) -> datetime:
    """An instant in one of Calendly's answers."""
    return datetime.fromisoformat(text).astimezone(UTC)


def _id(uri: str) -> str:
    return uri.rstrip("/").rsplit("/", 1)[-1]
