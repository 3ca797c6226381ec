"""A conversation in short, in the visitor's own words: no model is needed, and nothing is made up."""

from collections import Counter
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from sales_agent.domain.asked import OPEN, shortened, unanswered, wishes
from sales_agent.domain.clean_text import one_line
from sales_agent.domain.contact_wishes import refused
from sales_agent.domain.conversation import Citation, Conversation, Session, Turn
from sales_agent.domain.lead import Lead
from sales_agent.domain.meeting import Appointment
from sales_agent.domain.profile import Profile
from sales_agent.domain.record import Record
from sales_agent.domain.summary import Summary

TOPICS = 3
HEADLINE_CHARACTERS = 120


class Dossier(Record):
    """Everything kept of one conversation."""

    session: Session
    conversation: Conversation
    profile: Profile
    lead: Lead | None = None
    turns: list[Turn] = Field(default_factory=list)
    appointments: list[Appointment] = Field(default_factory=list)

    @property
    def meetings(self) -> list[Appointment]:
        """The meetings that are booked, soonest first."""
        return sorted((one for one in self.appointments if one.status == "booked"), key=lambda one: one.start)

    @property
    def unwanted(self) -> frozenset[str]:
        """The ways, of `mail` and `call`, in which the visitor wants no contact."""
        return refused(turn.text for turn in self.turns)


def summarized(dossier: Dossier, phrases: Mapping[str, str], zone: str, at: datetime) -> Summary:
    """The summary, its fixed sentences from `phrases`, its times in `zone`. The dossier has at least one turn."""
    session, turns = dossier.session, dossier.turns
    open_questions = unanswered(turns)
    return Summary(
        tenant=session.tenant,
        session_id=session.session_id,
        conversation_id=dossier.conversation.conversation_id,
        covers_seq=turns[-1].seq,
        headline=_headline(dossier, phrases),
        overview=_overview(dossier, phrases, zone),
        interests=wishes(turns),
        open_questions=open_questions,
        next_steps=_next_steps(dossier, open_questions, phrases, zone),
        sources=_sources(turns),
        outcome=_outcome(dossier),
        language=session.locale[:2].lower(),
        at=at,
    )


def _sources(turns: Sequence[Turn]) -> list[Citation]:
    by_url: dict[str, Citation] = {}
    for turn in turns:
        for citation in turn.reply.citations:
            by_url.setdefault(citation.url, citation)
    return [one.model_copy(update={"number": place}) for place, one in enumerate(by_url.values(), start=1)]


def _topics(dossier: Dossier) -> list[str]:
    titles = Counter(one.title.split(" > ")[0] for turn in dossier.turns for one in turn.reply.citations[:1])
    return [one_line(title) for title, _ in titles.most_common(TOPICS)]


def _who(dossier: Dossier, phrases: Mapping[str, str]) -> str:
    profile = dossier.profile
    return profile.customer_name or profile.email or phrases["a_visitor"]


def _headline(dossier: Dossier, phrases: Mapping[str, str]) -> str:
    company = f" ({dossier.profile.company})" if dossier.profile.company else ""
    topic = ", ".join(_topics(dossier)) or next(iter(wishes(dossier.turns)), "") or phrases["no_topic"]
    headline = phrases["headline"].format(who=f"{_who(dossier, phrases)}{company}", topic=topic)
    return shortened(one_line(headline), HEADLINE_CHARACTERS)


def _overview(dossier: Dossier, phrases: Mapping[str, str], zone: str) -> str:
    turns, session = dossier.turns, dossier.session
    count = len(turns)
    answered = sum(turn.reply.kind == "answer" for turn in turns)
    questions = answered + len(unanswered(turns))
    return phrases["overview" if questions else "overview_plain"].format(
        who=_who(dossier, phrases),
        messages=phrases["one_message"] if count == 1 else phrases["messages"].format(count=count),
        date=turns[0].at.astimezone(ZoneInfo(zone)).strftime(phrases["date"]),
        page=one_line(session.page_title or session.referrer_page),
        answered=answered,
        questions=questions,
    )


def _next_steps(dossier: Dossier, open_questions: Sequence[str], phrases: Mapping[str, str], zone: str) -> list[str]:
    profile, lead = dossier.profile, dossier.lead
    if not (profile.email or profile.phone):
        return [phrases["step_none"]]
    unwanted = dossier.unwanted
    contact = ("mail" not in unwanted and profile.email) or ("call" not in unwanted and profile.phone)
    steps = [phrases["step_meeting"].format(meeting=_when(one, phrases, zone)) for one in dossier.meetings]
    steps += [phrases[f"step_no_{way}"] for way in ("mail", "call") if way in unwanted]
    if contact and open_questions:
        steps.append(phrases["step_questions"].format(count=len(open_questions)))
    if contact and not dossier.meetings:
        steps.append(phrases["step_contact"].format(contact=contact))
    if lead and lead.timeline:
        steps.append(phrases["step_timeline"].format(timeline=lead.timeline))
    if lead and lead.decision_maker is False:
        steps.append(phrases["step_boss"])
    return steps


def _when(meeting: Appointment, phrases: Mapping[str, str], zone: str) -> str:
    return meeting.start.astimezone(ZoneInfo(zone)).strftime(phrases["time"])


def _outcome(dossier: Dossier) -> Literal["answered", "lead", "meeting", "unanswered"]:
    if dossier.meetings:
        return "meeting"
    if dossier.profile.email or dossier.profile.phone:
        return "lead"
    kinds = {turn.reply.kind for turn in dossier.turns}
    return "unanswered" if kinds & OPEN and "answer" not in kinds else "answered"
