"""What every function needs: the table, the secrets, the tenants' configuration (loaded by those who read it)."""

from collections.abc import Mapping
from functools import cache, lru_cache
from pkgutil import resolve_name
from time import monotonic
from typing import TYPE_CHECKING, Any

from sales_agent.adapters.conversations.dynamodb import DynamoConversations
from sales_agent.adapters.dynamo import Table
from sales_agent.adapters.secrets.aws import SecretsManager
from sales_agent.ports.conversations import Conversations
from sales_agent.ports.secrets import Secrets
from sales_agent.settings import settings

if TYPE_CHECKING:
    from sales_agent.domain.config import SalesAgentConfig
    from sales_agent.ports.tenants import Tenants

CONFIG_SECONDS = 60
Secret = tuple[tuple[str, str], ...]


@cache
def table() -> Table:
    """The agent's table."""
    return Table(settings().table_name)


@cache
def secrets() -> Secrets:
    """The deployment's secrets."""
    return SecretsManager()


@cache
def tenants() -> "Tenants":
    """The tenants and their configuration."""
    from sales_agent.adapters.tenants.dynamodb import DynamoTenants

    return DynamoTenants(table())


def config(tenant: str) -> "SalesAgentConfig":
    """A tenant's configuration, read at most once a minute."""
    return _config(tenant, int(monotonic() // CONFIG_SECONDS))


@lru_cache(maxsize=64)
def _config(tenant: str, _: int) -> "SalesAgentConfig":
    return tenants().config(tenant)


def vendor(name: str) -> Mapping[str, str]:
    """A vendor's secret: keys, and `base_url` where it is reached at another address than the vendor's own."""
    return secrets().read(f"{settings().vendor_secret_prefix}{name}")


def signing_keys() -> Mapping[str, str]:
    """The secret that tokens are signed with: `current`, and `previous` while it is being changed."""
    return secrets().read(settings().signing_secret_id)


def conversations(tenant: str) -> Conversations:
    """The store of a tenant's conversations."""
    return DynamoConversations(table(), retention_days=config(tenant).privacy.retention_days)


@cache
def all_conversations() -> Conversations:
    """The conversations of every tenant, for work that changes none of their content."""
    return DynamoConversations(table())


def provider(providers: Mapping[str, str], name: str) -> Any:
    """The class behind a name in a table of `sales_agent.adapters`; its SDK is imported now."""
    return resolve_name(providers[name])


def frozen(secret: Mapping[str, str]) -> Secret:
    """A secret as a key for what is made once for it: another secret, another provider."""
    return tuple(sorted(secret.items()))
