"""Sessions: the OAuth token endpoint, the session check and the daily API budget."""

import base64
import binascii
from typing import Any

import jwt
from flask import Flask, jsonify, request
from werkzeug import Response

from local.vendors.grants import InvalidGrant, Principal
from local.vendors.salesforce.errors import Refused
from local.vendors.salesforce.store import USERNAME, Org

CONSUMER_KEY, CONSUMER_SECRET = "stand-in-salesforce-key", "stand-in-salesforce-secret"
JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
CLOCK_SKEW, LONGEST_ASSERTION = 180, 300
OPEN = ("/_control/", "/services/oauth2/")
"""Paths that need no session and cost no call."""


class OAuthError(Exception):
    """The token endpoint refuses with `error` (RFC 6749 section 5.2)."""

    def __init__(self, error: str, description: str) -> None:
        super().__init__(description)
        self.error = error


def add(app: Flask, org: Org, instance_url: str) -> None:
    """Adds the token endpoint, and the checks in front of every other route."""

    @app.post("/services/oauth2/token")
    def token() -> Response:
        return jsonify(_session(org, request.form.to_dict(), instance_url))

    @app.errorhandler(OAuthError)
    def refuse(error: OAuthError) -> tuple[Response, int]:
        return jsonify(error=error.error, error_description=str(error)), 400

    @app.before_request
    def admit() -> None:
        if request.path.startswith(OPEN):
            return
        if org.grants.principal(request.headers.get("Authorization")) is None:
            raise Refused(401, "INVALID_SESSION_ID")
        if org.used >= org.daily:
            raise Refused(403, "REQUEST_LIMIT_EXCEEDED")
        org.used += 1

    @app.after_request
    def count(response: Response) -> Response:
        if not request.path.startswith(OPEN):
            response.headers["Sforce-Limit-Info"] = f"api-usage={org.used}/{org.daily}"
        return response


def _session(org: Org, form: dict[str, str], instance_url: str) -> dict[str, Any]:
    """A session for the form's grant; there is no ``expires_in``."""
    grant = form.get("grant_type")
    if grant == "client_credentials":
        _check_client(form)
        given = org.grants.reply(Principal(USERNAME, "client_credentials"))
    elif grant == JWT_BEARER:
        given = org.grants.reply(Principal(_subject(org, form.get("assertion", "")), "jwt"))
    elif grant == "refresh_token":
        given = _refreshed(org, form)
    else:
        raise OAuthError("unsupported_grant_type", "grant type not supported")
    identity = f"{instance_url}/id/00D5g0000000001EAA/0055g0000000001AAA"
    more = {"instance_url": instance_url, "id": identity, "scope": "api", "signature": "c3RhbmQtaW4="}
    if "refresh_token" in given:
        more["refresh_token"] = given["refresh_token"]
    issued_at = str(int(org.clock.now().timestamp() * 1000))
    return {"access_token": given["access_token"], "token_type": "Bearer", "issued_at": issued_at, **more}


def _check_client(form: dict[str, str]) -> None:
    """The consumer key and secret, in the form or as Basic authentication. Raises OAuthError."""
    key, secret = form.get("client_id", ""), form.get("client_secret", "")
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            key, _, secret = base64.b64decode(encoded, validate=True).decode().partition(":")
        except (binascii.Error, UnicodeDecodeError):
            key = ""
    if key != CONSUMER_KEY:
        raise OAuthError("invalid_client_id", "client identifier invalid")
    if secret != CONSUMER_SECRET:
        raise OAuthError("invalid_client", "invalid client credentials")


def _subject(org: Org, assertion: str) -> str:
    """Whom the assertion speaks for; its claims are checked, its signature is not. Raises OAuthError."""
    try:
        claims = jwt.decode(assertion, options={"verify_signature": False, "verify_exp": False})
        expires = float(claims["exp"])
    except (jwt.InvalidTokenError, KeyError, ValueError):
        raise OAuthError("invalid_grant", "invalid assertion") from None
    if claims.get("iss") != CONSUMER_KEY:
        raise OAuthError("invalid_client_id", "client identifier invalid")
    now = org.clock.now().timestamp()
    if not now - CLOCK_SKEW <= expires <= now + LONGEST_ASSERTION:
        raise OAuthError("invalid_grant", "expired authorization code")
    if claims.get("sub") != USERNAME:
        raise OAuthError("invalid_grant", "user hasn't approved this consumer")
    return USERNAME


def _refreshed(org: Org, form: dict[str, str]) -> dict[str, Any]:
    if form.get("client_id") != CONSUMER_KEY:
        raise OAuthError("invalid_client_id", "client identifier invalid")
    try:
        return org.grants.refresh(form.get("refresh_token", ""))
    except InvalidGrant:
        raise OAuthError("invalid_grant", "expired access/refresh token") from None
