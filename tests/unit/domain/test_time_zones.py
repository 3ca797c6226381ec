from datetime import UTC, datetime, timedelta

import pytest

from sales_agent.domain.time_zones import zone_in

WINTER = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "hours"),
    [
        ("tomorrow at 3 London time", 0),
        ("9am New York time", -5),
        ("3pm EST", -5),
        ("at 3 pm pst works", -8),
        ("10:30 CET", 1),
        ("Pacific time please", -8),
        ("India time", 5.5),
        ("16:00 UTC+4", 4),
        ("16:00 GMT-9:30", -9.5),
        ("pacific daylight saving time", -8),
        ("Tokyo time", 9),
    ],
)
def test_zones_are_known_by_many_names(text: str, hours: float) -> None:
    zone = zone_in(text)
    assert zone
    assert WINTER.astimezone(zone).utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize(
    "text", ["my time", "any time", "is it best?", "what time", "next time", "set a date", "", "I met Ann"]
)
def test_other_words_name_no_zone(text: str) -> None:
    assert zone_in(text) is None
