"""Microsoft's token endpoint: the app's own credentials, or a person's refresh token (the old one goes on working)."""

from typing import Any

from flask import Flask, jsonify, request
from werkzeug import Response

from local.vendors.grants import InvalidGrant, Principal
from local.vendors.outlook.store import CLIENT_ID, CLIENT_SECRET, Tenant

DEFAULT_SCOPE = "https://graph.microsoft.com/.default"


class _Refused(Exception):
    """`status`, OAuth error, AADSTS number and text."""

    def __init__(self, status: int, error: str, code: int, text: str) -> None:
        super().__init__(status, error, code, text)
        self.status, self.error, self.code, self.text = status, error, code, text


def add(app: Flask, tenant: Tenant) -> None:
    """Adds ``POST /{tenant}/oauth2/v2.0/token``."""

    @app.post("/<_directory>/oauth2/v2.0/token")
    def token(_directory: str) -> Response:
        try:
            return jsonify(_reply(tenant, request.form.to_dict()))
        except _Refused as refused:
            description = f"AADSTS{refused.code}: {refused.text}"
            response = jsonify(error=refused.error, error_description=description, error_codes=[refused.code])
            response.status_code = refused.status
            return response


def _reply(tenant: Tenant, form: dict[str, str]) -> dict[str, Any]:
    if form.get("grant_type") == "client_credentials":
        return tenant.grants.reply(_application(tenant, form))
    try:
        return tenant.grants.refresh(form.get("refresh_token", ""))
    except InvalidGrant:
        text = "The provided grant has expired due to it being revoked, a fresh auth token is needed."
        raise _Refused(400, "invalid_grant", 50173, text) from None


def _application(tenant: Tenant, form: dict[str, str]) -> Principal:
    if (form.get("client_id"), form.get("client_secret")) != (CLIENT_ID, CLIENT_SECRET):
        raise _Refused(401, "invalid_client", 7000215, "Invalid client secret provided.")
    if form.get("scope") != DEFAULT_SCOPE:
        text = f"The provided value for scope {form.get('scope')} is not valid. It must be suffixed with /.default."
        raise _Refused(400, "invalid_scope", 1002012, text)
    if not tenant.app_enabled:
        raise _Refused(400, "unauthorized_client", 7000112, "Application is disabled.")
    return Principal(CLIENT_ID, "app")
