"""Salesforce REST API and its token endpoint, on one port.

A fresh org has users and opportunity stages, duplicate rules that alert, and no records. ``CONSUMER_KEY`` and
``CONSUMER_SECRET`` are its app, ``USERNAME`` the user it runs as. Clients are told `instance_url` and must be led here
by their own transport: simple-salesforce insists on https.
"""

from flask import Flask
from werkzeug.exceptions import HTTPException

from local.vendors.contracts import contracts
from local.vendors.grants import Rotation
from local.vendors.kit import Clock, StandIn
from local.vendors.salesforce import access, rest, sobject_collections
from local.vendors.salesforce.access import CONSUMER_KEY, CONSUMER_SECRET
from local.vendors.salesforce.errors import Refused, SeveralMatch, refusal, reply, several
from local.vendors.salesforce.people import people_routes
from local.vendors.salesforce.store import REFRESH_TOKEN, USERNAME, Org

__all__ = ["CONSUMER_KEY", "CONSUMER_SECRET", "REFRESH_TOKEN", "USERNAME", "Org", "build"]


def build(
    *,
    instance_url: str = "https://stand-in.my.salesforce.com",
    daily: int = 100_000,
    rotation: Rotation = Rotation.NONE,
    checked: bool = True,
) -> StandIn:
    """An org to run against, with `daily` API calls; `checked` holds every request against the contracts."""
    clock = Clock()
    org, app = Org(clock, daily, rotation), Flask(__name__)
    app.register_error_handler(Refused, reply)
    app.register_error_handler(SeveralMatch, several)
    app.register_error_handler(HTTPException, lambda error: refusal(error.code or 500))
    access.add(app, org, instance_url)
    rest.add(app, org)
    sobject_collections.add(app, org)
    app.register_blueprint(people_routes(org))
    documents = contracts("salesforce", "token-salesforce") if checked else []
    return StandIn("salesforce", app, org, clock=clock, refuse=refusal, contracts=documents)
