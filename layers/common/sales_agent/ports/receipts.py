"""What came in from outside once is not taken in again."""

from typing import Protocol


class Receipts(Protocol):
    """Remembers the deliveries of webhooks by their id for some days."""

    def claim(self, source: str, delivery_id: str) -> bool:
        """Whether this delivery is new; it then counts as taken in."""
        ...

    def release(self, source: str, delivery_id: str) -> None:
        """Forgets a delivery that could not be dealt with, so that its repeat is taken in."""
        ...
