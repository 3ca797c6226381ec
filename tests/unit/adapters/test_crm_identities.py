"""Which of a connection's and the shared credentials get us into a CRM."""

from collections.abc import Mapping

import pytest

from sales_agent.adapters.hubspot_identity import HubSpotIdentity
from sales_agent.adapters.salesforce_identity import SalesforceIdentity, grant_of
from sales_agent.adapters.zoho_identity import ZohoIdentity
from sales_agent.ports.access_tokens import TokenGiver
from sales_agent.ports.errors import Fatal, Retriable


def test_a_service_key_of_the_connection_is_its_token() -> None:
    grant = HubSpotIdentity(secret={}).grant({"access_token": "key"})
    assert (grant.access_token, grant.expires_in) == ("key", 0)


def test_a_key_that_all_share_opens_no_tenants_account() -> None:
    with pytest.raises(Fatal, match="client_id, client_secret"):
        HubSpotIdentity(secret={"access_token": "shared"}).grant({"refresh_token": "own"})


@pytest.mark.parametrize(
    ("giver", "credentials", "missing"),
    [
        (HubSpotIdentity(secret={"client_id": "a"}), {"client_secret": "b"}, "refresh_token"),
        (ZohoIdentity(secret={"client_id": "a"}), {"refresh_token": "c"}, "client_secret"),
        (SalesforceIdentity(secret={}), {"client_secret": "b"}, "client_id"),
        (SalesforceIdentity(secret={"client_id": "a"}), {}, "refresh_token"),
        (SalesforceIdentity(secret={"client_id": "a"}), {"private_key": "none", "username": "u"}, "no RSA key"),
    ],
)
def test_what_is_missing_is_named(giver: TokenGiver, credentials: Mapping[str, str], missing: str) -> None:
    with pytest.raises(Fatal, match=missing):
        giver.grant(credentials)


def test_too_many_salesforce_logins_pass_and_a_dead_grant_does_not() -> None:
    with pytest.raises(Retriable):
        grant_of(400, {"error": "invalid_grant", "error_description": "login rate exceeded"})
    with pytest.raises(Fatal, match="expired access/refresh token"):
        grant_of(400, {"error": "invalid_grant", "error_description": "expired access/refresh token"})
