"""Calendly's token endpoint: refresh tokens are good for one use."""

from datetime import timedelta

from flask import Flask, jsonify, request
from werkzeug import Response

from local.vendors.calendly.errors import TOO_MANY, refusal
from local.vendors.calendly.resources import organisation_uri, user_uri
from local.vendors.calendly.routes import base
from local.vendors.calendly.store import Account
from local.vendors.grants import InvalidGrant

MOST_PER_MINUTE = 8


def add(app: Flask, account: Account) -> None:
    """Adds ``POST /oauth/token``."""

    @app.post("/oauth/token")
    def token() -> Response:
        if account.grants.issued_since(account.clock.now() - timedelta(minutes=1)) >= MOST_PER_MINUTE:
            return refusal(TOO_MANY)
        if request.form.get("grant_type") != "refresh_token":
            return _refused("unsupported_grant_type", "The authorization grant type is not supported.")
        try:
            reply = account.grants.refresh(request.form.get("refresh_token", ""))
        except InvalidGrant:
            return _refused("invalid_grant", "The provided authorization grant is invalid, expired or revoked.")
        return jsonify({**reply, "owner": user_uri(base()), "organization": organisation_uri(base())})


def _refused(error: str, description: str) -> Response:
    response = jsonify(error=error, error_description=description)
    response.status_code = 400
    return response
