"""One token for all workers: got once, stored before it is used, and what becomes of one that was lost."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime, timedelta

import pytest

from local.vendors.grants import Grants, InvalidGrant, Rotation
from local.vendors.kit import Clock
from sales_agent.adapters.integrations.memory import MemoryIntegrations
from sales_agent.adapters.vaults.memory import MemoryVault
from sales_agent.ports.access_tokens import Grant
from sales_agent.ports.errors import Fatal, Locked, Retriable
from sales_agent.ports.integrations import Integration
from sales_agent.services.crm_tokens import LEASE_SECONDS, STORE_TRIES, SharedTokens
from tests.conftest import NOW

HOUR = timedelta(hours=1)


class Died(BaseException):
    """The worker was killed."""


@dataclass
class SignIn:
    """A vendor's identity server with an hour's tokens."""

    rotation: Rotation = Rotation.REVOKED_ON_REUSE
    clock: Clock = field(default_factory=Clock)
    asked: int = 0
    meanwhile: Callable[[], None] | None = None
    """What happens once while it answers."""

    def __post_init__(self) -> None:
        self.clock.freeze(NOW)
        self.grants = Grants(self.clock, HOUR, self.rotation)
        self.grants.connect("acme", "first")

    def grant(self, credentials: Mapping[str, str]) -> Grant:
        self.asked += 1
        if happens := self.meanwhile:
            self.meanwhile = None
            happens()
        try:
            given = self.grants.refresh(credentials["refresh_token"])
        except InvalidGrant as dead:
            raise Fatal("invalid_grant") from dead
        return Grant.model_validate({name: given[name] for name in given if name in Grant.model_fields})


class Store(MemoryIntegrations):
    """Fails before (or after) it keeps a token, as told by a script of fates."""

    def __init__(self, *fates: BaseException | None, after: bool = False) -> None:
        super().__init__()
        self.fates, self.after = list(fates), after

    def keep_token(self, integration: Integration) -> None:
        fate = self.fates.pop(0) if self.fates else None
        if fate and not self.after:
            raise fate
        super().keep_token(integration)
        if fate:
            raise fate


class Workers:
    """Workers of one tenant; one that waits lets the clock go on."""

    def __init__(self, store: Store | None = None, sign_in: SignIn | None = None) -> None:
        self.store, self.sign_in, self.now = store or Store(), sign_in or SignIn(), NOW
        self.connect("first")

    def connect(self, refresh_token: str, account: str = "") -> None:
        sealed = MemoryVault().seal(json.dumps({"refresh_token": refresh_token}), tenant="acme", vendor="hubspot")
        integration = {"integration_id": "i", "tenant": "acme", "crm_type": "hubspot", "api_credentials": sealed}
        self.store.connect(Integration.model_validate({**integration, "account": account}))

    def wait(self, seconds: float) -> None:
        self.now += timedelta(seconds=seconds)

    def clock(self) -> datetime:
        return self.now

    def tokens(self) -> SharedTokens:
        return SharedTokens("acme", "hubspot", self.store, MemoryVault(), self.sign_in, self.clock, self.wait)

    @property
    def kept(self) -> Integration:
        found = self.store.find("acme", "hubspot")
        assert found
        return found


def test_a_token_is_got_once_and_used_until_it_ends() -> None:
    workers = Workers()
    tokens = {workers.tokens().current().access_token for _ in range(5)}
    assert (len(tokens), workers.sign_in.asked) == (1, 1)
    workers.wait(3600 - 59)
    assert workers.tokens().current().access_token not in tokens
    assert workers.sign_in.asked == 2


def test_a_rotated_token_is_stored_before_anybody_uses_it() -> None:
    workers = Workers()
    grant = workers.tokens().current()
    credentials = json.loads(MemoryVault().open(workers.kept.api_credentials, tenant="acme", vendor="hubspot"))
    assert credentials == {"refresh_token": grant.refresh_token} != {"refresh_token": "first"}
    assert MemoryVault().open(workers.kept.access_token, tenant="acme", vendor="hubspot") == grant.access_token


def test_a_busy_store_is_asked_again_for_the_rotated_token_is_nowhere_else() -> None:
    workers = Workers(Store(*[Retriable("throttled")] * (STORE_TRIES - 1)))
    assert workers.tokens().current().access_token
    workers.wait(3600)
    assert workers.tokens().current().access_token
    assert workers.sign_in.asked == 2


def test_a_store_that_stays_away_is_given_up() -> None:
    workers = Workers(Store(*[Retriable("throttled")] * STORE_TRIES))
    with pytest.raises(Retriable, match="throttled"):
        workers.tokens().current()


def test_a_store_that_kept_the_token_without_saying_so_is_believed() -> None:
    workers = Workers(Store(Retriable("no answer"), after=True))
    assert workers.tokens().current().access_token
    assert workers.sign_in.asked == 1


def killed_between_answer_and_store(rotation: Rotation) -> Workers:
    workers = Workers(Store(Died()), SignIn(rotation))
    with pytest.raises(Died):
        workers.tokens().current()
    with pytest.raises(Retriable):  # whoever comes now waits for the lease of the dead one, and goes
        workers.tokens().current()
    assert workers.sign_in.asked == 1
    workers.wait(LEASE_SECONDS)
    return workers


@pytest.mark.parametrize("rotation", [Rotation.NONE, Rotation.NEW_BESIDE_OLD])
def test_a_worker_that_dies_before_it_stored_costs_one_more_refresh(rotation: Rotation) -> None:
    workers = killed_between_answer_and_store(rotation)
    assert workers.tokens().current().access_token
    assert workers.sign_in.asked == 2


def test_where_the_vendor_then_withdraws_the_connection_a_person_reconnects_and_nobody_asks_before() -> None:
    workers = killed_between_answer_and_store(Rotation.REVOKED_ON_REUSE)
    for _ in range(3):
        with pytest.raises(Fatal):
            workers.tokens().current()
    assert (workers.kept.health, workers.kept.reason, workers.sign_in.asked) == ("reconnect_needed", "invalid_grant", 2)
    workers.connect(workers.sign_in.grants.connect("acme"))
    assert workers.tokens().current().access_token
    assert workers.kept.health == "connected"


def test_whoever_was_overtaken_by_a_new_connection_uses_that_one() -> None:
    workers = Workers()
    second = workers.sign_in.grants.connect("acme-2")
    workers.sign_in.meanwhile = lambda: workers.connect(second)
    token = workers.tokens().current().access_token
    principal = workers.sign_in.grants.principal(f"Bearer {token}")
    assert principal
    assert principal.account == "acme-2"


def test_a_refusal_of_an_old_connection_does_not_end_the_new_one() -> None:
    workers = Workers()
    second = workers.sign_in.grants.connect("acme-2")

    def reconnected() -> None:
        workers.sign_in.grants.disconnect("acme")
        workers.connect(second)

    workers.sign_in.meanwhile = reconnected
    assert workers.tokens().current().access_token
    assert workers.kept.health == "connected"


def test_whoever_works_on_one_account_gets_no_token_of_another() -> None:
    workers = Workers()
    begun = workers.tokens()
    begun.current()
    workers.connect(workers.sign_in.grants.connect("acme-2"), account="another")
    for ask in (begun.current, lambda: begun.renewed("refused")):
        with pytest.raises(Locked, match="another hubspot account was connected meanwhile"):
            ask()
    begun.account = "another"
    assert begun.current().access_token


def test_a_refused_token_is_renewed_once_for_all() -> None:
    workers = Workers()
    refused = workers.tokens().current().access_token
    renewed = {workers.tokens().renewed(refused).access_token for _ in range(4)}
    assert (len(renewed), refused in renewed, workers.sign_in.asked) == (1, False, 2)
