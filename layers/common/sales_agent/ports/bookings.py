"""Where appointments are kept, and whose time is taken by them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Protocol

from sales_agent.domain.meeting import Appointment, Interval


class Bookings(Protocol):
    """Appointments and the cells of their hosts' time (see `domain.cells`). A cell is one appointment's or nobody's.

    A hold that is over counts as free from its last instant on, whatever still stands in the table.
    """

    def hold(self, appointment: Appointment, now: datetime) -> None:
        """Keeps the appointment and takes the time it is pending for until `pending.until`, all or nothing.

        Raises Conflict when any of that time is taken, or when the appointment was changed by somebody else.
        """
        ...

    def settle(self, appointment: Appointment, before: Appointment) -> None:
        """Keeps what became of it: a booked appointment's time is its own from now on, all other time is given back.

        Raises Conflict, and changes nothing, when held time was lost or the appointment was changed by somebody else.
        """
        ...

    def find(self, tenant: str, session_id: str, appointment_id: str) -> Appointment:
        """One appointment. Raises NotFound."""
        ...

    def of_session(self, tenant: str, session_id: str) -> list[Appointment]:
        """Every appointment of a session, earliest first."""
        ...

    def taken(self, tenant: str, host_id: str, period: Interval, now: datetime) -> list[Interval]:
        """The host's time that is held or booked, as of now."""
        ...

    def last_booked(self, tenant: str, host_ids: Sequence[str]) -> dict[str, datetime]:
        """When each host got the last booking; hosts that never did are left out."""
        ...

    def unsettled(self, before: datetime, *, limit: int = 100) -> list[Appointment]:
        """Appointments of all tenants with a pending change whose hold ends before the instant."""
        ...
