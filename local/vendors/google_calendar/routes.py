"""Google Calendar API v3, the part a booking needs."""

from typing import Any

from flask import Flask, g, jsonify, request
from werkzeug import Response

from local.vendors.google_calendar import conference, events, times
from local.vendors.google_calendar.errors import Refused, refusal
from local.vendors.google_calendar.listing import listed
from local.vendors.google_calendar.store import Account, Calendar

API = "/calendar/v3"
EVENTS = f"{API}/calendars/<calendar_id>/events"
EVENT = f"{EVENTS}/<event_id>"
MOST_CALENDARS = 50


def add(app: Flask, account: Account) -> None:
    """Adds every route below ``/calendar/v3``."""
    app.register_error_handler(Refused, lambda error: refusal(error.status, error.reason, error.message))
    app.register_error_handler(404, lambda _error: refusal(404))

    @app.before_request
    def authenticate() -> Response | None:
        if not request.path.startswith(API):
            return None
        g.principal = account.grants.principal(request.headers.get("Authorization"))
        return None if g.principal else refusal(401)

    _add_calendars(app, account)
    _add_reads(app, account)
    _add_writes(app, account)


def _add_calendars(app: Flask, account: Account) -> None:
    @app.get(f"{API}/users/me/calendarList")
    def calendar_list() -> Response:
        items = [_entry(calendar) for calendar in account.calendars.values()]
        return jsonify(kind="calendar#calendarList", etag='"0"', items=items, nextSyncToken="0")

    @app.get(f"{API}/calendars/<calendar_id>")
    def calendar(calendar_id: str) -> Response:
        found = _calendar(account, calendar_id)
        body = {"kind": "calendar#calendar", "etag": '"0"', "id": found.id, "summary": found.id}
        return jsonify({**body, "timeZone": found.time_zone})

    @app.post(f"{API}/freeBusy")
    def free_busy() -> Response:
        body = request.get_json()
        window = times.instant(body.get("timeMin", ""), "timeMin"), times.instant(body.get("timeMax", ""), "timeMax")
        if window[1] <= window[0]:
            raise Refused(400, "timeRangeEmpty")
        asked = [item["id"] for item in body.get("items", [])]
        shown = {calendar_id: _free_busy(account, calendar_id, window) for calendar_id in asked[:MOST_CALENDARS]}
        shown |= {calendar_id: _unknown("tooManyCalendarsRequested") for calendar_id in asked[MOST_CALENDARS:]}
        start, end = (times.utc(edge) for edge in window)
        return jsonify(kind="calendar#freeBusy", timeMin=start, timeMax=end, calendars=shown)


def _add_reads(app: Flask, account: Account) -> None:
    @app.get(EVENTS)
    def list_events(calendar_id: str) -> Response:
        return jsonify(listed(account, _calendar(account, calendar_id), request.args))

    @app.get(EVENT)
    def get_event(calendar_id: str, event_id: str) -> Response:
        return jsonify(conference.settled(account, _event(_calendar(account, calendar_id), event_id)))


def _add_writes(app: Flask, account: Account) -> None:
    @app.post(EVENTS)
    def insert(calendar_id: str) -> Response:
        _check_guests()
        return jsonify(events.insert(account, _calendar(account, calendar_id), request.get_json(), _options()))

    @app.patch(EVENT)
    def patch(calendar_id: str, event_id: str) -> Response:
        _check_guests()
        calendar = _calendar(account, calendar_id)
        event = _unchanged(_event(calendar, event_id))
        return jsonify(events.change(account, calendar, event, request.get_json(), _options()))

    @app.put(EVENT)
    def update(calendar_id: str, event_id: str) -> Response:
        _check_guests()
        calendar = _calendar(account, calendar_id)
        event = _unchanged(_event(calendar, event_id))
        return jsonify(events.replace(account, calendar, event, request.get_json(), _options()))

    @app.delete(EVENT)
    def delete(calendar_id: str, event_id: str) -> Response:
        calendar = _calendar(account, calendar_id)
        event = _unchanged(_event(calendar, event_id))
        if event["status"] == "cancelled":
            raise Refused(410)
        events.cancel(account, calendar, event, _options())
        return Response(status=204)


def _calendar(account: Account, calendar_id: str) -> Calendar:
    return account.calendar(calendar_id, g.principal.account)


def _event(calendar: Calendar, event_id: str) -> dict[str, Any]:
    if event_id not in calendar.events:
        raise Refused(404)
    return calendar.events[event_id]


def _unchanged(event: dict[str, Any]) -> dict[str, Any]:
    if request.headers.get("If-Match", event["etag"]) not in (event["etag"], "*"):
        raise Refused(412)
    return event


def _check_guests() -> None:
    if g.principal.kind == "service_account" and request.get_json().get("attendees"):
        raise Refused(403, "forbiddenForServiceAccounts")


def _options() -> events.Options:
    return events.Options(request.args.get("sendUpdates", "none"), int(request.args.get("conferenceDataVersion", "0")))


def _free_busy(account: Account, calendar_id: str, window: times.Span) -> dict[str, Any]:
    try:
        busy = _calendar(account, calendar_id).busy(window)
    except Refused:
        return _unknown("notFound")
    return {"busy": [{"start": times.utc(start), "end": times.utc(end)} for start, end in busy]}


def _unknown(reason: str) -> dict[str, Any]:
    return {"errors": [{"domain": "global", "reason": reason}], "busy": []}


def _entry(calendar: Calendar) -> dict[str, Any]:
    shown = {"kind": "calendar#calendarListEntry", "etag": '"0"', "id": calendar.id, "summary": calendar.id}
    return {**shown, "timeZone": calendar.time_zone, "accessRole": "owner", "primary": True}
