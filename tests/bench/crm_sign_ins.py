"""The CRMs' identity servers, two of which revoke, and tenants that are connected to them."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from typing import Any

from local.vendors import hubspot, salesforce, zoho
from local.vendors.grants import Rotation
from local.vendors.kit import RunningServer, StandIn, serve
from sales_agent.adapters.hubspot_identity import HubSpotIdentity
from sales_agent.adapters.salesforce_identity import SalesforceIdentity
from sales_agent.adapters.vaults.memory import MemoryVault
from sales_agent.adapters.zoho_identity import ZohoIdentity
from sales_agent.ports.access_tokens import TokenGiver
from sales_agent.ports.integrations import Integration, Integrations

REVOKING = Rotation.REVOKED_ON_REUSE
SIGN_INS: dict[str, Callable[[], StandIn]] = {
    "hubspot": lambda: hubspot.build(rotation=REVOKING),
    "salesforce": lambda: salesforce.build(rotation=REVOKING),
    "zoho": zoho.build,
}
IDENTITIES: dict[str, Callable[[str], TokenGiver]] = {
    "hubspot": lambda url: HubSpotIdentity(secret={"base_url": url}),
    "salesforce": lambda url: SalesforceIdentity(secret={"base_url": url}),
    "zoho": lambda url: ZohoIdentity(secret={"accounts_url": url}),
}
APPS = {
    "hubspot": {"client_id": hubspot.CLIENT_ID, "client_secret": hubspot.CLIENT_SECRET},
    "salesforce": {"client_id": salesforce.CONSUMER_KEY},
    "zoho": {"client_id": zoho.CLIENT_ID, "client_secret": zoho.CLIENT_SECRET},
}


@contextmanager
def sign_ins() -> Iterator[dict[str, RunningServer]]:
    """The servers, by vendor."""
    with ExitStack() as running:
        yield {vendor: running.enter_context(serve(build())) for vendor, build in SIGN_INS.items()}


def connect(integrations: Integrations, servers: Mapping[str, RunningServer], tenants: Sequence[str]) -> None:
    """Each tenant at each vendor, its first token still to be had."""
    for vendor, server in servers.items():
        store: Any = server.stand_in.store
        for tenant in tenants:
            credentials = {**APPS[vendor], "refresh_token": store.grants.connect(tenant)}
            sealed = MemoryVault().seal(json.dumps(credentials), tenant=tenant, vendor=vendor)
            made = {"integration_id": f"{tenant}-{vendor}", "api_credentials": sealed}
            integrations.connect(Integration(tenant=tenant, crm_type=vendor, **made))
