"""Connecting a CRM: which account it is, and which one it takes the place of."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pytest

from sales_agent.adapters.circuits.memory import MemoryCircuits
from sales_agent.adapters.crm_links.memory import MemoryCrmLinks
from sales_agent.adapters.crms.memory import MemoryCrm
from sales_agent.adapters.integrations.memory import MemoryIntegrations
from sales_agent.adapters.read_backs.memory import MemoryReadBacks
from sales_agent.adapters.vaults.memory import MemoryVault
from sales_agent.domain.config_crm import HubSpot
from sales_agent.ports.access_tokens import Grant, TokenGiver
from sales_agent.ports.errors import Fatal, Retriable, SalesAgentError
from sales_agent.ports.integrations import Integration
from sales_agent.services.crm_admin import CrmAdmin
from sales_agent.services.crm_connect import UNFINISHED, ConnectCrm, Connected
from tests.conftest import NOW


class AnySignIn(TokenGiver):
    """Takes every credential."""

    def grant(self, credentials: object) -> Grant:
        return Grant(access_token=str(credentials))


def raising(error: SalesAgentError) -> Callable[[], str]:
    def ask() -> str:
        raise error

    return ask


@dataclass
class Desk:
    """A tenant that connects one CRM; `tells` is what the vendor answers when asked which account it is."""

    tells: Callable[[], str] = lambda: "sandbox"
    former: Callable[[], str] = str
    integrations: MemoryIntegrations = field(default_factory=MemoryIntegrations)

    def connect(self, key: str = "first") -> Connected:
        circuits = MemoryCircuits()
        admin = CrmAdmin(
            *("acme", MemoryCrm(), HubSpot(), HubSpot(), MemoryCrmLinks()),
            *(self.integrations, circuits, MemoryReadBacks()),
        )
        connecting = ConnectCrm(
            *("acme", "memory", self.integrations, circuits, MemoryVault(), AnySignIn(), lambda: admin),
            identify=lambda _: self.tells(),
            former=self.former,
        )
        return connecting({"key": key})

    @property
    def kept(self) -> Integration:
        found = self.integrations.find("acme", "memory")
        assert found
        return found

    def forget_account(self) -> None:
        """As an earlier version, which asked for no account, kept the connection."""
        self.integrations.connect(self.kept.model_copy(update={"account": "", "first_account": ""}))


def test_the_first_account_is_known_and_its_links_go_without_a_name() -> None:
    desk = Desk()
    made = desk.connect()
    assert (made.account, made.before, made.unidentified) == ("sandbox", "", "")
    assert (desk.kept.account, desk.kept.links_account) == ("sandbox", "")


def test_another_account_has_links_of_its_own_and_was_never_synced() -> None:
    desk = Desk()
    desk.connect()
    desk.integrations.synced("acme", "memory", NOW)
    desk.tells = lambda: "production"
    made = desk.connect("second")
    assert (made.account, made.before) == ("production", "sandbox")
    assert (desk.kept.links_account, desk.kept.last_sync) == ("production", None)


@pytest.mark.parametrize("tells", [lambda: "sandbox", lambda: "", raising(Fatal("no scope"))])
def test_the_same_account_and_one_that_is_not_told_go_on_as_the_one_before(tells: Callable[[], str]) -> None:
    desk = Desk()
    desk.connect()
    desk.integrations.synced("acme", "memory", NOW)
    desk.tells = tells
    made = desk.connect("second")
    assert (made.account, made.before) == ("sandbox", "")
    assert (desk.kept.links_account, desk.kept.last_sync, desk.kept.health) == ("", NOW, "connected")


def test_nobody_works_with_an_account_that_may_be_another_while_the_vendor_is_busy() -> None:
    desk = Desk()
    desk.connect()
    desk.tells = raising(Retriable("503"))
    with pytest.raises(Retriable, match="503; connecting it was begun and not finished: connect it again"):
        desk.connect("second")
    assert (desk.kept.health, desk.kept.reason) == ("reconnect_needed", UNFINISHED)
    desk.tells = lambda: "production"
    assert desk.connect("second").before == "sandbox"
    assert desk.kept.health == "connected"


def test_a_connection_that_does_not_know_its_account_is_asked_before_another_takes_its_place() -> None:
    desk = Desk(former=lambda: "sandbox")
    desk.connect()
    desk.forget_account()
    desk.tells = lambda: "production"
    assert desk.connect("second").before == "sandbox"
    assert desk.kept.links_account == "production"


@pytest.mark.parametrize("error", [Fatal("withdrawn"), Retriable("503")])
def test_where_it_does_not_answer_what_is_known_counts_as_the_new_accounts(error: SalesAgentError) -> None:
    desk = Desk(former=raising(error))
    desk.connect()
    desk.forget_account()
    desk.tells = lambda: "production"
    assert desk.connect("second").before == ""
    assert (desk.kept.account, desk.kept.links_account) == ("production", "")


def test_the_same_credentials_are_the_same_account_and_are_not_used_twice() -> None:
    desk = Desk(former=lambda: "asked")
    desk.connect()
    desk.forget_account()
    assert desk.connect().before == ""
    assert (desk.kept.account, desk.kept.links_account) == ("sandbox", "")
