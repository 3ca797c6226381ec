"""Free slots: arithmetic on instants, in every zone and across every clock change."""

from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sales_agent.domain.availability import Agenda, Request, free_slots, nearest, spread
from sales_agent.domain.config_scheduling import AppointmentScheduling, Host
from sales_agent.domain.meeting import Interval, Slot, time_label

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
ZONES = sorted(available_timezones())
ALL_DAY = {
    day: ["00:00-24:00"] for day in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
}


def slots(
    *, agenda: Agenda | None = None, zone: str = "Europe/London", now: datetime = NOW, **rules: Any
) -> list[Slot]:
    chosen = AppointmentScheduling(**rules)
    horizon = Interval(start=now, end=now + timedelta(days=chosen.advance_booking_days))
    request = Request(duration=chosen.default_duration, within=horizon)
    host = Host(**rules.get("host", {})) if "host" in rules else chosen.hosts[0]
    return list(free_slots(host, request, agenda or Agenda(), chosen, company_zone=zone, now=now))


def starts(found: list[Slot], zone: str = "Europe/London") -> list[str]:
    return [f"{slot.start.astimezone(ZoneInfo(zone)):%a %H:%M}" for slot in found]


def test_slots_lie_in_working_hours_on_working_days() -> None:
    found = slots(slot_step=60, default_duration=60, advance_booking_days=7)
    assert starts(found)[:6] == ["Tue 12:00", "Tue 13:00", "Tue 14:00", "Tue 15:00", "Tue 16:00", "Wed 09:00"]
    assert not [one for one in starts(found) if one.startswith(("Sat", "Sun"))]


def test_notice_and_horizon_are_kept_to_the_minute() -> None:
    found = slots(minimum_notice=24 * 60, advance_booking_days=2)
    assert min(slot.start for slot in found) == NOW + timedelta(days=1)
    assert max(slot.interval.end for slot in found) <= NOW + timedelta(days=2)


def test_closed_dates_are_closed() -> None:
    found = slots(closed_dates=["2026-12-02"])
    assert "2026-12-02" not in {slot.start.date().isoformat() for slot in found}


def test_buffers_keep_a_distance_to_other_meetings() -> None:
    busy = Interval(start=NOW.replace(day=2, hour=12), end=NOW.replace(day=2, hour=13))
    found = slots(agenda=Agenda(busy=[busy]), buffer_before=15, buffer_after=30, advance_booking_days=2)
    near = [one for one in starts(found) if one.startswith("Wed 1")]
    assert "Wed 11:30" not in near
    assert "Wed 11:00" in near
    assert "Wed 13:00" not in near
    assert "Wed 13:30" in near


def test_only_the_starts_a_calendar_names_are_offered() -> None:
    named = [NOW + timedelta(days=1, minutes=7), NOW + timedelta(days=3)]
    assert [slot.start for slot in slots(agenda=Agenda(starts=named))] == named


def test_a_host_has_a_zone_and_hours_of_their_own() -> None:
    host = {"time_zone": "Asia/Kathmandu", "working_hours": {"wednesday": ["09:00-10:00"]}}
    assert starts(slots(hosts=[host], advance_booking_days=7), "Asia/Kathmandu") == ["Wed 09:00", "Wed 09:30"]


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        ("Europe/London", "2027-03-28", 23),
        ("Europe/London", "2027-10-31", 25),
        ("America/New_York", "2027-03-14", 23),
        ("Australia/Lord_Howe", "2027-04-04", 24.5),
        ("Australia/Lord_Howe", "2027-10-03", 23.5),
        ("Asia/Kathmandu", "2027-03-28", 24),
    ],
)
def test_a_day_has_as_many_slots_as_it_has_time(zone: str, day: str, hours: float) -> None:
    midnight = datetime.fromisoformat(day).replace(tzinfo=ZoneInfo(zone))
    now = midnight.astimezone(UTC) - timedelta(hours=30)
    found = slots(zone=zone, now=now, working_hours=ALL_DAY, minimum_notice=0, advance_booking_days=4)
    on_that_day = [slot for slot in found if slot.start.astimezone(ZoneInfo(zone)).date() == midnight.date()]
    assert len(on_that_day) == hours * 2


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(ZONES),
    st.datetimes(datetime.fromisoformat("2026-01-01"), datetime.fromisoformat("2029-12-31")),
    st.sampled_from([15, 30, 45, 60]),
)
def test_no_slot_is_doubled_shifted_or_outside_the_hosts_hours(zone: str, at: datetime, length: int) -> None:
    now = at.replace(tzinfo=UTC)
    found = slots(zone=zone, now=now, default_duration=length, slot_step=15, minimum_notice=0, advance_booking_days=3)
    assert len({slot.start for slot in found}) == len(found)
    for slot in found:
        local = slot.start.astimezone(ZoneInfo(zone))
        assert local.weekday() < 5
        assert f"{local:%H:%M}" >= "09:00"
        assert f"{slot.interval.end.astimezone(ZoneInfo(zone)):%H:%M}" <= "17:00"
        assert f"{local:%H:%M}" in time_label(slot.start, zone)


def test_the_two_readings_of_a_repeated_hour_have_different_labels() -> None:
    first = datetime(2027, 10, 31, 0, 30, tzinfo=UTC)
    labels = {time_label(first + timedelta(hours=hours), "Europe/London") for hours in range(2)}
    assert labels == {
        "Sun 31 Oct 2027, 01:30 (Europe/London, UTC+01:00)",
        "Sun 31 Oct 2027, 01:30 (Europe/London, UTC+00:00)",
    }


def test_a_choice_is_spread_over_the_days_and_in_order() -> None:
    chosen = spread(slots(), 6, "Europe/London")
    assert len(chosen) == 6
    assert len({slot.start.date() for slot in chosen}) == 6
    assert chosen == sorted(chosen, key=lambda slot: slot.start)


def test_the_nearest_slots_surround_the_wanted_time() -> None:
    wanted = NOW + timedelta(days=1, hours=2)
    chosen = nearest(slots(), wanted, 3)
    assert [slot.start - wanted for slot in chosen] == [timedelta(minutes=30 * n) for n in (-1, 0, 1)]
