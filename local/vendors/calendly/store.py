"""A Calendly account: one host, event types, meetings, links and webhook subscriptions."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from local.vendors.calendly.errors import Refused
from local.vendors.calendly.limits import Limiter
from local.vendors.calendly.model import DEMO, INTRO, EventType, Hours, Meeting, Subscription
from local.vendors.grants import Grants, Rotation
from local.vendors.kit import Clock

USER = "USERAAAAAAAAAAAA"
ORGANISATION = "ORGAAAAAAAAAAAAA"
TOKEN = "stand-in-calendly-token"  # noqa: S105 -- opens nothing but this stand-in
REFRESH_TOKEN = "stand-in-calendly-refresh-token"  # noqa: S105 -- the same
PLANS = ("free", "trial", "paid", "enterprise")
ALREADY_BOOKED = 400
"""The status for a slot that is gone. Calendly documents no 409 for it; one client reports having seen it."""


class Account:
    """The store behind the stand-in."""

    def __init__(self, clock: Clock, plan: str, time_zone: str) -> None:
        self.clock, self._first_plan, self.zone = clock, plan, ZoneInfo(time_zone)
        self.hours = Hours()
        self.reset()

    def reset(self) -> None:
        """Two event types, nothing booked, connected."""
        self.plan = self._first_plan
        self.already_booked = ALREADY_BOOKED
        self.event_types = [INTRO, DEMO]
        self.meetings: list[Meeting] = []
        self.busy: list[tuple[datetime, datetime]] = []
        self.links: dict[str, EventType] = {}
        self.subscriptions: list[Subscription] = []
        self.limiter = Limiter()
        self.tokens = {TOKEN}
        self.grants = Grants(self.clock, timedelta(hours=2), Rotation.SINGLE_USE)
        self.grants.connect(USER, REFRESH_TOKEN)

    def state(self) -> dict[str, Any]:
        """Meetings and what blocks them, as the host sees them."""
        meetings = [
            {
                "uuid": meeting.uuid,
                "event_type": meeting.event_type.name,
                "start_time": meeting.start.isoformat(),
                "end_time": meeting.end.isoformat(),
                "status": "canceled" if meeting.cancellation else "active",
                "invitee": {"uuid": meeting.invitee.uuid, "name": meeting.invitee.name, "email": meeting.invitee.email},
            }
            for meeting in self.meetings
        ]
        busy = [[start.isoformat(), end.isoformat()] for start, end in self.busy]
        return {"plan": self.plan, "meetings": meetings, "busy": busy, "links": sorted(self.links)}

    def authorised(self, authorization: str | None) -> bool:
        """Whether the header carries the personal token or a live OAuth one."""
        personal = (authorization or "").removeprefix("Bearer ") in self.tokens
        return personal or self.grants.principal(authorization) is not None

    def event_type(self, uri: str) -> EventType:
        """The event type of a URI or uuid, or a 404."""
        return _one(kind for kind in self.event_types if kind.uuid == last(uri))

    def meeting(self, uri: str) -> Meeting:
        """The scheduled event of a URI or uuid, or a 404."""
        return _one(meeting for meeting in self.meetings if meeting.uuid == last(uri))

    def of_invitee(self, uri: str) -> Meeting:
        """The scheduled event that the invitee of a URI or uuid is invited to, or a 404."""
        return _one(meeting for meeting in self.meetings if meeting.invitee.uuid == last(uri))

    def subscription(self, uri: str) -> Subscription:
        """The subscription of a URI or uuid, or a 404."""
        return _one(subscription for subscription in self.subscriptions if subscription.uuid == last(uri))

    def taken(self) -> list[tuple[datetime, datetime]]:
        """Every span the host is not free in."""
        return self.busy + [(meeting.start, meeting.end) for meeting in self.meetings if not meeting.cancellation]


def last(uri: str) -> str:
    """A resource's uuid."""
    return uri.rstrip("/").rpartition("/")[2]


def _one[T](found: Iterator[T]) -> T:
    first = next(found, None)
    if first is None:
        raise Refused(404)
    return first
