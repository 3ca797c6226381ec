"""A conversation in short, in the visitor's own words: no model is needed, and nothing is made up."""

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Literal
from zoneinfo import ZoneInfo

from pydantic import Field

from sales_agent.domain.clean_text import one_line
from sales_agent.domain.conversation import Citation, Conversation, Session, Turn
from sales_agent.domain.lead import Lead
from sales_agent.domain.meeting import Appointment
from sales_agent.domain.profile import Profile
from sales_agent.domain.record import Record
from sales_agent.domain.summary import Summary

MARKER = re.compile(r"\s?\[\d{1,2}\]")
LINK = re.compile(r"(?:https?://|www\.)\S+|\b[\w-]+(?:\.[\w-]+)+/\S*", re.IGNORECASE)
"""Visitors' links are not passed on: anybody can give somebody else's address, and no mail of ours shall advertise."""
SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[^a-z\s])")
LETTER = re.compile(r"[^\W\d_]")
TOPICS = 3
QUESTION_CHARACTERS = 240
ANSWER_CHARACTERS = 300
HEADLINE_CHARACTERS = 120
MOST_QUESTIONS = 12


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


class Exchange(Record):
    """A question in the visitor's words, the answer in short, and the pages it stands on."""

    question: str
    answer: str
    sources: list[Citation] = Field(default_factory=list)


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
        interests=_wishes(turns),
        open_questions=open_questions,
        next_steps=_next_steps(dossier, open_questions, phrases, zone),
        sources=_sources(turns),
        outcome=_outcome(dossier),
        language=session.locale[:2].lower(),
        at=at,
    )


def exchanges(turns: Sequence[Turn], characters: int = ANSWER_CHARACTERS) -> list[Exchange]:
    """What was asked and answered from the site, each answer in at most so many characters."""
    answered = [turn for turn in turns if turn.reply.kind in {"answer", "closest"}]
    return [
        Exchange(question=_question(turn), answer=_answer(turn.reply.text, characters), sources=turn.reply.citations)
        for turn in answered[:MOST_QUESTIONS]
    ]


def unanswered(turns: Sequence[Turn]) -> list[str]:
    """The questions that the site has no answer to."""
    return _once(_question(turn) for turn in turns if turn.reply.kind == "unknown")


def _wishes(turns: Sequence[Turn]) -> list[str]:
    return _once(_question(turn) for turn in turns if turn.reply.kind in {"answer", "closest", "meeting"})


def _question(turn: Turn) -> str:
    return shortened(one_line(LINK.sub("[…]", turn.text)), QUESTION_CHARACTERS)


def unmarked(text: str) -> str:
    """An answer without the [n] that point to its passages."""
    return MARKER.sub("", text)


def _answer(text: str, characters: int) -> str:
    """The first sentences, as many as fit."""
    first, *more = SENTENCE.split(one_line(unmarked(text)))
    for sentence in more:
        if len(first) + len(sentence) >= characters:
            break
        first += f" {sentence}"
    return shortened(first, characters)


def shortened(text: str, limit: int) -> str:
    """The text with at most `limit` characters, cut between words."""
    if len(text) <= limit:
        return text
    return f"{text[: limit - 1].rsplit(' ', 1)[0].rstrip(' ,;:-')}\u2026"


def _once(texts: Iterable[str]) -> list[str]:
    kept: dict[str, str] = {}
    for text in texts:
        if LETTER.search(text):
            kept.setdefault(text.casefold(), text)
    return list(kept.values())[:MOST_QUESTIONS]


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
    topic = ", ".join(_topics(dossier)) or next(iter(_wishes(dossier.turns)), "") or phrases["no_topic"]
    headline = phrases["headline"].format(who=f"{_who(dossier, phrases)}{company}", topic=topic)
    return shortened(one_line(headline), HEADLINE_CHARACTERS)


def _overview(dossier: Dossier, phrases: Mapping[str, str], zone: str) -> str:
    turns, session = dossier.turns, dossier.session
    count = len(turns)
    answered = len(exchanges(turns))
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
    contact = profile.email or profile.phone
    if not contact:
        return [phrases["step_none"]]
    steps = [phrases["step_meeting"].format(meeting=_when(one, phrases, zone)) for one in dossier.meetings]
    if open_questions:
        steps.append(phrases["step_questions"].format(count=len(open_questions)))
    if not dossier.meetings:
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
    return "unanswered" if unanswered(dossier.turns) and not exchanges(dossier.turns) else "answered"
