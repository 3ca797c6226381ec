import pytest

from sales_agent.domain.weekdays import days_within


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("Tuesday to Thursday: 8:00 to 18:00", {"tuesday", "wednesday", "thursday"}),
        ("Sat\u2013Mon 9-12", {"saturday", "sunday", "monday", "weekend"}),
        ("Weekdays from 9:00", {"monday", "tuesday", "wednesday", "thursday", "friday"}),
        ("Saturday: closed", {"weekend"}),
        ("Money to Friends", set()),
    ],
)
def test_a_range_has_the_days_between(text: str, days: set[str]) -> None:
    assert days_within(text) == days


def test_every_day_is_all_of_them() -> None:
    assert len(days_within("Open daily") - {"weekend"}) == 7
