"""One turn of a conversation: load, guard, learn, retrieve, answer, keep (see docs/architecture.md)."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, StringConstraints

from sales_agent.domain.config import SalesAgentConfig
from sales_agent.domain.contact_wishes import unasked
from sales_agent.domain.conversation import Reply, Turn, Usage
from sales_agent.domain.lead import Lead
from sales_agent.domain.profile import Profile
from sales_agent.domain.record import utc_now
from sales_agent.domain.turns import WINDOW, earlier_ids, next_seq, search_text, seconds_to_wait, seq_of
from sales_agent.observability import logger, measure
from sales_agent.ports.chat_models import Question, exchanges
from sales_agent.ports.conversations import Conversations, Snapshot
from sales_agent.ports.errors import Conflict, NotFound, Refused, Retriable, TooMany
from sales_agent.ports.meeting_dialogues import MeetingDialogue
from sales_agent.services.answer import Speak
from sales_agent.services.listen import Heard, ask_back, listen
from sales_agent.services.retrieve import Retrieve
from sales_agent.services.start_session import PageSeen
from sales_agent.services.visitor_tokens import Visitor

WRITE_ATTEMPTS = 5


class Message(BaseModel):
    """The body of `POST /v1/sessions/{id}/messages`."""

    message_id: Annotated[str, StringConstraints(pattern=r"^[A-Za-z0-9_-]{8,64}$")]
    text: Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]
    page: PageSeen | None = None


@dataclass(frozen=True)
class Said:
    """What the agent answers, what that cost, and which parts failed on the way."""

    reply: Reply
    usage: Usage
    degraded: tuple[str, ...]


class Converse:
    """Answers visitors of one tenant."""

    def __init__(
        self,
        config: SalesAgentConfig,
        conversations: Conversations,
        retrieve: Retrieve,
        speak: Speak,
        instructions: str,
        meetings: MeetingDialogue | None = None,
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._config = config
        self._conversations = conversations
        self._retrieve = retrieve
        self._speak = speak
        self._instructions = instructions
        self._meetings = meetings
        self._clock = clock

    def __call__(self, visitor: Visitor, message: Message) -> Turn:
        """The turn that answers the message; the stored one when it was answered before.

        Raises NotFound, Conflict (closed, or the id was used for another text), Refused (too long), TooMany.
        """
        limit = self._config.limits.message_characters
        if len(message.text) > limit:
            raise Refused(f"a message has at most {limit} characters", field="text")
        snapshot = self._load(visitor)
        repeated = self._repeated(snapshot, message)
        if repeated:
            return repeated
        self._guard(snapshot)
        heard = self._listen(snapshot, message)
        said = self._invite(self._say(snapshot, message, heard.profile), snapshot, heard.lead)
        if said.degraded:
            logger.warning("a part of the answer failed", parts=said.degraded)
            measure("chat", "AnswersDegraded")
        reply = ask_back(said.reply, heard, snapshot.session.locale)
        return self._keep(snapshot, message, heard, replace(said, reply=reply))

    def _listen(self, snapshot: Snapshot, message: Message) -> Heard:
        return listen(message.text, snapshot, self._config.company.phone_region, self._clock())

    def _load(self, visitor: Visitor) -> Snapshot:
        """A cheap read first; a session that was opened a moment ago may need the consistent one."""
        try:
            return self._conversations.load(visitor.tenant, visitor.session_id, last_turns=WINDOW)
        except NotFound:
            return self._conversations.load(visitor.tenant, visitor.session_id, last_turns=WINDOW, consistent=True)

    def _repeated(self, snapshot: Snapshot, message: Message) -> Turn | None:
        seq = seq_of(message.message_id, snapshot.turns)
        if seq is None:
            return None
        session = snapshot.session
        known = [turn for turn in snapshot.turns if turn.seq == seq]
        turn = (known or self._conversations.turns(session.tenant, session.session_id, after=seq - 1))[0]
        return _same(turn, message)

    def _guard(self, snapshot: Snapshot) -> None:
        if snapshot.conversation.status == "closed":
            raise Conflict("this conversation is closed; start a new session")
        limits = self._config.limits
        if next_seq(snapshot.turns) > limits.turns_per_session:
            raise TooMany("this conversation has reached its length; start a new session", retry_after=3600)
        wait = seconds_to_wait(snapshot.turns, limits.turns_per_minute, self._clock())
        if wait:
            raise TooMany("you write faster than I can read", retry_after=wait)

    def _say(self, snapshot: Snapshot, message: Message, profile: Profile) -> Said:
        reply = self._meetings(message.text, snapshot, profile) if self._meetings else None
        if reply:
            return Said(reply, Usage(), ())
        settings, capture = self._config.vector_database, self._config.profile_capture
        unwanted = unasked([*(turn.text for turn in snapshot.turns), message.text])
        found = self._retrieve(snapshot.session.tenant, search_text(message.text, snapshot.turns), settings)
        question = Question(
            instructions=self._instructions,
            history=exchanges([(turn.text, turn.reply.text) for turn in snapshot.turns]),
            text=message.text,
            matches=found.matches,
            looked_up=found.looked_up,
            known={field: profile.value(field) for field in capture.fields if profile.value(field)},
            missing=[field for field in profile.missing(capture.required_fields) if field not in unwanted],
            threshold=settings.similarity_threshold,
            locale=snapshot.session.locale,
            seconds=self._config.chat_model.timeout_seconds,
        )
        spoken = self._speak(question)
        return Said(spoken.reply, spoken.usage, (*found.failed, *spoken.failed))

    def _invite(self, said: Said, snapshot: Snapshot, lead: Lead | None) -> Said:
        """Offers a meeting once: with the message that makes the visitor a qualified lead."""
        before = snapshot.lead.qualified_at if snapshot.lead else None
        if self._meetings is None or before or lead is None or not lead.qualified_at or said.reply.kind == "meeting":
            return said
        return replace(said, reply=self._meetings.invite(said.reply, snapshot))

    def _keep(self, snapshot: Snapshot, message: Message, heard: Heard, said: Said) -> Turn:
        """Writes the turn; when another message came first, as the turn after it."""
        for _ in range(WRITE_ATTEMPTS):
            profile = heard.profile if heard.profile != snapshot.profile else None
            try:
                return _same(
                    self._conversations.append(self._turn(snapshot, message, heard, said), profile, heard.lead), message
                )
            except Conflict:
                snapshot = self._load_newest(snapshot)
                repeated = self._repeated(snapshot, message)
                if repeated:
                    return repeated
                heard = self._listen(snapshot, message)
        raise Retriable("many messages of this conversation came at once", retry_after=1)

    def _load_newest(self, snapshot: Snapshot) -> Snapshot:
        session = snapshot.session
        return self._conversations.load(session.tenant, session.session_id, last_turns=WINDOW, consistent=True)

    def _turn(self, snapshot: Snapshot, message: Message, heard: Heard, said: Said) -> Turn:
        return Turn(
            tenant=snapshot.session.tenant,
            session_id=snapshot.session.session_id,
            seq=next_seq(snapshot.turns),
            message_id=message.message_id,
            text=message.text,
            at=self._clock(),
            page_url=message.page.url if message.page else "",
            reply=said.reply,
            learnt={fact.field: fact.value for fact in heard.facts},
            degraded=list(said.degraded),
            usage=said.usage,
            earlier_ids=earlier_ids(snapshot.turns),
        )


def _same(turn: Turn, message: Message) -> Turn:
    if turn.text != message.text:
        raise Conflict("this message id was used for another text")
    return turn
