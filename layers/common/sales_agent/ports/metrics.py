"""Counters for reports."""

from collections.abc import Sequence
from datetime import date
from typing import Protocol

from sales_agent.domain.metrics import Count, Totals


class Metrics(Protocol):
    """Counters per tenant, day and dimension."""

    def add(self, count: Count) -> bool:
        """Counts one thing in all its dimensions; False when it was counted before."""
        ...

    def totals(self, tenant: str, first: date, last: date) -> list[Totals]:
        """The sums per dimension over the days from first to last."""
        ...

    def note_lead(self, tenant: str, day: date, session_id: str) -> None:
        """Remembers that this session has a lead."""
        ...

    def lead_sessions(self, tenant: str, first: date, last: date) -> Sequence[str]:
        """Sessions with a lead, newest day first."""
        ...
