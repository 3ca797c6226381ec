"""Bookings in this process's memory."""

from collections.abc import Sequence
from datetime import datetime
from threading import RLock

from sales_agent.domain.cells import Cells, intervals_of, own_cells, wanted_cells
from sales_agent.domain.meeting import Appointment, Interval
from sales_agent.ports.bookings import Bookings
from sales_agent.ports.errors import Conflict, NotFound

Id = tuple[str, str, str]


class MemoryBookings(Bookings):
    """Keeps appointments until the process ends; one writer at a time."""

    def __init__(self) -> None:
        self._lock = RLock()
        self._appointments: dict[Id, Appointment] = {}
        self._cells: dict[tuple[str, str], dict[datetime, tuple[str, datetime | None]]] = {}
        self._last: dict[tuple[str, str], datetime] = {}

    def hold(self, appointment: Appointment, now: datetime) -> None:
        with self._lock:
            self._check_version(appointment, appointment.version - 1)
            row, wanted = self._row(appointment), wanted_cells(appointment)
            if any(self._held_by_other(row.get(cell), appointment, now) for cell in wanted):
                raise Conflict("this time has just been taken")
            until = appointment.pending.until if appointment.pending else now
            row.update(dict.fromkeys(wanted, (appointment.appointment_id, until)))
            self._keep(appointment)

    def settle(self, appointment: Appointment, before: Appointment) -> None:
        with self._lock:
            self._check_version(appointment, before.version)
            row, kept = self._row(appointment), own_cells(appointment)
            mine = {cell for cell, (owner, _) in row.items() if owner == appointment.appointment_id}
            if not kept <= mine:
                raise Conflict("the held time was lost")
            for cell in mine - kept:
                del row[cell]
            row.update(dict.fromkeys(kept, (appointment.appointment_id, None)))
            if appointment.status == "booked" and before.status == "held":
                self._last[appointment.tenant, appointment.host_id] = appointment.changed_at
            self._keep(appointment)

    def find(self, tenant: str, session_id: str, appointment_id: str) -> Appointment:
        try:
            return self._appointments[tenant, session_id, appointment_id]
        except KeyError as missing:
            raise NotFound("there is no such appointment") from missing

    def of_session(self, tenant: str, session_id: str) -> list[Appointment]:
        own = [one for key, one in self._appointments.items() if key[:2] == (tenant, session_id)]
        return sorted(own, key=lambda one: one.start)

    def taken(self, tenant: str, host_id: str, period: Interval, now: datetime) -> list[Interval]:
        row = self._cells.get((tenant, host_id), {})
        live: Cells = frozenset(cell for cell, (_, until) in row.items() if until is None or until > now)
        return [span for span in intervals_of(live) if span.overlaps(period)]

    def last_booked(self, tenant: str, host_ids: Sequence[str]) -> dict[str, datetime]:
        return {host: self._last[tenant, host] for host in host_ids if (tenant, host) in self._last}

    def unsettled(self, before: datetime, *, limit: int = 100) -> list[Appointment]:
        waiting = [one for one in self._appointments.values() if one.pending and one.pending.until < before]
        return waiting[:limit]

    def _row(self, appointment: Appointment) -> dict[datetime, tuple[str, datetime | None]]:
        return self._cells.setdefault((appointment.tenant, appointment.host_id), {})

    def _keep(self, appointment: Appointment) -> None:
        self._appointments[_id(appointment)] = appointment

    def _check_version(self, appointment: Appointment, expected: int) -> None:
        known = self._appointments.get(_id(appointment))
        if (known.version if known else 0) != expected:
            raise Conflict("the appointment has changed meanwhile")

    @staticmethod
    def _held_by_other(cell: tuple[str, datetime | None] | None, appointment: Appointment, now: datetime) -> bool:
        if cell is None or cell[0] == appointment.appointment_id:
            return False
        return cell[1] is None or cell[1] > now


def _id(appointment: Appointment) -> Id:
    return appointment.tenant, appointment.session_id, appointment.appointment_id
