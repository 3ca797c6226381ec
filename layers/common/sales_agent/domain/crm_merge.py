"""What may be written over what stands in a CRM: a person's edit always stays."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime

from pydantic import Field

from sales_agent.domain.crm import CrmRecord, CrmRef, Links, Value
from sales_agent.domain.record import Record

LONG_AGO = datetime.min.replace(tzinfo=UTC)


class Written(Record):
    """A value that we wrote into a field, as the CRM gave it back; `seq` is the message it came from (0: none).

    `sent` is how we wrote it: a CRM may keep a value its own way. `told_at` is when the visitor said it; None for what
    nobody said.
    """

    value: Value
    sent: Value | None = None
    seq: int = 0
    told_at: datetime | None = None


class LinkedRecord(Record):
    """A record that belongs to a conversation, and what we wrote into it, by the CRM's field names.

    `key` is the key that it carries; `company` the one that it belonged to when we last looked, `deal` the deal that a
    conversion made of it. `links` are the records that we linked it to: a person who undoes that is not overruled.
    `held` names the fields in which a person's words stand where we have news.
    """

    ref: CrmRef
    key: str
    company: CrmRef | None = None
    deal: CrmRef | None = None
    links: Links = Links()
    written: dict[str, Written] = Field(default_factory=dict)
    held: list[str] = Field(default_factory=list)
    url: str = ""


def writable(
    wanted: Mapping[str, Value],
    current: Mapping[str, Value],
    written: Mapping[str, Written],
    *,
    others: Mapping[str, Written] | None = None,
    told: Mapping[str, datetime] | None = None,
) -> dict[str, Value]:
    """Those wanted values that may be written: the field is empty and never was ours, or still holds what we wrote.

    `others` is what other conversations wrote there: only what was `told` since takes its place.
    """
    last = last_written(others or {}, written)
    return {
        field: value
        for field, value in wanted.items()
        if not _stands(field, value, current, last)
        and _ours(field, current, last)
        and (last.get(field) == written.get(field) or _told_since(last[field], (told or {}).get(field)))
    }


def held(wanted: Mapping[str, Value], current: Mapping[str, Value], written: Mapping[str, Written]) -> list[str]:
    """Those fields of ours that a person has changed since, and for which we have something new."""
    return [
        field
        for field, value in wanted.items()
        if field in written
        and not _ours(field, current, written)
        and value != written[field].sent
        and not same(value, written[field].value)
        and not same(value, current.get(field, ""))
    ]


def last_written(*conversations: Mapping[str, Written]) -> dict[str, Written]:
    """Of each field what was told last; of two that were told at once, the one that is named later."""
    last: dict[str, Written] = {}
    for written in conversations:
        for field, one in written.items():
            if field not in last or (one.told_at or LONG_AGO) >= (last[field].told_at or LONG_AGO):
                last[field] = one
    return last


def same(one: Value, other: Value) -> bool:
    """Whether two values are the same to a CRM, which hands numbers and truths back as text."""
    return _plain(one) == _plain(other)


def distinct(candidates: Sequence[CrmRecord]) -> list[CrmRecord]:
    """The candidates without repeats: one record found by two ways is one."""
    return list({(found.ref.object, found.ref.record_id): found for found in candidates}.values())


def _stands(field: str, value: Value, current: Mapping[str, Value], written: Mapping[str, Written]) -> bool:
    """Whether the value stands there, if only as the CRM writes it: an unticked box, an address in lower case."""
    if same(value, current.get(field, "")):
        return True
    last = written.get(field)
    return bool(last and last.sent == value and same(current.get(field, ""), last.value))


def _ours(field: str, current: Mapping[str, Value], written: Mapping[str, Written]) -> bool:
    stands = current.get(field, "")
    if field in written:
        return same(stands, written[field].value)
    return _plain(stands) == ""


def _told_since(standing: Written, told: datetime | None) -> bool:
    return bool(told) and (told or LONG_AGO) >= (standing.told_at or LONG_AGO)


def _plain(value: Value | None) -> str:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return str(value).strip()
