"""Tries again what is stuck, and settles what only a person can decide."""

from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from dataclasses import dataclass

from sales_agent.domain.crm import CrmRecord, CrmRef
from sales_agent.domain.crm_merge import LinkedRecord, Written
from sales_agent.domain.crm_records import person_key
from sales_agent.domain.record import Record
from sales_agent.ports.crm_links import CrmLink, LinkStatus
from sales_agent.ports.errors import Fatal, NotFound, Refused, SalesAgentError, Skippable
from sales_agent.services.crm_claim import LEASE_SECONDS
from sales_agent.services.sync_crm import SyncCrm


class Outcome(Record):
    """What became of one conversation."""

    session_id: str
    status: LinkStatus
    reason: str = ""


@dataclass(frozen=True)
class ReplayCrm:
    """One tenant's CRM; `look` raises NotFound for a session that there is not."""

    tenant: str
    sync: SyncCrm
    look: Callable[[str], object] = lambda _: None

    def __call__(self, sessions: Iterable[str]) -> Iterator[Outcome]:
        """Syncs each conversation now. It ends early when the account must be connected again first."""
        for session_id in sessions:
            try:
                yield self._again(session_id)
            except Fatal as refusal:
                yield Outcome(session_id=session_id, status="waiting", reason=str(refusal))
                return
            except SalesAgentError as trouble:
                yield Outcome(session_id=session_id, status="waiting", reason=str(trouble))

    def check(self, sessions: Iterable[str]) -> None:
        """Raises NotFound for a session that is not kept, before any is tried."""
        for session_id in sessions:
            try:
                self.look(session_id)
            except NotFound as missing:
                raise NotFound(f"there is no conversation {session_id!r}") from missing

    def choose(self, session_id: str, record: str) -> Outcome:
        """The visitor is this record, one of the link's candidates. Raises Refused, NotFound."""
        link = self._claimed(session_id)
        try:
            self._keep(link, self._candidate(link, record))
        except SalesAgentError:
            self.sync.links.release(link)
            raise
        return self._again(session_id)

    def make_anew(self, session_id: str) -> Outcome:
        """Whatever was deleted in the CRM is forgotten here, and made again."""
        link = self._claimed(session_id)
        try:
            standing = {key: one for key, one in link.records.items() if self.sync.crm.read(one.ref, list(one.written))}
            link = link.model_copy(update={"records": standing})
        finally:
            self.sync.links.release(link)
        return self._again(session_id)

    def _again(self, session_id: str) -> Outcome:
        link = self.sync(self.tenant, session_id, again=True)
        if not link:
            return Outcome(session_id=session_id, status="new", reason="nobody that can be reached")
        return Outcome(session_id=session_id, status=link.status, reason=link.reason)

    def _claimed(self, session_id: str) -> CrmLink:
        name, links = self.sync.crm.name, self.sync.links
        if not links.find(self.tenant, session_id, name):
            tell = f"sales-agent crm replay {name} --session {session_id} tells it"
            raise NotFound(f"{name} has never been told of conversation {session_id}; {tell}")
        return links.claim(self.tenant, session_id, name, now=self.sync.clock(), seconds=LEASE_SECONDS)

    def _decided(self, link: CrmLink, chosen: CrmRecord, key: str, email: str) -> LinkedRecord:
        """The chosen record. Where it is the one we had, another may keep the address: we count ours as written."""
        known = link.records.get(link.person_key)
        if not known or known.ref != chosen.ref:
            return LinkedRecord(ref=chosen.ref, key=chosen.key or key, url=chosen.url)
        address = {self.sync.writer.plan("person").mapping.get("email", ""): Written(value=email)}
        return known.model_copy(update={"written": {**known.written, **address}})

    def _candidate(self, link: CrmLink, record: str) -> CrmRecord:
        """The candidate of this id, or of this object and id."""
        matching = [one for one in link.candidates if record in {one, one.rpartition(" ")[2]}]
        if len(matching) != 1:
            raise Refused(
                f"choose one of: {', '.join(link.candidates) or 'nothing, there is no choice'}", field="record"
            )
        name, _, record_id = matching[0].rpartition(" ")
        chosen = self.sync.crm.read(CrmRef(kind="person", object=name, record_id=record_id), [])
        if not chosen:
            raise Refused(f"{matching[0]} has been deleted in the CRM", field="record")
        return chosen

    def _keep(self, link: CrmLink, chosen: CrmRecord) -> None:
        story = self.sync.stories(self.tenant, link.session_id)
        if not story:
            raise NotFound(f"conversation {link.session_id} has been erased")
        key = person_key(story)
        if not chosen.key:
            with suppress(Skippable):  # another record has it: the chosen one does without
                self.sync.crm.adopt(chosen.ref, key)
        records = {**link.records, key: self._decided(link, chosen, key, story.profile.email)}
        decided = {"records": records, "person_key": key, "status": "waiting", "candidates": [], "reason": ""}
        self.sync.links.release(link.model_copy(update=decided))
