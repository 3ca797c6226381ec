"""Times of day as people type them, alone and from one to another."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_agent.domain.when import find_times, wish_in
from sales_agent.domain.when_words import plain

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=ZoneInfo("America/New_York"))  # a Wednesday


def said(text: str) -> str:
    wish = wish_in(text, NOW)
    assert wish
    assert wish.start
    return f"{wish.start:%a %d %H:%M %Z}" + (f" - {wish.end:%H:%M}" if wish.end else "")


@pytest.mark.parametrize(
    ("text", "meant"),
    [
        ("Tuesday of next week after 2pm", "Tue 24 14:00 EST - 00:00"),
        ("fifteen past noon", "Wed 18 12:15 EST"),
        ("twenty after 3pm", "Wed 18 15:20 EST"),
        ("fifteen past eight in the morning on Friday", "Fri 20 08:15 EST"),
        ("at 3 15 on Friday", "Fri 20 15:15 EST"),
        ("6 20 in the evening", "Wed 18 18:20 EST"),
        ("tomorrow at 9:20 night", "Thu 19 21:20 EST"),
        ("tomorrow 3", "Thu 19 15:00 EST"),
        ("1pm-ish tomorrow", "Thu 19 13:00 EST"),
        ("around 18.00 h tomorrow", "Thu 19 18:00 EST"),
        ("3.12.2026 at around 12:30", "Thu 03 12:30 EST"),
        ("Thursday afternoon 2:30", "Thu 19 14:30 EST"),
        ("on Sunday 1925", "Sun 22 19:25 EST"),
        ("December 10 10am", "Thu 10 10:00 EST"),
        ("24th at 3", "Tue 24 15:00 EST"),
        ("December 13th at 9pm", "Sun 13 21:00 EST"),
        ("in 1d 2h", "Thu 19 12:00 EST"),
        ("in an hour and a half", "Wed 18 11:30 EST"),
        ("half an hour from now", "Wed 18 10:30 EST"),
        ("in 2 and a half hours", "Wed 18 12:30 EST"),
        ("a week from next Tuesday at 2pm", "Tue 01 14:00 EST"),
        ("December 16th, Wednesday at 3pm", "Wed 16 15:00 EST"),
        ("Firday at 10", "Fri 20 10:00 EST"),
        ("early Monday morning", "Mon 23 08:00 EST - 10:00"),
        ("later today", "Wed 18 10:00 EST - 00:00"),
        ("tomorrow 16.00-17.30", "Thu 19 16:00 EST - 17:30"),
        ("25/11 0750-0930", "Wed 25 07:50 EST - 09:30"),
        ("27.11.2026 20-21", "Fri 27 20:00 EST - 21:00"),
        ("Thursday from 9a to 11a", "Thu 19 09:00 EST - 11:00"),
        ("this evening from 7 to 7:30", "Wed 18 19:00 EST - 19:30"),
        ("tomorrow afternoon from 2:15 to 4:30", "Thu 19 14:15 EST - 16:30"),
        ("tomorrow 10:00:00 - 21:45:00", "Thu 19 10:00 EST - 21:45"),
        ("Monday next week 9-11", "Mon 23 09:00 EST - 11:00"),
        ("later than 9:30 but before 11:00 on Thursday", "Thu 19 09:30 EST - 11:00"),
        ("on Tuesday, December 15, after 13:00", "Tue 15 13:00 EST - 00:00"),
        ("15:00 GMT - 18:00 GMT tomorrow", "Thu 19 15:00 UTC - 18:00"),
        ("tomorrow 15:00 GMT - 18:00", "Thu 19 15:00 UTC - 18:00"),
        ("tomorrow 3pm GMT-5", "Thu 19 15:00 UTC-05:00"),
    ],
)
def test_words_become_times(text: str, meant: str) -> None:
    assert said(text) == meant


@pytest.mark.parametrize(
    "text", ["Friday 15 December at 10am", "December 16th, Monday at 3pm", "Wednesday at 3pm", "3pm on Wednesday"]
)
def test_a_date_under_another_days_name_and_todays_name_are_asked_back(text: str) -> None:
    assert [when.ambiguous for when in find_times(text, NOW) if when.clocked] == [True]


@pytest.mark.parametrize("text", ["Friday 11 December at 10am", "this Wednesday at 3pm", "today at 3pm"])
def test_what_is_certain_is_not_asked_back(text: str) -> None:
    assert [when.ambiguous for when in find_times(text, NOW)] == [False]


def test_the_second_time_is_of_the_same_day() -> None:
    found = find_times("Monday at 10 or 2pm", NOW)
    assert [f"{when.start:%a %H:%M}" for when in found if when.exact] == ["Mon 10:00", "Mon 14:00"]


@pytest.mark.parametrize("text", ["25:12", "10.12-11.12", "0:90", "a ratio of 90:10", "mail x@3com.com"])
def test_other_figures_are_no_times(text: str) -> None:
    assert find_times(text, NOW) == []


@given(first=st.integers(0, 1438), length=st.integers(1, 700))
def test_a_stretch_in_figures_of_24_hours_is_read_as_written(first: int, length: int) -> None:
    last = min(first + length, 1439)
    start, end = (f"{at // 60:02d}{at % 60:02d}" for at in (first, last))
    years = start[:2] in {"19", "20"} and end[:2] in {"19", "20"}
    expected = f"{start}-{end}" if years else f"from {_said(first)} to {_said(last)}"
    assert plain(f"{start}-{end}", NOW.replace(tzinfo=None)) == expected


def _said(minutes: int) -> str:
    hour, minute = divmod(minutes, 60)
    return f"{hour % 12 or 12}:{minute:02d}{'am' if hour < 12 else 'pm'}"


@given(st.text(alphabet="0123456789 :.-/hapm,to", max_size=40))
def test_no_figures_break_the_rules(text: str) -> None:
    plain(f"in {text} next week of {text} friday", NOW.replace(tzinfo=None))
