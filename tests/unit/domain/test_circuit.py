"""The budget and the circuit, as pure rules."""

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_agent.domain.circuit import (
    FAILURES_TO_TRIP,
    FIRST_PAUSE,
    LONGEST_ASKED,
    LONGEST_PAUSE,
    PROBE_SECONDS,
    REFUSED_PAUSE,
    Budget,
    Circuit,
)
from tests.conftest import NOW

CLOSED = Circuit(tenant="acme", vendor="zoho")
BUDGET = Budget(calls=100, seconds=10)


def failing(circuit: Circuit, times: int) -> Circuit:
    for _ in range(times):
        circuit = circuit.failed(NOW, "503", None)
    return circuit


def test_some_failures_in_a_row_open_it() -> None:
    assert failing(CLOSED, FAILURES_TO_TRIP - 1).open_for(NOW) == 0
    opened = failing(CLOSED, FAILURES_TO_TRIP)
    assert (opened.open_for(NOW), opened.reason) == (FIRST_PAUSE, "503")


def test_a_success_between_failures_keeps_it_closed() -> None:
    assert failing(failing(CLOSED, FAILURES_TO_TRIP - 1).recovered(), FAILURES_TO_TRIP - 1).open_for(NOW) == 0


def test_one_probe_goes_while_all_others_wait() -> None:
    opened = failing(CLOSED, FAILURES_TO_TRIP)
    later = NOW + timedelta(seconds=FIRST_PAUSE)
    assert opened.open_for(later) == 0
    assert opened.entered(later, BUDGET, 1).open_for(later) == PROBE_SECONDS


def test_each_failed_probe_doubles_the_pause_up_to_a_limit() -> None:
    circuit, pauses = failing(CLOSED, FAILURES_TO_TRIP), []
    for _ in range(8):
        pauses.append(circuit.open_for(NOW))
        circuit = circuit.failed(NOW, "503", None)
    assert pauses == [30, 60, 120, 240, 480, 600, 600, 600]
    assert max(pauses) == LONGEST_PAUSE


def test_a_probe_that_succeeds_closes_it() -> None:
    assert failing(CLOSED, 20).recovered() == CLOSED


@pytest.mark.parametrize(("asked", "granted"), [(7.0, 7.0), (90_000.0, LONGEST_ASKED)])
def test_the_vendors_wish_to_be_left_alone_is_honoured_for_an_hour_at_most(asked: float, granted: float) -> None:
    paused = CLOSED.failed(NOW, "429", asked)
    assert (paused.open_for(NOW), paused.trips) == (granted, 0)


def test_a_refused_account_is_left_alone_at_once() -> None:
    assert CLOSED.refused(NOW, "scope missing").open_for(NOW) == REFUSED_PAUSE


@given(st.lists(st.floats(0, 3), min_size=1, max_size=400), st.integers(2, 60), st.floats(0.5, 20))
def test_in_no_span_of_time_are_there_more_calls_than_the_budget_allows(
    gaps: list[float], calls: int, seconds: float
) -> None:
    budget, circuit, now, made = Budget(calls=calls, seconds=seconds), CLOSED, NOW, []
    for gap in gaps:
        now += timedelta(seconds=gap)
        if not circuit.wait(now, budget, 1):
            circuit = circuit.entered(now, budget, 1)
            made.append(now)
    span = timedelta(seconds=seconds)
    assert all(sum(begin <= other < begin + span for other in made) <= calls for begin in made)


def test_half_of_the_budget_may_come_at_once_and_the_wait_is_exact() -> None:
    circuit = CLOSED.entered(NOW, BUDGET, 50)
    wait = circuit.wait(NOW, BUDGET, 10)
    assert wait == pytest.approx(2)
    assert circuit.wait(NOW + timedelta(seconds=wait), BUDGET, 10) == 0
