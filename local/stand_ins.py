"""Every vendor's stand-in on a port of its own, and what the vendors' secrets must say to reach them."""

import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass

from local.ports import free_port
from local.vendors import calendly, google_calendar, hubspot, outlook, salesforce, zoho
from local.vendors.kit import RunningServer, StandIn, serve

Secret = dict[str, str]


@dataclass(frozen=True)
class Vendor:
    """How a vendor's stand-in is made (given its own address), and what the vendor's secret holds then.

    `credentials` are what an operator connects the account with, of those that are connected.
    """

    build: Callable[[str], StandIn]
    secret: Callable[[str], Secret] = lambda _: {}
    credentials: Callable[[str], Secret] | None = None


VENDORS = {
    "google": Vendor(
        lambda _: google_calendar.build(),
        lambda url: {
            "base_url": url,
            "token_url": f"{url}/token",
            "refresh_token": google_calendar.REFRESH_TOKEN,
            "client_id": "local",
            "client_secret": "local",
        },
    ),
    "calendly": Vendor(lambda _: calendly.build(), lambda url: {"base_url": url, "token": calendly.TOKEN}),
    "outlook": Vendor(
        lambda _: outlook.build(),
        lambda url: {
            "base_url": f"{url}/v1.0",
            "login_url": url,
            "tenant_id": "local",
            "client_id": outlook.CLIENT_ID,
            "client_secret": outlook.CLIENT_SECRET,
        },
    ),
    "hubspot": Vendor(
        lambda _: hubspot.build(),
        lambda url: {"base_url": url},
        lambda _: {
            "client_id": hubspot.CLIENT_ID,
            "client_secret": hubspot.CLIENT_SECRET,
            "refresh_token": hubspot.REFRESH_TOKEN,
        },
    ),
    "salesforce": Vendor(
        lambda url: salesforce.build(instance_url=url),
        credentials=lambda url: {
            "base_url": url,
            "client_id": salesforce.CONSUMER_KEY,
            "client_secret": salesforce.CONSUMER_SECRET,
        },
    ),
    "zoho": Vendor(
        lambda _: zoho.build(),
        credentials=lambda url: {
            "accounts_url": url,
            "client_id": zoho.CLIENT_ID,
            "client_secret": zoho.CLIENT_SECRET,
            "refresh_token": zoho.REFRESH_TOKEN,
        },
    ),
}
OPERATORS_OWN = {
    "openai": {"api_key": "OPENAI_API_KEY", "base_url": "OPENAI_BASE_URL"},
    "pinecone": {"api_key": "PINECONE_API_KEY", "base_url": "PINECONE_HOST"},
}


@contextmanager
def running() -> Iterator[Mapping[str, RunningServer]]:
    """All stand-ins, by the vendor's name, until the block is left."""
    with ExitStack() as open_servers:
        servers = {}
        for name, vendor in VENDORS.items():
            port = free_port()
            servers[name] = serve(vendor.build(f"http://127.0.0.1:{port}"), port)
            open_servers.callback(servers[name].stop)
        yield servers


def secrets(servers: Mapping[str, RunningServer]) -> dict[str, Secret]:
    """What each vendor's secret holds: the stand-in's address, or the operator's own keys from the environment."""
    given = {
        vendor: {field: os.environ[variable] for field, variable in fields.items() if os.environ.get(variable)}
        for vendor, fields in OPERATORS_OWN.items()
    }
    return {name: VENDORS[name].secret(server.url) for name, server in servers.items()} | given


def credentials(servers: Mapping[str, RunningServer]) -> dict[str, Secret]:
    """What each account is connected with, by the vendor's name."""
    made = {name: (VENDORS[name].credentials, server.url) for name, server in servers.items()}
    return {name: build(url) for name, (build, url) in made.items() if build}
