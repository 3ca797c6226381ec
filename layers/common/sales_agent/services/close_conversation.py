"""Ending conversations: because the visitor said so, or because nothing more came."""

from collections.abc import Callable
from datetime import datetime, timedelta

from sales_agent.domain.config import SalesAgentConfig
from sales_agent.domain.conversation import CloseReason, Conversation
from sales_agent.domain.record import utc_now
from sales_agent.observability import logger
from sales_agent.ports.conversations import Conversations
from sales_agent.ports.errors import NotFound, SalesAgentError

SHORTEST_IDLE = timedelta(minutes=1)
MOST_AT_ONCE = 1000


class CloseConversation:
    """Closes one conversation; what follows from it is announced by the table's stream."""

    def __init__(self, conversations: Conversations, clock: Callable[[], datetime] = utc_now) -> None:
        self._conversations = conversations
        self._clock = clock

    def __call__(self, tenant: str, session_id: str, reason: CloseReason = "visitor") -> bool:
        """Whether it was open until now. Raises NotFound."""
        if self._conversations.close(tenant, session_id, reason, self._clock()):
            return True
        self._conversations.load(tenant, session_id, last_turns=1, consistent=True)
        return False


class CloseIdle:
    """Closes every conversation that has been quiet for its tenant's `idle_minutes`."""

    def __init__(
        self,
        conversations: Conversations,
        config: Callable[[str], SalesAgentConfig],
        clock: Callable[[], datetime] = utc_now,
    ) -> None:
        self._conversations = conversations
        self._config = config
        self._clock = clock

    def __call__(self) -> int:
        """How many were closed. One that fails is left to the next run."""
        now = self._clock()
        quiet = self._conversations.idle(now - SHORTEST_IDLE, limit=MOST_AT_ONCE)
        return sum(self._closed(conversation, now) for conversation in quiet)

    def _closed(self, conversation: Conversation, now: datetime) -> bool:
        tenant, session_id = conversation.tenant, conversation.session_id
        try:
            quiet_since = now - timedelta(minutes=self._config(tenant).conversation_summaries.idle_minutes)
            if conversation.last_activity > quiet_since:
                return False
            return self._conversations.close(tenant, session_id, "idle", now, idle_since=quiet_since)
        except NotFound:
            logger.warning("conversation of an unknown tenant", tenant=tenant)
        except SalesAgentError as error:
            logger.error("conversation not closed", session_id=session_id, error=type(error).__name__)
        return False
