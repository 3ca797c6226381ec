"""The stand-in's own clock, so that token expiry, index lag and daily budgets can be played through in a test."""

from datetime import UTC, datetime, timedelta


class Clock:
    """Real UTC time plus an offset that tests move; ``freeze`` stops it."""

    def __init__(self) -> None:
        self._offset = timedelta()
        self._frozen: datetime | None = None

    def now(self) -> datetime:
        """The stand-in's present instant (aware, UTC)."""
        return (self._frozen or datetime.now(UTC)) + self._offset

    def advance(self, seconds: float) -> None:
        """Moves the clock forward (or back, when negative)."""
        self._offset += timedelta(seconds=seconds)

    def freeze(self, at: datetime | None = None) -> None:
        """Stops the clock at `at` (default: now); ``advance`` still moves it."""
        self._frozen, self._offset = at or self.now(), timedelta()

    def reset(self) -> None:
        """Back to real time."""
        self._offset, self._frozen = timedelta(), None
