"""Who may call: OAuth tokens (RFC 6749 errors) and service keys."""

from flask import Flask, jsonify, request
from werkzeug import Response

from local.vendors.grants import InvalidGrant, Principal
from local.vendors.hubspot.errors import MESSAGE, Refused
from local.vendors.hubspot.store import ACCESS_TOKEN, PORTAL, Portal

CLIENT_ID, CLIENT_SECRET = "stand-in-hubspot-client", "stand-in-hubspot-secret"
OPEN = ("/_control/", "/oauth/")
"""Paths that need no token and count against no limit."""


def add(app: Flask, portal: Portal) -> None:
    """Adds the token endpoint, and the checks in front of every other route."""

    @app.post('/oauth/<any("2026-09","2026-03","v1"):_version>/token')
    def token() -> Response:
        return _token(portal)

    @app.before_request
    def admit() -> None:
        if request.path.startswith(OPEN):
            return
        given = request.headers.get("Authorization")
        if given != f"Bearer {ACCESS_TOKEN}" and portal.grants.principal(given) is None:
            raise Refused(401, MESSAGE[401])
        portal.limits.spend(search=request.path.endswith("/search"))

    @app.after_request
    def count(response: Response) -> Response:
        if not request.path.startswith(OPEN) and not request.path.endswith("/search"):
            response.headers.update(portal.limits.headers())
        return response


def _token(portal: Portal) -> Response:
    form = request.form.to_dict()
    if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
        return _oauth_error(401, "invalid_client", "BAD_CLIENT_SECRET", "client id or client secret is invalid")
    if form.get("grant_type") == "authorization_code" and form.get("code"):
        return jsonify(portal.grants.reply(Principal(PORTAL)) | {"refresh_token": portal.grants.connect(PORTAL)})
    if form.get("grant_type") != "refresh_token":
        return _oauth_error(400, "unsupported_grant_type", "BAD_GRANT_TYPE", "grant_type is missing or unknown")
    refresh_token = form.get("refresh_token", "")
    try:
        return jsonify({"refresh_token": refresh_token} | portal.grants.refresh(refresh_token))
    except InvalidGrant:
        return _oauth_error(400, "invalid_grant", "BAD_REFRESH_TOKEN", "missing or invalid refresh token")


def _oauth_error(status: int, error: str, word: str, message: str) -> Response:
    response = jsonify(error=error, error_description=message, status=word, message=message)
    response.status_code = status
    return response
