"""The mails about a finished conversation: one to the customer, one to each of the sales team."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from email.headerregistry import Address
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from zoneinfo import ZoneInfo

from sales_agent.domain.asked import exchanges, unmarked
from sales_agent.domain.clean_text import one_line, visible
from sales_agent.domain.config import SalesAgentConfig
from sales_agent.domain.email_addresses import valid_address
from sales_agent.domain.meeting import time_label
from sales_agent.domain.profile import PROFILE_FIELDS
from sales_agent.domain.qualification import LEAD_FIELDS
from sales_agent.domain.summarizing import Dossier
from sales_agent.domain.summary import Summary
from sales_agent.domain.vocabulary import word_list
from sales_agent.ports.errors import Fatal
from sales_agent.ports.mailers import Mail
from sales_agent.services.mail_texts import Say, render, speaker

ANSWER_CHARACTERS = {"professional": 300, "casual": 300, "detailed": 2000}
CUSTOMER, TEAM = "summary-customer", "summary-team"
HEADERS = {"Auto-Submitted": "auto-generated"}
"""Tells answering machines to stay silent (RFC 3834)."""


@dataclass(frozen=True)
class SummaryMails:
    """Writes the mails of one tenant.

    `mail_from` and `team` come from the deployment and serve where `app.yaml` names nobody; `conversation_link` is the
    address of a conversation for staff, with `{session_id}` in it. Recipients come from configuration and profile only.
    """

    config: SalesAgentConfig
    mail_from: str = ""
    team: Sequence[str] = ()
    conversation_link: str = ""

    def __call__(self, dossier: Dossier, summary: Summary) -> Iterator[tuple[str, Mail]]:
        """Each mail with its purpose. Raises Fatal when nobody is named as the sender."""
        settings = self.config.conversation_summaries
        customer = self._customer(dossier)
        if settings.send_to_customer and customer:
            yield CUSTOMER, self._to_customer(dossier, summary, customer)
        if settings.send_to_sales_team:
            for member in dict.fromkeys(self._team):
                yield TEAM, self._to_team(dossier, summary, member)

    @property
    def _team(self) -> Sequence[str]:
        return self.config.company.sales_team_emails or self.team

    def _customer(self, dossier: Dossier) -> str:
        consent = dossier.session.consent
        agreed = bool(consent and consent.privacy) or not self.config.privacy.consent_required
        return valid_address(dossier.profile.email) if agreed and "mail" not in dossier.unwanted else ""

    def _to_customer(self, dossier: Dossier, summary: Summary, address: str) -> Mail:
        style, zone = self.config.conversation_summaries.template_style, dossier.session.time_zone
        say = speaker(summary.language, style)
        context = self._shared(dossier, summary, say) | {
            "date": _date(dossier.turns[0].at, zone, say),
            "email": address,
            "exchanges": exchanges(dossier.turns, ANSWER_CHARACTERS[style]),
            "name": _called(dossier.profile.customer_name, style),
            "meetings": [(one, time_label(one.start, zone, locale=summary.language)) for one in dossier.meetings],
        }
        reply_to = self.config.email.reply_to or next(iter(self._team), "")
        subject = say("subject", company=self.config.company.name)
        return self._mail(dossier, CUSTOMER, address, subject, render("customer", style, context), reply_to)

    def _to_team(self, dossier: Dossier, summary: Summary, member: str) -> Mail:
        style, company = self.config.conversation_summaries.template_style, self.config.company
        say = speaker(company.language)
        link = self.conversation_link.format(session_id=dossier.session.session_id) if self.conversation_link else ""
        context = self._shared(dossier, summary, say) | {
            "contact": _known(dossier.profile, PROFILE_FIELDS, say),
            "qualification": _qualification(dossier, say),
            "source": _source(dossier, say, company.time_zone),
            "evidence": _evidence(dossier, say),
            "outcome": say(f"outcome_{summary.outcome}"),
            "meetings": [(one, _time(one.start, company.time_zone, say)) for one in dossier.meetings],
            "dialogue": [
                (_time(turn.at, company.time_zone, say), visible(turn.text), visible(unmarked(turn.reply.text)))
                for turn in dossier.turns
            ],
            "link": link,
        }
        subject = say("team_subject", headline=summary.headline)
        reply_to = "" if "mail" in dossier.unwanted else valid_address(dossier.profile.email)
        return self._mail(dossier, TEAM, member, subject, render("team", style, context), reply_to)

    def _shared(self, dossier: Dossier, summary: Summary, say: Say) -> dict[str, Any]:
        return {
            "say": say,
            "company": self.config.company,
            "privacy_url": self.config.privacy.privacy_url,
            "profile": dossier.profile,
            "summary": summary,
        }

    def _mail(
        self, dossier: Dossier, purpose: str, to: str, subject: str, bodies: tuple[str, str], reply_to: str
    ) -> Mail:
        session, email = dossier.session, self.config.email
        sender = email.from_address or self.mail_from
        if not sender:
            raise Fatal("no sender: set email.from_address in app.yaml, or the deployment's MailFrom")
        name = f"{session.tenant}|{session.session_id}|{purpose}|{to.lower()}"
        return Mail(
            mail_id=str(uuid5(NAMESPACE_URL, name)),
            tenant=session.tenant,
            session_id=session.session_id,
            sender=str(Address(one_line(email.from_name or self.config.company.name), addr_spec=sender)),
            recipient=to,
            recipient_name=one_line(dossier.profile.customer_name) if purpose == CUSTOMER else "",
            reply_to=reply_to,
            subject=one_line(subject),
            html=bodies[0],
            text=bodies[1],
            headers=HEADERS,
        )


def _called(name: str, style: str) -> str:
    """How the customer is addressed: among friends by the first name."""
    first = next((part for part in name.split() if part.lower().rstrip(".") not in word_list("titles")), "")
    return first if style == "casual" else one_line(name)


Rows = list[tuple[str, str]]


def _known(record: Any, fields: Sequence[str], say: Say) -> Rows:
    return [(say(field), one_line(str(getattr(record, field)))) for field in fields if getattr(record, field)]


def _qualification(dossier: Dossier, say: Say) -> Rows:
    lead = dossier.lead
    if not lead:
        return []
    rows = [(say("qualification_score"), say("of_100", score=lead.qualification_score))]
    rows += _known(lead, ("company_size", "budget_range", "timeline"), say)
    if lead.decision_maker is not None:
        rows.append((say("decision_maker"), say("yes" if lead.decision_maker else "no")))
    return rows


def _source(dossier: Dossier, say: Say, zone: str) -> Rows:
    session, conversation = dossier.session, dossier.conversation
    rows = _known(session, ("referrer_page", "landing_page", "document_referrer"), say)
    source = dossier.lead.lead_source if dossier.lead else ""
    rows += [(say("lead_source"), one_line(source))] if source else []
    campaign = {name: value for name, value in session.utm.items() if (name, value) != ("utm_source", source)}
    rows += [(say("utm"), _pairs(campaign, unnamed="utm_campaign"))] if campaign else []
    rows += [(say("page_params"), _pairs(session.page_params))] if session.page_params else []
    rows += [(say("language"), session.locale), (say("visitor_time"), session.time_zone)]
    if session.consent:
        rows.append((say("consent"), say("yes" if session.consent.privacy else "no")))
    rows.append((say("started"), _time(session.created_at, zone, say)))
    return [*rows, (say("ended"), _time(conversation.closed_at, zone, say))] if conversation.closed_at else rows


def _evidence(dossier: Dossier, say: Say) -> list[tuple[str, str, int]]:
    facts = {**dossier.profile.evidence, **(dossier.lead.evidence if dossier.lead else {})}
    order = [field for field in (*PROFILE_FIELDS, *LEAD_FIELDS) if field in facts]
    return [(say(field), one_line(facts[field].quote or facts[field].value), facts[field].seq) for field in order]


def _pairs(values: Mapping[str, str], unnamed: str = "") -> str:
    """`name: value` of each; only the value of the one that the row is named after."""
    labels = {name: "" if name == unnamed else f"{name.removeprefix('utm_')}: " for name in values}
    return one_line(", ".join(f"{labels[name]}{value}" for name, value in values.items()))


def _date(at: datetime, zone: str, say: Say) -> str:
    return at.astimezone(ZoneInfo(zone)).strftime(say("date"))


def _time(at: datetime, zone: str, say: Say) -> str:
    return at.astimezone(ZoneInfo(zone)).strftime(say("time"))
