"""Microsoft Graph v1.0 for one application: sign-in with client credentials, calls with stable ids and UTC times."""

from collections.abc import Mapping
from time import monotonic
from typing import Any

import requests

from sales_agent.adapters.json_http import CONNECT_SECONDS, READ_SECONDS, JsonHttp
from sales_agent.ports.errors import Fatal, Retriable

EARLY = 60
PREFER = 'outlook.timezone="UTC", IdType="ImmutableId"'
SCOPE = "https://graph.microsoft.com/.default"
TOO_MANY, SERVER_ERROR = 429, 500


def graph(secret: Mapping[str, str]) -> JsonHttp:
    """Graph. The secret holds `tenant_id`, `client_id`, `client_secret`."""
    base = secret.get("base_url") or "https://graph.microsoft.com/v1.0"
    token = AppToken(secret)
    return JsonHttp("Outlook", base, lambda: {"Authorization": f"Bearer {token()}", "Prefer": PREFER})


class AppToken:
    """The application's access token, asked for again a minute before it ends."""

    def __init__(self, secret: Mapping[str, str]) -> None:
        self._secret = secret
        self._token, self._ends = "", 0.0

    def __call__(self) -> str:
        if monotonic() >= self._ends:
            reply = self._ask(self._secret)
            self._token, self._ends = reply["access_token"], monotonic() + reply["expires_in"] - EARLY
        return self._token

    def _ask(self, secret: Mapping[str, str]) -> dict[str, Any]:
        if not all(secret.get(name) for name in ("tenant_id", "client_id", "client_secret")):
            raise Fatal("Outlook is not connected: the secret needs tenant_id, client_id and client_secret")
        login = (secret.get("login_url") or "https://login.microsoftonline.com").rstrip("/")
        form = {"grant_type": "client_credentials", "scope": SCOPE}
        form |= {"client_id": secret["client_id"], "client_secret": secret["client_secret"]}
        try:
            reply = requests.post(
                f"{login}/{secret['tenant_id']}/oauth2/v2.0/token", form, timeout=(CONNECT_SECONDS, READ_SECONDS)
            )
        except requests.RequestException as error:
            raise Retriable("Microsoft's sign-in cannot be reached") from error
        if reply.ok:
            return dict(reply.json())
        passing = reply.status_code == TOO_MANY or reply.status_code >= SERVER_ERROR
        raise (Retriable if passing else Fatal)(f"Microsoft refused the sign-in: {reply.status_code}")
