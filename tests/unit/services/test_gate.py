"""The gate before a vendor: its budget, its circuit, and no call more than that."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from sales_agent.adapters.circuits.memory import MemoryCircuits
from sales_agent.domain.circuit import FAILURES_TO_TRIP, FIRST_PAUSE, Budget
from sales_agent.ports.errors import Fatal, Locked, Retriable, Skippable, Unknown
from sales_agent.services.gate import BLOCK, CALL_SECONDS, Gate
from tests.conftest import NOW


class Vendor:
    """A vendor that answers as `fate` says, called through the gates of several workers."""

    def __init__(self, calls: int = 1000, seconds: float = 10) -> None:
        self.circuits, self.budget, self.now = MemoryCircuits(), Budget(calls=calls, seconds=seconds), NOW
        self.fate: Exception | None = None
        self.called: list[datetime] = []
        self.waited = 0.0

    def worker(self, seconds_left: Callable[[], float] = lambda: 60.0) -> Gate:
        return Gate("acme", "zoho", self.circuits, self.budget, seconds_left, lambda: self.now, self.wait)

    def wait(self, seconds: float) -> None:
        self.waited += seconds
        self.now += timedelta(seconds=seconds)

    def call(self) -> str:
        self.called.append(self.now)
        if self.fate:
            raise self.fate
        return "fine"

    def fails(self, gate: Gate, times: int = 1) -> str:
        """The last of so many failures."""
        for _ in range(times):
            with pytest.raises((Retriable, Fatal)) as failure:
                gate(self.call)
        return str(failure.value)


def test_calls_go_through_and_a_dozen_cost_two_writes() -> None:
    vendor = Vendor()
    gate = vendor.worker()
    assert [gate(vendor.call) for _ in range(12)] == ["fine"] * 12
    assert vendor.circuits.find("acme", "zoho").version == 2


def test_a_vendor_that_is_away_is_called_no_more_by_any_worker() -> None:
    vendor = Vendor()
    vendor.fate = Unknown("no answer")
    workers = [vendor.worker() for _ in range(3)]
    for _ in range(20):
        for worker in workers:
            vendor.fails(worker)
    assert len(vendor.called) == FAILURES_TO_TRIP


def test_who_waits_hears_the_vendors_own_words_and_when_to_come_again() -> None:
    vendor = Vendor()
    vendor.fate = Retriable("503 scheduled maintenance")
    vendor.fails(vendor.worker(), FAILURES_TO_TRIP)
    with pytest.raises(Retriable, match="503 scheduled maintenance") as away:
        vendor.worker()(vendor.call)
    assert away.value.retry_after == FIRST_PAUSE


def test_one_probe_finds_out_that_the_vendor_is_back() -> None:
    vendor = Vendor()
    vendor.fate = Retriable("503")
    vendor.fails(vendor.worker(), FAILURES_TO_TRIP)
    vendor.now += timedelta(seconds=FIRST_PAUSE)
    vendor.fails(vendor.worker(), 5)
    assert len(vendor.called) == FAILURES_TO_TRIP + 1
    vendor.now += timedelta(seconds=2 * FIRST_PAUSE)
    vendor.fate = None
    assert [vendor.worker()(vendor.call) for _ in range(5)] == ["fine"] * 5
    assert vendor.circuits.find("acme", "zoho").trips == 0


def test_calls_that_were_under_way_when_it_opened_do_not_lengthen_the_pause() -> None:
    vendor = Vendor()
    slow = [vendor.worker() for _ in range(8)]
    for gate in slow:
        gate(vendor.call)
    vendor.fate = Unknown("no answer")
    for gate in slow:
        vendor.fails(gate)
    circuit = vendor.circuits.find("acme", "zoho")
    assert (circuit.trips, circuit.open_for(vendor.now)) == (1, FIRST_PAUSE)


def test_a_refused_record_is_no_failure_of_the_vendor() -> None:
    vendor = Vendor()
    vendor.fate = Skippable("phone is not valid")
    gate = vendor.worker()
    for _ in range(3 * FAILURES_TO_TRIP):
        with pytest.raises(Skippable):
            gate(vendor.call)
    vendor.fate = None
    assert gate(vendor.call) == "fine"


def test_a_refused_account_is_tried_by_nobody_else() -> None:
    vendor = Vendor()
    vendor.fate = Fatal("zoho must be connected again")
    vendor.fails(vendor.worker())
    assert "zoho must be connected again" in vendor.fails(vendor.worker(), 9)
    assert len(vendor.called) == 1


def test_retry_after_of_one_worker_holds_for_all() -> None:
    vendor = Vendor()
    vendor.fate = Retriable("429", retry_after=40)
    vendor.fails(vendor.worker())
    vendor.fate = None
    with pytest.raises(Retriable) as away:
        vendor.worker()(vendor.call)
    assert away.value.retry_after == 40
    vendor.now += timedelta(seconds=40)
    assert vendor.worker()(vendor.call) == "fine"


def test_workers_together_stay_within_the_budget_and_wait_for_it_while_they_have_time() -> None:
    vendor = Vendor(calls=40, seconds=10)
    workers = [vendor.worker() for _ in range(4)]
    for _ in range(30):
        for worker in workers:
            worker(vendor.call)
    span = timedelta(seconds=10)
    busiest = max(sum(begin <= other < begin + span for other in vendor.called) for begin in vendor.called)
    assert busiest <= 40 + BLOCK
    assert vendor.waited > 0


def test_a_run_that_is_nearly_over_begins_no_call_and_does_not_wait() -> None:
    vendor = Vendor(calls=20, seconds=10)
    vendor.fails(vendor.worker(lambda: CALL_SECONDS - 1))
    assert vendor.called == []
    vendor.worker()(vendor.call)
    vendor.fails(vendor.worker(lambda: CALL_SECONDS + 1))
    assert (len(vendor.called), vendor.waited) == (1, 0)


def test_one_record_that_is_locked_closes_nothing() -> None:
    vendor = Vendor()
    gate = vendor.worker()
    vendor.fate = Locked("RECORD_LOCKED", retry_after=300)
    vendor.fails(gate, times=20)
    vendor.fate = None
    assert gate(vendor.call) == "fine"
    assert vendor.circuits.find("acme", "zoho").open_until is None
