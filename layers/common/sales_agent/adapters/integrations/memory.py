"""Integrations in this process's memory."""

from datetime import datetime, timedelta
from threading import RLock

from sales_agent.ports.errors import Conflict
from sales_agent.ports.integrations import Health, Integration, Integrations


class MemoryIntegrations(Integrations):
    """Keeps integrations until the process ends."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._kept: dict[tuple[str, str], Integration] = {}

    def connect(self, integration: Integration) -> None:
        with self._lock:
            before = self._kept.get((integration.tenant, integration.crm_type))
            version = before.token_version + 1 if before else 0
            self._put(integration, token_version=version, refreshing_until=None)

    def find(self, tenant: str, crm_type: str) -> Integration | None:
        return self._kept.get((tenant, crm_type))

    def lease(self, integration: Integration, *, now: datetime, seconds: int) -> bool:
        with self._lock:
            stands = self._kept[integration.tenant, integration.crm_type]
            leased = stands.refreshing_until is not None and stands.refreshing_until >= now
            if stands.token_version != integration.token_version or leased:
                return False
            self._put(stands, refreshing_until=now + timedelta(seconds=seconds))
            return True

    def keep_token(self, integration: Integration) -> None:
        with self._lock:
            stands = self._kept[integration.tenant, integration.crm_type]
            if stands.token_version != integration.token_version:
                raise Conflict("the connection was changed while its token was refreshed")
            version = integration.token_version + 1
            self._put(integration, token_version=version, refreshing_until=None, health="connected", reason="")

    def mark(self, tenant: str, crm_type: str, health: Health, reason: str) -> None:
        with self._lock:
            self._put(self._kept[tenant, crm_type], health=health, reason=reason, refreshing_until=None)

    def synced(self, tenant: str, crm_type: str, at: datetime) -> None:
        with self._lock:
            if stands := self._kept.get((tenant, crm_type)):
                self._put(stands, last_sync=at)

    def _put(self, integration: Integration, **changes: object) -> None:
        self._kept[integration.tenant, integration.crm_type] = integration.model_copy(update=changes)
