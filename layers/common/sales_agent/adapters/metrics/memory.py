"""Counters in this process's memory."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from sales_agent.domain.metrics import Count, Totals
from sales_agent.ports.metrics import Metrics


class MemoryMetrics(Metrics):
    """Counts until the process ends."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, str]] = set()
        self._counts: dict[tuple[str, date, str], Counter[str]] = {}
        self._leads: dict[str, set[tuple[date, str]]] = {}

    def add(self, count: Count) -> bool:
        if (count.tenant, count.key) in self._seen:
            return False
        self._seen.add((count.tenant, count.key))
        for dimension in count.dimensions:
            self._counts.setdefault((count.tenant, count.day, dimension), Counter())[count.measure] += 1
        return True

    def totals(self, tenant: str, first: date, last: date) -> list[Totals]:
        sums: dict[str, Counter[str]] = {}
        for (owner, day, dimension), counts in self._counts.items():
            if owner == tenant and first <= day <= last:
                sums.setdefault(dimension, Counter()).update(counts)
        return [Totals.model_validate({"dimension": dimension, **sums[dimension]}) for dimension in sorted(sums)]

    def note_lead(self, tenant: str, day: date, session_id: str) -> None:
        self._leads.setdefault(tenant, set()).add((day, session_id))

    def lead_sessions(self, tenant: str, first: date, last: date) -> Sequence[str]:
        leads = sorted(self._leads.get(tenant, ()), reverse=True)
        return [session_id for day, session_id in leads if first <= day <= last]
