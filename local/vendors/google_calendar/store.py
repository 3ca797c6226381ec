"""A Google account: its calendars, what is in them, the mails it has sent and who may see it."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from local.vendors.google_calendar import times
from local.vendors.google_calendar.errors import Refused
from local.vendors.grants import Grants, Rotation
from local.vendors.kit import Clock
from local.vendors.mailbox import Mail

OWNER = "host@example.com"
REFRESH_TOKEN = "stand-in-google-refresh-token"  # noqa: S105 -- opens nothing but this stand-in
SERVICE_ACCOUNT = "sales-agent@example.iam.gserviceaccount.com"


@dataclass
class Calendar:
    """One calendar: `events` are the API's own resources, cancelled ones too; `changed` orders them for syncing."""

    id: str
    time_zone: str = "Europe/London"
    events: dict[str, dict[str, Any]] = field(default_factory=dict)
    changed: dict[str, int] = field(default_factory=dict)

    def live(self) -> Iterator[dict[str, Any]]:
        """The events that have not been cancelled."""
        return (event for event in self.events.values() if event["status"] != "cancelled")

    def busy(self, window: times.Span) -> list[times.Span]:
        """The merged busy spans inside `window`."""
        spans = sorted(
            span
            for event in self.live()
            if event.get("transparency") != "transparent" and not self._declined(event)
            for span in times.occurrences(event, self.time_zone, window)
        )
        merged: list[times.Span] = []
        for start, end in spans:
            if merged and start <= merged[-1][1]:
                merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
            else:
                merged.append((start, end))
        return [(max(start, window[0]), min(end, window[1])) for start, end in merged]

    def _declined(self, event: dict[str, Any]) -> bool:
        guests = event.get("attendees", [])
        return any(guest["email"] == self.id and guest["responseStatus"] == "declined" for guest in guests)


class Account:
    """The store behind the stand-in."""

    def __init__(self, clock: Clock, conference_delay: float) -> None:
        self.clock, self.conference_delay = clock, timedelta(seconds=conference_delay)
        self.reset()

    def reset(self) -> None:
        """One host with one empty calendar, connected."""
        self.calendars = {OWNER: Calendar(OWNER)}
        self.grants = Grants(self.clock, timedelta(hours=1), Rotation.NONE)
        self.grants.connect(OWNER, REFRESH_TOKEN)
        self.service_accounts = {SERVICE_ACCOUNT}
        self.mails: list[Mail] = []
        self.revision = 0
        self.oldest_sync = 0

    def state(self) -> dict[str, Any]:
        """Calendars and mails."""
        calendars = [
            {"id": calendar.id, "time_zone": calendar.time_zone, "events": list(calendar.events.values())}
            for calendar in self.calendars.values()
        ]
        return {"calendars": calendars, "mailbox": [mail.to_json() for mail in self.mails]}

    def calendar(self, calendar_id: str, account: str = OWNER) -> Calendar:
        """The calendar (``primary`` is the account's own), or a 404."""
        found = self.calendars.get(account if calendar_id == "primary" else calendar_id)
        if found is None:
            raise Refused(404)
        return found

    def save(self, calendar: Calendar, event: dict[str, Any]) -> None:
        """Stores `event` as changed now, with a new etag."""
        self.revision += 1
        event["updated"] = times.stamp(self.clock.now())
        event["etag"] = f'"{self.revision:016d}"'
        calendar.events[event["id"]] = event
        calendar.changed[event["id"]] = self.revision
