"""Zoho Accounts' token endpoint, the token check, API credits and concurrency."""

from datetime import timedelta

from flask import Flask, jsonify, request
from werkzeug import Response

from local.vendors.grants import InvalidGrant
from local.vendors.kit import IN_FLIGHT
from local.vendors.zoho.errors import Refused
from local.vendors.zoho.store import Organisation

CLIENT_ID, CLIENT_SECRET = "1000.STANDINZOHOCLIENT", "stand-in-zoho-secret"
OPEN = ("/_control/", "/oauth/")
"""Paths that need no token and cost no credit."""
SCHEME = "Zoho-oauthtoken"
CONVERSION_CREDITS, ROWS_A_CREDIT = 5, 10
TEN_MINUTES = timedelta(minutes=10)
MOST_TOKENS = 10
"""Access tokens a refresh token yields in ten minutes (zoho.com/accounts, access token expiry)."""


def add(app: Flask, organisation: Organisation, api_domain: str, concurrency: int) -> None:
    """Adds the token endpoint, and the checks in front of every other route."""

    @app.post("/oauth/v2/token")
    def token() -> tuple[Response, int]:
        return _token(organisation, {**request.args, **request.form}, api_domain or request.host_url.rstrip("/"))

    @app.before_request
    def admit() -> None:
        if request.path.startswith(OPEN):
            return
        scheme, _, value = request.headers.get("Authorization", "").partition(" ")
        if scheme != SCHEME:
            raise Refused(401, "AUTHENTICATION_FAILURE")
        if organisation.grants.principal(f"Bearer {value}") is None:
            raise Refused(401, "INVALID_TOKEN")
        if request.environ.get(IN_FLIGHT, 1) > concurrency:
            raise Refused(429, "TOO_MANY_REQUESTS", limit=concurrency)
        organisation.credits.spend(_cost())

    @app.after_request
    def count(response: Response) -> Response:
        if not request.path.startswith(OPEN):
            response.headers["X-API-CREDITS-REMAINING"] = str(organisation.credits.remaining)
        return response


def _cost() -> int:
    if request.path.endswith("/actions/convert"):
        return CONVERSION_CREDITS
    body = request.get_json(silent=True) if request.method in ("POST", "PUT") else None
    rows = len(body.get("data") or []) if isinstance(body, dict) else 0
    return max(1, -(-rows // ROWS_A_CREDIT))


def _token(organisation: Organisation, form: dict[str, str], api_domain: str) -> tuple[Response, int]:
    """Most refusals come as 200 with an ``error`` in the body; too many tokens as 400."""
    if form.get("client_id") != CLIENT_ID:
        return jsonify(error="invalid_client"), 200
    if form.get("client_secret") != CLIENT_SECRET:
        return jsonify(error="invalid_client_secret"), 200
    if organisation.grants.issued_since(organisation.clock.now() - TEN_MINUTES) >= MOST_TOKENS:
        why = "You have made too many requests continuously. Please try again after some time."
        return jsonify(error="Access Denied", error_description=why, status="failure"), 400
    try:
        given = organisation.grants.refresh(form.get("refresh_token", ""))
    except InvalidGrant:
        return jsonify(error="invalid_code"), 200
    return jsonify({**given, "api_domain": api_domain, "scope": "ZohoCRM.modules.ALL ZohoCRM.settings.ALL"}), 200
