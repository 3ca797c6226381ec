"""Times in a visitor's words, as somebody who books a meeting means them."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest

from sales_agent.domain.when import Flaw, find_times, flaw_in, wish_in

NOW = datetime(2026, 11, 18, 10, 0, tzinfo=ZoneInfo("America/New_York"))  # a Wednesday


def said(text: str, locale: str = "en-US") -> tuple[str, str]:
    wish = wish_in(text, NOW, locale=locale)
    assert wish
    return (f"{wish.start:%a %d %b %H:%M %:z}" if wish.start else "", f"{wish.end:%a %d %b %H:%M}" if wish.end else "")


@pytest.mark.parametrize(
    ("text", "start", "end"),
    [
        ("next Tuesday after lunch", "Tue 24 Nov 13:00 -05:00", "Wed 25 Nov 00:00"),
        ("the 3rd at 15:00 my time", "Thu 03 Dec 15:00 -05:00", ""),
        ("tomorrow morning London time", "Thu 19 Nov 08:00 +00:00", "Thu 19 Nov 12:00"),
        ("Thursday at 3", "Thu 19 Nov 15:00 -05:00", ""),
        ("can we do half past two on friday?", "Fri 20 Nov 14:30 -05:00", ""),
        ("between 2 and 4 on Monday", "Mon 23 Nov 14:00 -05:00", "Mon 23 Nov 16:00"),
        ("before noon on Friday", "", "Fri 20 Nov 12:00"),
        ("3pm EST tomorrow", "Thu 19 Nov 15:00 -05:00", ""),
        ("wednesday next week at nine am", "Wed 25 Nov 09:00 -05:00", ""),
        ("quarter past 4 in the afternoon", "Wed 18 Nov 16:15 -05:00", ""),
        ("4pm UTC+2 on Friday", "Fri 20 Nov 16:00 +02:00", ""),
        ("next week", "Mon 23 Nov 00:00 -05:00", "Mon 30 Nov 00:00"),
        ("the week after next", "Mon 30 Nov 00:00 -05:00", "Mon 07 Dec 00:00"),
        ("anytime after 4", "Wed 18 Nov 16:00 -05:00", "Thu 19 Nov 00:00"),
        ("tomorrow before 11", "", "Thu 19 Nov 11:00"),
        ("not later than 3pm tomorrow", "", "Thu 19 Nov 15:00"),
        ("Monday 11-4", "Mon 23 Nov 11:00 -05:00", "Mon 23 Nov 16:00"),
        ("from 9.30 to 4.30 on Friday", "Fri 20 Nov 09:30 -05:00", "Fri 20 Nov 16:30"),
        ("from 3 to 4 in the afternoon on Monday", "Mon 23 Nov 15:00 -05:00", "Mon 23 Nov 16:00"),
        ("today from 7 to 7:30", "Wed 18 Nov 19:00 -05:00", "Wed 18 Nov 19:30"),
        ("ten to three tomorrow", "Thu 19 Nov 14:50 -05:00", ""),
        ("half two tomorrow", "Thu 19 Nov 14:30 -05:00", ""),
        ("20 to 2 tomorrow", "Thu 19 Nov 13:40 -05:00", ""),
        ("10 to 12 tomorrow", "Thu 19 Nov 10:00 -05:00", "Thu 19 Nov 12:00"),
        ("3ish tomorow", "Thu 19 Nov 15:00 -05:00", ""),
        ("could we do 10 on Thrusday?", "Thu 19 Nov 10:00 -05:00", ""),
        ("4 works for me", "Wed 18 Nov 16:00 -05:00", ""),
        ("Friday at 1430", "Fri 20 Nov 14:30 -05:00", ""),
        ("at 2.30 on Friday", "Fri 20 Nov 14:30 -05:00", ""),
        ("November the 30th", "Mon 30 Nov 00:00 -05:00", "Tue 01 Dec 00:00"),
        ("a week from Monday at 2pm", "Mon 30 Nov 14:00 -05:00", ""),
        ("Monday week at 10", "Mon 30 Nov 10:00 -05:00", ""),
        ("in a fortnight", "Wed 02 Dec 00:00 -05:00", "Thu 03 Dec 00:00"),
        ("in 1 week and 2 days", "Fri 27 Nov 00:00 -05:00", "Sat 28 Nov 00:00"),
        ("Thursday or later", "Thu 19 Nov 00:00 -05:00", "Thu 03 Dec 00:00"),
        ("as soon as possible", "Wed 18 Nov 00:00 -05:00", "Sat 21 Nov 00:00"),
        ("first thing tomorrow", "Thu 19 Nov 08:00 -05:00", "Thu 19 Nov 12:00"),
        ("over lunch on Friday", "Fri 20 Nov 11:00 -05:00", "Fri 20 Nov 13:00"),
        ("by the end of the day tomorrow", "Thu 19 Nov 12:00 -05:00", "Thu 19 Nov 16:00"),
        ("Friday after 3 but before 5", "Fri 20 Nov 15:00 -05:00", "Fri 20 Nov 17:00"),
        ("after 3 and before 5 on Friday", "Fri 20 Nov 15:00 -05:00", "Fri 20 Nov 17:00"),
        ("after 3 on Friday but before 5", "Fri 20 Nov 15:00 -05:00", "Fri 20 Nov 17:00"),
        ("before 5 but after 3 on Friday", "Fri 20 Nov 15:00 -05:00", "Fri 20 Nov 17:00"),
        ("Friday after 3, I leave before 5", "Fri 20 Nov 15:00 -05:00", "Fri 20 Nov 17:00"),
        ("Friday after 3 before 5", "Fri 20 Nov 15:00 -05:00", "Fri 20 Nov 17:00"),
        ("after midday but before 14:30 on Friday", "Fri 20 Nov 12:00 -05:00", "Fri 20 Nov 14:30"),
        ("after 10:30 but before 12:30 on Friday", "Fri 20 Nov 10:30 -05:00", "Fri 20 Nov 12:30"),
        ("after noon but before 2pm on Friday", "Fri 20 Nov 12:00 -05:00", "Fri 20 Nov 14:00"),
        ("tuesday evening after 6", "Tue 24 Nov 18:00 -05:00", "Tue 24 Nov 20:00"),
        ("Tuesday afternoon before 3", "Tue 24 Nov 12:00 -05:00", "Tue 24 Nov 15:00"),
        ("Friday afternoon but not before 3", "Fri 20 Nov 15:00 -05:00", "Fri 20 Nov 16:00"),
        ("evenings after 6", "Wed 18 Nov 18:00 -05:00", "Wed 18 Nov 20:00"),
        ("tuesday morning after 6pm", "Tue 24 Nov 08:00 -05:00", "Tue 24 Nov 12:00"),
        ("2026-12-01T15:00Z", "Tue 01 Dec 15:00 +00:00", ""),
        ("2026-12-01T07:00:00Z", "Tue 01 Dec 07:00 +00:00", ""),
        ("2026-12-01T15:00:00+01:00", "Tue 01 Dec 15:00 +01:00", ""),
        ("2026-12-01T15:00", "Tue 01 Dec 15:00 -05:00", ""),
        ("tomorrow 3pm in New York", "Thu 19 Nov 15:00 -05:00", ""),
        ("Thursday 3 December 10:00 Paris", "Thu 03 Dec 10:00 +01:00", ""),
        ("Friday 4 December at 10am in London", "Fri 04 Dec 10:00 +00:00", ""),
        ("10am tomorrow (Paris)", "Thu 19 Nov 10:00 +01:00", ""),
        ("tomorrow 10am Central European Time", "Thu 19 Nov 10:00 +01:00", ""),
    ],
)
def test_words_become_instants(text: str, start: str, end: str) -> None:
    assert said(text) == (start, end)


@pytest.mark.parametrize(
    "text",
    ["$49 per month", "12 agents please", "may I ask something", "hello", "", "after 4 licences", "5 to 10 people"],
)
def test_other_numbers_are_no_times(text: str) -> None:
    assert wish_in(text, NOW) is None


def test_a_clock_time_that_has_passed_today_is_tomorrows() -> None:
    assert said("at 9 am")[0] == "Thu 19 Nov 09:00 -05:00"


def test_a_day_of_the_month_that_has_passed_is_next_months() -> None:
    assert said("on the 8th")[0] == "Tue 08 Dec 00:00 -05:00"


def test_figures_are_read_as_the_visitor_writes_them_and_asked_back() -> None:
    assert said("on 3/12 at 10am", "en-US")[0] == "Fri 12 Mar 10:00 -05:00"
    assert said("on 3/12 at 10am", "en-GB")[0] == "Thu 03 Dec 10:00 -05:00"
    assert find_times("on 3/12 at 10am", NOW)[0].ambiguous


def test_seven_and_eight_are_morning_and_evening_and_asked_back() -> None:
    assert find_times("Thursday at 8", NOW)[0].ambiguous
    assert not find_times("Thursday at 3", NOW)[0].ambiguous


def test_a_figure_in_front_of_seven_makes_it_the_morning() -> None:
    (when,) = find_times("Thursday at 07:30", NOW)
    assert (when.ambiguous, when.start and when.start.hour) == (False, 7)


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("Friday 27th", "Fri 27 Nov 00:00 -05:00"),
        ("Sunday 6th", "Sun 06 Dec 00:00 -05:00"),
        ("next Monday 30th at 3pm", "Mon 30 Nov 15:00 -05:00"),
        ("on Thursday 26th November around 2.30 p.m", "Thu 26 Nov 14:30 -05:00"),
        ("Friday 11", "Fri 11 Dec 00:00 -05:00"),
        ("Friday 10", "Fri 20 Nov 10:00 -05:00"),
        ("Friday 10 would be good", "Fri 20 Nov 10:00 -05:00"),
        ("Friday, we are 10 people", "Fri 20 Nov 00:00 -05:00"),
        ("Friday 15", "Fri 20 Nov 15:00 -05:00"),
    ],
)
def test_a_day_of_the_week_with_a_figure_is_a_date_or_an_hour(text: str, start: str) -> None:
    assert said(text)[0] == start


@pytest.mark.timeout(60)
@pytest.mark.parametrize("number", [28, 29, 30, 31])
def test_no_day_of_the_week_with_a_figure_is_looked_for_without_an_end(number: int) -> None:
    for weekday in ("Sunday", "Weds", "Fridays", "Tues"):
        for month in range(1, 13):
            now = NOW.replace(month=month, year=2022)
            said_so = (f"{weekday} {number}", f"{weekday} {number}th", f"{weekday} {number} people")
            for text in (*said_so, f"{weekday} {number}th December", f"{weekday} {number} of May"):
                assert len(find_times(text, now)) <= 2


def test_what_is_over_is_no_wish() -> None:
    assert wish_in("yesterday at noon", NOW) is None


def test_two_limits_that_leave_out_the_middle_of_the_day_are_no_stretch() -> None:
    assert said("before 10am and after 3pm on Friday") != ("Fri 20 Nov 15:00 -05:00", "Sat 21 Nov 10:00")


def test_a_clock_time_beside_an_unknown_place_is_asked_back() -> None:
    assert find_times("Thursday at 3pm in Springfield", NOW)[0].ambiguous
    assert not find_times("Thursday at 3pm in Paris", NOW)[0].ambiguous
    assert not find_times("Thursday in Springfield", NOW)[0].ambiguous


@pytest.mark.parametrize(
    ("text", "flaw"),
    [
        ("31 February", Flaw.NO_SUCH_DAY),
        ("31 February at 10am", Flaw.NO_SUCH_DAY),
        ("10am would suit me, say the 31st of November", Flaw.NO_SUCH_DAY),
        ("2027-02-31T10:00Z", Flaw.NO_SUCH_DAY),
        ("yesterday at 3pm", Flaw.OVER),
        ("last Friday at 10", Flaw.OVER),
        ("today at 9am", Flaw.OVER),
        ("Nov 18 at 2am", Flaw.OVER),
        ("November 14 at 2pm", Flaw.OVER),
    ],
)
def test_what_cannot_be_booked_is_no_wish_and_says_why(text: str, flaw: Flaw) -> None:
    assert (wish_in(text, NOW), flaw_in(text, NOW)) == (None, flaw)


@pytest.mark.parametrize(
    "text",
    ["hello", "tomorrow at 3pm", "I wrote yesterday, how about 3pm?", "31 February or Friday at 10am", "Jan 5 at 2pm"],
)
def test_a_message_without_a_time_or_with_a_good_one_has_no_flaw(text: str) -> None:
    assert flaw_in(text, NOW) is None


def test_a_long_message_is_read_around_its_first_time() -> None:
    wish = wish_in("blah " * 500 + "tomorrow at noon" + " blah" * 500, NOW)
    assert wish
    assert f"{wish.start:%a %H:%M}" == "Thu 12:00"
