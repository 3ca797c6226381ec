"""Zoho CRM v8 and Zoho Accounts' token endpoint, on one port.

A fresh organisation is empty and connected: ``REFRESH_TOKEN`` with ``CLIENT_ID`` and ``CLIENT_SECRET``. The token
reply's ``api_domain`` is this server unless `api_domain` names a data centre's. Search lags `index_lag` seconds behind.
"""

from datetime import timedelta

from flask import Flask
from werkzeug.exceptions import HTTPException

from local.vendors.contracts import contracts
from local.vendors.kit import Clock, StandIn
from local.vendors.zoho import access, conversion, records, related, settings
from local.vendors.zoho.access import CLIENT_ID, CLIENT_SECRET
from local.vendors.zoho.errors import Refused, RowRefused, refusal, reply
from local.vendors.zoho.people import people_routes
from local.vendors.zoho.store import REFRESH_TOKEN, Organisation

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "REFRESH_TOKEN", "Organisation", "build"]


def build(
    *,
    api_domain: str = "",
    index_lag: float = 0.0,
    credits_a_day: int = 100_000,
    concurrency: int = 10,
    checked: bool = True,
) -> StandIn:
    """An organisation to run against; `checked` holds every request against the contracts."""
    clock = Clock()
    organisation, app = Organisation(clock, timedelta(seconds=index_lag), credits_a_day), Flask(__name__)
    app.register_error_handler(Refused, reply)
    app.register_error_handler(RowRefused, lambda error: reply(Refused(400, error.code, **error.details)))
    app.register_error_handler(HTTPException, lambda error: refusal(error.code or 500))
    access.add(app, organisation, api_domain, concurrency)
    for area in (settings, conversion, records, related):
        area.add(app, organisation)
    app.register_blueprint(people_routes(organisation))
    documents = contracts("zoho", "token-zoho") if checked else []
    return StandIn("zoho", app, organisation, clock=clock, refuse=refusal, contracts=documents)
