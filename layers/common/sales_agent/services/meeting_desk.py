"""What every use case about meetings works with, for one tenant."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sales_agent.domain.config import SalesAgentConfig
from sales_agent.domain.config_scheduling import AppointmentScheduling, Host
from sales_agent.domain.meeting import Interval, Slot
from sales_agent.domain.offers import Offer, read_offer
from sales_agent.domain.record import utc_now
from sales_agent.domain.signing import Signer, TokenInvalid, TokenOver
from sales_agent.ports.bookings import Bookings
from sales_agent.ports.calendars import Calendar
from sales_agent.ports.errors import Conflict, Fatal, Forbidden, Gone, NotFound, Refused, Skippable

HOLD = timedelta(minutes=5)
"""How long a time is held for a booking that is under way."""
TAKEN = "this time has just been taken; choose another one"


@dataclass(frozen=True)
class Desk:
    """A tenant's appointment book: its rules, its hosts, the stored bookings and the calendar behind them."""

    tenant: str
    config: SalesAgentConfig
    bookings: Bookings
    calendar: Calendar
    signer: Signer
    clock: Callable[[], datetime] = utc_now

    @property
    def rules(self) -> AppointmentScheduling:
        """When meetings can take place."""
        return self.config.appointment_scheduling

    def host(self, host_id: str) -> Host:
        """A host by id. Raises Fatal when the configuration no longer knows it."""
        for host in self.rules.hosts:
            if host.id == host_id:
                return host
        raise Fatal(f"appointment_scheduling.hosts has no host {host_id!r} any more; cancel its meetings by hand")

    def offer(self, token: str, session_id: str) -> Offer:
        """The offer in a token, if it was made to this session. Raises Refused, Gone or Forbidden."""
        try:
            offer = read_offer(token, self.signer, self.clock())
        except TokenOver as over:
            raise Gone("this offer is over; ask for new times") from over
        except TokenInvalid as invalid:
            raise Refused("this is not a time we offered; ask for new times", field="offer") from invalid
        if (offer.tenant, offer.session_id) != (self.tenant, session_id):
            raise Forbidden("this time was offered to somebody else; ask for new times")
        return offer

    def check_still_free(self, offer: Offer, own: Interval | None = None) -> None:
        """Asks the calendar once more; `own` is the time of the meeting that is to be moved, which does not count.

        Raises Conflict when it is not free, Retriable or Fatal when nobody knows.
        """
        slot = Slot(host_id=offer.host_id, start=offer.start, duration=offer.duration)
        occupied = slot.interval.widened(self.rules.buffer_before, self.rules.buffer_after)
        try:
            agenda = self.calendar.agenda(self.host(offer.host_id), occupied, offer.duration)
        except (NotFound, Skippable) as refusal:
            raise Fatal(f"the calendar of host {offer.host_id!r} cannot be read: {refusal}") from refusal
        closed = agenda.starts is not None and offer.start not in agenda.starts
        others = [rest for busy in agenda.busy for rest in busy.without(own)]
        if closed or any(rest.overlaps(occupied) for rest in others):
            raise Conflict(TAKEN)

    def horizon(self) -> Interval:
        """From now to the last day that can be booked."""
        now = self.clock()
        return Interval(start=now, end=now + timedelta(days=self.rules.advance_booking_days))
