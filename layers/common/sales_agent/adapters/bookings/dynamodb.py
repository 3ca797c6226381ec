"""Bookings in DynamoDB: the appointment in its session's partition, the host's time as one item an hour.

An hour holds, for each of its five-minute cells that is not free, who has it (`owner_05`) and until when (`until_05`,
epoch seconds). The end of a hold is a condition of the next write: DynamoDB's time to live only tidies up, days later.
"""

import random
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sales_agent.adapters import keys
from sales_agent.adapters.dynamo import ConditionFailed, Item, Table, as_item
from sales_agent.domain.cells import NONE, Cells, intervals_of, own_cells, rows_of, wanted_cells
from sales_agent.domain.meeting import Appointment, Interval
from sales_agent.ports.bookings import Bookings
from sales_agent.ports.errors import Conflict, NotFound, Retriable

FOREVER = 9_999_999_999
TRIES = 6
KEPT_AFTER = timedelta(days=7)
PENDING_INDEX = "open-conversations"
PENDING = "PENDING#0"
TAKEN = "this time has just been taken, or the meeting was changed meanwhile; choose another one"


class DynamoBookings(Bookings):
    """Keeps appointments for `retention_days` after they were last changed."""

    def __init__(self, table: Table, *, retention_days: int = 365) -> None:
        self._table = table
        self._retention = timedelta(days=retention_days)

    def hold(self, appointment: Appointment, now: datetime) -> None:
        until = int(appointment.pending.until.timestamp()) if appointment.pending else 0
        rows = [
            _row(appointment, hour, take=cells, until=until, free_at=int(now.timestamp()))
            for hour, cells in rows_of(wanted_cells(appointment)).items()
        ]
        self._write([self._put(appointment, appointment.version - 1), *rows])

    def settle(self, appointment: Appointment, before: Appointment) -> None:
        had, kept = own_cells(before), own_cells(appointment)
        taken = kept - had
        rows = [
            _row(appointment, hour, take=set(cells) & taken, drop=set(cells) & (had - kept))
            for hour, cells in rows_of(taken | (had - kept)).items()
        ]
        first = appointment.status == "booked" and before.status == "held"
        booked = [{"Put": {"Item": _last_booked(appointment)}}] if first else []
        self._write([self._put(appointment, before.version), *rows, *booked])
        self._give_back(appointment, wanted_cells(before) - kept)

    def find(self, tenant: str, session_id: str, appointment_id: str) -> Appointment:
        key = keys.key(keys.session(tenant, session_id), f"APPT#{appointment_id}")
        item = self._table.get(key, consistent=True)
        if not item:
            raise NotFound("there is no such appointment")
        return Appointment.model_validate(item)

    def of_session(self, tenant: str, session_id: str) -> list[Appointment]:
        items = self._table.query_all(
            KeyConditionExpression="PK = :pk AND begins_with(SK, :kind)",
            ExpressionAttributeValues={":pk": keys.session(tenant, session_id), ":kind": "APPT#"},
            ConsistentRead=True,
        )
        return sorted((Appointment.model_validate(item) for item in items), key=lambda one: one.start)

    def taken(self, tenant: str, host_id: str, period: Interval, now: datetime) -> list[Interval]:
        items = self._table.query_all(
            KeyConditionExpression="PK = :pk AND SK BETWEEN :first AND :last",
            ExpressionAttributeValues={
                ":pk": _calendar(tenant, host_id),
                ":first": _hour(period.start),
                ":last": _hour(period.end),
            },
        )
        live = (cell for item in items for cell in _live_cells(item, now.timestamp()))
        return [span for span in intervals_of(live) if span.overlaps(period)]

    def last_booked(self, tenant: str, host_ids: Sequence[str]) -> dict[str, datetime]:
        found = {host: self._table.get(keys.key(_calendar(tenant, host), "BOOKED")) for host in host_ids}
        return {host: datetime.fromisoformat(item["at"]) for host, item in found.items() if item}

    def unsettled(self, before: datetime, *, limit: int = 100) -> list[Appointment]:
        found = self._table.query(
            IndexName=PENDING_INDEX,
            KeyConditionExpression="open_shard = :shard AND last_activity < :before",
            ExpressionAttributeValues={":shard": PENDING, ":before": before.astimezone(UTC).isoformat()},
            Limit=limit,
        )
        items = (self._table.get(keys.key(item["PK"], item["SK"]), consistent=True) for item in found)
        return [one for one in (Appointment.model_validate(item) for item in items if item) if one.pending]

    def _put(self, appointment: Appointment, version: int) -> dict[str, Any]:
        condition = {
            "ConditionExpression": "version = :version",
            "ExpressionAttributeValues": {":version": version},
        }
        new = {"ConditionExpression": "attribute_not_exists(PK)"}
        return {"Put": {"Item": self._item(appointment), **(condition if version else new)}}

    def _item(self, appointment: Appointment) -> Item:
        pk = keys.session(appointment.tenant, appointment.session_id)
        expires_at = int((max(appointment.changed_at, appointment.end) + self._retention).timestamp())
        at = appointment.changed_at.isoformat()
        extra: Item = {"PK": pk, "SK": f"APPT#{appointment.appointment_id}", "kind": "appointment", "written_at": at}
        if appointment.pending:  # in the sparse index of unfinished business, where open conversations are
            extra |= {"open_shard": PENDING, "last_activity": appointment.pending.until.astimezone(UTC).isoformat()}
        return as_item(appointment, **extra, expires_at=expires_at)

    def _write(self, writes: Sequence[dict[str, Any]]) -> None:
        """Tries again while another booking of the same hour is being written; the token makes that one transaction."""
        token = uuid4().hex
        for attempt in range(1, TRIES + 1):
            try:
                self._table.transact(writes, token=token)
            except ConditionFailed as failed:
                raise Conflict(TAKEN) from failed
            except Retriable:
                if attempt == TRIES:
                    raise
                time.sleep(random.uniform(0, 0.05 * 2**attempt))  # noqa: S311 - jitter
            else:
                return

    def _give_back(self, appointment: Appointment, cells: Cells) -> None:
        """Held cells may be another's by now: each hour is freed by itself, and only where it is still ours."""
        for hour, row in rows_of(cells).items():
            (update,) = _row(appointment, hour, drop=row).values()
            try:
                self._table.update(update.pop("Key"), **update)
            except ConditionFailed:
                continue


