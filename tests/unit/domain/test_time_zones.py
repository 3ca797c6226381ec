from datetime import UTC, datetime, timedelta

import pytest

from sales_agent.domain.time_zones import doubts_zone, without_offset, zone_in

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
        ("16:00 GMT+99", 0),
        ("pacific daylight saving time", -8),
        ("Tokyo time", 9),
        ("tomorrow 3pm in New York", -5),
        ("Thursday 3 December 10:00 Paris", 1),
        ("Friday 4 December at 10am in London", 0),
        ("10am tomorrow (Paris)", 1),
        ("tomorrow 10am paris", 1),
        ("in New York at 3pm tomorrow", -5),
        ("tomorrow morning in Tokyo", 9),
        ("between 2 and 4 on Monday in Berlin", 1),
        ("10am Central European Time", 1),
        ("10am Europe/Paris", 1),
        ("3pm US Eastern", -5),
        ("3pm in New Jersey", -5),
        ("10am in São Paulo", -3),
        ("10am in Zürich", 1),
        ("10am your time in Boston", -5),
        ("2026-12-01T15:00Z", 0),
        ("2026-12-01T15:00:00+01:00", 1),
        ("2026-12-01 15:00:00.000 -0330", -3.5),
    ],
)
def test_zones_are_known_by_many_names(text: str, hours: float) -> None:
    zone = zone_in(text)
    assert zone
    assert WINTER.astimezone(zone).utcoffset() == timedelta(hours=hours)


@pytest.mark.parametrize(
    "text",
    [
        "my time",
        "any time",
        "is it best?",
        "what time",
        "next time",
        "set a date",
        "",
        "I met Ann",
        "our 12 agents in Paris",
        "3pm, Victoria",
        "10am in the morning",
        "3pm in German please",
        "wake me at 3",
        "Good afternoon from Paris, Thursday at 10am?",
        "2026-12-01T25:00Z",
    ],
)
def test_other_words_name_no_zone(text: str) -> None:
    assert zone_in(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Thursday at 10am in Springfield",
        "Thursday 10:00 Ghent",
        "10am tomorrow (Leeds)",
        "Thursday at 10am in Australia",
        "Thursday at 10am in the US",
        "I'm in Paris. Thursday at 10am works",
        "our Paris office would like Thursday at 10am",
        "3pm, Victoria",
    ],
)
def test_a_place_whose_time_may_not_be_meant_is_doubted(text: str) -> None:
    assert doubts_zone(text)


@pytest.mark.parametrize(
    "text",
    [
        "Thursday at 10am in Paris",
        "Thursday at 10am",
        "Thursday at 10am in English",
        "Thursday at 10am in December",
        "Thursday at 10am Please",
        "10am on Thursday. Thanks, Jo",
        "I'm Ann from Acme, Thursday at 10am",
        "I'm in Paris",
    ],
)
def test_other_words_beside_a_time_are_not_doubted(text: str) -> None:
    assert not doubts_zone(text)


@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("2026-12-01T15:00Z", "2026-12-01T15:00"),
        ("2026-12-01 15:00 +01:00", "2026-12-01 15:00"),
        ("4pm UTC+2 on Friday", "4pm   on Friday"),
    ],
)
def test_an_offset_is_no_time_of_day(text: str, rest: str) -> None:
    assert without_offset(text) == rest
