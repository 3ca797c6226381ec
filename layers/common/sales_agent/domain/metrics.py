"""What is counted: per tenant, day and dimension, each event once."""

from collections.abc import Sequence
from datetime import date
from typing import Literal, get_args
from urllib.parse import urlsplit

from pydantic import Field

from sales_agent.domain.asked import OPEN
from sales_agent.domain.conversation import Session
from sales_agent.domain.events import Event
from sales_agent.domain.record import Record

Measure = Literal[
    "conversations", "turns", "unanswered", "leads", "qualified", "meetings", "mails_sent", "mails_failed"
]
MEASURES: tuple[str, ...] = get_args(Measure)
EVERYTHING = "all"
MAIL_MEASURES: dict[str, list[Measure]] = {
    "sent": ["mails_sent"],
    "refused": ["mails_failed"],
    "parked": ["mails_failed"],
    "bounced": ["mails_failed"],
    "complained": ["mails_failed"],
}


class Count(Record):
    """One more of a measure on a day. `key` is the same whenever the same thing is counted again."""

    key: str
    tenant: str
    day: date
    measure: Measure
    dimensions: list[str] = Field(default_factory=lambda: [EVERYTHING])


class Totals(Record):
    """The counts of one dimension over a period, e.g. of `page:/pricing`."""

    dimension: str
    conversations: int = 0
    turns: int = 0
    unanswered: int = 0
    leads: int = 0
    qualified: int = 0
    meetings: int = 0
    mails_sent: int = 0
    mails_failed: int = 0

    @property
    def conversion(self) -> float:
        """Leads per conversation, 0 to 1."""
        return self.leads / self.conversations if self.conversations else 0.0


def counts_of(event: Event, session: Session, *, qualified: bool) -> list[Count]:
    """What an event adds to the counters of its session's page, campaign and referrer."""
    dimensions = dimensions_of(session)
    # A lead changes many times and is one lead: its session is the key, not the event.
    keys = {"leads": event.session_id, "qualified": event.session_id}
    return [
        Count(
            key=f"{measure}:{keys.get(measure, event.event_id)}",
            tenant=event.tenant,
            day=session.created_at.date(),
            measure=measure,
            dimensions=dimensions,
        )
        for measure in _measures(event, qualified=qualified)
    ]


def dimensions_of(session: Session) -> list[str]:
    """The rows of a report that a session belongs to."""
    found = [EVERYTHING, f"page:{page_path(session.referrer_page)}"]
    if session.utm.get("utm_source"):
        found.append(f"source:{session.utm['utm_source']}")
    if session.utm.get("utm_campaign"):
        found.append(f"campaign:{session.utm['utm_campaign']}")
    found.append(f"referrer:{session.referrer_domain or 'direct'}")
    return found


def page_path(url: str) -> str:
    """A page without its query, so that campaigns do not split it."""
    return urlsplit(url).path.rstrip("/") or "/"


def _measures(event: Event, *, qualified: bool) -> Sequence[Measure]:
    match event.type:
        case "session.started":
            return ["conversations"]
        case "turn.answered":
            return ["turns", "unanswered"] if event.detail.get("kind") in OPEN else ["turns"]
        case "lead.changed":
            return ["leads", "qualified"] if qualified else ["leads"]
        case "appointment.booked":
            return ["meetings"]
        case "mail.settled":
            return MAIL_MEASURES.get(str(event.detail.get("status")), [])
        case _:
            return []
