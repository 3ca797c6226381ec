"""CRM links in this process's memory."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from threading import RLock

from sales_agent.domain.crm_merge import LinkedRecord
from sales_agent.ports.crm_links import CrmLink, CrmLinks, LinkStatus
from sales_agent.ports.errors import Conflict, Retriable


class MemoryCrmLinks(CrmLinks):
    """Keeps links until the process ends."""

    def __init__(self, account: str = "") -> None:
        self.account = account
        self._lock = RLock()
        self._links: dict[tuple[str, str, str], CrmLink] = {}
        self._shared: dict[tuple[str, str, str], dict[str, LinkedRecord]] = {}

    def claim(self, tenant: str, session_id: str, crm: str, *, now: datetime, seconds: int) -> CrmLink:
        with self._lock:
            link = self._links.get((tenant, session_id, crm))
            if link and link.leased_until and link.leased_until > now:
                raise Retriable("another worker syncs this conversation")
            link = link or CrmLink(tenant=tenant, session_id=session_id, crm=crm, account=self.account, changed_at=now)
            return self._put(link, leased_until=now + timedelta(seconds=seconds))

    def keep(self, link: CrmLink, wrote: LinkedRecord | None = None, *, instead_of: str = "") -> CrmLink:
        with self._lock:
            stands = self._links.get((link.tenant, link.session_id, link.crm))
            if not stands or stands.version != link.version:
                raise Conflict("another worker took this conversation over")
            shared = {*link.shared} - {instead_of}
            self._shared.get((link.tenant, link.crm, instead_of), {}).pop(link.session_id, None)
            if wrote:
                self._shared.setdefault((link.tenant, link.crm, wrote.key), {})[link.session_id] = wrote
                shared.add(wrote.key)
            return self._put(link, shared=sorted(shared))

    def others(self, tenant: str, crm: str, key: str, *, but_for: str) -> Sequence[LinkedRecord]:
        found = sorted(self._shared.get((tenant, crm, key), {}).items())
        return [record for session_id, record in found if session_id != but_for]

    def release(self, link: CrmLink) -> None:
        self.keep(link.model_copy(update={"leased_until": None}))

    def find(self, tenant: str, session_id: str, crm: str) -> CrmLink | None:
        return self._links.get((tenant, session_id, crm))

    def statuses(self, tenant: str, crm: str) -> Mapping[str, LinkStatus]:
        return {
            link.session_id: link.status for link in sorted(self._mine(tenant, crm), key=lambda one: one.session_id)
        }

    def list(self, tenant: str, crm: str, status: LinkStatus | None = None) -> Sequence[CrmLink]:
        wanted = (link for link in self._mine(tenant, crm) if status in {None, link.status})
        return sorted(wanted, key=lambda link: link.changed_at)

    def _mine(self, tenant: str, crm: str) -> Sequence[CrmLink]:
        return [link for link in tuple(self._links.values()) if (link.tenant, link.crm) == (tenant, crm)]

    def _put(self, link: CrmLink, **changes: object) -> CrmLink:
        kept = link.model_copy(update={**changes, "version": link.version + 1})
        self._links[link.tenant, link.session_id, link.crm] = kept
        return kept
