"""Compares what was synced with what a CRM has now: nothing that was lost, merged or changed stays unseen.

It only reads. A run that is out of time, or whose CRM is away, keeps what it has found and where it stopped; the next
one goes on from there.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sales_agent.domain.crm_merge import LinkedRecord, last_written
from sales_agent.domain.crm_read_back import Finding, ReadBack, compared, last_news
from sales_agent.domain.crm_records import Story
from sales_agent.domain.record import utc_now
from sales_agent.ports.crm_links import CrmLink
from sales_agent.ports.errors import SalesAgentError
from sales_agent.ports.read_backs import ReadBacks
from sales_agent.services.crm_untold import LeadSessions, Untold
from sales_agent.services.sync_crm import SyncCrm

EVERY = timedelta(hours=23)
GRACE = timedelta(hours=1)
LEAD_DAYS = timedelta(days=14)
RESERVE_SECONDS = 30.0
Progress = Callable[[int, int], None]


@dataclass
class ReadBackCrm:
    """One tenant's CRM."""

    tenant: str
    sync: SyncCrm
    reports: ReadBacks
    lead_sessions: LeadSessions
    seconds_left: Callable[[], float]
    clock: Callable[[], datetime] = utc_now

    def __post_init__(self) -> None:
        """The leads of the last days should be there as well."""
        self._untold = Untold(self.tenant, self.sync, self.lead_sessions, LEAD_DAYS)

    def due(self) -> bool:
        """Whether a comparison has been begun and not finished, or the last one is a day old."""
        last = self._last()
        return not last or not last.finished_at or self.clock() - last.finished_at > EVERY

    def __call__(self, *, anew: bool = False, progress: Progress = lambda *_: None) -> ReadBack:
        """The comparison, finished or not: `reason` says why it stopped."""
        last = self._last()
        unfinished = last if last and not last.finished_at and not anew else None
        report = unfinished or ReadBack(tenant=self.tenant, crm=self.sync.crm.name, started_at=self.clock())
        return self._kept(self._gone_through(report, progress))

    def _gone_through(self, report: ReadBack, progress: Progress) -> ReadBack:
        sessions = self._untold.sessions()
        try:
            for number, session_id in enumerate(sessions, start=1):
                if session_id <= report.cursor:
                    continue
                if self.seconds_left() < RESERVE_SECONDS:
                    return report.model_copy(update={"reason": "this run had no more time"})
                report = self._with(report, session_id)
                progress(number, len(sessions))
        except SalesAgentError as trouble:
            return report.model_copy(update={"reason": str(trouble)})
        return report.model_copy(update={"finished_at": self.clock(), "cursor": "", "reason": ""})

    def _with(self, report: ReadBack, session_id: str) -> ReadBack:
        link, story = (
            self.sync.links.find(self.tenant, session_id, report.crm),
            self.sync.story(self.tenant, session_id),
        )
        found = self._changed(link) if link else []
        if story and not self._on_its_way(link, story):
            found += self._untold.findings(link, story)
        records = report.records + (len(link.records) if link else 0)
        counted = {"cursor": session_id, "conversations": report.conversations + bool(link), "records": records}
        return report.with_findings(found).model_copy(update=counted)

    def _changed(self, link: CrmLink) -> list[Finding]:
        crm = self.sync.crm
        left = [self._as_left(link, one) for one in link.records.values()]
        looked = (compared(link.session_id, one, crm.read(one.ref, list(one.written))) for one in left)
        return [finding for finding in looked if finding]

    def _as_left(self, link: CrmLink, record: LinkedRecord) -> LinkedRecord:
        """The record with what a later conversation of the same person or company wrote in place of ours."""
        if record.key not in link.shared:
            return record
        others = self.sync.links.others(link.tenant, link.crm, record.key, but_for=link.session_id)
        last = last_written(*(one.written for one in others), record.written)
        return record.model_copy(update={"written": {field: last[field] for field in record.written}})

    def _on_its_way(self, link: CrmLink | None, story: Story) -> bool:
        """Whether something changed so lately that a message about it may still be under way."""
        if link and self.sync.settled(link, story):
            return False
        changed = [last_news(story), *([link.changed_at] if link else [])]
        return self.clock() - max(changed) <= GRACE

    def _last(self) -> ReadBack | None:
        return self.reports.find(self.tenant, self.sync.crm.name)

    def _kept(self, report: ReadBack) -> ReadBack:
        self.reports.keep(report)
        return report
