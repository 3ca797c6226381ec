"""Conversations in this process's memory."""

from collections.abc import Sequence
from datetime import datetime
from threading import RLock

from pydantic import BaseModel

from sales_agent.domain.conversation import CloseReason, Conversation, Feedback, Session, Turn
from sales_agent.domain.lead import Lead
from sales_agent.domain.profile import Profile
from sales_agent.ports.conversations import Conversations, Snapshot
from sales_agent.ports.errors import Conflict, NotFound

Place = tuple[str, str]


class MemoryConversations(Conversations):
    """Keeps conversations until the process ends."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._sessions: dict[Place, Session] = {}
        self._conversations: dict[Place, Conversation] = {}
        self._profiles: dict[Place, Profile] = {}
        self._leads: dict[Place, Lead] = {}
        self._turns: dict[Place, list[Turn]] = {}
        self._feedback: dict[Place, dict[int, Feedback]] = {}

    def start(self, session: Session, conversation: Conversation) -> None:
        place = (session.tenant, session.session_id)
        with self._lock:
            if place in self._sessions:
                raise Conflict("this session exists already")
            self._sessions[place] = session
            self._conversations[place] = conversation
            self._turns[place] = []

    def load(self, tenant: str, session_id: str, *, last_turns: int = 8, consistent: bool = False) -> Snapshot:
        place = (tenant, session_id)
        if place not in self._sessions:
            raise NotFound("there is no such session")
        return Snapshot(
            session=self._sessions[place],
            conversation=self._conversations[place],
            profile=self._profiles.get(place) or Profile(tenant=tenant, session_id=session_id),
            lead=self._leads.get(place),
            turns=self._turns[place][-last_turns:],
        )

    def append(self, turn: Turn, profile: Profile | None = None, lead: Lead | None = None) -> Turn:
        place = (turn.tenant, turn.session_id)
        with self._lock:
            taken = next((old for old in self._turns[place] if old.seq == turn.seq), None)
            if taken and taken.message_id == turn.message_id:
                return taken
            if taken or _older(profile, self._profiles.get(place)) or _older(lead, self._leads.get(place)):
                raise Conflict("another message came first")
            self._turns[place].append(turn)
            if profile:
                self._profiles[place] = profile
            if lead:
                self._leads[place] = lead
            return turn

    def name_lead(self, tenant: str, session_id: str, crm: str, record_id: str) -> None:
        with self._lock:
            if lead := self._leads.get((tenant, session_id)):
                named = {"crm_lead_id": {**lead.crm_lead_id, crm: record_id}}
                self._leads[tenant, session_id] = lead.model_copy(update=named)

    def turns(self, tenant: str, session_id: str, *, after: int = 0) -> list[Turn]:
        return [turn for turn in self._turns.get((tenant, session_id), []) if turn.seq > after]

    def touch(self, tenant: str, session_id: str, at: datetime) -> None:
        with self._lock:
            conversation = self._conversations.get((tenant, session_id))
            if conversation and conversation.status == "open" and conversation.last_activity < at:
                self._conversations[tenant, session_id] = conversation.model_copy(update={"last_activity": at})

    def close(
        self, tenant: str, session_id: str, reason: CloseReason, at: datetime, *, idle_since: datetime | None = None
    ) -> bool:
        with self._lock:
            conversation = self._conversations.get((tenant, session_id))
            if not conversation or conversation.status == "closed":
                return False
            if idle_since and conversation.last_activity > idle_since:
                return False
            closed = {"status": "closed", "closed_at": at, "close_reason": reason}
            self._conversations[tenant, session_id] = conversation.model_copy(update=closed)
            return True

    def idle(self, before: datetime, *, limit: int = 100) -> Sequence[Conversation]:
        quiet = [c for c in self._conversations.values() if c.status == "open" and c.last_activity < before]
        return quiet[:limit]

    def give_feedback(self, feedback: Feedback) -> None:
        place = (feedback.tenant, feedback.session_id)
        if all(turn.seq != feedback.seq for turn in self._turns.get(place, [])):
            raise NotFound("there is no such answer")
        self._feedback.setdefault(place, {})[feedback.seq] = feedback

    def export(self, tenant: str, session_id: str) -> list[dict[str, object]]:
        return [record.model_dump(mode="json") for record in self._records((tenant, session_id))]

    def erase(self, tenant: str, session_id: str) -> int:
        place = (tenant, session_id)
        with self._lock:
            found = len(self._records(place))
            for kept in (self._sessions, self._conversations, self._profiles, self._leads, self._turns, self._feedback):
                kept.pop(place, None)
            return found

    def _records(self, place: Place) -> list[BaseModel]:
        single = [kept.get(place) for kept in (self._sessions, self._conversations, self._profiles, self._leads)]
        present: list[BaseModel] = [record for record in single if record is not None]
        return [*present, *self._turns.get(place, []), *self._feedback.get(place, {}).values()]


def _older(new: Profile | Lead | None, old: Profile | Lead | None) -> bool:
    return bool(new and old and new.version <= old.version)
