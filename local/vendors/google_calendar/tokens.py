"""Google's token endpoint: refresh tokens and service accounts (RFC 7523)."""

from typing import Any

import jwt
from flask import Flask, jsonify, request
from werkzeug import Response

from local.vendors.google_calendar.store import Account
from local.vendors.grants import InvalidGrant, Principal

JWT_BEARER = "urn:ietf:params:oauth:grant-type:jwt-bearer"
LONGEST_ASSERTION = 3_600
CLOCK_SKEW = 60


def add(app: Flask, account: Account) -> None:
    """Adds ``POST /token``."""

    @app.post("/token")
    def token() -> Response:
        form = request.form.to_dict()
        try:
            return jsonify(_reply(account, form))
        except InvalidGrant as error:
            return _invalid_grant(str(error) or "Token has been expired or revoked.")


def _invalid_grant(description: str) -> Response:
    response = jsonify(error="invalid_grant", error_description=description)
    response.status_code = 400
    return response


def _reply(account: Account, form: dict[str, str]) -> dict[str, Any]:
    if form.get("grant_type") == "refresh_token":
        return {**account.grants.refresh(form.get("refresh_token", "")), "scope": form.get("scope", "")}
    if form.get("grant_type") == JWT_BEARER:
        return account.grants.reply(_service_account(account, form.get("assertion", "")))
    raise InvalidGrant("Bad Request")


def _service_account(account: Account, assertion: str) -> Principal:
    """Whom the assertion speaks for; its claims are checked, its signature is not (the stand-in has no key)."""
    try:
        claims = jwt.decode(assertion, options={"verify_signature": False, "verify_exp": False})
    except jwt.InvalidTokenError:
        raise InvalidGrant("Invalid JWT: Token must be a short-lived token.") from None
    if claims.get("iss") not in account.service_accounts:
        raise InvalidGrant("Invalid grant: account not found")
    now = account.clock.now().timestamp()
    fresh = now - CLOCK_SKEW <= claims["exp"] <= now + LONGEST_ASSERTION + CLOCK_SKEW
    if not fresh or not str(claims.get("aud", "")).endswith("/token"):
        raise InvalidGrant("Invalid JWT: Token must be a short-lived token (60 minutes) and in a reasonable timeframe.")
    return Principal(claims["sub"], "delegated") if claims.get("sub") else Principal(claims["iss"], "service_account")
