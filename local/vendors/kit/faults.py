"""The fault plan: which requests go wrong, how, and how often."""

import random
import re
import threading
from dataclasses import asdict, dataclass
from typing import Any

KINDS = ("drop_before", "drop_after", "truncate", "slow", "down")
"""Besides these a fault's kind may be an HTTP status from 400 to 599, written as digits."""


@dataclass
class Fault:
    """One entry of the plan.

    `kind`: ``drop_before`` closes the socket before the vendor acts, ``drop_after`` acts and then closes it,
    ``truncate`` acts and sends half the body, ``slow`` waits `seconds` before acting, ``down`` drops everything until
    cleared; a status such as ``"429"`` answers the vendor's own refusal of that status (`detail` picks among several,
    e.g. ``DAILY``). `acts` lets a refusal or a wait come after the vendor acted. `times` is how often it fires (None:
    until cleared), `probability` how likely on each match; `method` and `path` are regular expressions searched in
    the request's.
    """

    kind: str
    method: str = ""
    path: str = ""
    times: int | None = 1
    probability: float = 1.0
    seconds: float = 0.0
    detail: str = ""
    acts: bool = False

    def __post_init__(self) -> None:
        if self.kind not in KINDS and not re.fullmatch("[45][0-9]{2}", self.kind):
            raise ValueError(f"unknown fault kind {self.kind!r}: one of {', '.join(KINDS)} or a status from 400 to 599")
        if self.kind == "down":
            self.times = None

    def matches(self, method: str, path: str) -> bool:
        """Whether this fault is meant for the request and not used up."""
        wanted = re.search(self.method, method, re.IGNORECASE) and re.search(self.path, path)
        return self.times != 0 and bool(wanted)


class FaultPlan:
    """An ordered list of faults; the first that matches (and wins its draw) is taken. Draws are seeded."""

    def __init__(self, seed: int = 0) -> None:
        self._faults: list[Fault] = []
        self._random = random.Random(seed)  # noqa: S311 - repeatable on purpose, keeps no secret
        self._lock = threading.Lock()
        self.taken = 0

    def add(self, fault: Fault) -> None:
        """Appends to the plan."""
        with self._lock:
            self._faults.append(fault)

    def clear(self) -> None:
        """Everything works again."""
        with self._lock:
            self._faults.clear()

    def take(self, method: str, path: str) -> Fault | None:
        """The fault for this request, counted as used, or None."""
        with self._lock:
            for fault in self._faults:
                if fault.matches(method, path) and self._random.random() < fault.probability:
                    fault.times = None if fault.times is None else fault.times - 1
                    self.taken += 1
                    return fault
        return None

    def to_json(self) -> list[dict[str, Any]]:
        """The plan as the control page shows it."""
        with self._lock:
            return [asdict(fault) for fault in self._faults]
