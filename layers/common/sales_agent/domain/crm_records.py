"""What a CRM should hold of a conversation: the records we want, in our own field names."""

from datetime import datetime
from hashlib import blake2b
from typing import Literal

from nameparser import HumanName
from pydantic import Field

from sales_agent.domain.conversation import Session, Turn
from sales_agent.domain.crm import Kind, Value
from sales_agent.domain.crm_notes import note_text, split
from sales_agent.domain.lead import Lead
from sales_agent.domain.meeting import Appointment
from sales_agent.domain.metrics import page_path
from sales_agent.domain.profile import Profile
from sales_agent.domain.record import Record
from sales_agent.domain.summary import Summary

Outcome = Literal["new", "qualified", "meeting"]
OUTCOMES: tuple[Outcome, ...] = ("new", "qualified", "meeting")


class Story(Record):
    """Everything kept of one conversation that a CRM may want."""

    session: Session
    profile: Profile
    lead: Lead
    turns: list[Turn] = Field(default_factory=list)
    summary: Summary | None = None
    appointments: list[Appointment] = Field(default_factory=list)


class Wanted(Record):
    """A record that should be in the CRM.

    `sources` names the message (`seq`) each value was read from, `told` when it was said.
    """

    kind: Kind
    key: str
    values: dict[str, Value]
    sources: dict[str, int] = Field(default_factory=dict)
    told: dict[str, datetime] = Field(default_factory=dict)


def can_be_kept(story: Story) -> bool:
    """A CRM gets people that can be reached."""
    return bool(story.profile.email or story.profile.phone)


def person_of(story: Story) -> Wanted:
    """The visitor."""
    profile, lead, session = story.profile, story.lead, story.session
    name = HumanName(profile.customer_name)
    values: dict[str, Value | None] = {
        "email": profile.email,
        "phone": profile.phone,
        "first_name": f"{name.first} {name.middle}".strip() if name.last else "",
        "last_name": name.last or name.first or profile.email.partition("@")[0] or profile.phone,
        "customer_name": profile.customer_name,
        "company": profile.company,
        "industry": profile.industry,
        "lead_source": lead.lead_source,
        "qualification_score": lead.qualification_score,
        "company_size": lead.company_size,
        "budget_range": lead.budget_range,
        "timeline": lead.timeline,
        "decision_maker": lead.decision_maker,
        "referrer_page": session.referrer_page,
        **session.utm,
    }
    evidence = {**profile.evidence, **lead.evidence}
    return Wanted(
        kind="person",
        key=person_key(story),
        values={field: value for field, value in values.items() if value not in (None, "") or field == "first_name"},
        sources={field: fact.seq for field, fact in evidence.items()},
        told=_told(story),
    )


def company_of(story: Story) -> Wanted | None:
    """The visitor's company: as it was named, or the one of a business address, which then has no name."""
    profile, keys = story.profile, company_keys(story)
    if not keys:
        return None
    known = {"name": profile.company, "domain": company_domain(profile.email), "industry": profile.industry}
    values: dict[str, Value] = {field: value for field, value in known.items() if value}
    sources = {"name": story.profile.evidence["company"].seq} if "company" in story.profile.evidence else {}
    told = _told(story)
    said = {field: told[ours] for field, ours in (("name", "company"), ("industry", "industry")) if ours in told}
    return Wanted(kind="company", key=keys[0], values=values, sources=sources, told=said)


def _told(story: Story) -> dict[str, datetime]:
    """When each fact was told; where its message is not at hand, when the conversation began.

    A name takes another's place only whole, and a score only when something was learnt that it is made of. What no
    message says (where the visitor came from, a name read from an address) has no time.
    """
    at, began = {turn.seq: turn.at for turn in story.turns}, story.session.created_at
    lead = {field: at.get(fact.seq, began) for field, fact in story.lead.evidence.items()}
    told = {field: at.get(fact.seq, began) for field, fact in story.profile.evidence.items()} | lead
    if "customer_name" in told and HumanName(story.profile.customer_name).last:
        told |= dict.fromkeys(("first_name", "last_name"), told["customer_name"])
    return told | ({"qualification_score": max(lead.values())} if lead else {})


def deal_of(story: Story) -> Wanted:
    """The chance to sell that this conversation opened; `outcome` decides the stage."""
    who = story.profile.company or story.profile.customer_name or story.profile.email or story.profile.phone
    values: dict[str, Value] = {
        "name": f"{who} - website chat {story.session.created_at:%Y-%m-%d}",
        "outcome": outcome_of(story),
        "lead_source": story.lead.lead_source,
        "page": page_path(story.session.referrer_page),
    }
    return Wanted(kind="deal", key=_key("sad", story.session.tenant, story.lead.conversation_id), values=values)


def notes_of(story: Story, limit: int) -> list[Wanted]:
    """The conversation as a note, or several when it is longer than a note may be; none before its summary exists."""
    if not story.summary:
        return []
    parts = split(note_text(story.summary, story.turns), limit)
    key = _key("san", story.session.tenant, story.lead.conversation_id)
    return [
        Wanted(
            kind="note",
            key=f"{key}-{number}" if number > 1 else key,
            values={
                "subject": story.summary.headline + (f" ({number}/{len(parts)})" if len(parts) > 1 else ""),
                "body": part,
                "at": story.summary.at.isoformat(),
            },
        )
        for number, part in enumerate(parts, start=1)
    ]


def meetings_of(story: Story) -> list[Wanted]:
    """The appointments that were made, those cancelled included."""
    return [
        Wanted(
            kind="meeting",
            key=_key("sam", story.session.tenant, appointment.appointment_id),
            values={
                "subject": appointment.title,
                "start": appointment.start.isoformat(),
                "end": appointment.end.isoformat(),
                "status": appointment.status,
                "join_url": appointment.join_url,
                "host": appointment.host_email or appointment.host_name,
            },
        )
        for appointment in story.appointments
        if appointment.event_id
    ]


def person_key(story: Story) -> str:
    """Our key of a person: the same for every conversation under one e-mail address."""
    email = story.profile.email.lower()
    return _key("sa", story.session.tenant, email) if email else session_key(story)


def session_key(story: Story) -> str:
    """Our key of a person of whom no address was known when the record was made."""
    return _key("sa", story.session.tenant, story.session.session_id)


def company_keys(story: Story) -> list[str]:
    """Our keys of the visitor's company, by its web domain and by its name: two ways to the same one."""
    from sales_agent.domain.company_names import company_identity

    ways = (company_domain(story.profile.email), company_identity(story.profile.company))
    return [_key("sac", story.session.tenant, way) for way in ways if way]


def outcome_of(story: Story) -> Outcome:
    """How far the conversation has come."""
    if any(appointment.event_id and appointment.status != "cancelled" for appointment in story.appointments):
        return "meeting"
    return "qualified" if story.lead.qualified_at else "new"


def company_domain(email: str) -> str:
    """The web domain of a business address; empty for a mail service, and for an address that looks mistyped."""
    from email_validator import EmailNotValidError, validate_email

    from sales_agent.domain.email_addresses import is_mail_service, suggested_address

    try:
        domain = validate_email(email, check_deliverability=False).ascii_domain.lower()
    except EmailNotValidError:
        return ""
    return "" if is_mail_service(domain) or suggested_address(email) else domain


def _key(prefix: str, *parts: str) -> str:
    return f"{prefix}-{blake2b('|'.join(parts).encode(), digest_size=12).hexdigest()}"
