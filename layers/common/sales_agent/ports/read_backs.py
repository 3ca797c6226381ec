"""Where the comparisons with the CRMs are kept."""

from typing import Protocol

from sales_agent.domain.crm_read_back import ReadBack


class ReadBacks(Protocol):
    """Keeps the last comparison with one account of each CRM, per tenant."""

    def keep(self, read_back: ReadBack) -> None:
        """Stores it in place of the one before."""
        ...

    def find(self, tenant: str, crm: str) -> ReadBack | None:
        """The last one, finished or not."""
        ...
