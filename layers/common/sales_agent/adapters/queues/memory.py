"""A queue in this process's memory."""

from sales_agent.ports.queues import Queue, QueueDepth


class MemoryQueue(Queue):
    """Messages are lists of their receipts; `postponed` remembers for how long each was."""

    def __init__(self) -> None:
        self.waiting: list[str] = []
        self.given_up: list[str] = []
        self.postponed: dict[str, int] = {}

    def postpone(self, receipt: str, seconds: int) -> None:
        self.postponed[receipt] = seconds

    def depth(self) -> QueueDepth:
        return QueueDepth(waiting=len(self.waiting), hidden=len(self.postponed), given_up=len(self.given_up))

    def redrive(self) -> int:
        moved, self.given_up = self.given_up, []
        self.waiting += moved
        return len(moved)
