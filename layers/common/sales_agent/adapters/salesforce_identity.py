"""Getting into a Salesforce org: client credentials, a signed assertion (JWT bearer), or a refresh token.

SOAP login with a password ends with Summer '27 and is not offered.
"""

from collections.abc import Mapping
from time import time
from typing import Any

import jwt
import requests

from sales_agent.adapters.json_http import CONNECT_SECONDS, READ_SECONDS, SERVER_ERROR, TOO_MANY
from sales_agent.domain.config_crm import Salesforce
from sales_agent.ports.access_tokens import Grant, TokenGiver
from sales_agent.ports.errors import Fatal, Retriable

LOGIN, SANDBOX = "https://login.salesforce.com", "https://test.salesforce.com"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
ASSERTION_SECONDS = 180
PASSING = {"server_error", "temporarily_unavailable", "unknown_error"}
RATE = "rate exceeded"
"""Salesforce calls too many logins an `invalid_grant`; only the description tells it from a dead one."""


class SalesforceIdentity(TokenGiver):
    """Salesforce's token endpoint. `secret` may hold what all connections share: `client_id`, `client_secret`.

    Credentials are `client_id` with one of: `refresh_token`; `private_key` (PEM) and `username`; `client_secret`. A
    `base_url` names the org's own host (My Domain), which client credentials need.
    """

    def __init__(self, *, secret: Mapping[str, str], settings: Salesforce | None = None) -> None:
        self._secret = secret
        self._login = SANDBOX if settings and settings.sandbox_mode else LOGIN

    def grant(self, credentials: Mapping[str, str]) -> Grant:
        known = {**self._secret, **credentials}
        if not known.get("client_id"):
            raise Fatal("Salesforce is not connected: the credentials hold no client_id")
        host = (known.get("base_url") or self._login).rstrip("/")
        return _asked(f"{host}/services/oauth2/token", self._form(known))

    def _form(self, known: Mapping[str, str]) -> dict[str, str]:
        client = {name: known[name] for name in ("client_id", "client_secret") if known.get(name)}
        if known.get("refresh_token"):
            return {"grant_type": "refresh_token", "refresh_token": known["refresh_token"], **client}
        if known.get("private_key"):
            return {"grant_type": JWT_BEARER, "assertion": self._assertion(known)}
        if known.get("client_secret"):
            return {"grant_type": "client_credentials", **client}
        raise Fatal("Salesforce is not connected: give a client_secret, a refresh_token, or username and private_key")

    def _assertion(self, known: Mapping[str, str]) -> str:
        ends = int(time()) + ASSERTION_SECONDS
        claims = {"iss": known["client_id"], "sub": known.get("username", ""), "aud": self._login, "exp": ends}
        try:
            return jwt.encode(claims, known["private_key"], algorithm="RS256")
        except (ValueError, TypeError, jwt.PyJWTError) as error:
            raise Fatal("Salesforce's private_key is no RSA key in PEM form") from error


def grant_of(status: int, reply: Mapping[str, Any]) -> Grant:
    """What the token endpoint gave. Raises Fatal when the connection was withdrawn, Retriable when it is busy."""
    if reply.get("access_token") and reply.get("instance_url"):
        return Grant(
            access_token=reply["access_token"],
            refresh_token=reply.get("refresh_token") or "",
            expires_in=int(reply.get("expires_in") or 0),
            base_url=reply["instance_url"],
        )
    code, why = str(reply.get("error", "")), str(reply.get("error_description", ""))
    busy = status == TOO_MANY or status >= SERVER_ERROR or code in PASSING or RATE in why
    raise (Retriable if busy else Fatal)(f"Salesforce refused the sign-in: {status} {code} {why}".strip())


def _asked(url: str, form: Mapping[str, str]) -> Grant:
    try:
        reply = requests.post(url, form, timeout=(CONNECT_SECONDS, READ_SECONDS), allow_redirects=False)
        body = dict(reply.json())
    except (requests.RequestException, ValueError) as error:
        raise Retriable(f"Salesforce's sign-in did not answer: {type(error).__name__}") from error
    return grant_of(reply.status_code, body)
