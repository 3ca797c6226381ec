"""What an operator asks of a CRM connection: its fields, where ours go, how it is, and what is stuck."""

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sales_agent.domain.config_crm import CrmSync
from sales_agent.domain.crm import CrmField, Kind
from sales_agent.domain.crm_read_back import ReadBack
from sales_agent.domain.field_mapping import FieldPlan
from sales_agent.domain.record import Record, utc_now
from sales_agent.ports.circuits import Circuits
from sales_agent.ports.crm_links import CrmLink, CrmLinks, LinkStatus
from sales_agent.ports.crms import CRM
from sales_agent.ports.errors import NotFound, Refused
from sales_agent.ports.integrations import Health, Integration, Integrations
from sales_agent.ports.queues import Queue, QueueDepth
from sales_agent.ports.read_backs import ReadBacks
from sales_agent.services.crm_wishes import PROVED, check_names, prove, with_wishes
from sales_agent.services.crm_writer import CrmWriter
from sales_agent.services.gate import forget_failures

MAPPED: tuple[Kind, ...] = ("person", "company", "deal")
STUCK: tuple[LinkStatus, ...] = ("waiting", "review", "refused")


class CrmStatus(Record):
    """How a CRM is doing; `away_for` is for how many more seconds nobody calls it, and `reason` the vendor's words."""

    crm: str
    health: Health
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
        crm = self._tried(wanted, wishes or {}) if mappings or wishes else self.crm
        writer = CrmWriter(crm, wanted)
        return {kind: writer.plan(kind) for kind in MAPPED if kind in self.crm.kinds}

    def configure(
        self, mappings: Mapping[str, str], wishes: Mapping[str, Any], unset: Collection[str] = ()
    ) -> Integration:
        """Keeps wishes with the connection, over those of before, and forgets some; the CRM is tried again at once.

        Raises Refused for a wish that the account cannot meet, NotFound without a connection.
        """
        check_names(wishes)
        standing = self.integrations.find(self.tenant, self.crm.name)
        if not standing:
            raise NotFound(f"{self.crm.name} is not connected")
        if unknown := sorted({*unset} - standing.field_mappings.keys() - standing.sync_settings.keys()):
            raise Refused(f"no wish is kept for {', '.join(unknown)}", field="unset")
        fields = {**_without(standing.field_mappings, unset), **mappings}
        settings = {**_without(standing.sync_settings, unset), **wishes}
        self._tried(with_wishes(self.section, fields, settings), wishes)
        self.integrations.configure(self.tenant, self.crm.name, fields, settings)
        forget_failures(self.circuits, self.tenant, self.crm.name)
        return standing.model_copy(update={"field_mappings": fields, "sync_settings": settings})

    def status(self, now: datetime | None = None) -> CrmStatus:
        """Connection, circuit, conversations, queue and the last comparison."""
        integration = self.integrations.find(self.tenant, self.crm.name)
        circuit = self.circuits.find(self.tenant, self.crm.name)
        away_for = circuit.open_for(now or utc_now())
        return CrmStatus(
            crm=self.crm.name,
            health=integration.health if integration else "not_connected",
            reason=(integration.reason if integration else "") or (circuit.reason if away_for else ""),
            away_for=away_for,
            last_sync=integration.last_sync if integration else None,
            conversations=dict(Counter(self.links.statuses(self.tenant, self.crm.name).values())),
            queue=self.queue.depth() if self.queue else None,
            read_back=self.reports.find(self.tenant, self.crm.name),
        )

    def stuck(self) -> list[CrmLink]:
        """Conversations that are not in the CRM and why, oldest first."""
        found = [link for status in STUCK for link in self.links.list(self.tenant, self.crm.name, status)]
        found += [link for link in self.links.list(self.tenant, self.crm.name, "new") if _abandoned(link)]
        return sorted(found, key=lambda link: link.changed_at)

    def _tried(self, wanted: CrmSync, wishes: Mapping[str, Any]) -> CRM:
        """The account as these settings would have it. Raises Refused for a wish that it cannot meet."""
        crm = self.trial(wanted) if self.trial else self.crm
        if PROVED & wishes.keys():
            prove(crm, wanted)
        return crm


def _without(kept: Mapping[str, Any], names: Collection[str]) -> dict[str, Any]:
    return {name: value for name, value in kept.items() if name not in names}


def _abandoned(link: CrmLink) -> bool:
    """Whether the first run for a conversation ended without a word, and none has begun since."""
    return not link.leased_until or link.leased_until < utc_now()
