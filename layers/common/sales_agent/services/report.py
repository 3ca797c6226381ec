"""What the sales team reads: which pages and campaigns bring customers, and the leads themselves."""

from datetime import date, timedelta

from pydantic import Field

from sales_agent.domain.lead import Lead
from sales_agent.domain.metrics import Totals
from sales_agent.domain.profile import Profile
from sales_agent.domain.record import Record
from sales_agent.ports.conversations import Conversations
from sales_agent.ports.errors import NotFound
from sales_agent.ports.metrics import Metrics

REPORTS = {
    "overview": "all",
    "pages": "page:",
    "sources": "source:",
    "campaigns": "campaign:",
    "referrers": "referrer:",
}
LEADS_A_PAGE = 50
USUAL_PERIOD = timedelta(days=30)


class ReportRow(Totals):
    """The counts of one page, campaign or referrer, and how many of its conversations became leads."""

    conversion_rate: float


class Report(Record):
    """One report over a period, best rows first."""

    report: str
    first: date
    last: date
    rows: list[ReportRow] = Field(default_factory=list)


class LeadRow(Record):
    """A lead with the person behind it and the page it came from."""

    lead: Lead
    profile: Profile
    referrer_page: str
    utm: dict[str, str] = Field(default_factory=dict)


class ReportSales:
    """Reads the counters."""

    def __init__(self, metrics: Metrics, conversations: Conversations) -> None:
        self._metrics = metrics
        self._conversations = conversations

    def report(self, tenant: str, name: str, first: date, last: date) -> Report:
        """One of REPORTS. Raises NotFound for another name."""
        if name not in REPORTS:
            raise NotFound(f"there is no such report; there are: {', '.join(REPORTS)}")
        rows = [
            ReportRow(**totals.model_dump(), conversion_rate=round(totals.conversion, 4))
            for totals in self._metrics.totals(tenant, first, last)
            if totals.dimension.startswith(REPORTS[name])
        ]
        rows.sort(key=lambda row: (-row.qualified, -row.leads, -row.conversations, row.dimension))
        return Report(report=name, first=first, last=last, rows=rows)

    def leads(self, tenant: str, first: date, last: date) -> list[LeadRow]:
        """The newest leads of a period, at most LEADS_A_PAGE."""
        sessions = self._metrics.lead_sessions(tenant, first, last)[:LEADS_A_PAGE]
        return [row for session_id in sessions if (row := self._lead(tenant, session_id))]

    def _lead(self, tenant: str, session_id: str) -> LeadRow | None:
        try:
            snapshot = self._conversations.load(tenant, session_id, last_turns=1)
        except NotFound:
            return None
        if not snapshot.lead:
            return None
        session = snapshot.session
        return LeadRow(
            lead=snapshot.lead, profile=snapshot.profile, referrer_page=session.referrer_page, utm=session.utm
        )
