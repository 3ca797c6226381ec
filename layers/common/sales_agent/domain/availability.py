"""When a host can meet: arithmetic on instants, so that a clock change neither skips, doubles nor shifts a slot."""

from collections.abc import Iterator, Sequence
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from pydantic import Field

from sales_agent.domain.config_scheduling import AppointmentScheduling, Host, MeetingType
from sales_agent.domain.meeting import Interval, Slot
from sales_agent.domain.record import Record
from sales_agent.domain.weekdays import DAYS


class Agenda(Record):
    """What a calendar says of a host's time: when it is taken; `starts`, where it decides when a meeting may begin."""

    busy: list[Interval] = Field(default_factory=list)
    starts: list[datetime] | None = None


class Request(Record):
    """The meeting somebody wants."""

    duration: int
    meeting_type: str = ""
    within: Interval


def host_zone(host: Host, company_zone: str) -> str:
    """The zone a host's working hours are written in."""
    return host.time_zone or company_zone


def bookable(within: Interval, rules: AppointmentScheduling, now: datetime) -> Interval:
    """The part of a period that notice and `advance_booking_days` leave open; may be empty (end before start)."""
    earliest = now + timedelta(minutes=max(rules.minimum_notice, 1))
    latest = now + timedelta(days=rules.advance_booking_days)
    return Interval(start=max(within.start, earliest), end=min(within.end, latest))


def free_slots(
    host: Host, request: Request, agenda: Agenda, rules: AppointmentScheduling, *, company_zone: str, now: datetime
) -> Iterator[Slot]:
    """The host's free slots, earliest first. A slot lies wholly within working hours; its buffers may lie outside."""
    open_time = bookable(request.within, rules, now)
    for start in _starts(host, request, agenda, rules, company_zone, open_time):
        slot = Slot(host_id=host.id, start=start, duration=request.duration, meeting_type=request.meeting_type)
        occupied = slot.interval.widened(rules.buffer_before, rules.buffer_after)
        within = open_time.start <= start and slot.interval.end <= open_time.end
        if within and not any(busy.overlaps(occupied) for busy in agenda.busy):
            yield slot


def working_times(host: Host, rules: AppointmentScheduling, company_zone: str, within: Interval) -> Iterator[Interval]:
    """The host's working hours as instants: an hour the clock skips is not there, one it repeats is there twice."""
    zone = ZoneInfo(host_zone(host, company_zone))
    hours = rules.working_hours if host.working_hours is None else host.working_hours
    day = within.start.astimezone(zone).date() - timedelta(days=1)
    while day <= within.end.astimezone(zone).date():
        if day.isoformat() not in rules.closed_dates:
            for span in hours.get(DAYS[day.weekday()], []):  # type: ignore[call-overload]
                yield _hours_on(day, span, zone)
        day += timedelta(days=1)


def durations(rules: AppointmentScheduling) -> list[int]:
    """Every length of meeting that may be booked, the default first."""
    own = [rules.default_duration, *rules.durations, *(kind.duration for kind in rules.meeting_types)]
    return list(dict.fromkeys(own))


def meeting_type(rules: AppointmentScheduling, type_id: str) -> MeetingType | None:
    """The meeting type of that id, if there is one."""
    return next((kind for kind in rules.meeting_types if kind.id == type_id), None)


def spread(slots: Sequence[Slot], count: int, zone: str) -> list[Slot]:
    """A few slots to choose from: spread over the days, at most three a day until every day has its share."""
    by_day: dict[date, list[Slot]] = {}
    for slot in slots:
        by_day.setdefault(slot.start.astimezone(ZoneInfo(zone)).date(), []).append(slot)
    share = max(1, -(-count // max(1, len(by_day)))) if len(by_day) > 1 else count
    chosen = [slot for day in by_day.values() for slot in _evenly(day, min(share, 3) if len(by_day) > 1 else share)]
    return sorted(chosen[:count], key=lambda slot: slot.start)


def nearest(slots: Sequence[Slot], wanted: datetime, count: int) -> list[Slot]:
    """The slots closest to a wanted time, in order of time."""
    closest = sorted(slots, key=lambda slot: abs(slot.start - wanted))[:count]
    return sorted(closest, key=lambda slot: slot.start)


def _starts(
    host: Host, request: Request, agenda: Agenda, rules: AppointmentScheduling, company_zone: str, within: Interval
) -> Iterator[datetime]:
    if agenda.starts is not None:
        yield from sorted(agenda.starts)
        return
    length, step = timedelta(minutes=request.duration), timedelta(minutes=rules.slot_step)
    for hours in sorted(working_times(host, rules, company_zone, within), key=lambda span: span.start):
        start = hours.start
        while start + length <= hours.end:
            yield start
            start += step


def _hours_on(day: date, span: str, zone: ZoneInfo) -> Interval:
    opens, closes = span.split("-")
    return Interval(start=_instant(day, opens, zone), end=_instant(day, closes, zone))


def _instant(day: date, clock: str, zone: ZoneInfo) -> datetime:
    if clock == "24:00":
        day, clock = day + timedelta(days=1), "00:00"
    # RFC 5545, 3.3.5 (fold=0): a repeated time means its first occurrence, a skipped one the offset before it.
    return datetime.combine(day, time.fromisoformat(clock), zone).astimezone(UTC)


def _evenly(slots: Sequence[Slot], count: int) -> list[Slot]:
    if count >= len(slots):
        return list(slots)
    return [slots[i * len(slots) // count] for i in range(count)]
