"""From a change in the table to events."""

from typing import Any

import pytest

from sales_agent.domain.changes import events_of

PLACE = {"PK": "T#acme#S#s1", "SK": "x", "tenant": "acme", "session_id": "s1", "written_at": "2026-12-01T10:00:00Z"}
AT = "2026-12-01T10:00:01Z"


def image(kind: str, **fields: Any) -> dict[str, Any]:
    return {**PLACE, "kind": kind, **fields}


def appointment(status: str, **fields: Any) -> dict[str, Any]:
    return image("appointment", status=status, changed_at=AT, appointment_id="a1", **{"sequence": 0} | fields)


OPEN = image("conversation", status="open")
CLOSED = image("conversation", status="closed", closed_at=AT, close_reason="visitor")
REPLY = {"kind": "answer", "citations": [1, 2], "text": "secret"}


@pytest.mark.parametrize(
    ("old", "new", "expected"),
    [
        (None, image("session", created_at=AT, referrer_page="https://a.example"), "session.started"),
        (None, image("turn", at=AT, seq=3, reply=REPLY), "turn.answered"),
        (OPEN, CLOSED, "conversation.closed"),
        (None, image("profile", version=1), "profile.changed"),
        (
            image("lead", version=1, qualification_score=1),
            image("lead", version=2, qualification_score=2),
            "lead.changed",
        ),
        (None, image("summary", at=AT, covers_seq=2, outcome="lead"), "summary.ready"),
        (image("delivery", status="intended"), image("delivery", status="sent", at=AT, purpose="p"), "mail.settled"),
        (None, image("feedback", at=AT, seq=1, helpful=False), "feedback.given"),
        (appointment("held"), appointment("booked"), "appointment.booked"),
        (appointment("booked"), appointment("booked", sequence=1), "appointment.moved"),
        (appointment("booked"), appointment("cancelled", cancelled_by="visitor"), "appointment.cancelled"),
        (appointment("held"), appointment("released", cancelled_by="system"), "appointment.cancelled"),
        (appointment("booked"), appointment("attended"), "appointment.attended"),
        (appointment("booked"), appointment("missed"), "appointment.missed"),
    ],
)
def test_a_change_becomes_one_event(old: dict[str, Any] | None, new: dict[str, Any], expected: str) -> None:
    events = events_of(old, new)
    assert [event.type for event in events] == [expected]
    assert (events[0].tenant, events[0].session_id) == ("acme", "s1")
    assert "secret" not in events[0].model_dump_json()
    assert events_of(old, new) == events


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (OPEN, {**OPEN, "last_activity": AT}),
        (CLOSED, {**CLOSED, "late": True}),
        (CLOSED, None),
        (None, image("delivery", status="intended", at=AT, purpose="p")),
        (None, {"PK": "T#acme", "SK": "CONFIG", "kind": "config"}),
        (None, image("something else")),
        (None, appointment("held")),
        (appointment("held"), appointment("released")),
        (appointment("booked"), appointment("booked", pending={"action": "move"})),
        (appointment("cancelled"), appointment("cancelled", version=3)),
    ],
)
def test_other_changes_are_no_news(old: dict[str, Any] | None, new: dict[str, Any] | None) -> None:
    assert events_of(old, new) == []
