"""Connects a tenant's CRM account: proves the credentials, seals them, and looks whether the account fits."""

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import uuid4

from sales_agent.domain.crm import Kind
from sales_agent.domain.field_mapping import FieldPlan
from sales_agent.domain.record import Record, utc_now
from sales_agent.ports.access_tokens import Grant, TokenGiver
from sales_agent.ports.circuits import Circuits
from sales_agent.ports.errors import Fatal, Retriable, SalesAgentError
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

    `identify` asks which account has given a token, `former` which one is connected until now, and `account` opens the
    one that has just been connected.
    """

    tenant: str
    crm: str
    integrations: Integrations
    circuits: Circuits
    vault: Vault
    giver: TokenGiver
    account: Callable[[], CrmAdmin]
    identify: Callable[[Grant], str] = lambda _: ""
    former: Callable[[], str] = str
    clock: Callable[[], datetime] = utc_now

    def __call__(self, credentials: Mapping[str, str]) -> Connected:
        """Connects; a refused sign-in leaves the connection before as it was. Raises Fatal, Retriable.

        A rotated refresh token is stored before the access token is used; nobody works until the account is known.
        """
        grant = self.giver.grant(credentials)
        before = self._before(credentials)
        unfinished = self._integration(credentials, grant, before)
        self.integrations.connect(unfinished)
        account, unidentified = self._identified(grant)
        settled = unfinished.of_account(account or unfinished.account)
        self.integrations.connect(settled.model_copy(update={"health": "connected", "reason": ""}))
        forget_failures(self.circuits, self.tenant, self.crm)
        left = unfinished.account if unfinished.account != settled.account else ""
        return self._opened().model_copy(
            update={"account": settled.account, "before": left, "unidentified": unidentified}
        )

    def _before(self, credentials: Mapping[str, str]) -> Integration | None:
        """The connection until now; where nothing says which account it is of, it is asked while it can be.

        Not where the same credentials come again: it is the same account, and they may have been rotated just now.
        """
        before = self.integrations.find(self.tenant, self.crm)
        if not before or before.account or self._credentials_of(before) == credentials:
            return before
        with suppress(SalesAgentError):
            return before.of_account(self.former())
        return before

    def _identified(self, grant: Grant) -> tuple[str, str]:
        """The account, or why the vendor does not tell it. Raises Retriable where it may tell it later."""
        try:
            return self.identify(grant), ""
        except Retriable as busy:
            raise Retriable(f"{busy}; {UNFINISHED}: connect it again") from busy
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

    def _credentials_of(self, standing: Integration) -> object:
        return json.loads(self.vault.open(standing.api_credentials, tenant=self.tenant, vendor=self.crm))

    def _sealed(self, text: str) -> str:
        return self.vault.seal(text, tenant=self.tenant, vendor=self.crm)
