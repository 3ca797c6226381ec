"""What stands between a paid model and the bill."""

from typing import Protocol


class Meter(Protocol):
    """Is asked before every paid call and told after it."""

    def book(self, tokens: int) -> None:
        """Sets aside what the call may take at most. Raises Retriable when there is no budget for it."""
        ...

    def settle(self, booked: int, used: int) -> None:
        """Gives back what the call did not take."""
        ...


class Unmetered(Meter):
    """No limit."""

    def book(self, tokens: int) -> None:
        """Lets every call pass."""

    def settle(self, booked: int, used: int) -> None:
        """Has nothing to give back."""
