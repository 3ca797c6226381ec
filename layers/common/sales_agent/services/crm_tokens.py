"""One access token per tenant and vendor, however many workers ask; one refresh at a time.

Whoever wins the lease on the token's version asks the identity server and stores what it gave before anybody uses it: a
vendor that rotates refresh tokens revokes the whole chain when an old one comes again. Everybody else waits for the new
version. A withdrawn connection is marked; the work waits until it is connected again. A worker that dies between answer
and store loses a rotated token for good: its vendor then withdraws the connection, the others give a new token.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import sleep

from sales_agent.domain.record import utc_now
from sales_agent.ports.access_tokens import AccessTokens, Grant, TokenGiver
from sales_agent.ports.errors import Conflict, Fatal, Locked, Retriable
from sales_agent.ports.integrations import Integration, Integrations
from sales_agent.ports.vaults import Vault

MARGIN = timedelta(seconds=60)
LEASE_SECONDS = 30
WAIT_SECONDS = 0.25
WAITS = 40
STORE_SECONDS = 0.5
STORE_TRIES = 10


class FixedToken(AccessTokens):
    """A token that never changes, of an account that is not connected: new, or one of its vendor secret."""

    def __init__(self, vendor: str, grant: Grant) -> None:
        self._vendor = vendor
        self._grant = grant

    def current(self) -> Grant:
        """The token. Raises Fatal when there is none."""
        if not self._grant.access_token:
            raise Fatal(f"{self._vendor} is not connected; run: sales-agent crm connect {self._vendor}")
        return self._grant

    def renewed(self, refused: str) -> Grant:  # noqa: ARG002 - the port's
        """There is no other."""
        raise Fatal(f"{self._vendor} refused its access token")


@dataclass
class SharedTokens(AccessTokens):
    """The tokens of one tenant at one vendor, of the account whose links are kept under `account` and of no other."""

    tenant: str
    vendor: str
    integrations: Integrations
    vault: Vault
    giver: TokenGiver
    clock: Callable[[], datetime] = utc_now
    pause: Callable[[float], None] = sleep
    account: str = ""

    def current(self) -> Grant:
        """A token that is valid for another minute at least."""
        return self._token(refused="")

    def renewed(self, refused: str) -> Grant:
        """Another token than the refused one."""
        return self._token(refused=refused)

    def _token(self, refused: str) -> Grant:
        for _ in range(WAITS):
            integration = self._integration()
            token = self._open(integration.access_token) if integration.access_token else ""
            if token and token != refused and self._lasts(integration):
                return Grant(access_token=token, base_url=integration.base_url)
            if not self.integrations.lease(integration, now=self.clock(), seconds=LEASE_SECONDS):
                self.pause(WAIT_SECONDS)
            elif grant := self._refreshed(integration):
                return grant
        raise Retriable(f"another worker is getting a new {self.vendor} token", retry_after=WAIT_SECONDS)

    def _refreshed(self, integration: Integration) -> Grant | None:
        """A new token, stored; None when the connection was changed meanwhile and what stands there now counts."""
        credentials = json.loads(self._open(integration.api_credentials))
        try:
            grant = self.giver.grant(credentials)
        except Fatal as withdrawn:
            self.integrations.mark(integration, "reconnect_needed", str(withdrawn))
            if self._integration().token_version != integration.token_version:
                return None
            raise
        grant = grant.model_copy(update={"base_url": grant.base_url or integration.base_url})
        return grant if self._stored(integration, grant, credentials) else None

    def _stored(self, integration: Integration, grant: Grant, credentials: Mapping[str, str]) -> bool:
        """Whether the token is kept. What the vendor rotated is nowhere else: a store that is busy is asked again."""
        tries = 1
        while True:
            try:
                self.integrations.keep_token(self._with(integration, grant, credentials))
            except Conflict:
                return False
            except Retriable:
                if tries == STORE_TRIES:
                    raise
                tries += 1
                self.pause(STORE_SECONDS)
            else:
                return True

    def _with(self, integration: Integration, grant: Grant, credentials: Mapping[str, str]) -> Integration:
        if grant.refresh_token:
            credentials = {**credentials, "refresh_token": grant.refresh_token}
        ends = self.clock() + timedelta(seconds=grant.expires_in) if grant.expires_in else None
        kept = {
            "access_token": self._seal(grant.access_token),
            "api_credentials": self._seal(json.dumps(credentials)),
            "token_expires_at": ends,
            "base_url": grant.base_url,
        }
        return integration.model_copy(update=kept)

    def _integration(self) -> Integration:
        integration = self.integrations.find(self.tenant, self.vendor)
        if not integration:
            raise Fatal(f"{self.vendor} is not connected; run: sales-agent crm connect {self.vendor}")
        if integration.health == "reconnect_needed":
            raise Fatal(f"{self.vendor} must be connected again: {integration.reason}")
        if integration.links_account != self.account:  # what is known of the one says nothing of the other's records
            raise Locked(f"another {self.vendor} account was connected meanwhile")
        return integration

    def _lasts(self, integration: Integration) -> bool:
        ends = integration.token_expires_at
        return ends is None or ends - MARGIN > self.clock()

    def _seal(self, text: str) -> str:
        return self.vault.seal(text, tenant=self.tenant, vendor=self.vendor)

    def _open(self, sealed: str) -> str:
        return self.vault.open(sealed, tenant=self.tenant, vendor=self.vendor)
