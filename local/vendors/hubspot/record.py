"""One CRM record and what its search index knows of it."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from local.vendors.hubspot.errors import PORTAL_ID
from local.vendors.hubspot.properties import SHOWN
from local.vendors.hubspot.schema import OBJECT_TYPES


def stamp(at: datetime) -> str:
    """HubSpot's way to write an instant."""
    return at.isoformat(timespec="milliseconds").replace("+00:00", "Z")


@dataclass
class Record:
    """A contact, company, deal, note, task or meeting; `past` is every version with the instant it was written."""

    object_type: str
    id: str
    created: datetime
    properties: dict[str, str] = field(default_factory=dict)
    updated: datetime = field(init=False)
    archived: bool = False
    past: list[tuple[datetime, dict[str, str], bool]] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.updated = self.created

    def write(self, values: dict[str, str | None], at: datetime) -> None:
        """Sets values (an empty one clears) and the system's own properties."""
        self.properties |= {name: value or "" for name, value in values.items()}
        if self.properties.get("email"):
            self.properties["email"] = self.properties["email"].lower()
        changed = "lastmodifieddate" if self.object_type == "contacts" else "hs_lastmodifieddate"
        self.properties |= {"createdate": stamp(self.created), changed: stamp(at), "hs_object_id": self.id}
        self.updated = at
        self.past.append((at, dict(self.properties), self.archived))

    def archive(self, at: datetime) -> None:
        """Moves it to the recycling bin."""
        self.archived = True
        self.write({}, at)

    def indexed(self, now: datetime, lag: timedelta) -> dict[str, str] | None:
        """The properties as search sees them, `lag` behind; None while it is not in the index."""
        seen = [(values, archived) for at, values, archived in self.past if at <= now - lag]
        return None if not seen or seen[-1][1] else seen[-1][0]

    @property
    def emails(self) -> set[str]:
        """The addresses that find this contact."""
        more = self.properties.get("hs_additional_emails", "").split(";")
        return {address.lower() for address in [self.properties.get("email", ""), *more] if address}

    def answers_to(self, address: str) -> bool:
        """Whether this contact is found by `address` (lower case)."""
        if self.properties.get("email") == address:
            return True
        return bool(self.properties.get("hs_additional_emails")) and address in self.emails

    def shown(self, wanted: Iterable[str], properties: dict[str, str] | None = None) -> dict[str, Any]:
        """The record as the objects API answers it: the default properties and the `wanted` ones (null when empty)."""
        held = self.properties if properties is None else properties
        changed = "lastmodifieddate" if self.object_type == "contacts" else "hs_lastmodifieddate"
        names = ["createdate", changed, "hs_object_id", *SHOWN[self.object_type], *wanted]
        return self.envelope({name: held.get(name) or None for name in names})

    def envelope(self, properties: dict[str, str | None]) -> dict[str, Any]:
        """`properties` with id, times and the link to the record's page."""
        return {
            "id": self.id,
            "properties": properties,
            "createdAt": stamp(self.created),
            "updatedAt": stamp(self.updated),
            "archived": self.archived,
            "url": f"https://app.hubspot.com/contacts/{PORTAL_ID}/record/{OBJECT_TYPES[self.object_type]}/{self.id}",
        }
