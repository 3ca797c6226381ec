"""Tenants in this process's memory."""

from sales_agent.domain.config import SalesAgentConfig
from sales_agent.ports.errors import Conflict, NotFound
from sales_agent.ports.tenants import Tenants


class MemoryTenants(Tenants):
    """Keeps configurations until the process ends."""

    def __init__(self) -> None:
        self._configs: dict[str, SalesAgentConfig] = {}

    def keep(self, tenant: str, config: SalesAgentConfig) -> None:
        others = {key for name, kept in self._configs.items() if name != tenant for key in kept.company.site_keys}
        if others & set(config.company.site_keys):
            raise Conflict("a site key belongs to another tenant")
        self._configs[tenant] = config

    def config(self, tenant: str) -> SalesAgentConfig:
        if tenant not in self._configs:
            raise NotFound(f"tenant {tenant!r} has no configuration")
        return self._configs[tenant]

    def tenant_of(self, site_key: str) -> str:
        for tenant, config in self._configs.items():
            if site_key in config.company.site_keys:
                return tenant
        raise NotFound("this site key is not known")
