"""Time as cells of five minutes, counted in UTC: two meetings overlap exactly when they need the same cell.

Twelve cells lie in one row, an hour. The longest meeting (480 minutes and twice 240 of buffer) touches 17 rows, a
move 34: far below the 100 items of one DynamoDB transaction, where single cells would need 192.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta

from sales_agent.domain.meeting import Appointment, Interval

CELL = timedelta(minutes=5)
Cells = frozenset[datetime]
NONE: Cells = frozenset()
LASTING = ("booked", "attended", "missed")


def cells_of(interval: Interval) -> Cells:
    """Every cell the interval touches."""
    minutes = int(interval.start.timestamp()) // 300 * 300
    first = datetime.fromtimestamp(minutes, UTC)
    count = -(-(interval.end - first) // CELL)
    return frozenset(first + i * CELL for i in range(count))


def own_cells(appointment: Appointment) -> Cells:
    """The cells that are an appointment's for good."""
    return cells_of(appointment.occupied()) if appointment.status in LASTING else NONE


def wanted_cells(appointment: Appointment) -> Cells:
    """The cells a pending booking or move needs beyond those the appointment has."""
    pending = appointment.pending
    if not pending or pending.action == "cancel":
        return NONE
    return cells_of(appointment.occupied(pending.start)) - own_cells(appointment)


def rows_of(cells: Iterable[datetime]) -> dict[datetime, list[datetime]]:
    """The cells by the hour they lie in, in order."""
    rows: dict[datetime, list[datetime]] = {}
    for cell in sorted(cells):
        rows.setdefault(cell.replace(minute=0), []).append(cell)
    return rows


def intervals_of(cells: Iterable[datetime]) -> list[Interval]:
    """The cells as the stretches of time they make up."""
    merged: list[Interval] = []
    for cell in sorted(cells):
        if merged and merged[-1].end == cell:
            merged[-1] = Interval(start=merged[-1].start, end=cell + CELL)
        else:
            merged.append(Interval(start=cell, end=cell + CELL))
    return merged
