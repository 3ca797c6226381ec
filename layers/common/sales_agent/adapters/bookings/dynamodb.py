"""Bookings in DynamoDB: the appointment in its session's partition, the host's time as one item an hour."""

import random
import time
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from sales_agent.adapters import keys
from sales_agent.adapters.calendar_hours import calendar_pk, hour_sk, hour_update, live_cells
from sales_agent.adapters.dynamo import ConditionFailed, Item, Table, as_item
from sales_agent.domain.cells import Cells, intervals_of, own_cells, rows_of, wanted_cells
from sales_agent.domain.meeting import Appointment, Interval
from sales_agent.ports.bookings import Bookings
from sales_agent.ports.errors import Conflict, NotFound, Retriable

TRIES = 6
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
            hour_update(appointment, hour, take=cells, until=until, free_at=int(now.timestamp()))
            for hour, cells in rows_of(wanted_cells(appointment)).items()
        ]
        self._write([self._put(appointment, appointment.version - 1), *rows])

    def settle(self, appointment: Appointment, before: Appointment) -> None:
        had, kept = own_cells(before), own_cells(appointment)
        taken = kept - had
        rows = [
            hour_update(appointment, hour, take=set(cells) & taken, drop=set(cells) & (had - kept))
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
                ":pk": calendar_pk(tenant, host_id),
                ":first": hour_sk(period.start),
                ":last": hour_sk(period.end),
            },
        )
        live = (cell for item in items for cell in live_cells(item, now.timestamp()))
        return [span for span in intervals_of(live) if span.overlaps(period)]

    def last_booked(self, tenant: str, host_ids: Sequence[str]) -> dict[str, datetime]:
        found = {host: self._table.get(keys.key(calendar_pk(tenant, host), "BOOKED")) for host in host_ids}
        return {host: datetime.fromisoformat(item["at"]) for host, item in found.items() if item}

    def unsettled(self, before: datetime, *, limit: int = 100) -> list[Appointment]:
        found = self._table.query(
            IndexName=keys.UNFINISHED,
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
            (update,) = hour_update(appointment, hour, drop=row).values()
            try:
                self._table.update(update.pop("Key"), **update)
            except ConditionFailed:
                continue


def _last_booked(appointment: Appointment) -> Item:
    key = keys.key(calendar_pk(appointment.tenant, appointment.host_id), "BOOKED")
    return {**key, "at": appointment.changed_at.isoformat()}
