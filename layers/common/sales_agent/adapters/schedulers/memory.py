"""Schedules in this process's memory."""

from datetime import datetime

from sales_agent.domain.events import Event
from sales_agent.ports.schedulers import Scheduler


class MemoryScheduler(Scheduler):
    """Keeps what is to come in `planned`, by name."""

    def __init__(self) -> None:
        self.planned: dict[str, tuple[datetime, Event]] = {}

    def schedule(self, name: str, at: datetime, event: Event) -> None:
        self.planned.setdefault(name, (at, event))

    def cancel(self, name: str) -> None:
        self.planned.pop(name, None)

    def due(self, now: datetime) -> list[Event]:
        """The events whose time has come; they are forgotten."""
        names = [name for name, (at, _) in self.planned.items() if at <= now]
        return [self.planned.pop(name)[1] for name in names]
