"""Conversations that have ended, for tests of summaries and mails."""

from datetime import timedelta
from typing import Any

from sales_agent.domain.config import Company, Email, Privacy, SalesAgentConfig
from sales_agent.domain.conversation import Citation, Conversation, Reply, ReplyKind, Session, Turn
from sales_agent.domain.lead import Lead
from sales_agent.domain.meeting import Appointment
from sales_agent.domain.profile import Fact, Profile
from sales_agent.domain.summarizing import Dossier
from tests.conftest import NOW

SITE = "https://www.nordlicht.example"
CONFIG = SalesAgentConfig(
    company=Company(
        name="Nordlicht Desks",
        website=SITE,
        agent_name="Nora",
        sales_team_emails=["sales@nordlicht.example"],
        time_zone="Europe/Berlin",
    ),
    email=Email(from_address="hello@nordlicht.example"),
    privacy=Privacy(privacy_url=f"{SITE}/privacy"),
)


def citation(number: int, title: str, path: str) -> Citation:
    return Citation(number=number, title=title, url=f"{SITE}{path}", passage="…")


def turn(seq: int, text: str, reply: str, kind: ReplyKind = "answer", *citations: Citation) -> Turn:
    return Turn(
        tenant="acme",
        session_id="s1",
        seq=seq,
        message_id=f"message-{seq}",
        text=text,
        at=NOW + timedelta(minutes=seq),
        reply=Reply(text=reply, kind=kind, citations=list(citations)),
    )


TURNS = [
    turn(
        1,
        "Hi! What does the Lyra standing desk cost?",
        "The Lyra costs €649, delivery included [1]. It comes in oak and white [2].",
        "answer",
        citation(1, "Lyra standing desk > Price", "/lyra"),
        citation(2, "Lyra standing desk > Finishes", "/lyra#finishes"),
    ),
    turn(
        2,
        "And how long is delivery to Austria?",
        "Delivery to Austria takes five working days [1].",
        "closest",
        citation(1, "Delivery and returns", "/delivery"),
    ),
    turn(3, "Do you rent desks for events?", "The site does not say. Shall I pass this on?", "unknown"),
    turn(4, "maria lopez, acme gmbh, maria@acme.example", "Thank you, Maria.", "profile"),
    turn(5, "We are about 120 people, budget around $5k, by March", "Noted.", "smalltalk"),
]


def profile(**fields: Any) -> Profile:
    known = {"customer_name": "Maria Lopez", "email": "maria@acme.example", "company": "Acme GmbH"} | fields
    evidence = {field: Fact(field=field, value=str(value), seq=4, quote=str(value)) for field, value in known.items()}
    return Profile(tenant="acme", session_id="s1", evidence=evidence, version=1, **known)


def lead(**fields: Any) -> Lead:
    known = {"company_size": "about 120 people", "budget_range": "around $5k", "timeline": "by March"} | fields
    return Lead(
        tenant="acme",
        lead_id="l1",
        session_id="s1",
        conversation_id="c1",
        qualification_score=85,
        lead_source="news",
        created_at=NOW,
        evidence={
            field: Fact(field=field, value=str(value), seq=5, quote=str(value)) for field, value in known.items()
        },
        **known,
    )


def session(**fields: Any) -> Session:
    values: dict[str, Any] = {
        "tenant": "acme",
        "session_id": "s1",
        "visitor_id": "v1",
        "locale": "en-GB",
        "time_zone": "Europe/Vienna",
        "referrer_page": f"{SITE}/lyra?utm_source=news",
        "page_title": "Lyra standing desk",
        "landing_page": f"{SITE}/?utm_source=news",
        "document_referrer": "https://news.example/desks",
        "utm": {"utm_source": "news", "utm_campaign": "spring"},
        "created_at": NOW,
    }
    return Session.model_validate(values | fields)


def meeting(**fields: Any) -> Appointment:
    values: dict[str, Any] = {
        "tenant": "acme",
        "session_id": "s1",
        "appointment_id": "a1",
        "status": "booked",
        "provider": "builtin",
        "host_id": "sales",
        "host_name": "Jonas Weber",
        "calendar_id": "primary",
        "title": "Nordlicht Desks and Maria Lopez",
        "start": NOW + timedelta(days=2),
        "duration": 30,
        "customer_name": "Maria Lopez",
        "email": "maria@acme.example",
        "time_zone": "Europe/Vienna",
        "event_id": "e1",
        "join_url": "https://meet.example/abc",
        "created_at": NOW,
        "changed_at": NOW,
    }
    return Appointment.model_validate(values | fields)


def dossier(**fields: Any) -> Dossier:
    ended = NOW + timedelta(minutes=9)
    conversation = Conversation(
        tenant="acme",
        session_id="s1",
        conversation_id="c1",
        status="closed",
        last_activity=ended,
        closed_at=ended,
        close_reason="visitor",
    )
    values: dict[str, Any] = {
        "session": session(),
        "conversation": conversation,
        "profile": profile(),
        "lead": lead(),
        "turns": TURNS,
    }
    return Dossier.model_validate(values | fields)
