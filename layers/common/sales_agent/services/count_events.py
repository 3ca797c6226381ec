"""Counts what happened, for the reports."""

from sales_agent.domain.events import Event
from sales_agent.domain.metrics import counts_of
from sales_agent.ports.conversations import Conversations
from sales_agent.ports.errors import NotFound
from sales_agent.ports.metrics import Metrics


class CountEvents:
    """Adds events to the counters of the session they belong to."""

    def __init__(self, conversations: Conversations, metrics: Metrics) -> None:
        self._conversations = conversations
        self._metrics = metrics

    def __call__(self, event: Event) -> int:
        """How many new counts the event made; 0 when it was counted before or its session has been erased."""
        try:
            snapshot = self._conversations.load(event.tenant, event.session_id, last_turns=1)
        except NotFound:
            return 0
        lead, session = snapshot.lead, snapshot.session
        if event.type == "lead.changed":
            self._metrics.note_lead(event.tenant, session.created_at.date(), event.session_id)
        counts = counts_of(event, session, qualified=bool(lead and lead.qualified_at))
        return sum(self._metrics.add(count) for count in counts)