def _row(
    appointment: Appointment,
    hour: datetime,
    *,
    take: Iterable[datetime] = NONE,
    drop: Iterable[datetime] = NONE,
    until: int = FOREVER,
    free_at: int | None = None,
) -> dict[str, Any]:
    """One hour's update: cells taken if free at `free_at` (None: only if ours already) and cells given back."""
    taken, dropped = sorted(f"{cell:%M}" for cell in take), sorted(f"{cell:%M}" for cell in drop)
    values: dict[str, Any] = {":me": appointment.appointment_id}
    if taken:
        values |= {":until": until, ":tidy": int((hour + KEPT_AFTER).timestamp())}
    if taken and free_at is not None:
        values[":now"] = free_at
    free = "(attribute_not_exists(owner_{0}) OR owner_{0} = :me OR until_{0} <= :now)"
    rule = "owner_{0} = :me" if free_at is None else free
    conditions = [rule.format(cell) for cell in taken] + [f"owner_{cell} = :me" for cell in dropped]
    sets = [f"owner_{cell} = :me, until_{cell} = :until" for cell in taken]
    update = f"SET {', '.join([*sets, 'expires_at = :tidy'])}" if taken else ""
    update += f" REMOVE {', '.join(f'owner_{cell}, until_{cell}' for cell in dropped)}" if dropped else ""
    return {
        "Update": {
            "Key": keys.key(_calendar(appointment.tenant, appointment.host_id), _hour(hour)),
            "UpdateExpression": update.strip(),
            "ConditionExpression": " AND ".join(conditions),
            "ExpressionAttributeValues": values,
        }
    }


def _last_booked(appointment: Appointment) -> Item:
    key = keys.key(_calendar(appointment.tenant, appointment.host_id), "BOOKED")
    return {**key, "at": appointment.changed_at.isoformat()}


def _calendar(tenant: str, host_id: str) -> str:
    return f"T#{tenant}#CAL#{host_id}"


def _hour(at: datetime) -> str:
    return f"CELLS#{at.astimezone(UTC):%Y-%m-%dT%H}Z"


def _live_cells(item: Item, now: float) -> list[datetime]:
    hour = datetime.strptime(item["SK"], "CELLS#%Y-%m-%dT%HZ").replace(tzinfo=UTC)
    minutes = [
        int(name.removeprefix("until_")) for name, until in item.items() if name.startswith("until_") and until > now
    ]
    return [hour + timedelta(minutes=minute) for minute in minutes]
