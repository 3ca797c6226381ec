"""Circuits in this process's memory."""

from threading import Lock

from sales_agent.domain.circuit import Circuit
from sales_agent.ports.circuits import Circuits
from sales_agent.ports.errors import Conflict


class MemoryCircuits(Circuits):
    """Keeps circuits until the process ends."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._kept: dict[tuple[str, str], Circuit] = {}

    def find(self, tenant: str, vendor: str) -> Circuit:
        return self._kept.get((tenant, vendor)) or Circuit(tenant=tenant, vendor=vendor)

    def keep(self, circuit: Circuit) -> Circuit:
        with self._lock:
            if self.find(circuit.tenant, circuit.vendor).version != circuit.version:
                raise Conflict("another worker called this vendor meanwhile")
            kept = circuit.model_copy(update={"version": circuit.version + 1})
            self._kept[circuit.tenant, circuit.vendor] = kept
            return kept
