"""What people do in Google's own screens, at ``/_control/``."""

from flask import Blueprint, Flask, jsonify, request
from werkzeug import Response

from local.vendors.google_calendar import events
from local.vendors.google_calendar.store import OWNER, REFRESH_TOKEN, Account, Calendar

BY_HAND = events.Options(send_updates="all")


def add(app: Flask, account: Account) -> None:
    """Adds the routes; an event's body is the API's own resource."""
    people = Blueprint("people", __name__, url_prefix="/_control")
    _add_events(people, account)
    _add_access(people, account)
    app.register_blueprint(people)


def _add_events(people: Blueprint, account: Account) -> None:
    @people.post("/calendars/<calendar_id>/events")
    def book(calendar_id: str) -> Response:
        return jsonify(events.insert(account, account.calendar(calendar_id), request.get_json(), BY_HAND))

    @people.patch("/calendars/<calendar_id>/events/<event_id>")
    def move(calendar_id: str, event_id: str) -> Response:
        calendar = account.calendar(calendar_id)
        return jsonify(events.change(account, calendar, calendar.events[event_id], request.get_json(), BY_HAND))

    @people.delete("/calendars/<calendar_id>/events/<event_id>")
    def delete(calendar_id: str, event_id: str) -> Response:
        calendar = account.calendar(calendar_id)
        events.cancel(account, calendar, calendar.events[event_id], BY_HAND)
        return Response(status=204)

    @people.post("/calendars/<calendar_id>/events/<event_id>/answer")
    def answer(calendar_id: str, event_id: str) -> Response:
        """A guest accepts or declines: ``{"email", "responseStatus"}``."""
        calendar, given = account.calendar(calendar_id), request.get_json()
        event = calendar.events[event_id]
        for guest in event.get("attendees", []):
            if guest["email"] == given["email"]:
                guest["responseStatus"] = given["responseStatus"]
        account.save(calendar, event)
        return jsonify(event)


def _add_access(people: Blueprint, account: Account) -> None:
    @people.put("/calendars/<calendar_id>")
    def share(calendar_id: str) -> Response:
        """A calendar is made, or shared with the account: ``{"time_zone"}``."""
        account.calendars.setdefault(calendar_id, Calendar(calendar_id)).time_zone = request.get_json()["time_zone"]
        return Response(status=204)

    @people.delete("/calendars/<calendar_id>")
    def unshare(calendar_id: str) -> Response:
        account.calendars.pop(calendar_id, None)
        return Response(status=204)

    @people.post("/disconnect")
    def disconnect() -> Response:
        """The host withdraws the app's access in the Google account."""
        account.grants.disconnect(OWNER)
        return Response(status=204)

    @people.post("/connect")
    def connect() -> Response:
        """The host consents (again)."""
        return jsonify(refresh_token=account.grants.connect(OWNER, REFRESH_TOKEN))

    @people.post("/expire-sync-tokens")
    def expire_sync_tokens() -> Response:
        account.revision += 1
        account.oldest_sync = account.revision
        return Response(status=204)
