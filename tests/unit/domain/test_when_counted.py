"""Days that are counted on the calendar or from now on, and stretches of days."""

import calendar
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sales_agent.domain.when import Flaw, find_times, flaw_in, wish_in
from sales_agent.domain.when_words import plain

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=ZoneInfo("America/New_York"))  # a Wednesday
EARLY, LATE = datetime.fromisoformat("2024-01-01"), datetime.fromisoformat("2026-12-31")
DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
ORDERS = ("first", "second", "third", "fourth", "last")


def days(text: str) -> tuple[str, str]:
    """The first and the last day that a text asks for."""
    wish = wish_in(text, NOW)
    assert wish
    assert wish.start
    assert wish.end
    return f"{wish.start:%a %d %b %Y}", f"{wish.end - timedelta(days=1):%a %d %b %Y}"


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("the third Tuesday of January", "Tue 19 Jan 2027"),
        ("third tuesday of january 2028", "Tue 18 Jan 2028"),
        ("the last Friday of the month", "Fri 27 Nov 2026"),
        ("the last Sunday in March", "Sun 28 Mar 2027"),
        ("last business day of next month", "Thu 31 Dec 2026"),
        ("3 Fridays from now", "Fri 04 Dec 2026"),
        ("the Friday after next", "Fri 27 Nov 2026"),
        ("this upcoming Friday", "Fri 20 Nov 2026"),
        ("in 3 business days", "Mon 23 Nov 2026"),
        ("a week on Friday", "Fri 27 Nov 2026"),
        ("a week today", "Wed 25 Nov 2026"),
        ("two days after next Friday", "Sun 29 Nov 2026"),
        ("3 weeks after January 15th", "Fri 05 Feb 2027"),
        ("the day after Thanksgiving", "Fri 27 Nov 2026"),
        ("in a couple of days", "Fri 20 Nov 2026"),
        ("in about 3 days", "Sat 21 Nov 2026"),
        ("20th of the current month", "Fri 20 Nov 2026"),
        ("next month on the 5th", "Sat 05 Dec 2026"),
        ("25.", "Wed 25 Nov 2026"),
        ("Saturday the 28th", "Sat 28 Nov 2026"),
        ("Friday 11, December 2026", "Fri 11 Dec 2026"),
        ("Thrusday", "Thu 19 Nov 2026"),
        ("Munday", "Mon 23 Nov 2026"),
    ],
)
def test_a_day_is_counted(text: str, day: str) -> None:
    assert days(text) == (day, day)


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("at the end of the month", "Sat 21 Nov 2026", "Mon 30 Nov 2026"),
        ("early March", "Mon 01 Mar 2027", "Wed 10 Mar 2027"),
        ("mid-March", "Thu 11 Mar 2027", "Sat 20 Mar 2027"),
        ("late March", "Sun 21 Mar 2027", "Wed 31 Mar 2027"),
        ("the first week of December", "Mon 30 Nov 2026", "Sun 06 Dec 2026"),
        ("the last weekend of January", "Sat 30 Jan 2027", "Sun 31 Jan 2027"),
        ("the first two weeks of December", "Mon 30 Nov 2026", "Sun 13 Dec 2026"),
        ("the week after Thanksgiving", "Mon 30 Nov 2026", "Sun 06 Dec 2026"),
        ("Monday to Wednesday next week", "Mon 23 Nov 2026", "Wed 25 Nov 2026"),
        ("from next monday to friday", "Mon 23 Nov 2026", "Fri 27 Nov 2026"),
        ("14-15.12.2026", "Mon 14 Dec 2026", "Tue 15 Dec 2026"),
        ("from 3. to 5.12.", "Thu 03 Dec 2026", "Sat 05 Dec 2026"),
        ("from the 13th to the 15th of July", "Tue 13 Jul 2027", "Thu 15 Jul 2027"),
        ("10 December - 12 January 2027", "Thu 10 Dec 2026", "Tue 12 Jan 2027"),
        ("in 2-3 days", "Fri 20 Nov 2026", "Sat 21 Nov 2026"),
        ("in a day or two", "Thu 19 Nov 2026", "Fri 20 Nov 2026"),
        ("from December to March", "Tue 01 Dec 2026", "Wed 31 Mar 2027"),
        ("in the new year", "Sat 02 Jan 2027", "Sun 31 Jan 2027"),
        ("any day after Tuesday", "Wed 25 Nov 2026", "Mon 07 Dec 2026"),
    ],
)
def test_days_from_one_to_the_other(text: str, first: str, last: str) -> None:
    assert days(text) == (first, last)


@pytest.mark.parametrize(
    "text", ["first Monday of November", "early November", "earlier today", "I am waiting since last Monday"]
)
def test_what_is_hardly_over_is_not_the_next_years(text: str) -> None:
    assert wish_in(text, NOW) is None


def test_the_beginning_of_this_month_is_over() -> None:
    assert flaw_in("at the beginning of the month", NOW) is Flaw.OVER


@pytest.mark.parametrize("text", ["next Thursday or Friday", "Thursday or Friday next week", "next week Thu or Fri"])
def test_each_day_of_a_list_is_of_the_week_that_is_named(text: str) -> None:
    found = [when.start for when in find_times(text, NOW) if when.start]
    assert [f"{start:%a %d}" for start in found] == ["Thu 26", "Fri 27"]


@pytest.mark.parametrize("text", ["the 3rd option", "I may be late", "may I ask?", "in 2025-12", "sundry", "Frida"])
def test_what_only_looks_like_a_day_is_none(text: str) -> None:
    assert wish_in(text, NOW) is None


@given(
    order=st.sampled_from(ORDERS),
    day=st.integers(0, 6),
    month=st.integers(1, 12),
    year=st.integers(2027, 2060),
    now=st.datetimes(EARLY, LATE),
)
def test_the_so_manieth_day_of_a_month_is_the_calendars(
    order: str, day: int, month: int, year: int, now: datetime
) -> None:
    weeks = [week[day] for week in calendar.monthcalendar(year, month) if week[day]]
    expected = date(year, month, weeks[-1] if order == "last" else weeks[ORDERS.index(order)])
    said = f"the {order} {DAYS[day]} of {calendar.month_name[month]} {year}"
    assert plain(said, now) == expected.isoformat()


@given(
    count=st.integers(1, 40),
    unit=st.sampled_from(["days", "weeks", "hours", "minutes"]),
    now=st.datetimes(EARLY, LATE),
)
def test_a_delay_is_never_read_as_the_past(count: int, unit: str, now: datetime) -> None:
    at = now + timedelta(**{unit: count})
    assert plain(f"in about {count} {unit}", now).startswith(f"on {at.date()}")


@settings(max_examples=60, deadline=None)
@given(day=st.sampled_from(DAYS), at=st.integers(1, 4), now=st.datetimes(EARLY, LATE))
def test_two_letters_swapped_in_a_day_change_nothing(day: str, at: int, now: datetime) -> None:
    aware = now.replace(tzinfo=ZoneInfo("UTC"))
    typed = day[:at] + day[at + 1] + day[at] + day[at + 2 :]
    assert [when.start for when in find_times(typed, aware)] == [when.start for when in find_times(day, aware)]
