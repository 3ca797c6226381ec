"""Finding times at which somebody is free, and offering them."""

from collections.abc import Iterable
from datetime import datetime

from sales_agent.domain.availability import Request, durations, free_slots, meeting_type, nearest, spread
from sales_agent.domain.config_scheduling import Host
from sales_agent.domain.conversation import OfferedSlot
from sales_agent.domain.meeting import Appointment, Interval, Slot, time_label
from sales_agent.domain.offers import make_offer, sign_offer
from sales_agent.domain.record import Record
from sales_agent.observability import logger, measure
from sales_agent.ports.errors import Refused, Retriable, SalesAgentError
from sales_agent.services.meeting_desk import Desk


class Wish(Record):
    """What the visitor would like: times close to `near`, shown in `time_zone`.

    `moving` is a meeting to be moved: to another time of the same length with the same host; its own time is free then.
    """

    within: Interval | None = None
    near: datetime | None = None
    duration: int | None = None
    meeting_type: str = ""
    host_id: str = ""
    time_zone: str = "UTC"
    locale: str = "en"
    count: int = 6
    moving: Appointment | None = None


class OfferSlots:
    """Offers free times of all hosts; of two hosts free at one time, the one booked least recently."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def __call__(self, session_id: str, wish: Wish) -> list[OfferedSlot]:
        """A few signed offers, earliest first; none when nobody is free then.

        Raises Refused for a wish that can never be met, Retriable when no calendar could be read.
        """
        wish = _of_the_same_kind(wish)
        slots = self.free(wish)
        chosen = nearest(slots, wish.near, wish.count) if wish.near else spread(slots, wish.count, wish.time_zone)
        return [self._offer(slot, session_id, wish) for slot in chosen]

    def free(self, wish: Wish) -> list[Slot]:
        """Every free slot that meets the wish, one host for each start, earliest first."""
        request = self._request(wish)
        hosts = [host for host in self._desk.rules.hosts if wish.host_id in ("", host.id)]
        agendas = [(host, self._slots(host, request, wish.moving)) for host in self._in_turn(hosts)]
        known = [(host, slots) for host, slots in agendas if slots is not None]
        if hosts and not known:
            raise Retriable("the calendar cannot be read right now, so no time can be offered; try again later")
        return _first_host_each(slots for _, slots in known)

    def _request(self, wish: Wish) -> Request:
        kind = meeting_type(self._desk.rules, wish.meeting_type)
        if wish.meeting_type and not kind:
            raise Refused("there is no such type of meeting", field="meeting_type")
        duration = wish.moving.duration if wish.moving else kind.duration if kind else wish.duration
        duration = duration or self._desk.rules.default_duration
        if not wish.moving and duration not in durations(self._desk.rules):
            raise Refused(f"meetings last {durations(self._desk.rules)} minutes", field="duration")
        return Request(duration=duration, meeting_type=wish.meeting_type, within=self._period(wish))

    def _period(self, wish: Wish) -> Interval:
        """The part of the wished-for time that can be booked."""
        horizon = self._desk.horizon()
        within = wish.within or horizon
        if within.end <= horizon.start:
            raise Refused("this time is over; ask for a later one", field="to")
        if within.start >= horizon.end:
            days = self._desk.rules.advance_booking_days
            raise Refused(f"meetings can be booked {days} days ahead; ask for an earlier time", field="from")
        return Interval(start=max(within.start, horizon.start), end=min(within.end, horizon.end))

    def _slots(self, host: Host, request: Request, moving: Appointment | None) -> list[Slot] | None:
        """The host's free slots; None when the calendar cannot say: unknown is never free."""
        now = self._desk.clock()
        wide = request.within.widened(self._desk.rules.buffer_before, self._desk.rules.buffer_after)
        try:
            agenda = self._desk.calendar.agenda(host, wide, request.duration)
        except SalesAgentError as error:
            logger.error("calendar unavailable", host=host.id, error=type(error).__name__, reason=str(error))
            measure("calendar", "CalendarUnavailable")
            return None
        taken = self._desk.bookings.taken(self._desk.tenant, host.id, wide, now)
        agenda = agenda.model_copy(update={"busy": _without([*agenda.busy, *taken], moving)})
        zone = self._desk.config.company.time_zone
        slots = free_slots(host, request, agenda, self._desk.rules, company_zone=zone, now=now)
        return [slot for slot in slots if not moving or slot.start != moving.start]

    def _in_turn(self, hosts: list[Host]) -> list[Host]:
        if len(hosts) < 2:  # noqa: PLR2004 - nobody to take turns with
            return hosts
        last = self._desk.bookings.last_booked(self._desk.tenant, [host.id for host in hosts])
        return sorted(hosts, key=lambda host: last[host.id].timestamp() if host.id in last else 0)

    def _offer(self, slot: Slot, session_id: str, wish: Wish) -> OfferedSlot:
        moves = wish.moving.appointment_id if wish.moving else ""
        offer = make_offer(slot, self._desk.tenant, session_id, moves)
        return OfferedSlot(
            offer=sign_offer(offer, self._desk.signer, self._desk.clock()),
            start=slot.start,
            end=slot.interval.end,
            label=time_label(slot.start, wish.time_zone, locale=wish.locale),
        )


def _of_the_same_kind(wish: Wish) -> Wish:
    if not wish.moving:
        return wish
    return wish.model_copy(update={"host_id": wish.moving.host_id, "meeting_type": ""})


def _without(busy: list[Interval], moving: Appointment | None) -> list[Interval]:
    """The times that are taken by other meetings than the one to be moved."""
    own = moving.occupied() if moving else None
    return [rest for span in busy for rest in span.without(own)]


def _first_host_each(calendars: Iterable[list[Slot]]) -> list[Slot]:
    """For each start the slot of the first host that has it."""
    by_start: dict[datetime, Slot] = {}
    for slots in calendars:
        for slot in slots:
            by_start.setdefault(slot.start, slot)
    return [by_start[start] for start in sorted(by_start)]
