"""HubSpot CRM, dated paths (2026-09) and v3/v4 on the same records, and its token endpoint, on one port.

A fresh portal is empty and connected: ``ACCESS_TOKEN`` is a service key, ``REFRESH_TOKEN`` with ``CLIENT_ID`` and
``CLIENT_SECRET`` an installed app. Search lags `index_lag` seconds behind; limits are per portal.
"""

from datetime import timedelta

from flask import Flask
from werkzeug.exceptions import HTTPException

from local.vendors.contracts import contracts
from local.vendors.grants import Rotation
from local.vendors.hubspot import access, associations, objects, settings
from local.vendors.hubspot.access import CLIENT_ID, CLIENT_SECRET
from local.vendors.hubspot.errors import Refused, refusal, reply
from local.vendors.hubspot.limits import Limits
from local.vendors.hubspot.people import people_routes
from local.vendors.hubspot.routing import Router
from local.vendors.hubspot.store import ACCESS_TOKEN, REFRESH_TOKEN, Portal
from local.vendors.kit import Clock, StandIn

__all__ = ["ACCESS_TOKEN", "CLIENT_ID", "CLIENT_SECRET", "REFRESH_TOKEN", "Limits", "Portal", "build"]


def build(
    *,
    index_lag: float = 0.0,
    rotation: Rotation = Rotation.NONE,
    burst: int = 190,
    daily: int = 650_000,
    checked: bool = True,
) -> StandIn:
    """A portal to run against; `checked` holds every request against the contracts, which list the dated paths only."""
    clock = Clock()
    portal = Portal(clock, timedelta(seconds=index_lag), rotation, lambda clock: Limits(clock, burst, daily))
    app = Flask(__name__)
    router = Router(app)
    app.register_error_handler(Refused, reply)
    app.register_error_handler(HTTPException, lambda error: refusal(error.code or 500, error.description or ""))
    access.add(app, portal)
    for area in (objects, associations, settings):
        area.add(router, portal)
    app.register_blueprint(people_routes(portal))
    documents = contracts("hubspot", "token-hubspot") if checked else []
    return StandIn("hubspot", app, portal, clock=clock, refuse=refusal, contracts=documents)
