"""From what changed in the table to what happened: the rules of the outbox.

An image is an item before or after a change, as plain data. Deleted items (time to live, erasure) announce nothing.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from uuid import NAMESPACE_URL, uuid5

from sales_agent.domain.events import Event, EventType

Image = Mapping[str, Any]
Happening = tuple[EventType, str, dict[str, str | int | float | bool]]


def events_of(old: Image | None, new: Image | None) -> list[Event]:
    """The events that a change of one item means; the same change always gives the same event ids."""
    if not new or "session_id" not in new or new.get("kind") not in RULES:
        return []
    happening = RULES[str(new["kind"])](old or {}, new)
    return [_event(new, *happening)] if happening else []


def _session(old: Image, new: Image) -> Happening | None:
    return None if old else ("session.started", new["created_at"], {"referrer_page": new["referrer_page"]})


def _turn(old: Image, new: Image) -> Happening | None:
    if old:
        return None
    reply = new["reply"]
    return "turn.answered", new["at"], {"seq": new["seq"], "kind": reply["kind"], "citations": len(reply["citations"])}


def _conversation(old: Image, new: Image) -> Happening | None:
    if new["status"] != "closed" or old.get("status") == "closed":
        return None
    return "conversation.closed", new["closed_at"], {"reason": new["close_reason"]}


def _profile(old: Image, new: Image) -> Happening | None:
    return ("profile.changed", "", {}) if new["version"] != old.get("version") else None


def _lead(old: Image, new: Image) -> Happening | None:
    if new["version"] == old.get("version"):
        return None
    return "lead.changed", "", {"qualification_score": new["qualification_score"]}


def _summary(old: Image, new: Image) -> Happening | None:
    return (
        ("summary.ready", new["at"], {"covers_seq": new["covers_seq"], "outcome": new["outcome"]})
        if new != old
        else None
    )


def _delivery(old: Image, new: Image) -> Happening | None:
    if new["status"] in (old.get("status"), "intended"):
        return None
    return "mail.settled", new["at"], {"purpose": new["purpose"], "status": new["status"]}


def _feedback(_: Image, new: Image) -> Happening | None:
    return "feedback.given", new["at"], {"seq": new["seq"], "helpful": new["helpful"]}


def _appointment(old: Image, new: Image) -> Happening | None:
    before, now = old.get("status"), new["status"]
    detail = {"appointment_id": new["appointment_id"], "sequence": new["sequence"]}
    if now == before == "booked" and new["sequence"] != old["sequence"]:
        return "appointment.moved", new["changed_at"], detail
    if now == "released" != before and new.get("cancelled_by"):
        return "appointment.cancelled", new["changed_at"], {**detail, "never_booked": True}
    kind = ANNOUNCED.get(now)
    return (kind, new["changed_at"], detail) if kind and now != before else None


def _crm_link(old: Image, new: Image) -> Happening | None:
    before, now = ((image.get("status"), image.get("synced_state")) for image in (old, new))
    if now[0] != "synced" or now == before:
        return None
    return "crm.synced", new["last_sync"], {"crm": new["crm"], "records": len(new["records"])}


ANNOUNCED: dict[str, EventType] = {
    "booked": "appointment.booked",
    "cancelled": "appointment.cancelled",
    "attended": "appointment.attended",
    "missed": "appointment.missed",
}
RULES: dict[str, Callable[[Image, Image], Happening | None]] = {
    "session": _session,
    "turn": _turn,
    "conversation": _conversation,
    "profile": _profile,
    "lead": _lead,
    "summary": _summary,
    "delivery": _delivery,
    "feedback": _feedback,
    "appointment": _appointment,
    "crm_link": _crm_link,
}


def _event(new: Image, kind: EventType, at: str, detail: dict[str, str | int | float | bool]) -> Event:
    version = int(new.get("version", 0))
    place = f"{new['PK']}|{new['SK']}|{kind}|{version}|{sorted(detail.items())}|{at}"
    return Event(
        event_id=str(uuid5(NAMESPACE_URL, place)),
        type=kind,
        tenant=new["tenant"],
        session_id=new["session_id"],
        occurred_at=datetime.fromisoformat(at or new["written_at"]),
        version=version,
        detail=detail,
    )
