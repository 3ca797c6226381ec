"""What the host and the invitees do in Calendly, at ``/_control/`` and on the booking pages."""

from flask import Blueprint, Flask, jsonify, request
from werkzeug import Response

from local.vendors.calendly import booking, resources
from local.vendors.calendly.routes import base, instant
from local.vendors.calendly.store import PLANS, REFRESH_TOKEN, TOKEN, USER, Account
from local.vendors.calendly.webhooks import Deliveries


def add(app: Flask, account: Account, deliveries: Deliveries) -> None:
    """Adds the control routes."""
    people = Blueprint("people", __name__, url_prefix="/_control")
    _add_host(people, account)
    _add_meetings(people, account, deliveries)
    _add_deliveries(people, deliveries)
    app.register_blueprint(people)


def _add_host(people: Blueprint, account: Account) -> None:
    @people.post("/busy")
    def busy() -> Response:
        """Something else in the host's calendar: ``{"start_time", "end_time"}``."""
        body = request.get_json()
        account.busy.append((instant(body["start_time"], "start_time"), instant(body["end_time"], "end_time")))
        return Response(status=204)

    @people.post("/plan")
    def plan() -> Response:
        """``{"plan"}``: free, trial, paid or enterprise."""
        wanted = request.get_json()["plan"]
        if wanted not in PLANS:
            return Response(f"one of {', '.join(PLANS)}", 400)
        account.plan = wanted
        return Response(status=204)

    @people.post("/already-booked")
    def already_booked() -> Response:
        """Which status a booking of a slot that is gone gets: ``{"status"}``."""
        account.already_booked = int(request.get_json()["status"])
        return Response(status=204)

    @people.post("/disconnect")
    def disconnect() -> Response:
        account.tokens.clear()
        account.grants.disconnect(USER)
        return Response(status=204)

    @people.post("/connect")
    def connect() -> Response:
        account.tokens.add(TOKEN)
        return jsonify(refresh_token=account.grants.connect(USER, REFRESH_TOKEN))


def _add_meetings(people: Blueprint, account: Account, deliveries: Deliveries) -> None:
    @people.post("/meetings/<uuid>/cancel")
    def cancel(uuid: str) -> Response:
        """The host (``{"by": "host"}``) or the invitee cancels, with a ``reason``."""
        meeting, body = account.meeting(uuid), request.get_json()
        who = body.get("by", "invitee")
        name = resources.HOST if who == "host" else meeting.invitee.name
        booking.cancel(account, meeting, name, body.get("reason", ""), who)
        deliveries.announce("invitee.canceled", meeting, base())
        return jsonify(resources.invitee(meeting, base()))

    @people.post("/meetings/<uuid>/reschedule")
    def reschedule(uuid: str) -> Response:
        """The invitee moves the meeting: ``{"start_time"}``."""
        meeting = account.meeting(uuid)
        again = booking.reschedule(account, meeting, instant(request.get_json()["start_time"], "start_time"))
        deliveries.announce("invitee.canceled", meeting, base())
        deliveries.announce("invitee.created", again, base())
        return jsonify(resources.invitee(again, base()))


def _add_deliveries(people: Blueprint, deliveries: Deliveries) -> None:
    @people.get("/deliveries")
    def sent() -> Response:
        return jsonify(deliveries=deliveries.sent())

    @people.post("/deliveries/again")
    def again() -> Response:
        """Sends the failed ones once more, or ``{"all": true}`` everything."""
        return jsonify(deliveries=deliveries.again(failed_only=not request.get_json().get("all")))
