"""What all workers know of a vendor's account: how fast it is being called, and whether it is away."""

from typing import Protocol

from sales_agent.domain.circuit import Circuit


class Circuits(Protocol):
    """Keeps one circuit per tenant and vendor."""

    def find(self, tenant: str, vendor: str) -> Circuit:
        """The circuit as it stands now, read consistently; a closed one where none was kept."""
        ...

    def keep(self, circuit: Circuit) -> Circuit:
        """Stores the next version. Raises Conflict when another worker was faster."""
        ...
