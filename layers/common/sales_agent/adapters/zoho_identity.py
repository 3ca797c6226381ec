"""Getting into a Zoho organisation: its data centre's accounts server, and a refresh token."""

from collections.abc import Mapping
from typing import Any

import requests

from sales_agent.adapters.json_http import CONNECT_SECONDS, READ_SECONDS, SERVER_ERROR, TOO_MANY
from sales_agent.domain.config_crm import Zoho
from sales_agent.ports.access_tokens import Grant, TokenGiver
from sales_agent.ports.errors import Fatal, Retriable

ACCOUNTS = "https://accounts.zoho.com"
NEEDED = ("client_id", "client_secret", "refresh_token")
PASSING = {"general_error", "internal_error", "server_error", "temporarily_unavailable"}
THROTTLED = "Access Denied"
THROTTLED_SECONDS = 300
"""Ten tokens in ten minutes, then none (zoho.com/accounts/protocol/oauth/web-apps/access-token-expiry.html)."""


class ZohoIdentity(TokenGiver):
    """Zoho Accounts. `secret` may hold what all connections share: `client_id`, `client_secret`, `accounts_url`.

    A connection's own credentials come first: every data centre has its own accounts server, and its own secret for an
    app. A refusal may come under 200, with the `error` in the body.
    """

    def __init__(self, *, secret: Mapping[str, str], settings: Zoho | None = None) -> None:
        self._secret = secret

    def grant(self, credentials: Mapping[str, str]) -> Grant:
        known = {**self._secret, **credentials}
        if missing := [name for name in NEEDED if not known.get(name)]:
            raise Fatal(f"Zoho CRM is not connected: give {', '.join(missing)}")
        form = {"grant_type": "refresh_token", **{name: known[name] for name in NEEDED}}
        reply = _asked(f"{(known.get('accounts_url') or ACCOUNTS).rstrip('/')}/oauth/v2/token", form)
        return Grant(
            access_token=reply["access_token"],
            expires_in=reply.get("expires_in") or 0,
            base_url=reply.get("api_domain") or "",
        )


def _asked(url: str, form: Mapping[str, str]) -> dict[str, Any]:
    """The reply to a form. Raises Retriable, and Fatal for every refusal that does not pass."""
    try:
        reply = requests.post(url, form, timeout=(CONNECT_SECONDS, READ_SECONDS))
        body = dict(reply.json())
    except (requests.RequestException, ValueError) as error:
        raise Retriable(f"Zoho's sign-in did not answer: {type(error).__name__}") from error
    if reply.ok and body.get("access_token"):
        return body
    code = str(body.get("error") or "")
    text = f"Zoho refused the sign-in: {reply.status_code} {code} {body.get('error_description', '')}".strip()
    if code == THROTTLED or reply.status_code == TOO_MANY:
        raise Retriable(text, retry_after=THROTTLED_SECONDS)
    raise (Retriable if code in PASSING or reply.status_code >= SERVER_ERROR else Fatal)(text)
