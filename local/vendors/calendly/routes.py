"""Calendly API v2, the part a booking needs."""

from datetime import datetime
from typing import Any

from flask import Flask, g, jsonify, request
from werkzeug import Response

from local.vendors.calendly import booking, resources, slots
from local.vendors.calendly.errors import TOO_MANY, Refused, refusal
from local.vendors.calendly.limits import API, API_PAID, INVITEES, Standing
from local.vendors.calendly.model import EventType, Meeting, new_id
from local.vendors.calendly.paging import page
from local.vendors.calendly.store import Account
from local.vendors.calendly.webhooks import Deliveries

PREFIXES = ("/users", "/event_type", "/invitees", "/scheduled_events", "/scheduling_links", "/webhook_subscriptions")


def base() -> str:
    """Where this request reached the API."""
    return request.host_url.rstrip("/")


def instant(text: str | None, parameter: str) -> datetime:
    """An ISO 8601 instant in UTC, or a 400."""
    try:
        value = datetime.fromisoformat(text or "")
    except ValueError:
        raise Refused(400, "must be a valid ISO 8601 date-time", parameter) from None
    if value.tzinfo is None:
        raise Refused(400, "must be in UTC", parameter)
    return value


def add(app: Flask, account: Account, deliveries: Deliveries) -> None:
    """Adds every route of the API but the webhook subscriptions."""
    app.register_error_handler(Refused, lambda error: refusal(error.status, error.message, error.parameter))
    app.register_error_handler(404, lambda _error: refusal(404))
    _add_admission(app, account)
    _add_event_types(app, account)
    _add_scheduled_events(app, account)
    _add_booking(app, account, deliveries)


def _add_admission(app: Flask, account: Account) -> None:
    @app.before_request
    def admit() -> Response | None:
        if not request.path.startswith(PREFIXES):
            return None
        if not account.authorised(request.headers.get("Authorization")):
            return refusal(401)
        now = account.clock.now()
        g.standing = account.limiter.admit("api", API.get(account.plan, API_PAID), now)
        if not g.standing.refused and request.path == "/invitees" and account.plan in INVITEES:
            g.standing = account.limiter.admit("invitees", INVITEES[account.plan], now)
        return refusal(TOO_MANY) if g.standing.refused else None

    @app.after_request
    def tell_limits(response: Response) -> Response:
        standing: Standing | None = g.get("standing")
        if standing:
            response.headers["X-RateLimit-Limit"] = str(standing.limit)
            response.headers["X-RateLimit-Remaining"] = str(standing.remaining)
            response.headers["X-RateLimit-Reset"] = str(standing.reset)
        return response


def _add_event_types(app: Flask, account: Account) -> None:
    @app.get("/users/<uuid>")
    def user(uuid: str) -> Response:
        del uuid  # there is one
        return jsonify(resource=resources.user(account, base()))

    @app.get("/event_types")
    def event_types() -> Response:
        _owner()
        kinds = sorted(account.event_types, key=lambda kind: kind.name)
        return jsonify(page([resources.event_type(kind, base()) for kind in kinds]))

    @app.get("/event_types/<uuid>")
    def event_type(uuid: str) -> Response:
        return jsonify(resource=resources.event_type(account.event_type(uuid), base()))

    @app.get("/event_type_available_times")
    def available_times() -> Response:
        kind = account.event_type(request.args.get("event_type", ""))
        start, end = (instant(request.args.get(name), name) for name in ("start_time", "end_time"))
        return jsonify(collection=[_slot(kind, slot) for slot in slots.available(account, kind, start, end)])

    @app.post("/scheduling_links")
    def scheduling_link() -> Response:
        kind = account.event_type(request.get_json()["owner"])
        code = new_id()[:8]
        account.links[code] = kind
        link = {"booking_url": f"{base()}/d/{code}/{kind.slug}", "owner_type": "EventType"}
        return _created({**link, "owner": f"{base()}/event_types/{kind.uuid}"})


def _add_scheduled_events(app: Flask, account: Account) -> None:
    @app.get("/scheduled_events")
    def scheduled_events() -> Response:
        _owner()
        found = sorted((meeting for meeting in account.meetings if _wanted(meeting)), key=lambda each: each.start)
        if request.args.get("sort") == "start_time:desc":
            found.reverse()
        return jsonify(page([resources.event(meeting, base()) for meeting in found]))

    @app.get("/scheduled_events/<uuid>")
    def scheduled_event(uuid: str) -> Response:
        return jsonify(resource=resources.event(account.meeting(uuid), base()))

    @app.get("/scheduled_events/<uuid>/invitees")
    def invitees(uuid: str) -> Response:
        invitee = resources.invitee(account.meeting(uuid), base())
        wanted = all(request.args.get(name, invitee[name]) == invitee[name] for name in ("email", "status"))
        return jsonify(page([invitee] if wanted else []))

    @app.get("/scheduled_events/<_event>/invitees/<uuid>")
    def invitee(_event: str, uuid: str) -> Response:
        return jsonify(resource=resources.invitee(account.of_invitee(uuid), base()))


def _add_booking(app: Flask, account: Account, deliveries: Deliveries) -> None:
    @app.post("/invitees")
    def create_invitee() -> Response:
        if account.plan not in INVITEES:
            raise Refused(403, "Please upgrade your Calendly account to Standard")
        body = request.get_json()
        meeting = booking.book(account, account.event_type(body.get("event_type", "")), _booking(body))
        deliveries.announce("invitee.created", meeting, base())
        return _created(resources.invitee(meeting, base()))

    @app.post("/scheduled_events/<uuid>/cancellation")
    def cancel(uuid: str) -> Response:
        meeting = account.meeting(uuid)
        booking.cancel(account, meeting, resources.HOST, request.get_json().get("reason", ""))
        deliveries.announce("invitee.canceled", meeting, base())
        return _created(meeting.cancellation or {})


def _owner() -> None:
    if not request.args.get("user") and not request.args.get("organization"):
        raise Refused(400, "user or organization is required", "user")


def _slot(kind: EventType, slot: datetime) -> dict[str, Any]:
    at = slot.strftime("%Y-%m-%dT%H:%M:%SZ")
    url = f"{base()}/host/{kind.slug}/{at}"
    return {"status": "available", "invitees_remaining": 1, "start_time": at, "scheduling_url": url}


def _wanted(meeting: Meeting) -> bool:
    asked = request.args
    status = "canceled" if meeting.cancellation else "active"
    return (
        asked.get("status", status) == status
        and asked.get("invitee_email", meeting.invitee.email).lower() == meeting.invitee.email.lower()
        and ("min_start_time" not in asked or meeting.start >= instant(asked["min_start_time"], "min_start_time"))
        and ("max_start_time" not in asked or meeting.start < instant(asked["max_start_time"], "max_start_time"))
    )


def _booking(body: dict[str, Any]) -> booking.Booking:
    return booking.Booking(
        instant(body.get("start_time"), "start_time"),
        body.get("invitee") or {},
        body.get("location"),
        body.get("questions_and_answers", []),
        body.get("tracking"),
        body.get("event_guests", []),
    )


def _created(resource: dict[str, Any]) -> Response:
    response = jsonify(resource=resource)
    response.status_code = 201
    return response
