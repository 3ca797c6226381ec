"""What every store of counters promises."""

from collections.abc import Iterator
from datetime import date

import pytest

from sales_agent.adapters.metrics.dynamodb import DynamoMetrics
from sales_agent.adapters.metrics.memory import MemoryMetrics
from sales_agent.domain.metrics import Count, Measure
from sales_agent.ports.metrics import Metrics

MONDAY, TUESDAY, FRIDAY = date(2026, 11, 30), date(2026, 12, 1), date(2026, 12, 4)


@pytest.fixture(params=["memory", "dynamodb"])
def metrics(request: pytest.FixtureRequest) -> Iterator[Metrics]:
    if request.param == "memory":
        yield MemoryMetrics()
    else:
        yield DynamoMetrics(request.getfixturevalue("agent_table"))


def one(key: str, measure: Measure = "turns", day: date = MONDAY, tenant: str = "acme") -> Count:
    return Count(key=key, tenant=tenant, day=day, measure=measure, dimensions=["all", "page:/pricing"])


def test_each_thing_counts_once_in_every_dimension(metrics: Metrics) -> None:
    assert [metrics.add(one("turns:1")), metrics.add(one("turns:1")), metrics.add(one("turns:2"))] == [
        True,
        False,
        True,
    ]
    totals = metrics.totals("acme", MONDAY, MONDAY)
    assert [(t.dimension, t.turns) for t in totals] == [("all", 2), ("page:/pricing", 2)]


def test_a_period_adds_its_days_and_no_others(metrics: Metrics) -> None:
    for key, day in (("a", MONDAY), ("b", TUESDAY), ("c", FRIDAY)):
        metrics.add(one(key, "conversations", day))
    metrics.add(one("d", "conversations", MONDAY, tenant="other"))
    assert metrics.totals("acme", MONDAY, TUESDAY)[0].conversations == 2
    assert metrics.totals("acme", FRIDAY, FRIDAY)[0].conversations == 1
    assert metrics.totals("nobody", MONDAY, FRIDAY) == []


def test_leads_are_listed_newest_first_and_once(metrics: Metrics) -> None:
    for day, session_id in ((MONDAY, "s1"), (FRIDAY, "s3"), (TUESDAY, "s2"), (FRIDAY, "s3")):
        metrics.note_lead("acme", day, session_id)
    assert list(metrics.lead_sessions("acme", MONDAY, FRIDAY)) == ["s3", "s2", "s1"]
    assert list(metrics.lead_sessions("acme", TUESDAY, TUESDAY)) == ["s2"]
