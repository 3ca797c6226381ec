"""Loads what is known of a conversation, for the CRMs."""

from dataclasses import dataclass

from sales_agent.domain.crm_records import Story
from sales_agent.ports.bookings import Bookings
from sales_agent.ports.conversations import Conversations
from sales_agent.ports.errors import NotFound
from sales_agent.ports.summaries import Summaries


@dataclass(frozen=True)
class LoadStory:
    """Reads everything as it stands now. The turns are only read once a summary exists: a CRM gets both in one note."""

    conversations: Conversations
    summaries: Summaries
    bookings: Bookings

    def __call__(self, tenant: str, session_id: str) -> Story | None:
        """The story; None for a session that is gone, or has no lead yet."""
        try:
            snapshot = self.conversations.load(tenant, session_id, last_turns=1, consistent=True)
        except NotFound:
            return None
        if not snapshot.lead:
            return None
        summary = self.summaries.find(tenant, session_id)
        return Story(
            session=snapshot.session,
            profile=snapshot.profile,
            lead=snapshot.lead,
            turns=self.conversations.turns(tenant, session_id) if summary else [],
            summary=summary,
            appointments=self.bookings.of_session(tenant, session_id),
        )
