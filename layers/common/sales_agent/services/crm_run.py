"""One sync of one conversation into a CRM: what is written, in which order, and what a refusal leaves undone.

Without its person nothing is written. Any other record that the CRM refuses, or that a person deleted, leaves the rest
to go on: a rule of theirs for deals does not cost the sales team the conversation.
"""

from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sales_agent.domain.config_crm import CrmSync
from sales_agent.domain.crm import CrmRecord, Links, Value
from sales_agent.domain.crm_merge import LinkedRecord, Written, only_one, same
from sales_agent.domain.crm_records import Story, Wanted, company_of, deal_of, meetings_of, notes_of, person_of
from sales_agent.ports.crm_links import CrmLink, CrmLinks, LinkStatus
from sales_agent.ports.crms import CRM
from sales_agent.ports.errors import Conflict, Skippable
from sales_agent.services.crm_writer import CrmWriter, Deleted

LEASE_SECONDS = 120
"""A link is held for so long from each write on: longer than any one call takes."""
SHARED = frozenset({"person", "company"})
"""Kinds of which one record belongs to many conversations."""
GRAVITY: tuple[LinkStatus, ...] = ("refused", "review", "synced")


class NeedsReview(Exception):
    """A person must choose among records; nothing was written."""

    def __init__(self, candidates: list[CrmRecord]) -> None:
        self.candidates = [f"{found.ref.object} {found.ref.record_id}" for found in candidates]
        super().__init__(f"{len(candidates)} records could be meant; a person must choose one")


