"""Integrations in this process's memory."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from threading import RLock
from typing import Any

from sales_agent.ports.errors import Conflict, NotFound
from sales_agent.ports.integrations import Health, Integration, Integrations

TOKEN_FIELDS = ("access_token", "api_credentials", "base_url", "token_expires_at")


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

    def configure(
        self, tenant: str, crm_type: str, field_mappings: Mapping[str, str], sync_settings: Mapping[str, Any]
    ) -> None:
        with self._lock:
            if (tenant, crm_type) not in self._kept:
                raise NotFound(f"{crm_type} is not connected")
            wishes = {"field_mappings": dict(field_mappings), "sync_settings": dict(sync_settings)}
            self._put(self._kept[tenant, crm_type], **wishes)

    def lease(self, integration: Integration, *, now: datetime, seconds: int) -> bool:
        with self._lock:
            stands = self._standing(integration)
            if not stands or (stands.refreshing_until and stands.refreshing_until >= now):
                return False
            self._put(stands, refreshing_until=now + timedelta(seconds=seconds))
            return True

    def keep_token(self, integration: Integration) -> None:
        with self._lock:
            stands = self._standing(integration)
            if not stands:
                raise Conflict("the connection was changed while its token was refreshed")
            fresh = {name: getattr(integration, name) for name in TOKEN_FIELDS}
            version = integration.token_version + 1
            self._put(stands, **fresh, token_version=version, refreshing_until=None, health="connected", reason="")

    def mark(self, integration: Integration, health: Health, reason: str) -> None:
        with self._lock:
            if stands := self._standing(integration):
                self._put(stands, health=health, reason=reason[:1000], refreshing_until=None)

    def synced(self, tenant: str, crm_type: str, at: datetime) -> None:
        with self._lock:
            if stands := self._kept.get((tenant, crm_type)):
                self._put(stands, last_sync=at)

    def _standing(self, integration: Integration) -> Integration | None:
        """What is kept, if it is still this version."""
        stands = self._kept.get((integration.tenant, integration.crm_type))
        return stands if stands and stands.token_version == integration.token_version else None

    def _put(self, integration: Integration, **changes: object) -> None:
        self._kept[integration.tenant, integration.crm_type] = integration.model_copy(update=changes)
