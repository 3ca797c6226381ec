"""An index: records by namespace, each write seen by readers only after a while."""

from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

import numpy as np
from numpy.typing import NDArray

from local.vendors.kit import Clock

KEY = "pcsk_stand_in"
DEFAULT = "__default__"
Namespace = dict[str, "Record"]


@dataclass(frozen=True)
class Record:
    """A vector with its metadata."""

    id: str
    values: NDArray[np.float32]
    metadata: dict[str, Any] = field(default_factory=dict)

    def shown(self) -> dict[str, Any]:
        """The record as the API writes it."""
        shown: dict[str, Any] = {"id": self.id, "values": self.values.tolist()}
        return shown | ({"metadata": self.metadata} if self.metadata else {})


class Index:
    """The store behind the stand-in. Writes are ordered by a log sequence number, as Pinecone's headers tell it."""

    def __init__(self, clock: Clock, dimension: int, lag: float) -> None:
        self.clock, self.dimension, self._first_lag = clock, dimension, timedelta(seconds=lag)
        self.reset()

    def reset(self) -> None:
        """Empty."""
        self.lag = self._first_lag
        self.revoked: set[str] = set()
        self.namespaces: defaultdict[str, Namespace] = defaultdict(dict)
        self._waiting: list[tuple[datetime, Callable[[], None]]] = []
        self.committed = self.reconciled = 0

    def state(self) -> dict[str, Any]:
        """Ids and metadata by namespace, as readers see them now."""
        self.settle()
        return {
            "dimension": self.dimension,
            "namespaces": {
                name: {record.id: record.metadata for record in records.values()}
                for name, records in self.namespaces.items()
            },
        }

    def write(self, change: Callable[[], None]) -> None:
        """Commits `change`; readers see it when its time has come."""
        self.committed += 1
        self._waiting.append((self.clock.now() + self.lag, change))

    def settle(self) -> None:
        """Lets readers see the writes that are due, in order."""
        while self._waiting and self._waiting[0][0] <= self.clock.now():
            _, change = self._waiting.pop(0)
            change()
            self.reconciled += 1

    def read(self, name: str) -> Namespace:
        """The records of a namespace (none when it is unknown)."""
        self.settle()
        return self.namespaces.get(name or DEFAULT, {})

    def knows(self, name: str) -> bool:
        """Whether the namespace exists, or will when the writes that wait are seen."""
        self.settle()
        return bool(self.namespaces.get(name or DEFAULT)) or bool(self._waiting)