@dataclass
class CrmRun:
    """Writes one story through one claimed link."""

    crm: CRM
    writer: CrmWriter
    settings: CrmSync
    links: CrmLinks
    clock: Callable[[], datetime]
    story: Story
    link: CrmLink
    belongs: Links = field(default_factory=Links)
    made: Links = field(default_factory=Links)
    left_undone: list[tuple[LinkStatus, str]] = field(default_factory=list)

    def write(self) -> tuple[LinkStatus, str]:
        """Person, company, deal, notes and meetings, in the order in which they need one another; what came of it."""
        settings, kinds = self.settings, self.crm.kinds
        self._person(person_of(self.story))
        if "company" in kinds and (company := company_of(self.story)):
            self._if_taken(company, self._company)
        if "deal" in kinds and settings.sync_deals:
            self._if_taken(deal_of(self.story), self._deal)
        if "note" in kinds and settings.sync_conversations:
            for note in notes_of(self.story, self.crm.note_characters):
                self._if_taken(note, self._attached)
        if "meeting" in kinds and settings.sync_appointments:
            for meeting in meetings_of(self.story):
                self._if_taken(meeting, self._attached)
        statuses = {status for status, _ in self.left_undone}
        gravest = next((status for status in GRAVITY if status in statuses), GRAVITY[-1])
        return gravest, "; ".join(why for _, why in self.left_undone)

    def settle(self, status: LinkStatus, state: str, reason: str = "", candidates: list[str] | None = None) -> CrmLink:
        """Stores that there is nothing more to do for this state, and lets the link go."""
        done = {"synced_state": state, "lead_version": self.story.lead.version, "attempts": 0}
        when = {"last_sync": self.clock(), "intents": {}}
        return self._release({"status": status, "reason": reason, "candidates": candidates or [], **done, **when})

    def wait(self, reason: str) -> None:
        """Stores why it must be tried again, and lets the link go; nothing when another worker has it now."""
        with suppress(Conflict):
            self._release({"status": "waiting", "reason": reason, "attempts": self.link.attempts + 1})

    def _if_taken(self, wanted: Wanted, write: Callable[[Wanted], None]) -> None:
        try:
            write(wanted)
        except NeedsReview as several:  # which company it is, the sales team must say; all else is kept the same
            self.left_undone.append(("synced", f"no {wanted.kind}: {several}: {', '.join(several.candidates)}"))
        except Deleted as deleted:
            self.left_undone.append(("review", str(deleted)))
        except Skippable as refusal:
            self.left_undone.append(("refused", f"{wanted.kind}: {refusal}"))

    def _person(self, wanted: Wanted) -> None:
        wanted = wanted.model_copy(update={"key": self.link.person_key or wanted.key})
        self.link = self.link.model_copy(update={"person_key": wanted.key})
        if known := self.link.records.get(wanted.key):
            self._nobody_else(known)
        linked = self._record(wanted, Links(), others=self._same_email)
        self.belongs = self.belongs.model_copy(update={"person": linked.ref})

    def _nobody_else(self, known: LinkedRecord) -> None:
        """Raises NeedsReview when the address that the visitor has told us since is another record's."""
        email, name = self.story.profile.email, self.writer.plan("person").mapping.get("email", "")
        if not email or not name or (name in known.written and _same_address(known.written[name].value, email)):
            return
        own = self.crm.read(known.ref, [name])
        if not own or _same_address(own.values.get(name, ""), email):
            return
        if others := [found for found in only_one(self.crm.people(email)) if found.ref != own.ref]:
            raise NeedsReview([own, *others])

    def _company(self, wanted: Wanted) -> None:
        def namesakes() -> list[CrmRecord]:
            return self.crm.companies(str(wanted.values["name"]), str(wanted.values.get("domain", "")))

        known = wanted.key in self.link.records
        new = {"company": self._record(wanted, Links(), others=namesakes).ref}
        self.belongs = self.belongs.model_copy(update=new)
        self.made = self.made if known else self.made.model_copy(update=new)
        if self.belongs.person:
            self.crm.link(self.belongs.person, Links(company=new["company"]))

    def _deal(self, wanted: Wanted) -> None:
        known, belongs = wanted.key in self.link.records, self.belongs
        new = {"deal": self._record(wanted, belongs, others=self._made_by_conversion).ref}
        self.belongs = belongs.model_copy(update=new)
        self.made = self.made if known else self.made.model_copy(update=new)
        self.crm.link(new["deal"], belongs)

    def _attached(self, wanted: Wanted) -> None:
        """A note or meeting; one that stood before its company or deal is linked to them now."""
        known = wanted.key in self.link.records
        linked = self._record(wanted, self.belongs)
        if known and self.made != Links():
            self.crm.link(linked.ref, self.made)

    def _same_email(self) -> list[CrmRecord]:
        email = self.story.profile.email
        return self.crm.people(email) if email else []

    def _made_by_conversion(self) -> list[CrmRecord]:
        """The deal that the sales team made when it converted the lead, while it is no other conversation's."""
        made = self.link.records[self.link.person_key].deal
        found = self.crm.read(made, []) if made else None
        return [found] if found and not found.key else []

    def _record(
        self, wanted: Wanted, links: Links, others: Callable[[], list[CrmRecord]] | None = None
    ) -> LinkedRecord:
        """The record brought up to date: the one we know, the one under our key, the only other one, or a new one."""
        linked = self.link.records.get(wanted.key) or self._found(wanted, others)
        intended = self.link.intents.get(wanted.key, {})
        if linked:
            linked = self.writer.update(wanted, linked, intended, self._announce, self._by_others(linked))
        else:
            linked = self.writer.create(wanted, links, self._announce)
        unheard = wanted.kind in SHARED and linked.written and linked.key not in self.link.shared
        if unheard or self.link.records.get(wanted.key) != linked:
            wrote = linked if wanted.kind in SHARED and linked.written else None
            self._keep(wrote, records={**self.link.records, wanted.key: linked})
        return linked

    def _by_others(self, linked: LinkedRecord) -> Mapping[str, Written]:
        if linked.ref.kind not in SHARED:
            return {}
        return self.links.written(self.link.tenant, self.link.crm, linked.key, but_for=self.link.session_id)

    def _found(self, wanted: Wanted, others: Callable[[], list[CrmRecord]] | None) -> LinkedRecord | None:
        found = self.crm.find(wanted.kind, wanted.key)
        candidates = [found] if found else only_one(others() if others else [])
        if len(candidates) > 1:
            raise NeedsReview(candidates)
        if not candidates:
            return None
        (only,) = candidates
        if not only.key:
            self.crm.adopt(only.ref, wanted.key)
        return LinkedRecord(ref=only.ref, key=only.key or wanted.key, deal=only.deal, url=only.url)

    def _announce(self, key: str, values: Mapping[str, Value], linked: LinkedRecord | None) -> None:
        records = {**self.link.records, key: linked} if linked else self.link.records
        intents = {**self.link.intents, key: {**self.link.intents.get(key, {}), **values}}
        self._keep(records=records, intents=intents)

    def _keep(self, wrote: LinkedRecord | None = None, **changes: object) -> None:
        held = {"leased_until": self.clock() + timedelta(seconds=LEASE_SECONDS)}
        self.link = self.links.keep(self.link.model_copy(update={**changes, **held}), wrote)

    def _release(self, changes: dict[str, object]) -> CrmLink:
        self.link = self.link.model_copy(update={**changes, "changed_at": self.clock()})
        self.links.release(self.link)
        return self.link


def _same_address(one: Value, other: Value) -> bool:
    return same(str(one).casefold(), str(other).casefold())
