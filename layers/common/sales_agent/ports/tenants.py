"""Who the tenants are and what each decided."""

from typing import Protocol

from sales_agent.domain.config import SalesAgentConfig


class Tenants(Protocol):
    """Configuration by tenant, and the tenant by public site key."""

    def keep(self, tenant: str, config: SalesAgentConfig) -> None:
        """Stores a tenant's configuration and claims its site keys. Raises Conflict when a key is another tenant's."""
        ...

    def config(self, tenant: str) -> SalesAgentConfig:
        """A tenant's configuration. Raises NotFound."""
        ...

    def tenant_of(self, site_key: str) -> str:
        """The tenant a site key belongs to. Raises NotFound."""
        ...
