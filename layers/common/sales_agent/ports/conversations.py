"""Where sessions, conversations, turns, profiles and leads are kept."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sales_agent.domain.conversation import CloseReason, Conversation, Feedback, Session, Turn
from sales_agent.domain.lead import Lead
from sales_agent.domain.profile import Profile
from sales_agent.domain.record import Record


class Snapshot(Record):
    """A session as one read brings it: its state and the last turns, oldest first."""

    session: Session
    conversation: Conversation
    profile: Profile
    lead: Lead | None = None
    turns: list[Turn]


class Conversations(Protocol):
    """The store of conversations. Every call names the tenant; nothing of another tenant is ever returned."""

    def start(self, session: Session, conversation: Conversation) -> None:
        """Keeps a new session. Raises Conflict when the id is taken."""
        ...

    def load(self, tenant: str, session_id: str, *, last_turns: int = 8, consistent: bool = False) -> Snapshot:
        """The session and its last turns. Raises NotFound."""
        ...

    def append(self, turn: Turn, profile: Profile | None = None, lead: Lead | None = None) -> Turn:
        """Keeps a turn, with the profile and the lead when they changed, all or nothing.

        When its `seq` is taken by the same message id, the stored turn is returned; by another, Conflict is raised.
        """
        ...

    def name_lead(self, tenant: str, session_id: str, crm: str, record_id: str) -> None:
        """Keeps with the lead, where there is one, which record of a CRM it is; that alone makes no new version."""
        ...

    def turns(self, tenant: str, session_id: str, *, after: int = 0) -> list[Turn]:
        """All turns with a greater `seq`, oldest first."""
        ...

    def touch(self, tenant: str, session_id: str, at: datetime) -> None:
        """Records activity, unless a later one is known or the conversation is closed."""
        ...

    def close(
        self, tenant: str, session_id: str, reason: CloseReason, at: datetime, *, idle_since: datetime | None = None
    ) -> bool:
        """Closes the conversation; False when it was closed already, or has been active after `idle_since`."""
        ...

    def idle(self, before: datetime, *, limit: int = 100) -> Sequence[Conversation]:
        """Open conversations whose last activity lies before the instant, of all tenants."""
        ...

    def give_feedback(self, feedback: Feedback) -> None:
        """Keeps a verdict on an answer; the last one counts. Raises NotFound when there is no such answer."""
        ...

    def export(self, tenant: str, session_id: str) -> list[dict[str, object]]:
        """Every item kept of the session, as plain data."""
        ...

    def erase(self, tenant: str, session_id: str) -> int:
        """Deletes every item of the session and says how many there were."""
        ...
