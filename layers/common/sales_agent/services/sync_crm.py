"""Makes a CRM match what is known of a conversation: once, complete, and never over a person's edit.

Level-triggered: it does not matter which message asks for it, how often, or in which order. The state is loaded, what
should stand in the CRM is worked out by pure rules, and only the difference is written. What is about to be written is
kept before, what was written after: a crash leaves nothing that the next run cannot tell.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import blake2b

from sales_agent.domain.config import CrmSync
from sales_agent.domain.crm import CrmRecord, Links, Value
from sales_agent.domain.crm_merge import LinkedRecord, only_one
from sales_agent.domain.crm_records import (
    Story,
    Wanted,
    can_be_kept,
    company_of,
    deal_of,
    meetings_of,
    notes_of,
    person_of,
)
from sales_agent.domain.record import utc_now
from sales_agent.ports.crm_links import CrmLink, CrmLinks, LinkStatus
from sales_agent.ports.crms import CRM
from sales_agent.ports.errors import Fatal, Retriable, Skippable
from sales_agent.services.crm_writer import CrmWriter, Deleted

LEASE_SECONDS = 120
SETTLED: frozenset[LinkStatus] = frozenset({"synced", "review", "refused"})


class NeedsReview(Exception):
    """A person must choose among records; nothing was written."""

    def __init__(self, candidates: list[CrmRecord]) -> None:
        super().__init__(f"{len(candidates)} records have this e-mail address; a person must choose one")
        self.candidates = [f"{found.ref.object} {found.ref.record_id}" for found in candidates]


@dataclass
class SyncCrm:
    """Syncs conversations of one tenant into one CRM. `stories` loads what is known of a session.

    `done` is told tenant, CRM and instant of every sync that wrote all there was to write.
    """

    crm: CRM
    links: CrmLinks
    stories: Callable[[str, str], Story | None]
    settings: CrmSync
    clock: Callable[[], datetime] = utc_now
    done: Callable[[str, str, datetime], None] = lambda *_: None

    def __post_init__(self) -> None:
        """One writer for all conversations: it reads the CRM's metadata once."""
        self.writer = CrmWriter(self.crm, self.settings)

    def __call__(self, tenant: str, session_id: str, *, again: bool = False) -> CrmLink | None:
        """The link after the sync; None when there is nobody to sync yet. `again` looks even where nothing changed.

        Raises Retriable when the CRM is busy or away and Fatal when a person must reconnect it: the message waits.
        """
        story = self._story(tenant, session_id)
        if not story:
            return None
        standing = self.links.find(tenant, session_id, self.crm.name)
        if standing and not again and self.settled(standing, story):
            return standing
        link = self.links.claim(tenant, session_id, self.crm.name, now=self.clock(), seconds=LEASE_SECONDS)
        story = self._story(tenant, session_id) or story  # what was read before the claim may be older than the link
        return self._written(_Run(self, story, link), _state(story, self.settings))

    def _story(self, tenant: str, session_id: str) -> Story | None:
        story = self.stories(tenant, session_id)
        return story if story and can_be_kept(story) else None

    def settled(self, link: CrmLink, story: Story) -> bool:
        """Whether nothing has changed since the link was synced, or left to a person."""
        return link.status in SETTLED and link.synced_state == _state(story, self.settings)

    def _written(self, run: "_Run", state: str) -> CrmLink:
        try:
            run.write()
        except NeedsReview as review:
            return run.settle("review", state, str(review), review.candidates)
        except Deleted as deleted:
            return run.settle("review", state, str(deleted))
        except Skippable as refusal:
            return run.settle("refused", state, str(refusal))
        except (Retriable, Fatal) as trouble:
            run.wait(str(trouble))
            raise
        link = run.settle("synced", state)
        self.done(link.tenant, link.crm, self.clock())
        return link


