"""The capacity units that DynamoDB bills, worked out from the requests and replies of a botocore session.

An item's size is its names and values in UTF-8; a read unit is 4 KB (half when eventually consistent), a write unit
1 KB, and a transaction takes both twice. https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/CapacityUnitCalculations.html
"""

from collections import Counter
from math import ceil
from typing import Any

from botocore.session import Session

READ, WRITE = 4096, 1024
ABOUT = 1  # bytes that an element of a list or map costs beside itself
NUMBER_DIGITS = 2


class Units:
    """The calls since the last `clear`; what they took is worked out when it is asked for, not while they run."""

    def __init__(self, session: Session) -> None:
        self._called: list[tuple[Any, dict[str, Any]]] = []
        self._answered: list[tuple[Any, dict[str, Any], dict[str, Any]]] = []
        session.register("provide-client-params.*.*", self._call)
        session.register("after-call.dynamodb.*", self._answer)

    def clear(self) -> None:
        """Starts anew."""
        self._called, self._answered = [], []

    @property
    def calls(self) -> Counter[str]:
        """How often each operation was called."""
        return Counter(f"{model.service_model.service_name} {model.name}" for model, _ in self._called)

    @property
    def written(self) -> list[dict[str, Any]]:
        """The items that were put, in transactions or alone."""
        return [body["Item"] for _, params in self._called for body in _bodies(params) if "Item" in body]

    @property
    def read(self) -> float:
        """Read units."""
        return sum(_reads(*answered) for answered in self._answered)

    @property
    def write(self) -> float:
        """Write units."""
        return sum(_writes(*called) for called in self._called)

    def _call(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        self._called.append((model, params))

    def _answer(self, parsed: dict[str, Any], **_: Any) -> None:
        self._answered.append((*self._called[-1], parsed))


def _bodies(params: dict[str, Any]) -> list[dict[str, Any]]:
    """The request, or each action of a transaction."""
    return [body for action in params.get("TransactItems", ()) for body in action.values()] or [params]


def _reads(model: Any, params: dict[str, Any], parsed: dict[str, Any]) -> float:
    if model.name not in {"Query", "GetItem"}:
        return 0
    items = parsed.get("Items", [parsed["Item"]] if "Item" in parsed else [])
    return max(1, ceil(sum(map(size_of, items)) / READ)) / (1 if params.get("ConsistentRead") else 2)


def _writes(model: Any, params: dict[str, Any]) -> int:
    """The bench's updates are of items below 1 KB."""
    if model.name == "UpdateItem":
        return 1
    each = 2 if "TransactItems" in params else 1
    return sum(each * max(1, ceil(size_of(body["Item"]) / WRITE)) for body in _bodies(params) if "Item" in body)


def size_of(item: dict[str, Any]) -> int:
    """An item's size in bytes, as DynamoDB counts it."""
    return sum(len(name.encode()) + _size(value) for name, value in item.items())


def _size(value: dict[str, Any]) -> int:
    ((kind, content),) = value.items()
    if kind == "S":
        return len(content.encode())
    if kind == "N":
        return ceil(len(content.strip("-").replace(".", "")) / NUMBER_DIGITS) + 1
    if kind == "M":
        return 3 + size_of(content) + ABOUT * len(content)
    if kind == "L":
        return 3 + sum(_size(child) + ABOUT for child in content)
    return 1
