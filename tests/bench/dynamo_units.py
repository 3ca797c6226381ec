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
    """Calls, units and written items since the last `clear`."""

    def __init__(self, session: Session) -> None:
        self.calls: Counter[str] = Counter()
        self.written: list[dict[str, Any]] = []
        self.read = self.write = 0.0
        session.register("provide-client-params.*.*", self._called)
        session.register("after-call.dynamodb.*", self._read)

    def clear(self) -> None:
        """Starts anew."""
        self.calls, self.written = Counter(), []
        self.read = self.write = 0.0

    def _called(self, params: dict[str, Any], model: Any, **_: Any) -> None:
        self.calls[f"{model.service_model.service_name} {model.name}"] += 1
        self._consistent = params.get("ConsistentRead", False)
        actions = [next(iter(action.values())) for action in params.get("TransactItems", ())]
        self.written += [action["Item"] for action in [params, *actions] if "Item" in action]
        if model.name == "PutItem":
            self.write += _writes(params["Item"])
        self.write += sum(2 * _writes(action.get("Item", {})) for action in actions)

    def _read(self, parsed: dict[str, Any], model: Any, **_: Any) -> None:
        if model.name in {"Query", "GetItem"}:
            items = parsed.get("Items", [parsed["Item"]] if "Item" in parsed else [])
            size = sum(map(size_of, items))
            self.read += max(1, ceil(size / READ)) / (1 if self._consistent else 2)
        if model.name == "UpdateItem":
            self.write += 1  # the bench's updates are of items below 1 KB


def _writes(item: dict[str, Any]) -> int:
    return max(1, ceil(size_of(item) / WRITE))


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
