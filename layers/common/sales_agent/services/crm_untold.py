"""What a CRM was not told: conversations from before it was there, and what changed while it or a setting was off."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sales_agent.domain.crm_read_back import Finding, Problem, last_news, missing
from sales_agent.domain.crm_records import Story
from sales_agent.ports.crm_links import CrmLink
from sales_agent.services.sync_crm import SyncCrm

LeadSessions = Callable[[str, date, date], Sequence[str]]
"""Names a tenant's sessions that got a lead from one day to another."""


@dataclass(frozen=True)
class Untold:
    """One tenant's CRM; leads of so many last days count. It asks nothing of the CRM itself."""

    tenant: str
    sync: SyncCrm
    lead_sessions: LeadSessions
    days: timedelta

    def sessions(self) -> list[str]:
        """The conversations that are synced and the leads that no sync has heard of, in the order of their ids."""
        now = self.sync.clock()
        statuses = self.sync.links.statuses(self.tenant, self.sync.crm.name)
        leads = self.lead_sessions(self.tenant, (now - self.days).date(), now.date())
        synced = {session_id for session_id, status in statuses.items() if status == "synced"}
        return sorted(synced | (set(leads) - statuses.keys()))

    def since(self, session_id: str) -> datetime | None:
        """When the conversation began, if a sync of it would have something to tell."""
        story = self.sync.story(self.tenant, session_id)
        link = self.sync.links.find(self.tenant, session_id, self.sync.crm.name)
        return story.session.created_at if story and self.findings(link, story) else None

    def findings(self, link: CrmLink | None, story: Story) -> list[Finding]:
        """What of the conversation the CRM was not told."""
        session_id = story.session.session_id
        if not link:
            return [Finding(session_id=session_id, problem="missing", kind="person")]
        lost = self._missing(link, story)
        if lost or self.sync.settled(link, story):
            return lost
        person = link.records.get(link.person_key)
        where = {"record": f"{person.ref.object} {person.ref.record_id}", "url": person.url} if person else {}
        return [Finding(session_id=session_id, problem=_overtaken_by(link, story), kind="person", **where)]

    def _missing(self, link: CrmLink, story: Story) -> list[Finding]:
        crm, person = self.sync.crm, link.records.get(link.person_key)
        contact = bool(person and person.ref.object != crm.leads)
        return missing(story, set(link.records), crm.kinds, self.sync.settings, crm.note_characters, sold_to=contact)


def _overtaken_by(link: CrmLink, story: Story) -> Problem:
    """News of the conversation, or else nothing but the settings or a version of ours."""
    news = story.lead.version != link.lead_version or not link.last_sync or last_news(story) > link.last_sync
    return "stale" if news else "outdated"
