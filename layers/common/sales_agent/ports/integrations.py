"""A tenant's connection to a CRM: the `crm_integrations` record."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any, Literal, Protocol

from pydantic import Field

from sales_agent.domain.record import Record

Health = Literal["connected", "reconnect_needed", "not_connected"]


class Integration(Record):
    """One CRM of one tenant. `api_credentials` and `access_token` are ciphertexts bound to tenant and CRM.

    `token_version` grows with every token kept; `refreshing_until` is the lease of the one worker that gets the next.
    `account` is the vendor's own id of the account, empty where it tells none; `first_account` the one connected first.
    """

    integration_id: str
    tenant: str
    crm_type: str
    api_credentials: str
    field_mappings: dict[str, str] = Field(default_factory=dict)
    sync_settings: dict[str, Any] = Field(default_factory=dict)
    last_sync: datetime | None = None
    health: Health = "connected"
    reason: str = ""
    access_token: str = ""
    token_expires_at: datetime | None = None
    base_url: str = ""
    token_version: int = 0
    refreshing_until: datetime | None = None
    account: str = ""
    first_account: str = ""

    @property
    def links_account(self) -> str:
        """Under which account links are kept, each one's apart from the others'; the first one's under none."""
        return "" if self.account == self.first_account else self.account

    def of_account(self, account: str) -> "Integration":
        """The connection, known to be of this account: what was synced last into another is none of it."""
        last_sync = self.last_sync if self.account in {"", account} else None
        update = {"account": account, "first_account": self.first_account or account, "last_sync": last_sync}
        return self.model_copy(update=update)


class Integrations(Protocol):
    """Keeps integrations."""

    def connect(self, integration: Integration) -> None:
        """Stores a connection in place of any before; whoever still works on an earlier version has lost it."""
        ...

    def find(self, tenant: str, crm_type: str) -> Integration | None:
        """The connection as it stands now, read consistently."""
        ...

    def configure(
        self, tenant: str, crm_type: str, field_mappings: Mapping[str, str], sync_settings: Mapping[str, Any]
    ) -> None:
        """Stores what this tenant wants differently from `app.yaml`. Raises NotFound without a connection."""
        ...

    def lease(self, integration: Integration, *, now: datetime, seconds: int) -> bool:
        """Takes the right to refresh this version of the token; False when another worker has it or was faster."""
        ...

    def keep_token(self, integration: Integration) -> None:
        """Stores new tokens and ends the lease. Raises Conflict when the lease was lost."""
        ...

    def mark(self, integration: Integration, health: Health, reason: str) -> None:
        """Records how this version of the connection is; nothing when it has been connected anew meanwhile."""
        ...

    def synced(self, tenant: str, crm_type: str, at: datetime) -> None:
        """Records the last sync."""
        ...
