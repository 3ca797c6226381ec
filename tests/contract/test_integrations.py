"""What every store of CRM connections promises."""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from sales_agent.adapters.integrations.dynamodb import DynamoIntegrations
from sales_agent.adapters.integrations.memory import MemoryIntegrations
from sales_agent.ports.errors import Conflict, NotFound
from sales_agent.ports.integrations import Integration, Integrations
from tests.conftest import NOW

LATER = NOW + timedelta(seconds=31)


@pytest.fixture(params=["memory", "dynamodb"])
def integrations(request: pytest.FixtureRequest) -> Iterator[Integrations]:
    if request.param == "memory":
        yield MemoryIntegrations()
    else:
        yield DynamoIntegrations(request.getfixturevalue("agent_table"))


def connected(integrations: Integrations, **fields: Any) -> Integration:
    values = {"integration_id": "i1", "tenant": "acme", "crm_type": "zoho", "api_credentials": "sealed-1"}
    integrations.connect(Integration.model_validate(values | fields))
    return standing(integrations)


def standing(integrations: Integrations) -> Integration:
    found = integrations.find("acme", "zoho")
    assert found
    return found


def refreshed(integration: Integration, token: str) -> Integration:
    ends = NOW + timedelta(hours=1)
    return integration.model_copy(
        update={"access_token": token, "api_credentials": "sealed-2", "token_expires_at": ends}
    )


def test_a_connection_is_its_tenants_and_its_crms(integrations: Integrations) -> None:
    connected(
        integrations, field_mappings={"company": "Firm__c"}, sync_settings={"pipeline": "web", "sync_deals": False}
    )
    found = standing(integrations)
    assert (found.field_mappings, found.sync_settings) == (
        {"company": "Firm__c"},
        {"pipeline": "web", "sync_deals": False},
    )
    assert (found.health, found.last_sync, found.token_version) == ("connected", None, 0)
    assert integrations.find("acme", "hubspot") is None
    assert integrations.find("rival", "zoho") is None


def test_one_worker_gets_the_lease(integrations: Integrations) -> None:
    connection = connected(integrations)
    assert integrations.lease(connection, now=NOW, seconds=30)
    assert not integrations.lease(connection, now=NOW + timedelta(seconds=29), seconds=30)
    assert integrations.lease(connection, now=LATER, seconds=30)


def test_a_kept_token_ends_the_lease_and_the_version(integrations: Integrations) -> None:
    connection = connected(integrations)
    integrations.lease(connection, now=NOW, seconds=30)
    integrations.keep_token(refreshed(connection, "token-1"))
    found = standing(integrations)
    assert (found.access_token, found.api_credentials, found.refreshing_until) == ("token-1", "sealed-2", None)
    assert found.token_expires_at == NOW + timedelta(hours=1)
    assert not integrations.lease(connection, now=NOW, seconds=30)
    assert integrations.lease(found, now=NOW, seconds=30)


def test_a_token_without_an_end_leaves_none_of_the_one_before(integrations: Integrations) -> None:
    integrations.keep_token(refreshed(connected(integrations), "token-1"))
    endless = standing(integrations).model_copy(update={"access_token": "token-2", "token_expires_at": None})
    integrations.keep_token(endless)
    assert (standing(integrations).access_token, standing(integrations).token_expires_at) == ("token-2", None)


def test_a_token_for_an_earlier_version_is_not_kept(integrations: Integrations) -> None:
    connection = connected(integrations)
    integrations.keep_token(refreshed(connection, "token-1"))
    with pytest.raises(Conflict):
        integrations.keep_token(refreshed(connection, "token-late"))
    assert standing(integrations).access_token == "token-1"


def test_a_new_connection_takes_the_old_ones_place_and_ends_its_leases(integrations: Integrations) -> None:
    old = connected(integrations)
    integrations.lease(old, now=NOW, seconds=30)
    new = connected(integrations, api_credentials="sealed-new")
    with pytest.raises(Conflict):
        integrations.keep_token(refreshed(old, "token-old"))
    assert integrations.lease(new, now=NOW, seconds=30)
    assert standing(integrations).api_credentials == "sealed-new"


def test_a_withdrawn_grant_is_marked_until_it_is_connected_again(integrations: Integrations) -> None:
    old = connected(integrations)
    integrations.mark(old, "reconnect_needed", "invalid_grant")
    assert (standing(integrations).health, standing(integrations).reason) == ("reconnect_needed", "invalid_grant")
    connected(integrations)
    integrations.mark(old, "reconnect_needed", "invalid_grant of the connection before")
    assert (standing(integrations).health, standing(integrations).reason) == ("connected", "")


def test_a_kept_token_says_that_the_connection_works(integrations: Integrations) -> None:
    connection = connected(integrations)
    integrations.mark(connection, "reconnect_needed", "invalid_grant")
    integrations.keep_token(refreshed(connection, "token-1"))
    assert (standing(integrations).health, standing(integrations).reason) == ("connected", "")


def test_wishes_are_stored_beside_the_token(integrations: Integrations) -> None:
    connection = connected(integrations)
    integrations.configure("acme", "zoho", {"company": "Firm"}, {"stages": {"new": "7"}, "sync_deals": False})
    integrations.keep_token(refreshed(connection, "token-1"))
    found = standing(integrations)
    assert (found.field_mappings, found.sync_settings) == (
        {"company": "Firm"},
        {"stages": {"new": "7"}, "sync_deals": False},
    )
    with pytest.raises(NotFound):
        integrations.configure("rival", "zoho", {}, {})


def test_the_last_sync_is_kept(integrations: Integrations) -> None:
    connected(integrations)
    integrations.synced("acme", "zoho", NOW)
    assert standing(integrations).last_sync == NOW


def test_what_is_not_connected_is_left_alone(integrations: Integrations) -> None:
    nobody = Integration(integration_id="i9", tenant="rival", crm_type="zoho", api_credentials="sealed")
    integrations.synced("rival", "zoho", NOW)
    integrations.mark(nobody, "reconnect_needed", "invalid_grant")
    assert not integrations.lease(nobody, now=NOW, seconds=30)
    with pytest.raises(Conflict):
        integrations.keep_token(nobody)
    assert integrations.find("rival", "zoho") is None
