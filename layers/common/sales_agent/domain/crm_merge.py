"""What may be written over what stands in a CRM: a person's edit always stays."""

from collections.abc import Mapping, Sequence

from pydantic import Field

from sales_agent.domain.crm import CrmRecord, CrmRef, Value
from sales_agent.domain.record import Record


class Written(Record):
    """A value that we wrote into a field, as the CRM gave it back; `seq` is the message it came from (0: none)."""

    value: Value
    seq: int = 0


class LinkedRecord(Record):
    """A record that belongs to a conversation, and what we wrote into it, by the CRM's field names.

    `key` is the key that it carries; `deal` the deal that a conversion made of it.
    """

    ref: CrmRef
    key: str
    deal: CrmRef | None = None
    written: dict[str, Written] = Field(default_factory=dict)
    url: str = ""


def writable(
    wanted: Mapping[str, Value], current: Mapping[str, Value], written: Mapping[str, Written]
) -> dict[str, Value]:
    """Those wanted values that may be written: the field is empty and never was ours, or still holds what we wrote."""
    return {
        field: value
        for field, value in wanted.items()
        if not same(value, current.get(field, "")) and _ours(field, current, written)
    }


def same(one: Value, other: Value) -> bool:
    """Whether two values are the same to a CRM, which hands numbers and truths back as text."""
    return _plain(one) == _plain(other)


def only_one(candidates: Sequence[CrmRecord]) -> list[CrmRecord]:
    """The candidates without repeats: one record found by two ways is one."""
    return list({(found.ref.object, found.ref.record_id): found for found in candidates}.values())


def _ours(field: str, current: Mapping[str, Value], written: Mapping[str, Written]) -> bool:
    stands = current.get(field, "")
    if field in written:
        return same(stands, written[field].value)
    return _plain(stands) == ""


def _plain(value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
