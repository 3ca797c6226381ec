"""Metadata filters, and which metadata can be stored."""

import json
from collections.abc import Callable
from typing import Any

from local.vendors.pinecone.errors import Refused

MOST_METADATA = 40 * 1024
Metadata = dict[str, Any]
Condition = dict[str, Any]


def _equal(stored: Any, wanted: Any) -> bool:
    return wanted in stored if isinstance(stored, list) else bool(stored == wanted)


def _any_of(stored: Any, wanted: Any) -> bool:
    return any(_equal(stored, one) for one in wanted)


def _number(test: Callable[[float, float], bool]) -> Callable[[Any, Any], bool]:
    return lambda stored, wanted: isinstance(stored, int | float) and test(stored, wanted)


OPERATORS: dict[str, Callable[[Any, Any], bool]] = {
    "$eq": _equal,
    "$ne": lambda stored, wanted: not _equal(stored, wanted),
    "$gt": _number(lambda stored, wanted: stored > wanted),
    "$gte": _number(lambda stored, wanted: stored >= wanted),
    "$lt": _number(lambda stored, wanted: stored < wanted),
    "$lte": _number(lambda stored, wanted: stored <= wanted),
    "$in": _any_of,
    "$nin": lambda stored, wanted: not _any_of(stored, wanted),
    "$exists": lambda stored, wanted: (stored is not None) == wanted,
}


def check(condition: Condition) -> None:
    """Refuses an empty filter and unknown operators."""
    if not condition:
        raise Refused(400, "Metadata filter must not be empty")
    for name, wanted in condition.items():
        if name in ("$and", "$or"):
            for part in wanted:
                check(part)
        elif name.startswith("$"):
            raise Refused(400, f"{name} is not a valid operator at the top level")
        elif isinstance(wanted, dict) and not set(wanted) <= set(OPERATORS):
            raise Refused(400, f"{min(set(wanted) - set(OPERATORS))} is not a valid operator")


def matches(metadata: Metadata, condition: Condition) -> bool:
    """Whether a record's metadata satisfies a checked filter."""
    return all(_holds(metadata, name, wanted) for name, wanted in condition.items())


def _holds(metadata: Metadata, name: str, wanted: Any) -> bool:
    if name == "$and":
        return all(matches(metadata, part) for part in wanted)
    if name == "$or":
        return any(matches(metadata, part) for part in wanted)
    tests = wanted if isinstance(wanted, dict) else {"$eq": wanted}
    return all(OPERATORS[operator](metadata.get(name), value) for operator, value in tests.items())


def check_metadata(metadata: Metadata) -> None:
    """Refuses what cannot be stored: anything but strings, numbers, booleans and lists of strings, or over 40 KB."""
    for name, value in metadata.items():
        strings = isinstance(value, list) and all(isinstance(one, str) for one in value)
        if not strings and not isinstance(value, str | int | float | bool):
            shown = json.dumps(value)[:60]
            kinds = "a string, number, boolean or list of strings"
            raise Refused(400, f"Metadata value must be {kinds}, got '{shown}' for field '{name}'")
    size = len(json.dumps(metadata, ensure_ascii=False, separators=(",", ":")).encode())
    if size > MOST_METADATA:
        raise Refused(
            400, f"Metadata size is {size} bytes, which exceeds the limit of {MOST_METADATA} bytes per vector"
        )
