"""What people write when they book, and what only looks like a time."""

from datetime import UTC, datetime

import pytest

from sales_agent.domain.when import find_times

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)


def read(text: str) -> list[str]:
    return [f"{when.start:%a %d %b %H:%M}" if when.start else "any" for when in find_times(text, NOW, locale="en-GB")]


@pytest.mark.parametrize(
    ("text", "starts"),
    [
        ("from nine till five tomorrow", ["Wed 02 Dec 09:00"]),
        ("2-4 on Friday", ["Fri 04 Dec 14:00"]),
        ("not until 3pm tomorrow", ["Wed 02 Dec 15:00"]),
        ("I can't until 4pm on Friday", ["Fri 04 Dec 16:00"]),
        ("tomorrow 3pm or later", ["Wed 02 Dec 15:00"]),
        ("tomorrow at 2 or 3", ["Wed 02 Dec 14:00", "Wed 02 Dec 15:00"]),
        ("the twenty-first of December", ["Mon 21 Dec 00:00"]),
        ("on the third", ["Thu 03 Dec 00:00"]),
        ("the 10th or 12th of December", ["Thu 10 Dec 00:00", "Sat 12 Dec 00:00"]),
        ("the 10th and 12th of December", ["Thu 10 Dec 00:00", "Sat 12 Dec 00:00"]),
        ("April 27th to the 3rd", ["Tue 27 Apr 00:00"]),
        ("sat morning", ["Sat 05 Dec 08:00"]),
        ("weds at 3", ["Wed 02 Dec 15:00"]),
        ("tmo at 3pm", ["Wed 02 Dec 15:00"]),
        ("quarter of 5 tomorrow", ["Wed 02 Dec 16:45"]),
        ("um 15 uhr", ["Tue 01 Dec 15:00"]),
    ],
)
def test_it_is_read_as_it_is_meant(text: str, starts: list[str]) -> None:
    assert read(text) == starts


@pytest.mark.parametrize(
    "text",
    [
        "during business hours",
        "I sat down",
        "the sun is shining",
        "on the third floor",
        "on the first try",
        "my tenth anniversary",
        "for the fifteenth time",
        "from 2 to 4 machines",
        "we are 10-12 people",
        "5 to 8 licences, please",
        "between ten and twenty people",
    ],
)
def test_what_is_no_time_is_not_read_as_one(text: str) -> None:
    assert read(text) == []
