"""A conversation's link to a CRM while one worker holds it: what is about to be written, what was, and the end."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from sales_agent.domain.crm import Value
from sales_agent.domain.crm_merge import LinkedRecord
from sales_agent.ports.crm_links import CrmLink, CrmLinks, LinkStatus
from sales_agent.ports.errors import Conflict

SHARED = frozenset({"person", "company"})
"""Kinds of which one record belongs to many conversations."""
LEASE_SECONDS = 120
"""A link is held for so long from each write on: longer than any one call takes."""


@dataclass
class Claim:
    """One claimed link; each `keep` holds it on."""

    links: CrmLinks
    link: CrmLink
    clock: Callable[[], datetime]

    def keep(self, wrote: LinkedRecord | None = None, *, instead_of: str = "", **changes: object) -> None:
        """Stores changes; what we `wrote` into a record that other conversations share can be found by them."""
        until = {"leased_until": self.clock() + timedelta(seconds=LEASE_SECONDS)}
        link = self.link.model_copy(update={**changes, **until})
        self.link = self.links.keep(link, wrote, instead_of=instead_of)

    def keep_record(self, key: str, linked: LinkedRecord) -> None:
        """Stores what is known of a record, where others find it if they share it."""
        self.keep(linked if linked.ref.kind in SHARED else None, records={**self.link.records, key: linked})

    def rename(self, old: str, new: str) -> None:
        """What we know under one key is another's from now on; so it is where others look for it."""
        records = {key: one for key, one in self.link.records.items() if key != old}
        linked = self.link.records[old].model_copy(update={"key": new})
        self.keep(linked, instead_of=self.link.records[old].key, records={**records, new: linked})

    def announce(self, key: str, values: Mapping[str, Value], linked: LinkedRecord | None) -> None:
        """Stores what is about to be written under a key, and what is known of its record so far."""
        records = {**self.link.records, key: linked} if linked else self.link.records
        intents = {**self.link.intents, key: {**self.link.intents.get(key, {}), **values}}
        self.keep(records=records, intents=intents)

    def others(self, key: str) -> Sequence[LinkedRecord]:
        """What other conversations know of a record that they share with this one."""
        return self.links.others(self.link.tenant, self.link.crm, key, but_for=self.link.session_id)

    def settle(
        self, status: LinkStatus, state: str, lead_version: int, reason: str = "", candidates: list[str] | None = None
    ) -> CrmLink:
        """Stores that there is nothing more to do for this state, and lets the link go."""
        done = {"synced_state": state, "lead_version": lead_version, "last_sync": self.clock(), "attempts": 0}
        return self._release(status=status, reason=reason, candidates=candidates or [], intents={}, **done)

    def wait(self, reason: str) -> None:
        """Stores why it must be tried again, and lets the link go; nothing when another worker has it now."""
        with suppress(Conflict):
            self._release(status="waiting", reason=reason, attempts=self.link.attempts + 1)

    def _release(self, **changes: object) -> CrmLink:
        self.link = self.link.model_copy(update={**changes, "changed_at": self.clock()})
        self.links.release(self.link)
        return self.link
