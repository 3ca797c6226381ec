"""A Microsoft 365 tenant: mailboxes with their calendars, the mails sent, and who may call."""

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

from local.vendors.grants import Grants, Principal, Rotation
from local.vendors.kit import Clock
from local.vendors.mailbox import Mail
from local.vendors.outlook.errors import Refused

OWNER = "host@example.com"
REFRESH_TOKEN = "stand-in-microsoft-refresh-token"  # noqa: S105 -- opens nothing but this stand-in
CLIENT_ID = "00000000-0000-0000-0000-00000000c11e"
CLIENT_SECRET = "stand-in-microsoft-client-secret"  # noqa: S105 -- the same


@dataclass(eq=False)
class Event:
    """One event; `body` holds the properties as given, times apart as instants."""

    start: datetime
    end: datetime
    body: dict[str, Any]
    created: datetime
    zones: tuple[str, str]
    id: str = field(default_factory=lambda: f"AAMkAG{uuid4().hex}AAA=")
    modified: datetime | None = None
    revision: int = 1

    def same_as(self, other: "Event") -> bool:
        """Whether both ask for the same meeting."""
        return (self.start, self.end, self.body.get("subject")) == (other.start, other.end, other.body.get("subject"))


@dataclass
class Mailbox:
    """One person's calendar; `transactions` remembers every transactionId, deleted events' too."""

    address: str
    time_zone: str = "GMT Standard Time"
    events: dict[str, Event] = field(default_factory=dict)
    transactions: dict[str, Event] = field(default_factory=dict)

    def event(self, event_id: str) -> Event:
        """The event of that id, or a 404."""
        if event_id not in self.events:
            raise Refused(404)
        return self.events[event_id]

    def between(self, start: datetime, end: datetime) -> list[Event]:
        """The events that touch a range, by start."""
        found = (event for event in self.events.values() if event.start < end and event.end > start)
        return sorted(found, key=lambda event: event.start)


class Tenant:
    """The store behind the stand-in."""

    def __init__(self, clock: Clock, meeting_delay: float) -> None:
        self.clock, self.meeting_delay = clock, timedelta(seconds=meeting_delay)
        self.reset()

    def reset(self) -> None:
        """One mailbox, empty and connected; the app registered."""
        self.mailboxes = {OWNER: Mailbox(OWNER)}
        self.grants = Grants(self.clock, timedelta(hours=1), Rotation.NEW_BESIDE_OLD)
        self.grants.connect(OWNER, REFRESH_TOKEN)
        self.app_enabled = True
        self.mails: list[Mail] = []

    def state(self) -> dict[str, Any]:
        """Calendars and mails."""
        calendars = [
            {"id": mailbox.address, "events": [_summary(event) for event in mailbox.events.values()]}
            for mailbox in self.mailboxes.values()
        ]
        return {"calendars": calendars, "mailbox": [mail.to_json() for mail in self.mails]}

    def mailbox(self, address: str) -> Mailbox:
        """The mailbox of `address`, or a 404."""
        found = self.mailboxes.get(address.lower())
        if found is None:
            message = "The mailbox is either inactive, soft-deleted, or is hosted on-premise."
            raise Refused(404, "MailboxNotEnabledForRESTAPI", message)
        return found

    def mailbox_for(self, principal: Principal, user: str | None) -> Mailbox:
        """The mailbox that ``/me`` or ``/users/{user}`` is to this caller."""
        if principal.kind == "app":
            if user is None:
                raise Refused(400, "BadRequest", "/me request is only valid with delegated authentication flow.")
            return self.mailbox(user)
        if user is not None and user.lower() != principal.account:
            raise Refused(403)
        return self.mailbox(principal.account)


def _summary(event: Event) -> dict[str, Any]:
    return {**event.body, "id": event.id, "start": event.start.isoformat(), "end": event.end.isoformat()}
