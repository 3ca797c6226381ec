"""What an operator asks of a CRM connection: its fields, where ours go, how it is, and what is stuck."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sales_agent.domain.config_crm import CrmSync
from sales_agent.domain.crm import CrmField, Kind
from sales_agent.domain.crm_read_back import ReadBack
from sales_agent.domain.field_mapping import FieldPlan
from sales_agent.domain.record import Record, utc_now
from sales_agent.ports.circuits import Circuits
from sales_agent.ports.crm_links import CrmLink, CrmLinks, LinkStatus
from sales_agent.ports.crms import CRM
from sales_agent.ports.errors import Fatal, Refused
from sales_agent.ports.integrations import Health, Integrations
from sales_agent.ports.queues import Queue, QueueDepth
from sales_agent.ports.read_backs import ReadBacks
from sales_agent.services.crm_untold import LeadSessions
from sales_agent.services.crm_wishes import PROVED, check_names, forgetting, try_on, with_wishes
from sales_agent.services.crm_writer import CrmWriter

MAPPED: tuple[Kind, ...] = ("person", "company", "deal")
STUCK: tuple[LinkStatus, ...] = ("waiting", "review", "refused")
RECENT_DAYS = 14


class CrmStatus(Record):
    """How a CRM is doing; `away_for` is for how many more seconds nobody calls it, and `reason` the vendor's words.

    `account` is the vendor's own id of the account that all of it is about, where it tells one.
    """

    crm: str
    health: Health
    account: str = ""
    reason: str = ""
    away_for: float = 0.0
    last_sync: datetime | None = None
    conversations: dict[LinkStatus, int]
    queue: QueueDepth | None = None
    read_back: ReadBack | None = None


@dataclass(frozen=True)
class CrmAdmin:
    """One tenant and one CRM; `settings` as they count now, `section` as `app.yaml` has them.

    `trial` opens the account with other settings: a wish is tried there before it is kept.
    """

    tenant: str
    crm: CRM
    section: CrmSync
    settings: CrmSync
    links: CrmLinks
    integrations: Integrations
    circuits: Circuits
    reports: ReadBacks
    queue: Queue | None = None
    trial: Callable[[CrmSync], CRM] | None = None
    lead_sessions: LeadSessions = lambda *_: []

    def ensure_fields(self) -> list[str]:
        """Makes the field of our key where it is missing; what an administrator must still do."""
        return self.crm.ensure_fields()

    def fields(self, kind: Kind) -> list[CrmField]:
        """The CRM's own fields of a kind."""
        return self.crm.fields(kind)

    def plan(
        self, mappings: Mapping[str, str] | None = None, wishes: Mapping[str, Any] | None = None
    ) -> dict[Kind, FieldPlan]:
        """Where each of our fields goes and why one does not, with these wishes. Raises Refused for a wrong wish."""
        check_names(wishes or {})
        wanted = with_wishes(self.settings, mappings or {}, wishes or {})
        try_on(self._opened, wanted, wishes or {})
        writer = CrmWriter(self._opened(wanted) if mappings or wishes else self.crm, wanted)
        return {kind: writer.plan(kind) for kind in MAPPED if kind in self.crm.kinds}

    def check(self) -> None:
        """Raises Fatal for a wish over `app.yaml` that the account cannot meet, with the command that forgets it."""
        wished = [name for name in PROVED if getattr(self.settings, name) != getattr(self.section, name)]
        for name in wished:
            try:
                try_on(self._opened, self.settings, [name])
            except Refused as unmet:
                raise Fatal(f"{unmet}; {forgetting(self.crm.name, name)}") from unmet

    def status(self, now: datetime | None = None) -> CrmStatus:
        """Connection, circuit, conversations, queue and the last comparison."""
        integration = self.integrations.find(self.tenant, self.crm.name)
        circuit = self.circuits.find(self.tenant, self.crm.name)
        away_for = circuit.open_for(now or utc_now())
        return CrmStatus(
            crm=self.crm.name,
            health=integration.health if integration else "not_connected",
            account=integration.account if integration else "",
            reason=(integration.reason if integration else "") or (circuit.reason if away_for else ""),
            away_for=away_for,
            last_sync=integration.last_sync if integration else None,
            conversations=dict(Counter(self.links.statuses(self.tenant, self.crm.name).values())),
            queue=self.queue.depth() if self.queue else None,
            read_back=self.reports.find(self.tenant, self.crm.name),
        )

    def disconnected(self) -> str:
        """Why nothing reaches the CRM before a person connects its account; empty while it is connected."""
        standing = self.integrations.find(self.tenant, self.crm.name)
        if not standing:
            return "not connected"
        return "" if standing.health == "connected" else standing.reason or "the connection is refused"

    def stuck(self) -> list[CrmLink]:
        """Conversations that are not in the CRM and why, oldest first."""
        found = [link for status in STUCK for link in self.links.list(self.tenant, self.crm.name, status)]
        found += [link for link in self.links.list(self.tenant, self.crm.name, "new") if _abandoned(link)]
        return sorted(found, key=lambda link: link.changed_at)

    def synced(self, *, every: bool = False) -> list[str]:
        """Conversations that are in the CRM: those whose lead is of the last RECENT_DAYS, or every one."""
        statuses, today = self.links.statuses(self.tenant, self.crm.name), utc_now().date()
        synced = [session_id for session_id, status in statuses.items() if status == "synced"]
        if every:
            return synced
        recent = set(self.lead_sessions(self.tenant, today - timedelta(days=RECENT_DAYS), today))
        return [session_id for session_id in synced if session_id in recent]

    def incomplete(self, sessions: Iterable[str]) -> list[CrmLink]:
        """Those of these conversations that are in the CRM but for a part; their `reason` says which."""
        found = (self.links.find(self.tenant, session_id, self.crm.name) for session_id in sessions)
        return [link for link in found if link and link.status == "synced" and link.reason]

    def _opened(self, settings: CrmSync) -> CRM:
        return self.trial(settings) if self.trial else self.crm


def _abandoned(link: CrmLink) -> bool:
    """Whether the first run for a conversation ended without a word, and none has begun since."""
    return not link.leased_until or link.leased_until < utc_now()
