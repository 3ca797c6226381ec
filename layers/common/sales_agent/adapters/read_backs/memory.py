"""Comparisons with CRMs in this process's memory."""

from sales_agent.domain.crm_read_back import ReadBack
from sales_agent.ports.read_backs import ReadBacks


class MemoryReadBacks(ReadBacks):
    """Keeps comparisons until the process ends."""

    def __init__(self) -> None:
        self._kept: dict[tuple[str, str], ReadBack] = {}

    def keep(self, read_back: ReadBack) -> None:
        self._kept[read_back.tenant, read_back.crm] = read_back

    def find(self, tenant: str, crm: str) -> ReadBack | None:
        return self._kept.get((tenant, crm))
