"""What people do in Outlook and in the administrator's screens, at ``/_control/``."""

from flask import Blueprint, Flask, jsonify, request
from werkzeug import Response

from local.vendors.outlook import events
from local.vendors.outlook.store import OWNER, REFRESH_TOKEN, Mailbox, Tenant


def add(app: Flask, tenant: Tenant) -> None:
    """Adds the routes; an event's body is Graph's own resource."""
    people = Blueprint("people", __name__, url_prefix="/_control")
    _add_events(people, tenant)
    _add_access(people, tenant)
    app.register_blueprint(people)


def _add_events(people: Blueprint, tenant: Tenant) -> None:
    @people.post("/calendars/<address>/events")
    def book(address: str) -> Response:
        return jsonify(id=events.create(tenant, tenant.mailbox(address), request.get_json()).id)

    @people.patch("/calendars/<address>/events/<event_id>")
    def move(address: str, event_id: str) -> Response:
        mailbox = tenant.mailbox(address)
        events.change(tenant, mailbox, mailbox.event(event_id), request.get_json())
        return Response(status=204)

    @people.delete("/calendars/<address>/events/<event_id>")
    def delete(address: str, event_id: str) -> Response:
        mailbox = tenant.mailbox(address)
        events.remove(tenant, mailbox, mailbox.event(event_id))
        return Response(status=204)


def _add_access(people: Blueprint, tenant: Tenant) -> None:
    @people.put("/calendars/<address>")
    def license_mailbox(address: str) -> Response:
        tenant.mailboxes.setdefault(address.lower(), Mailbox(address.lower()))
        return Response(status=204)

    @people.delete("/calendars/<address>")
    def unlicense_mailbox(address: str) -> Response:
        tenant.mailboxes.pop(address.lower(), None)
        return Response(status=204)

    @people.post("/disconnect")
    def disconnect() -> Response:
        """The host withdraws the consent and the administrator disables the app."""
        tenant.grants.disconnect(OWNER)
        tenant.app_enabled = False
        return Response(status=204)

    @people.post("/connect")
    def connect() -> Response:
        tenant.app_enabled = True
        return jsonify(refresh_token=tenant.grants.connect(OWNER, REFRESH_TOKEN))
