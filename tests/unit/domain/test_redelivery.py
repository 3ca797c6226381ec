import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_agent.domain.redelivery import seconds_before

DAY = 24 * 3600
RETENTION = 14 * DAY
TRIES = 300


@pytest.mark.parametrize(("attempt", "wait"), [(1, 15), (2, 30), (3, 60), (7, 600), (300, 600)])
def test_waits_grow_and_then_stay(attempt: int, wait: int) -> None:
    assert seconds_before(attempt, None, luck=0) == wait


@pytest.mark.parametrize(("asked", "wait"), [(1, 15), (40.0, 40), (90_000, 3000)])
def test_nobody_comes_sooner_than_asked_for_up_to_fifty_minutes(asked: float, wait: int) -> None:
    assert seconds_before(1, asked, luck=0) == wait


@pytest.mark.parametrize(
    ("attempt", "asked", "wait"), [(99, 1.0, 15), (99, 40.0, 40), (100, 1.0, 600), (99, 61.0, 600)]
)
def test_a_moment_is_a_moment_every_other_time(attempt: int, asked: float, wait: int) -> None:
    assert seconds_before(attempt, asked, luck=0) == wait


@given(st.lists(st.floats(0, 1), min_size=TRIES, max_size=TRIES))
def test_all_tries_together_outlast_a_day_and_end_while_the_queue_still_has_the_message(luck: list[float]) -> None:
    waits = [seconds_before(attempt, None, one) for attempt, one in enumerate(luck, start=1)]
    busy = [seconds_before(attempt, 1.0, one) for attempt, one in enumerate(luck, start=1)]
    longest = [seconds_before(attempt, 1e9, one) for attempt, one in enumerate(luck, start=1)]
    assert sum(waits) > 2 * DAY * 0.99
    assert sum(busy) > DAY
    assert sum(longest) < RETENTION * 0.95
