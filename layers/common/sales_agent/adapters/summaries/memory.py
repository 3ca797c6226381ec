"""Summaries in this process's memory."""

from sales_agent.domain.summary import Summary
from sales_agent.ports.summaries import Summaries


class MemorySummaries(Summaries):
    """Keeps summaries until the process ends."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], Summary] = {}

    def keep(self, summary: Summary) -> None:
        place = (summary.tenant, summary.session_id)
        standing = self._kept.get(place)
        if not standing or standing.covers_seq < summary.covers_seq:
            self._kept[place] = summary

    def find(self, tenant: str, session_id: str) -> Summary | None:
        return self._kept.get((tenant, session_id))
