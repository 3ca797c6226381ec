"""Which company of a CRM a visitor belongs to: found before it is made, and never against the sales team."""

from dataclasses import dataclass

from sales_agent.domain.crm import CrmRecord, CrmRef, Links
from sales_agent.domain.crm_merge import LinkedRecord
from sales_agent.domain.crm_records import Story, Wanted, company_keys, company_of
from sales_agent.services.crm_keeper import NeedsReview, RecordKeeper


@dataclass
class VisitorsCompany:
    """The company of one conversation's visitor."""

    keeper: RecordKeeper
    story: Story

    def __call__(self) -> CrmRef | None:
        """The one that the sales team gave the person, to which nothing is written; else the one that was named.

        Raises NeedsReview when several could be meant.
        """
        if given := self._given():
            return given.ref
        wanted = company_of(self.story)
        return self._named(wanted) if wanted else self._visitor.company

    @property
    def _visitor(self) -> LinkedRecord:
        link = self.keeper.claim.link
        return link.records[link.person_key]

    def _given(self) -> CrmRecord | None:
        """The company that the person belongs to, unless it is one of those that we have linked them to."""
        claim, given = self.keeper.claim, self._visitor.company
        ours = {one.links.company for one in (self._visitor, *claim.others(self._visitor.key))}
        ours |= {one.ref for one in claim.link.records.values()}
        return self.keeper.crm.read(given, []) if given and given not in ours else None

    def _named(self, wanted: Wanted) -> CrmRef | None:
        """The visitor's company, found or made; one that has no name is only found."""
        wanted = wanted.model_copy(update={"key": self._key(wanted)})
        linked = self.keeper.known(wanted, lambda: self._namesakes(wanted))
        if not linked and "name" not in wanted.values:
            return None
        claim = self.keeper.claim
        claim.link = claim.link.model_copy(update={"company_key": wanted.key})
        company = self.keeper.write(wanted, linked, Links()).ref
        self.keeper.join(claim.link.person_key, self._visitor, Links(company=company))
        return company

    def _key(self, wanted: Wanted) -> str:
        """The key of before while it is the same company: of this name or domain, or ours alone and renamed."""
        pinned, records = self.keeper.claim.link.company_key, self.keeper.claim.link.records
        if not pinned or pinned in company_keys(self.story):
            return pinned or wanted.key
        corrected = wanted.key not in records and self._ours_alone(pinned)
        if corrected and not self._namesakes(wanted, but_for=records[pinned].ref):
            self.keeper.rename(pinned, wanted.key)
        return wanted.key

    def _ours_alone(self, key: str) -> bool:
        known = self.keeper.claim.link.records.get(key)
        return bool(known and self._field("name") in known.written and not self.keeper.claim.others(known.key))

    def _namesakes(self, wanted: Wanted, but_for: CrmRef | None = None) -> list[CrmRecord]:
        """Companies of this domain, else of this name. Raises NeedsReview for a namesake that has another domain."""
        crm, name, domain = self.keeper.crm, str(wanted.values.get("name", "")), str(wanted.values.get("domain", ""))
        if domain and (same := [one for one in crm.companies(name, domain) if one.ref != but_for]):
            return same
        ours = [one for key in company_keys(self.story) if (one := crm.find("company", key))]
        alike = [one for one in ours or (crm.companies(name, "") if name else []) if one.ref != but_for]
        if domain and any(self._elsewhere(each.ref, domain) for each in alike):
            raise NeedsReview(alike)
        return alike

    def _elsewhere(self, company: CrmRef, domain: str) -> bool:
        name = self._field("domain")
        found = self.keeper.crm.read(company, [name]) if name else None
        stands = str(found.values.get(name, "")).casefold() if found else ""
        return bool(stands) and domain not in stands

    def _field(self, ours: str) -> str:
        return self.keeper.writer.plan("company").mapping.get(ours, "")
