"""One sync of one conversation into a CRM: what is written, in which order, and what a refusal leaves undone.

Without its person nothing is written. Any other record that the CRM refuses, or that a person deleted, leaves the rest
to go on: a rule of theirs for deals does not cost the sales team the conversation.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from functools import partial

from sales_agent.domain.config_crm import CrmSync
from sales_agent.domain.crm import NO_LINKS, CrmRecord, Kind, Links, Value
from sales_agent.domain.crm_merge import LinkedRecord, distinct, same
from sales_agent.domain.crm_records import Story, Wanted, deal_of, meetings_of, notes_of, person_of, session_key
from sales_agent.ports.crm_links import LinkStatus
from sales_agent.ports.crms import CRM
from sales_agent.ports.errors import Skippable
from sales_agent.services.crm_company import VisitorsCompany
from sales_agent.services.crm_keeper import NeedsReview, RecordKeeper
from sales_agent.services.crm_writer import Deleted

GRAVITY: tuple[LinkStatus, ...] = ("refused", "review", "synced")


@dataclass
class CrmRun:
    """Writes one story with one keeper of its records."""

    crm: CRM
    settings: CrmSync
    keeper: RecordKeeper
    story: Story
    belongs: Links = field(default_factory=Links)
    left_undone: list[tuple[LinkStatus, str]] = field(default_factory=list)

    def write(self) -> tuple[LinkStatus, str]:
        """Person, company, deal, notes and meetings, in the order in which they need one another; what came of it."""
        settings, kinds = self.settings, self.crm.kinds
        self._person(person_of(self.story))
        contact = self._visitor.ref.object != self.crm.leads
        if "company" in kinds and contact:
            self._if_taken("company", self._company)
        if "deal" in kinds and contact and settings.sync_deals:
            self._if_taken("deal", self._deal)
        if "note" in kinds and settings.sync_conversations:
            for note in notes_of(self.story, self.crm.note_characters):
                self._if_taken("note", partial(self._note, note))
        if "meeting" in kinds and settings.sync_appointments:
            for meeting in meetings_of(self.story):
                self._if_taken("meeting", partial(self.keeper.keep, meeting, self.belongs))
        return self._outcome()

    def _outcome(self) -> tuple[LinkStatus, str]:
        statuses = {status for status, _ in self.left_undone}
        gravest = next((status for status in GRAVITY if status in statuses), GRAVITY[-1])
        return gravest, "; ".join([*(why for _, why in self.left_undone), *self.keeper.left_out])

    def _if_taken(self, kind: Kind, write: Callable[[], object]) -> None:
        try:
            write()
        except NeedsReview as several:  # which company it is, the sales team must say; all else is kept the same
            self.left_undone.append(("synced", f"no {kind}: {several}: {', '.join(several.candidates)}"))
        except Deleted as deleted:
            self.left_undone.append(("review", str(deleted)))
        except Skippable as refusal:
            self.left_undone.append(("refused", f"{kind}: {refusal}"))

    @property
    def _visitor(self) -> LinkedRecord:
        link = self.keeper.claim.link
        return link.records[link.person_key]

    def _person(self, wanted: Wanted) -> None:
        claim = self.keeper.claim
        if (known := claim.link.records.get(claim.link.person_key)) and wanted.key not in claim.link.records:
            self._correct(known, wanted.key)
        if known := claim.link.records.get(wanted.key):
            self._nobody_else(known)
        claim.link = claim.link.model_copy(update={"person_key": wanted.key})
        linked = self.keeper.keep(wanted, NO_LINKS, self._same_email)
        self.belongs = Links(person=linked.ref)

    def _correct(self, known: LinkedRecord, key: str) -> None:
        """Another address than before: the record goes on with it if it is ours alone, else this is somebody else."""
        before, claim = self.keeper.claim.link.person_key, self.keeper.claim
        email = self.keeper.writer.plan("person").mapping.get("email", "")
        made_here = email in known.written or before == session_key(self.story)
        if not made_here or claim.others(known.key):
            return
        self._nobody_else(known)
        taken, own = self.crm.find("person", key), self.crm.read(known.ref, [])
        if taken and own and taken.ref != own.ref:
            raise NeedsReview([own, taken])
        self.keeper.rename(before, key)

    def _nobody_else(self, known: LinkedRecord) -> None:
        """Raises NeedsReview when the address that the visitor has told us since is another record's."""
        email, name = self.story.profile.email, self.keeper.writer.plan("person").mapping.get("email", "")
        if not email or not name or (name in known.written and _same_address(known.written[name].value, email)):
            return
        own = self.crm.read(known.ref, [name])
        if not own or _same_address(own.values.get(name, ""), email):
            return
        if others := [found for found in distinct(self.crm.people(email)) if found.ref != own.ref]:
            raise NeedsReview([own, *others])

    def _same_email(self) -> list[CrmRecord]:
        email = self.story.profile.email
        return self.crm.people(email) if email else []

    def _company(self) -> None:
        company = VisitorsCompany(self.keeper, self.story)()
        self.belongs = self.belongs.model_copy(update={"company": company})

    def _deal(self) -> None:
        deal = self.keeper.keep(deal_of(self.story), self.belongs, self._made_by_conversion).ref
        self.belongs = self.belongs.model_copy(update={"deal": deal})

    def _made_by_conversion(self) -> list[CrmRecord]:
        """The deal that the sales team made when it converted the lead, while it is no other conversation's."""
        made = self._visitor.deal
        found = self.crm.read(made, []) if made else None
        return [found] if found and not found.key else []

    def _note(self, wanted: Wanted) -> None:
        """What a colleague wrote into stays as it is: news since then go, with all else, into a note of their own."""
        if "body" in self.keeper.keep(wanted, self.belongs).held:
            again = {**wanted.values, "subject": f"{wanted.values['subject']} (continued)"}
            self._note(wanted.model_copy(update={"key": f"{wanted.key}+", "values": again}))


def _same_address(one: Value, other: Value) -> bool:
    return same(str(one).casefold(), str(other).casefold())
