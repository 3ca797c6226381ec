"""The API's resources; `base` is where the API is reached, and every URI starts with it."""

from datetime import UTC, datetime
from typing import Any

from local.vendors.calendly.model import EventType, Invitee, Meeting, Subscription
from local.vendors.calendly.store import ORGANISATION, USER, Account

HOST = "Hanna Host"
HOST_EMAIL = "host@example.com"
SINCE = "2026-01-02T03:04:05.678123Z"
NO_TRACKING = dict.fromkeys(
    ("utm_campaign", "utm_source", "utm_medium", "utm_content", "utm_term", "salesforce_uuid"), None
)


def stamp(value: datetime) -> str:
    """Microseconds and Z."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")


def user_uri(base: str) -> str:
    """The host."""
    return f"{base}/users/{USER}"


def organisation_uri(base: str) -> str:
    """The host's organisation."""
    return f"{base}/organizations/{ORGANISATION}"


def event_uri(meeting: Meeting, base: str) -> str:
    """A scheduled event."""
    return f"{base}/scheduled_events/{meeting.uuid}"


def invitee_uri(meeting: Meeting, base: str) -> str:
    """The one invitee of a scheduled event."""
    return f"{event_uri(meeting, base)}/invitees/{meeting.invitee.uuid}"


def user(account: Account, base: str) -> dict[str, Any]:
    """``GET /users/me``."""
    return {
        "uri": user_uri(base),
        "name": HOST,
        "slug": "host",
        "email": HOST_EMAIL,
        "scheduling_url": f"{base}/host",
        "timezone": str(account.zone),
        "avatar_url": None,
        "created_at": SINCE,
        "updated_at": SINCE,
        "current_organization": organisation_uri(base),
    }


def event_type(kind: EventType, base: str) -> dict[str, Any]:
    """An event type with its booking form."""
    return {
        "uri": f"{base}/event_types/{kind.uuid}",
        "name": kind.name,
        "active": True,
        "slug": kind.slug,
        "scheduling_url": f"{base}/host/{kind.slug}",
        "duration": kind.minutes,
        "kind": "solo",
        "kind_description": "One-on-One",
        "pooling_type": None,
        "type": "StandardEventType",
        "booking_method": "instant",
        "color": "#0069ff",
        "created_at": SINCE,
        "updated_at": SINCE,
        "deleted_at": None,
        "internal_note": None,
        "description_plain": None,
        "description_html": None,
        "profile": {"type": "User", "name": HOST, "owner": user_uri(base)},
        "secret": False,
        "admin_managed": False,
        "locations": [{"kind": kind.location}],
        "custom_questions": [
            {
                "name": question.name,
                "type": question.type,
                "position": position,
                "enabled": True,
                "required": question.required,
                "answer_choices": [],
                "include_other": False,
            }
            for position, question in enumerate(kind.questions)
        ],
    }


def event(meeting: Meeting, base: str) -> dict[str, Any]:
    """A scheduled event."""
    changed, active = stamp(meeting.at), not meeting.cancellation
    shown = {
        "uri": event_uri(meeting, base),
        "name": meeting.event_type.name,
        "status": "active" if active else "canceled",
        "start_time": stamp(meeting.start),
        "end_time": stamp(meeting.end),
        "event_type": f"{base}/event_types/{meeting.event_type.uuid}",
        "location": meeting.location,
        "invitees_counter": {"total": 1, "active": int(active), "limit": 1},
        "created_at": changed,
        "updated_at": changed,
        "event_memberships": [{"user": user_uri(base)}],
        "event_guests": [{"email": guest, "created_at": changed, "updated_at": changed} for guest in meeting.guests],
        "calendar_event": None,
    }
    return shown | ({"cancellation": meeting.cancellation} if meeting.cancellation else {})


def invitee(meeting: Meeting, base: str) -> dict[str, Any]:
    """The invitee of a scheduled event."""
    person = meeting.invitee
    shown = {
        "uri": invitee_uri(meeting, base),
        "email": person.email,
        "first_name": None,
        "last_name": None,
        "name": person.name,
        "status": "canceled" if meeting.cancellation else "active",
        "questions_and_answers": person.answers,
        "timezone": person.time_zone,
        "event": event_uri(meeting, base),
        "created_at": stamp(person.at),
        "updated_at": stamp(person.at),
        "tracking": person.tracking or NO_TRACKING,
        "text_reminder_number": None,
        "rescheduled": person.rescheduled,
        "cancel_url": f"{base}/cancellations/{person.uuid}",
        "reschedule_url": f"{base}/reschedulings/{person.uuid}",
        **_neighbours(person, base),
        **dict.fromkeys(("routing_form_submission", "payment", "no_show", "reconfirmation"), None),
    }
    return shown | ({"cancellation": meeting.cancellation} if meeting.cancellation else {})


def _neighbours(person: Invitee, base: str) -> dict[str, str | None]:
    return {
        "old_invitee": invitee_uri(person.old, base) if person.old else None,
        "new_invitee": invitee_uri(person.new, base) if person.new else None,
    }


def subscription(held: Subscription, base: str) -> dict[str, Any]:
    """A webhook subscription, without its signing key."""
    return {
        "uri": f"{base}/webhook_subscriptions/{held.uuid}",
        "callback_url": held.url,
        "created_at": stamp(held.at),
        "updated_at": stamp(held.at),
        "retry_started_at": stamp(held.retry_started_at) if held.retry_started_at else None,
        "state": "active",
        "events": held.events,
        "scope": held.scope,
        "organization": organisation_uri(base),
        "user": user_uri(base) if held.scope == "user" else None,
        "creator": user_uri(base),
    }
