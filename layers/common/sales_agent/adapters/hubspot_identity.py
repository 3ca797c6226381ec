"""Getting into a HubSpot account: a service key, or an installed app's refresh token."""

from collections.abc import Mapping
from typing import Any

import requests

from sales_agent.adapters.hubspot_http import HOST, VERSION
from sales_agent.adapters.json_http import CONNECT_SECONDS, READ_SECONDS, SERVER_ERROR, TOO_MANY
from sales_agent.domain.config_crm import HubSpot
from sales_agent.ports.access_tokens import Grant, TokenGiver
from sales_agent.ports.errors import Fatal, Retriable

NEEDED = ("client_id", "client_secret", "refresh_token")


class HubSpotIdentity(TokenGiver):
    """HubSpot's token endpoint. `secret` may hold what all connections share: `client_id`, `client_secret`, `base_url`.

    An access token lasts 30 minutes (developers.hubspot.com/docs/methods/oauth2/refresh-access-token). A service key is
    an `access_token` among the credentials; it does not end.
    """

    def __init__(self, *, secret: Mapping[str, str], settings: HubSpot | None = None) -> None:
        self._secret = secret

    def grant(self, credentials: Mapping[str, str]) -> Grant:
        known = {**self._secret, **credentials}
        if key := credentials.get("access_token"):  # of this connection, never one that all share
            return Grant(access_token=key)
        if missing := [name for name in NEEDED if not known.get(name)]:
            raise Fatal(f"HubSpot is not connected: give an access_token, or {', '.join(missing)}")
        form = {"grant_type": "refresh_token", **{name: known[name] for name in NEEDED}}
        reply = _asked(f"{(known.get('base_url') or HOST).rstrip('/')}/oauth/{VERSION}/token", form)
        return Grant(
            access_token=reply["access_token"],
            refresh_token=reply.get("refresh_token") or "",
            expires_in=reply.get("expires_in") or 0,
        )


def _asked(url: str, form: Mapping[str, str]) -> dict[str, Any]:
    """The reply to a form. Raises Retriable, and Fatal for every refusal of the grant, a deleted account's included."""
    try:
        reply = requests.post(url, form, timeout=(CONNECT_SECONDS, READ_SECONDS))
        body = dict(reply.json())
    except (requests.RequestException, ValueError) as error:
        raise Retriable(f"HubSpot's sign-in did not answer: {type(error).__name__}") from error
    if reply.ok:
        return body
    text = f"HubSpot refused the sign-in: {reply.status_code} {body.get('status', '')} {body.get('message', '')}"
    passing = reply.status_code == TOO_MANY or reply.status_code >= SERVER_ERROR
    raise (Retriable if passing else Fatal)(text.strip())
