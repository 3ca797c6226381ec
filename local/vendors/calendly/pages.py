"""Calendly's own pages, as far as a link of ours leads to one: book, cancel, reschedule.

What the link's query says (``name``, ``email``, ``utm_…``) is filled in and kept, as on the real pages.
"""

from datetime import UTC, datetime, timedelta

from flask import Blueprint, Flask, render_template_string, request

from local.vendors.calendly import booking
from local.vendors.calendly.errors import Refused
from local.vendors.calendly.model import EventType, Meeting
from local.vendors.calendly.resources import NO_TRACKING
from local.vendors.calendly.routes import base, instant
from local.vendors.calendly.slots import free
from local.vendors.calendly.store import Account
from local.vendors.calendly.webhooks import Deliveries

PAGE = """<!doctype html><html lang="en"><meta charset="utf-8"><title>{{ title }}</title>
<body style="font: 16px sans-serif; max-width: 32rem; margin: 3rem auto"><h1>{{ title }}</h1>
{% if slots is not defined %}<p>{{ text }}</p>{% else %}<form method="post">
{% if slots %}<p><label>Time (UTC) <select name="start_time">
{% for slot in slots %}<option>{{ slot.strftime("%Y-%m-%dT%H:%M:%SZ") }}</option>{% endfor %}
</select></label></p>{% endif %}
{% for name in fields %}<p><label>{{ name }}
<input name="{{ name }}" value="{{ request.args.get(name, "") }}"></label></p>{% endfor %}
<button>{{ button }}</button></form>{% endif %}</body></html>"""
SHOWN = timedelta(days=14)


def add(app: Flask, account: Account, deliveries: Deliveries) -> None:
    """Adds the pages behind ``booking_url``, ``cancel_url`` and ``reschedule_url``."""
    pages = Blueprint("pages", __name__)
    _add_booking(pages, account, deliveries)
    _add_changes(pages, account, deliveries)
    app.register_blueprint(pages)


def _add_booking(pages: Blueprint, account: Account, deliveries: Deliveries) -> None:
    @pages.route("/d/<code>/<_slug>", methods=["GET", "POST"])
    def book(code: str, _slug: str) -> str:
        kind = account.links.get(code)
        if kind is None:
            raise Refused(404)
        if request.method == "GET":
            fields = ["name", "email", "location", *[question.name for question in kind.questions]]
            return render_template_string(
                PAGE, title=kind.name, slots=_slots(account, kind), fields=fields, button="Book"
            )
        meeting = booking.book(account, kind, _form(kind))
        del account.links[code]
        deliveries.announce("invitee.created", meeting, base())
        return _done("You are scheduled", meeting)


def _add_changes(pages: Blueprint, account: Account, deliveries: Deliveries) -> None:
    @pages.route("/cancellations/<uuid>", methods=["GET", "POST"])
    def cancel(uuid: str) -> str:
        meeting = account.of_invitee(uuid)
        if request.method == "GET":
            return render_template_string(PAGE, title="Cancel", slots=[], fields=["reason"], button="Cancel event")
        booking.cancel(account, meeting, meeting.invitee.name, request.form.get("reason", ""), "invitee")
        deliveries.announce("invitee.canceled", meeting, base())
        return _done("Cancelled", meeting)

    @pages.route("/reschedulings/<uuid>", methods=["GET", "POST"])
    def reschedule(uuid: str) -> str:
        meeting = account.of_invitee(uuid)
        if request.method == "GET":
            slots = _slots(account, meeting.event_type)
            return render_template_string(PAGE, title="Reschedule", slots=slots, fields=[], button="Update event")
        again = booking.reschedule(account, meeting, instant(request.form["start_time"], "start_time"))
        deliveries.announce("invitee.canceled", meeting, base())
        deliveries.announce("invitee.created", again, base())
        return _done("Rescheduled", again)


def _slots(account: Account, kind: EventType) -> list[datetime]:
    now = account.clock.now()
    return list(free(account, kind, now, now + SHOWN))


def _form(kind: EventType) -> booking.Booking:
    form = request.form
    person = {"name": form.get("name"), "email": form.get("email", ""), "timezone": form.get("timezone", "Etc/UTC")}
    place = {"kind": kind.location, "location": form.get("location")}
    answers = [
        {"question": question.name, "answer": form[question.name], "position": position}
        for position, question in enumerate(kind.questions)
        if form.get(question.name)
    ]
    tracking = {name: request.args.get(name) for name in NO_TRACKING}
    return booking.Booking(instant(form.get("start_time"), "start_time"), person, place, answers, tracking)


def _done(title: str, meeting: Meeting) -> str:
    text = f"{meeting.event_type.name}, {meeting.start.astimezone(UTC):%A %d %B %Y, %H:%M} UTC"
    return render_template_string(PAGE, title=title, text=text)