class _Run:
    """One sync of one conversation."""

    def __init__(self, sync: SyncCrm, story: Story, link: CrmLink) -> None:
        self.sync, self.crm, self.writer = sync, sync.crm, sync.writer
        self.story, self.link = story, link
        self.belongs = Links()

    def write(self) -> None:
        """Person, company, deal, notes and meetings, in the order in which they need one another."""
        settings, kinds = self.sync.settings, self.crm.kinds
        self._person(person_of(self.story))
        if "company" in kinds and (company := company_of(self.story)):
            self._company(company)
        if "deal" in kinds and settings.sync_deals:
            self._deal(deal_of(self.story))
        if "note" in kinds and settings.sync_conversations:
            for note in notes_of(self.story, self.crm.note_characters):
                self._record(note, self.belongs)
        if "meeting" in kinds and settings.sync_appointments:
            for meeting in meetings_of(self.story):
                self._record(meeting, self.belongs)

    def settle(self, status: LinkStatus, state: str, reason: str = "", candidates: list[str] | None = None) -> CrmLink:
        """Stores that there is nothing more to do for this state, and lets the link go."""
        done = {"synced_state": state, "lead_version": self.story.lead.version, "attempts": 0}
        when = {"last_sync": self.sync.clock(), "intents": {}}
        return self._release({"status": status, "reason": reason, "candidates": candidates or [], **done, **when})

    def wait(self, reason: str) -> CrmLink:
        """Stores why it must be tried again, and lets the link go."""
        return self._release({"status": "waiting", "reason": reason, "attempts": self.link.attempts + 1})

    def _person(self, wanted: Wanted) -> None:
        key = self.link.person_key or wanted.key
        self.link = self.link.model_copy(update={"person_key": key})
        linked = self._record(wanted.model_copy(update={"key": key}), Links(), others=self._same_email)
        self.belongs = self.belongs.model_copy(update={"person": linked.ref})

    def _company(self, wanted: Wanted) -> None:
        def namesakes() -> list[CrmRecord]:
            return self.crm.companies(str(wanted.values["name"]), str(wanted.values.get("domain", "")))

        try:
            linked = self._record(wanted, Links(), others=namesakes)
        except NeedsReview:
            return  # which of several companies it is, the sales team must say; the person is kept all the same
        self.belongs = self.belongs.model_copy(update={"company": linked.ref})
        if self.belongs.person:
            self.crm.link(self.belongs.person, Links(company=linked.ref))

    def _deal(self, wanted: Wanted) -> None:
        belongs = self.belongs
        linked = self._record(wanted, belongs)
        self.belongs = belongs.model_copy(update={"deal": linked.ref})
        self.crm.link(linked.ref, belongs)

    def _same_email(self) -> list[CrmRecord]:
        email = self.story.profile.email
        return self.crm.people(email) if email else []

    def _record(
        self, wanted: Wanted, links: Links, others: Callable[[], list[CrmRecord]] | None = None
    ) -> LinkedRecord:
        """The record brought up to date: the one we know, the one under our key, the only other one, or a new one."""
        linked = self.link.records.get(wanted.key) or self._found(wanted, others)
        intended = self.link.intents.get(wanted.key, {})
        if linked:
            linked = self.writer.update(wanted, linked, intended, self._announce)
        else:
            linked = self.writer.create(wanted, links, self._announce)
        return self._remember(linked)

    def _found(self, wanted: Wanted, others: Callable[[], list[CrmRecord]] | None) -> LinkedRecord | None:
        found = self.crm.find(wanted.kind, wanted.key)
        candidates = [found] if found else only_one(others() if others else [])
        if len(candidates) > 1:
            raise NeedsReview(candidates)
        if not candidates:
            return None
        if not candidates[0].key:
            self.crm.adopt(candidates[0].ref, wanted.key)
        return LinkedRecord(ref=candidates[0].ref, key=wanted.key, url=candidates[0].url)

    def _announce(self, key: str, values: Mapping[str, Value], linked: LinkedRecord | None) -> None:
        records = {**self.link.records, key: linked} if linked else self.link.records
        intents = {**self.link.intents, key: {**self.link.intents.get(key, {}), **values}}
        self.link = self.sync.links.keep(self.link.model_copy(update={"records": records, "intents": intents}))

    def _remember(self, linked: LinkedRecord) -> LinkedRecord:
        if self.link.records.get(linked.key) != linked:
            records = {**self.link.records, linked.key: linked}
            self.link = self.sync.links.keep(self.link.model_copy(update={"records": records}))
        return linked

    def _release(self, changes: dict[str, object]) -> CrmLink:
        self.link = self.link.model_copy(update={**changes, "changed_at": self.sync.clock()})
        self.sync.links.release(self.link)
        return self.link


def _state(story: Story, settings: CrmSync) -> str:
    """A mark of all that a sync depends on: equal mark, nothing to do."""
    return blake2b((story.model_dump_json() + settings.model_dump_json()).encode(), digest_size=12).hexdigest()
