"""Connects a tenant's CRM account: proves the credentials, seals them, and looks whether the account fits."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sales_agent.domain.crm import Kind
from sales_agent.domain.field_mapping import FieldPlan
from sales_agent.domain.record import Record, utc_now
from sales_agent.ports.access_tokens import Grant, TokenGiver
from sales_agent.ports.circuits import Circuits
from sales_agent.ports.errors import Fatal, SalesAgentError
from sales_agent.ports.integrations import Integration, Integrations
from sales_agent.ports.vaults import Vault
from sales_agent.services.crm_admin import CrmAdmin
from sales_agent.services.gate import forget_failures

UNFINISHED = "connecting it was begun and not finished"


class Connected(Record):
    """A connection that works: what an administrator must still do, and where our fields go.

    `account` is the vendor's id of it (`unidentified` says why it is not known), `before` that of another one that was
    connected until now.
    """

    todo: list[str]
    plans: dict[Kind, FieldPlan]
    account: str = ""
    before: str = ""
    unidentified: str = ""


@dataclass(frozen=True)
class ConnectCrm:
    """One tenant and one CRM.

    `identify` asks which account has given a token, `account` opens the one that has just been connected.
    """

    tenant: str
    crm: str
    integrations: Integrations
    circuits: Circuits
    vault: Vault
    giver: TokenGiver
    account: Callable[[], CrmAdmin]
    identify: Callable[[Grant], str] = lambda _: ""
    clock: Callable[[], datetime] = utc_now

    def __call__(self, credentials: Mapping[str, str]) -> Connected:
        """Connects; a refused sign-in leaves the connection before as it was. Raises Fatal, Retriable.

        A rotated refresh token is stored before the access token is used; nobody works until the account is known.
        """
        grant = self.giver.grant(credentials)
        before = self.integrations.find(self.tenant, self.crm)
        unfinished = self._integration(credentials, grant, before)
        self.integrations.connect(unfinished)
        account, unidentified = self._identified(grant)
        settled = {"account": account or unfinished.account, "health": "connected", "reason": ""}
        settled["first_account"] = unfinished.first_account or settled["account"]
        self.integrations.connect(unfinished.model_copy(update=settled))
        forget_failures(self.circuits, self.tenant, self.crm)
        left = unfinished.account if unfinished.account != settled["account"] else ""
        return self._opened().model_copy(
            update={"account": settled["account"], "before": left, "unidentified": unidentified}
        )

    def _identified(self, grant: Grant) -> tuple[str, str]:
        """The account, or why it is not known; what else the vendor refuses is seen when it is opened."""
        try:
            return self.identify(grant), ""
        except SalesAgentError as silent:
            return "", str(silent)

    def _opened(self) -> Connected:
        try:
            account = self.account()
            return Connected(todo=account.ensure_fields(), plans=account.plan())
        except Fatal as unfit:
            if standing := self.integrations.find(self.tenant, self.crm):
                self.integrations.mark(standing, "reconnect_needed", str(unfit))
            raise

    def _integration(self, credentials: Mapping[str, str], grant: Grant, before: Integration | None) -> Integration:
        """The connection, not to be used yet."""
        rotated = {"refresh_token": grant.refresh_token} if grant.refresh_token else {}
        return Integration(
            integration_id=before.integration_id if before else str(uuid4()),
            tenant=self.tenant,
            crm_type=self.crm,
            api_credentials=self._sealed(json.dumps({**credentials, **rotated})),
            field_mappings=before.field_mappings if before else {},
            sync_settings=before.sync_settings if before else {},
            last_sync=before.last_sync if before else None,
            health="reconnect_needed",
            reason=UNFINISHED,
            access_token=self._sealed(grant.access_token),
            token_expires_at=self.clock() + timedelta(seconds=grant.expires_in) if grant.expires_in else None,
            base_url=grant.base_url,
            account=before.account if before else "",
            first_account=before.first_account if before else "",
        )

    def _sealed(self, text: str) -> str:
        return self.vault.seal(text, tenant=self.tenant, vendor=self.crm)
