"""Webhook subscriptions."""

from typing import Any

from flask import Flask, jsonify, request
from werkzeug import Response

from local.vendors.calendly import resources
from local.vendors.calendly.errors import Refused
from local.vendors.calendly.model import Subscription
from local.vendors.calendly.paging import page
from local.vendors.calendly.routes import base
from local.vendors.calendly.store import Account, last


def add(app: Flask, account: Account) -> None:
    """Adds ``/webhook_subscriptions``."""

    @app.post("/webhook_subscriptions")
    def subscribe() -> Response:
        held = _subscription(account, request.get_json())
        account.subscriptions.append(held)
        response = jsonify(resource=resources.subscription(held, base()))
        response.status_code = 201
        return response

    @app.get("/webhook_subscriptions")
    def subscriptions() -> Response:
        scope = request.args.get("scope")
        found = [resources.subscription(held, base()) for held in account.subscriptions if held.scope == scope]
        return jsonify(page(found))

    @app.get("/webhook_subscriptions/<uuid>")
    def subscription(uuid: str) -> Response:
        return jsonify(resource=resources.subscription(account.subscription(uuid), base()))

    @app.delete("/webhook_subscriptions/<uuid>")
    def unsubscribe(uuid: str) -> Response:
        account.subscriptions.remove(account.subscription(uuid))
        return Response(status=204)


def _subscription(account: Account, body: dict[str, Any]) -> Subscription:
    if account.plan == "free":
        raise Refused(403, "Please upgrade your Calendly account to Professional")
    if last(body["organization"]) != last(resources.organisation_uri(base())):
        raise Refused(403, "You do not have permission to access this resource.")
    if any((held.url, held.scope) == (body["url"], body["scope"]) for held in account.subscriptions):
        raise Refused(409, "Hook with this url already exists")
    return Subscription(body["url"], body["events"], body["scope"], account.clock.now(), body.get("signing_key", ""))
