"""Keeps one record of a conversation in a CRM: found before it is made, brought up to date, linked, and remembered."""

from collections.abc import Callable
from dataclasses import dataclass, field

from sales_agent.domain.crm import CrmRecord, Links
from sales_agent.domain.crm_merge import LinkedRecord, distinct
from sales_agent.domain.crm_records import Wanted
from sales_agent.ports.crms import CRM
from sales_agent.services.crm_claim import SHARED, Claim
from sales_agent.services.crm_writer import CrmWriter, Deleted

Others = Callable[[], list[CrmRecord]]
"""Looks for records that somebody else made and that could be meant."""


class NeedsReview(Exception):
    """A person must choose among records; nothing was written."""

    def __init__(self, candidates: list[CrmRecord]) -> None:
        self.candidates = [f"{found.ref.object} {found.ref.record_id}" for found in candidates]
        several = "1 record" if len(candidates) == 1 else f"{len(candidates)} records"
        super().__init__(f"{several} could be meant; a person must choose one")


@dataclass
class RecordKeeper:
    """Writes through one claimed link; `left_out` gathers what of the values could not be written."""

    crm: CRM
    writer: CrmWriter
    claim: Claim
    left_out: list[str] = field(default_factory=list)

    def keep(self, wanted: Wanted, links: Links, others: Others = list) -> LinkedRecord:
        """The record as it should be: the one we know, another of ours or theirs, or a new one."""
        return self.write(wanted, self.known(wanted, others), links)

    def known(self, wanted: Wanted, others: Others) -> LinkedRecord | None:
        """The record we know, the one under our key, or the only other one, which gets our key. Raises NeedsReview."""
        if known := self.claim.link.records.get(wanted.key):
            return known
        found = self.crm.find(wanted.kind, wanted.key)
        candidates = [found] if found else distinct(others())
        if len(candidates) > 1:
            raise NeedsReview(candidates)
        if not candidates:
            return None
        (only,) = candidates
        if not only.key:
            self.crm.adopt(only.ref, wanted.key)
        known = LinkedRecord(ref=only.ref, key=only.key or wanted.key, url=only.url)
        for other in self.claim.others(known.key) if wanted.kind in SHARED else ():
            known = known.model_copy(update={"links": known.links.joined(other.links)})
        return known.model_copy(update={"company": only.company, "deal": only.deal})

    def rename(self, old: str, new: str) -> None:
        """A record of ours alone goes on under another key: its address or name was corrected. Raises Deleted."""
        linked = self.claim.link.records[old]
        stands = self.crm.read(linked.ref, [])
        if not stands:
            raise Deleted.of(linked.ref)
        self.crm.adopt(stands.ref, new)
        self.claim.rename(old, new)

    def write(self, wanted: Wanted, linked: LinkedRecord | None, links: Links) -> LinkedRecord:
        """Brings a record up to date, or makes it, and remembers what was written."""
        shared = wanted.kind in SHARED
        if linked:
            others = self.claim.others(linked.key) if shared else ()
            intended = self.claim.link.intents.get(wanted.key, {})
            linked = self.writer.update(wanted, linked, intended, self.claim.announce, others)
        else:
            linked = self.writer.create(wanted, links, self.claim.announce)
        unheard = shared and linked.key not in self.claim.link.shared
        if unheard or self.claim.link.records.get(wanted.key) != linked:
            self.claim.keep_record(wanted.key, linked)
        self.left_out += self.writer.left_out(wanted)
        return self.join(wanted.key, linked, links)

    def join(self, key: str, linked: LinkedRecord, links: Links) -> LinkedRecord:
        """Links the record to those that we have not linked it to before."""
        new = links.beyond(linked.links)
        if new == Links():
            return linked
        self.crm.link(linked.ref, new, was=linked.links)
        linked = linked.model_copy(update={"links": linked.links.joined(links)})
        self.claim.keep_record(key, linked)
        return linked
