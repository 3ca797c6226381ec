"""Google Calendar v3 and Google's token endpoint, on one port.

The client's ``api_endpoint`` is ``{url}/calendar/v3/``, its ``token_uri`` ``{url}/token``. A fresh one has one host
(``OWNER``), reached with ``REFRESH_TOKEN`` or as ``SERVICE_ACCOUNT``. A Meet link is pending in the reply to the write
and there at the first read `conference_delay` seconds later.
"""

from flask import Flask

from local.vendors.google_calendar import people, routes, tokens
from local.vendors.google_calendar.errors import refusal
from local.vendors.google_calendar.store import OWNER, REFRESH_TOKEN, SERVICE_ACCOUNT, Account
from local.vendors.kit import Clock, StandIn
from local.vendors.specs import contracts

__all__ = ["OWNER", "REFRESH_TOKEN", "SERVICE_ACCOUNT", "Account", "build"]


def build(conference_delay: float = 0.0) -> StandIn:
    """A Google account to run against."""
    clock = Clock()
    account, app = Account(clock, conference_delay), Flask(__name__)
    tokens.add(app, account)
    routes.add(app, account)
    people.add(app, account)
    checked = contracts("google-calendar", "token-google")
    return StandIn("google_calendar", app, account, clock=clock, refuse=refusal, contracts=checked)
