"""Booking, cancelling and rescheduling, by the API or on Calendly's own pages."""

from dataclasses import dataclass, field
from datetime import datetime
from hashlib import sha256
from typing import Any
from zoneinfo import available_timezones

from local.vendors.calendly.errors import Refused
from local.vendors.calendly.model import EventType, Invitee, Meeting
from local.vendors.calendly.slots import is_free
from local.vendors.calendly.store import Account

CONFERENCES = ("google_conference", "zoom_conference", "webex_conference", "microsoft_teams_conference")
ASKS_THE_INVITEE = ("outbound_call", "ask_invitee")
MOST_GUESTS = 10


@dataclass(frozen=True)
class Booking:
    """What an invitee asks for; the fields are those of ``POST /invitees``."""

    start: datetime
    invitee: dict[str, Any]
    location: dict[str, Any] | None = None
    answers: list[dict[str, Any]] = field(default_factory=list)
    tracking: dict[str, Any] | None = None
    guests: list[str] = field(default_factory=list)


def book(account: Account, kind: EventType, wanted: Booking) -> Meeting:
    """Takes the slot, or refuses with the parameter that is wrong."""
    _check(kind, wanted)
    if not is_free(account, kind, wanted.start):
        raise Refused(account.already_booked, "The event is no longer available at that time.", "start_time")
    now, person = account.clock.now(), wanted.invitee
    name = person.get("name") or f"{person['first_name']} {person.get('last_name', '')}".strip()
    invitee = Invitee(name, person["email"], person["timezone"], now, wanted.answers, wanted.tracking)
    meeting = Meeting(kind, wanted.start, invitee, {}, now, wanted.guests)
    meeting.location = _location(kind, wanted, meeting)
    account.meetings.append(meeting)
    return meeting


def cancel(account: Account, meeting: Meeting, by: str, reason: str, kind: str = "host") -> None:
    """Cancels for the host or the invitee (`kind`)."""
    if meeting.cancellation:
        raise Refused(403, "Event is already canceled")
    if meeting.start <= account.clock.now():
        raise Refused(403, "Event in the past")
    meeting.cancellation = {"canceled_by": by, "reason": reason or None, "canceler_type": kind}


def reschedule(account: Account, meeting: Meeting, start: datetime) -> Meeting:
    """What the reschedule page does: the old meeting is cancelled, a new one booked, each knowing the other."""
    before = meeting.invitee
    cancel(account, meeting, before.name, "", "invitee")
    person = {"name": before.name, "email": before.email, "timezone": before.time_zone}
    try:
        again = book(account, meeting.event_type, Booking(start, person, _given(meeting), before.answers))
    except Refused:
        meeting.cancellation = None
        raise
    before.rescheduled, before.new, again.invitee.old = True, again, meeting
    return again


def _check(kind: EventType, wanted: Booking) -> None:
    person = wanted.invitee
    if not person.get("name") and not person.get("first_name"):
        raise Refused(400, "name or first_name is required", "invitee")
    if "@" not in person.get("email", ""):
        raise Refused(400, "must be a valid email", "invitee.email")
    if person.get("timezone") not in available_timezones():
        raise Refused(400, "must be a valid IANA timezone", "invitee.timezone")
    if len(wanted.guests) > MOST_GUESTS:
        raise Refused(400, f"must not exceed {MOST_GUESTS} guests", "event_guests")
    _check_answers(kind, wanted.answers)


def _check_answers(kind: EventType, answers: list[dict[str, Any]]) -> None:
    asked = {question.name for question in kind.questions}
    given = {answer["question"]: answer["answer"] for answer in answers}
    unknown = sorted(set(given) - asked)
    missing = [question.name for question in kind.questions if question.required and not given.get(question.name)]
    if unknown:
        raise Refused(400, f"question not found: {unknown[0]}", "questions_and_answers")
    if missing:
        raise Refused(400, f"answer is required: {missing[0]}", "questions_and_answers")


def _location(kind: EventType, wanted: Booking, meeting: Meeting) -> dict[str, Any]:
    given = wanted.location or {"kind": kind.location}
    if given["kind"] != kind.location:
        raise Refused(400, "does not match the event type's location", "location.kind")
    place = given.get("location") or given.get("phone_number")
    if kind.location in ASKS_THE_INVITEE and not place:
        raise Refused(400, "is required for this event type", "location")
    if kind.location not in CONFERENCES:
        return {"type": kind.location, "location": place}
    code = sha256(meeting.uuid.encode()).hexdigest()[:10]
    return {"type": kind.location, "status": "pushed", "join_url": f"https://calendly.com/events/{code}/join"}


def _given(meeting: Meeting) -> dict[str, Any]:
    return {"kind": meeting.event_type.location, "location": meeting.location.get("location")}
