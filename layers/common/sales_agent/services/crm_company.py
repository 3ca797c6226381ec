"""Which company of a CRM a visitor belongs to: found before it is made, and never against the sales team."""

from dataclasses import dataclass

from sales_agent.domain.crm import CrmRecord, CrmRef, Links, Value
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
        """The company that the person belongs to, unless we have linked them."""
        given = self._visitor.company
        return self.keeper.crm.read(given, []) if given and given != self._visitor.links.company else None

    def _named(self, wanted: Wanted) -> CrmRef | None:
        """The visitor's company, found or made; one that has no name is only found."""
        wanted = wanted.model_copy(update={"key": self._key(wanted.key)})
        linked = self.keeper.known(wanted, lambda: self._namesakes(wanted))
        if not linked and "name" not in wanted.values:
            return None
        claim = self.keeper.claim
        claim.link = claim.link.model_copy(update={"company_key": wanted.key})
        company = self.keeper.write(wanted, linked, Links()).ref
        self.keeper.join(claim.link.person_key, self._visitor, Links(company=company))
        return company

    def _key(self, fresh: str) -> str:
        """The key of before while it is the same company: of this name or domain, or ours alone and renamed."""
        pinned = self.keeper.claim.link.company_key
        if not pinned:
            return fresh
        return pinned if pinned in company_keys(self.story) or self._ours_alone(pinned) else fresh

    def _ours_alone(self, key: str) -> bool:
        known = self.keeper.claim.link.records.get(key)
        return bool(known and self._field("name") in known.written and not self.keeper.claim.others(known.key))

    def _namesakes(self, wanted: Wanted) -> list[CrmRecord]:
        """Companies of this domain, else of this name. Raises NeedsReview for a namesake that has another domain."""
        known = (self.keeper.crm.find("company", key) for key in company_keys(self.story) if key != wanted.key)
        if ours := next(filter(None, known), None):
            return [ours]
        name, domain = str(wanted.values.get("name", "")), str(wanted.values.get("domain", ""))
        found = self.keeper.crm.companies(name, domain)
        if found or not name or not domain:
            return found
        alike = self.keeper.crm.companies(name, "")
        if any(self._domain(each.ref) for each in alike):
            raise NeedsReview(alike)
        return alike

    def _domain(self, company: CrmRef) -> Value:
        name = self._field("domain")
        found = self.keeper.crm.read(company, [name]) if name else None
        return found.values.get(name, "") if found else ""

    def _field(self, ours: str) -> str:
        return self.keeper.writer.plan("company").mapping.get(ours, "")
