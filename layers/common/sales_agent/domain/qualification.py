"""When a visitor is a lead, and how good a one. The same facts always give the same score.

Scoring version 1: points for each thing known, 100 in all; from `QUALIFIED` on, a lead is qualified.
"""

from collections.abc import Sequence
from datetime import datetime
from uuid import NAMESPACE_URL, uuid5

from sales_agent.domain.conversation import Conversation, Session
from sales_agent.domain.lead import Lead
from sales_agent.domain.profile import Fact, Profile

POINTS = {
    "email": 20,
    "phone": 10,
    "company": 10,
    "company_size": 10,
    "budget_range": 20,
    "timeline": 15,
    "decision_maker": 15,
}
QUALIFIED = 50
LEAD_FIELDS = ("company_size", "budget_range", "timeline", "decision_maker")


def score(lead: Lead, profile: Profile) -> int:
    """Points from 0 to 100."""
    known = {**profile.model_dump(), **lead.model_dump()}
    return sum(points for field, points in POINTS.items() if known.get(field))


def updated_lead(
    lead: Lead | None,
    session: Session,
    conversation: Conversation,
    before: Profile,
    profile: Profile,
    facts: Sequence[Fact],
    now: datetime,
) -> Lead | None:
    """The lead after a message, one version on; None while nothing is known, or nothing new was said."""
    news = [fact for fact in facts if fact.field in LEAD_FIELDS and not _known(lead, fact)]
    if profile == before and not news:
        return None
    current = lead or _first(session, conversation, now)
    values = {fact.field: _value(fact) for fact in news}
    evidence = current.evidence | {fact.field: fact for fact in news}
    grown = current.model_copy(update={**values, "evidence": evidence, "version": current.version + 1})
    points = score(grown, profile)
    qualified_at = grown.qualified_at or (now if points >= QUALIFIED else None)
    return grown.model_copy(update={"qualification_score": points, "qualified_at": qualified_at})


def _known(lead: Lead | None, fact: Fact) -> bool:
    return lead is not None and getattr(lead, fact.field) == _value(fact)


def _value(fact: Fact) -> str | bool:
    return fact.value == "yes" if fact.field == "decision_maker" else fact.value


def _first(session: Session, conversation: Conversation, now: datetime) -> Lead:
    return Lead(
        tenant=session.tenant,
        lead_id=str(uuid5(NAMESPACE_URL, f"lead:{session.tenant}:{conversation.conversation_id}")),
        session_id=session.session_id,
        conversation_id=conversation.conversation_id,
        lead_source=session.utm.get("utm_source") or session.referrer_domain or "website",
        created_at=now,
        version=0,
    )
