"""Where the summary of a conversation is kept."""

from typing import Protocol

from sales_agent.domain.summary import Summary


class Summaries(Protocol):
    """Keeps the summary of each conversation; a summary that covers fewer turns never replaces one that covers more."""

    def keep(self, summary: Summary) -> None:
        """Stores the summary unless a fuller one stands there."""
        ...

    def find(self, tenant: str, session_id: str) -> Summary | None:
        """The summary of a session's conversation, if there is one."""
        ...
