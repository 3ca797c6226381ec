"""From events to the report that says which pages bring customers."""

import itertools
from datetime import date

import pytest

from sales_agent.adapters.conversations.memory import MemoryConversations
from sales_agent.adapters.metrics.memory import MemoryMetrics
from sales_agent.domain.conversation import Reply, Turn
from sales_agent.domain.events import Event, EventType
from sales_agent.domain.lead import Lead
from sales_agent.domain.profile import Profile
from sales_agent.ports.errors import NotFound
from sales_agent.services.count_events import CountEvents
from sales_agent.services.report import ReportSales
from tests.conftest import NOW
from tests.unit.services.builders import opened

DAY = date(2026, 12, 1)
numbers = itertools.count()


def event(happening: EventType, session_id: str = "s1", **detail: str | int) -> Event:
    return Event(
        event_id=f"event-{next(numbers)}",
        type=happening,
        tenant="acme",
        session_id=session_id,
        occurred_at=NOW,
        detail=dict(detail),
    )


@pytest.fixture
def conversations() -> MemoryConversations:
    store = MemoryConversations()
    opened(store)
    opened(
        store, session_id="s2", referrer_page="https://www.acme.example/faq/", utm={}, referrer_domain="search.example"
    )
    return store


@pytest.fixture
def metrics() -> MemoryMetrics:
    return MemoryMetrics()


@pytest.fixture
def count(conversations: MemoryConversations, metrics: MemoryMetrics) -> CountEvents:
    return CountEvents(conversations, metrics)


@pytest.fixture
def report(conversations: MemoryConversations, metrics: MemoryMetrics) -> ReportSales:
    return ReportSales(metrics, conversations)


def become_lead(store: MemoryConversations, session_id: str, *, qualified: bool) -> None:
    lead = Lead(
        tenant="acme",
        lead_id=f"lead-{session_id}",
        session_id=session_id,
        conversation_id="c",
        created_at=NOW,
        qualified_at=NOW if qualified else None,
    )
    profile = Profile(tenant="acme", session_id=session_id, email="ann@example.com", version=1)
    turn = Turn(
        tenant="acme",
        session_id=session_id,
        seq=1,
        message_id="message-1",
        text="hi",
        at=NOW,
        reply=Reply(text="hello"),
    )
    store.append(turn, profile, lead)


def test_pages_are_ranked_by_the_customers_they_bring(
    conversations: MemoryConversations, count: CountEvents, report: ReportSales
) -> None:
    become_lead(conversations, "s2", qualified=True)
    for happening in (
        event("session.started"),
        event("session.started", "s2"),
        event("turn.answered", kind="unknown"),
        event("turn.answered", kind="closest"),
        event("turn.answered", "s2", kind="answer"),
        event("lead.changed", "s2"),
        event("lead.changed", "s2"),
        event("appointment.booked", "s2"),
        event("mail.settled", "s2", status="sent"),
        event("mail.settled", "s2", status="bounced"),
    ):
        count(happening)
    rows = report.report("acme", "pages", DAY, DAY).rows
    assert [(r.dimension, r.conversations, r.leads, r.qualified, r.meetings, r.conversion_rate) for r in rows] == [
        ("page:/faq", 1, 1, 1, 1, 1.0),
        ("page:/pricing", 1, 0, 0, 0, 0.0),
    ]
    everything = report.report("acme", "overview", DAY, DAY).rows[0]
    assert (everything.turns, everything.unanswered, everything.mails_sent, everything.mails_failed) == (3, 2, 1, 1)
    assert [row.dimension for row in report.report("acme", "sources", DAY, DAY).rows] == ["source:news"]
    assert [row.dimension for row in report.report("acme", "referrers", DAY, DAY).rows] == [
        "referrer:search.example",
        "referrer:direct",
    ]


def test_an_event_delivered_again_counts_once(count: CountEvents, report: ReportSales) -> None:
    started = event("session.started")
    assert [count(started), count(started)] == [1, 0]
    assert report.report("acme", "overview", DAY, DAY).rows[0].conversations == 1


def test_events_of_an_erased_session_count_nothing(count: CountEvents) -> None:
    assert count(event("session.started", "gone")) == 0


def test_leads_are_listed_with_the_page_they_came_from(
    conversations: MemoryConversations, count: CountEvents, report: ReportSales
) -> None:
    become_lead(conversations, "s1", qualified=False)
    count(event("lead.changed"))
    (row,) = report.leads("acme", DAY, DAY)
    assert (row.profile.email, row.referrer_page) == (
        "ann@example.com",
        "https://www.acme.example/pricing?utm_source=news",
    )
    conversations.erase("acme", "s1")
    assert report.leads("acme", DAY, DAY) == []


def test_another_report_is_not_found(report: ReportSales) -> None:
    with pytest.raises(NotFound, match="pages"):
        report.report("acme", "horoscope", DAY, DAY)
