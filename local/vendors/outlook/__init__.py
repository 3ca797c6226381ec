"""Microsoft Graph's calendar and Microsoft's token endpoint, on one port.

Graph is at ``{url}/v1.0``, the token endpoint at ``{url}/{tenant}/oauth2/v2.0/token``. A fresh one has one mailbox
(``OWNER``), reached as the host with ``REFRESH_TOKEN`` (``/me``) or as the app with ``CLIENT_ID`` and ``CLIENT_SECRET``
(``/users/{address}``). A Teams link is there `meeting_delay` seconds after the event.
"""

from flask import Flask

from local.vendors.kit import Clock, StandIn
from local.vendors.outlook import people, routes, tokens
from local.vendors.outlook.errors import refusal
from local.vendors.outlook.store import CLIENT_ID, CLIENT_SECRET, OWNER, REFRESH_TOKEN, Tenant
from local.vendors.specs import contracts

__all__ = ["CLIENT_ID", "CLIENT_SECRET", "OWNER", "REFRESH_TOKEN", "Tenant", "build"]


def build(meeting_delay: float = 0.0) -> StandIn:
    """A Microsoft 365 tenant to run against."""
    clock = Clock()
    tenant, app = Tenant(clock, meeting_delay), Flask(__name__)
    tokens.add(app, tenant)
    routes.add(app, tenant)
    people.add(app, tenant)
    checked = contracts("msgraph-calendar", "token-microsoft")
    return StandIn("outlook", app, tenant, clock=clock, refuse=refusal, contracts=checked)
