"""The analytics function: counts a batch, and reports to staff."""

import json

import pytest

from functions.analytics.handler import lambda_handler
from sales_agent.bootstrap import core
from sales_agent.domain.conversation import Reply, Turn
from sales_agent.domain.lead import Lead
from sales_agent.domain.profile import Profile
from tests.conftest import NOW
from tests.functions.conftest import CONTEXT, LoadEvent
from tests.unit.services.builders import opened

pytestmark = pytest.mark.usefixtures("deployed")
SESSION = "11111111-2222-4333-8444-555555555555"


@pytest.fixture(autouse=True)
def conversation(deployed: None) -> None:
    store = core.conversations("acme")
    opened(store, session_id=SESSION)
    lead = Lead(tenant="acme", lead_id="l", session_id=SESSION, conversation_id="c", created_at=NOW)
    turn = Turn(
        tenant="acme", session_id=SESSION, seq=1, message_id="message-1", text="hi", at=NOW, reply=Reply(text="hello")
    )
    store.append(turn, Profile(tenant="acme", session_id=SESSION, email="ann@example.com", version=1), lead)


def test_a_batch_is_counted_once_and_reported_by_page(load_event: LoadEvent) -> None:
    for _ in range(2):
        assert lambda_handler(load_event("analytics_events"), CONTEXT) == {"batchItemFailures": []}
    answer = lambda_handler(load_event("analytics_report"), CONTEXT)
    (row,) = json.loads(answer["body"])["rows"]
    counts = {name: row[name] for name in ("conversations", "turns", "unanswered", "leads", "qualified")}
    assert row["dimension"] == "page:/pricing"
    assert counts == {"conversations": 1, "turns": 2, "unanswered": 1, "leads": 1, "qualified": 0}
    (lead,) = json.loads(lambda_handler(load_event("analytics_leads"), CONTEXT)["body"])["leads"]
    assert lead["profile"]["email"] == "ann@example.com"


def test_a_broken_message_does_not_hold_up_its_neighbours(load_event: LoadEvent) -> None:
    event = load_event("analytics_events")
    event["Records"][0]["body"] = '{"detail": {}}'
    failures = lambda_handler(event, CONTEXT)["batchItemFailures"]
    assert [failure["itemIdentifier"] for failure in failures] == [event["Records"][0]["messageId"]]


@pytest.mark.parametrize(("query", "status"), [({"first": "soon"}, 422), ({"first": "2026-13-01"}, 422)])
def test_a_wrong_day_is_named(load_event: LoadEvent, query: dict[str, str], status: int) -> None:
    event = load_event("analytics_report") | {"queryStringParameters": query, "multiValueQueryStringParameters": {}}
    answer = lambda_handler(event, CONTEXT)
    assert (answer["statusCode"], json.loads(answer["body"])["field"]) == (status, "first")


def test_an_unknown_report_is_not_found(load_event: LoadEvent) -> None:
    assert (
        lambda_handler(load_event("analytics_report") | {"path": "/v1/reports/weather"}, CONTEXT)["statusCode"] == 404
    )
