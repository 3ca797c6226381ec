"""What a tenant may still spend on paid models on a day."""

from datetime import date
from typing import Protocol


class Budgets(Protocol):
    """Counts the tokens of each tenant and day, for all workers together."""

    def take(self, tenant: str, day: date, tokens: int, limit: int) -> bool:
        """Books tokens on the day; False, and nothing is booked, when the day would come to more than `limit`."""
        ...
