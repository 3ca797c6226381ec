"""Microsoft Graph v1.0, the part of the calendar a booking needs, below ``/me`` and ``/users/{address}``."""

import re
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from flask import Flask, g, jsonify, request
from werkzeug import Response

from local.vendors.kit.stand_in import IN_FLIGHT
from local.vendors.outlook import events, resources, times
from local.vendors.outlook.errors import Refused, refusal
from local.vendors.outlook.schedule import schedules
from local.vendors.outlook.store import Event, Mailbox, Tenant

API = "/v1.0"
CALENDARS = ("", "/calendar", "/calendars/<_calendar>")
MOST_AT_ONCE = 4
"""Requests per mailbox and app (learn.microsoft.com, Outlook service limits)."""
BY_EXTENDED_PROPERTY = re.compile(
    r"singleValueExtendedProperties/any\(\s*(\w+)\s*:\s*\1/id eq '([^']+)' and \1/value eq '([^']*)'\s*\)",
    re.IGNORECASE,
)
View = Callable[..., Response]


def add(app: Flask, tenant: Tenant) -> None:
    """Adds every route below ``/v1.0``."""
    app.register_error_handler(Refused, lambda error: refusal(error.status, error.code, error.message))
    app.register_error_handler(404, lambda _error: refusal(404, "ResourceNotFound", "Resource not found."))

    @app.before_request
    def admit() -> Response | None:
        if not request.path.startswith(API):
            return None
        if request.environ.get(IN_FLIGHT, 1) > MOST_AT_ONCE:
            return refusal(429)
        g.principal = tenant.grants.principal(request.headers.get("Authorization"))
        g.zone = times.preferred(request.headers.get("Prefer"))
        return None if g.principal else refusal(401)

    _add_reads(app, tenant)
    _add_writes(app, tenant)


def _add_reads(app: Flask, tenant: Tenant) -> None:
    def get_schedule(user: str | None = None) -> Response:
        tenant.mailbox_for(g.principal, user)
        return jsonify(value=schedules(tenant, request.get_json(), g.zone))

    def calendar_view(user: str | None = None, **_calendar: str) -> Response:
        mailbox = tenant.mailbox_for(g.principal, user)
        start, end = (times.edge(request.args.get(name), name) for name in ("startDateTime", "endDateTime"))
        return _page(tenant, mailbox, mailbox.between(start, end))

    def list_events(user: str | None = None, **_calendar: str) -> Response:
        mailbox = tenant.mailbox_for(g.principal, user)
        return _page(tenant, mailbox, _filtered(mailbox))

    def get_event(event_id: str, user: str | None = None) -> Response:
        mailbox = tenant.mailbox_for(g.principal, user)
        return _shown(tenant, mailbox, mailbox.event(event_id))

    _route(app, "POST", "/calendar/getSchedule", get_schedule)
    for calendar in CALENDARS:
        _route(app, "GET", f"{calendar}/calendarView", calendar_view)
        _route(app, "GET", f"{calendar}/events", list_events)
    _route(app, "GET", "/events/<event_id>", get_event)


def _add_writes(app: Flask, tenant: Tenant) -> None:
    def create(user: str | None = None, **_calendar: str) -> Response:
        mailbox = tenant.mailbox_for(g.principal, user)
        return _shown(tenant, mailbox, events.create(tenant, mailbox, request.get_json()), 201)

    def change(event_id: str, user: str | None = None) -> Response:
        mailbox = tenant.mailbox_for(g.principal, user)
        event = mailbox.event(event_id)
        events.change(tenant, mailbox, event, request.get_json())
        return _shown(tenant, mailbox, event)

    def cancel(event_id: str, user: str | None = None) -> Response:
        mailbox = tenant.mailbox_for(g.principal, user)
        given = {key.lower(): value for key, value in (request.get_json(silent=True) or {}).items()}
        events.remove(tenant, mailbox, mailbox.event(event_id), given.get("comment", ""))
        return Response(status=202)

    def delete(event_id: str, user: str | None = None) -> Response:
        mailbox = tenant.mailbox_for(g.principal, user)
        events.remove(tenant, mailbox, mailbox.event(event_id))
        return Response(status=204)

    for calendar in CALENDARS:
        _route(app, "POST", f"{calendar}/events", create)
    _route(app, "PATCH", "/events/<event_id>", change)
    _route(app, "POST", "/events/<event_id>/cancel", cancel)
    _route(app, "DELETE", "/events/<event_id>", delete)


def _route(app: Flask, method: str, path: str, view: View) -> None:
    for owner in ("/me", "/users/<user>"):
        rule = f"{API}{owner}{path}"
        app.add_url_rule(rule, f"{method} {rule}", view, methods=[method])


def _filtered(mailbox: Mailbox) -> list[Event]:
    found = sorted(mailbox.events.values(), key=lambda event: event.start)
    wanted = request.args.get("$filter")
    if wanted is None:
        return found
    by_property = BY_EXTENDED_PROPERTY.fullmatch(wanted.strip())
    if by_property is None:
        raise Refused(400, "ErrorInvalidUrlQueryFilter", "The query filter contains one or more invalid nodes.")
    pair = {"id": by_property[2], "value": by_property[3]}
    return [event for event in found if pair in event.body.get(resources.ONLY_EXPANDED, [])]


def _page(tenant: Tenant, mailbox: Mailbox, found: list[Event]) -> Response:
    size, first = int(request.args.get("$top", "10")), int(request.args.get("$skip", "0"))
    body: dict[str, Any] = {
        "value": [_selected(_resource(tenant, mailbox, event)) for event in found[first : first + size]]
    }
    if first + size < len(found):
        query = {**request.args.to_dict(), "$top": size, "$skip": first + size}
        body["@odata.nextLink"] = f"{request.base_url}?{urlencode(query)}"
    return jsonify(body)


def _selected(event: dict[str, Any]) -> dict[str, Any]:
    names = request.args.get("$select")
    return {key: event[key] for key in ("id", *names.split(",")) if key in event} if names else event


def _resource(tenant: Tenant, mailbox: Mailbox, event: Event) -> dict[str, Any]:
    expand = resources.ONLY_EXPANDED in request.args.get("$expand", "")
    return resources.event(tenant, mailbox, event, g.zone, expand=expand)


def _shown(tenant: Tenant, mailbox: Mailbox, event: Event, status: int = 200) -> Response:
    response = jsonify(_selected(_resource(tenant, mailbox, event)))
    response.status_code = status
    return response
