"""Receipts in this process's memory."""

from sales_agent.ports.receipts import Receipts


class MemoryReceipts(Receipts):
    """Remembers until the process ends."""

    def __init__(self) -> None:
        self._seen: set[tuple[str, str]] = set()

    def claim(self, source: str, delivery_id: str) -> bool:
        new = (source, delivery_id) not in self._seen
        self._seen.add((source, delivery_id))
        return new

    def release(self, source: str, delivery_id: str) -> None:
        self._seen.discard((source, delivery_id))
