"""What a visitor can make the paid model do: one call for a message, none for what is refused, none over the budget."""

import json
from collections.abc import Iterator

import boto3
import pytest

from local.vendors import openai
from local.vendors.kit import RunningServer, serve
from sales_agent.bootstrap import core, models
from sales_agent.domain.config import Company, Limits, SalesAgentConfig
from tests.functions.edge import BY_NAME, Caller, open_session

pytestmark = pytest.mark.usefixtures("deployed")
SAY = BY_NAME["post /v1/sessions/{id}/messages"]
CLOSE = BY_NAME["post /v1/sessions/{id}/close"]


@pytest.fixture
def vendor(deployed: None) -> Iterator[RunningServer]:
    with serve(openai.build()) as server:
        secret = json.dumps({"api_key": openai.KEY, "base_url": f"{server.url}/v1"})
        boto3.client("secretsmanager").create_secret(Name="sales-agent/openai", SecretString=secret)
        configure()
        yield server
    models._chat_model.cache_clear()


def configure(**limits: int) -> None:
    config = SalesAgentConfig(company=Company(name="Acme", site_keys=["demo"]), limits=Limits(**limits))
    core.tenants().keep("acme", config)
    core._config.cache_clear()


def say(visitor: Caller, number: int, text: str = "What does the tent cost?") -> int:
    return visitor.call(SAY, {"message_id": f"message-{number:04}", "text": text}).status


def asked(vendor: RunningServer) -> int:
    return len(vendor.stand_in.store.state()["asked"])


def test_a_repeated_message_is_one_call_and_another_text_under_its_id_is_none(vendor: RunningServer) -> None:
    visitor = open_session()
    first, again = (visitor.call(SAY) for _ in range(2))
    assert (first.status, again.text, asked(vendor)) == (200, first.text, 1)
    assert say(visitor, 2) == 200
    assert (visitor.call(SAY).text, asked(vendor)) == (first.text, 2)  # a late repeat
    conflict = visitor.call(SAY, {"message_id": "5f0c2a9e-0001", "text": "Another text"})
    assert (conflict.status, asked(vendor)) == (409, 2)
    assert "another text" in conflict.json["detail"]


def test_what_is_refused_costs_nothing(vendor: RunningServer) -> None:
    configure(turns_per_minute=2)
    visitor, stranger = open_session(), Caller(open_session().session_id, "x.y.z")
    assert [say(visitor, 1, ""), say(visitor, 1, "x" * 10_000), say(stranger, 1)] == [422, 422, 401]
    assert asked(vendor) == 0
    assert [say(visitor, 1), say(visitor, 2), say(visitor, 3)] == [200, 200, 429]
    visitor.call(CLOSE)
    assert (say(visitor, 4), asked(vendor)) == (409, 2)


def test_a_flood_of_sessions_degrades_and_costs_no_more_than_the_budget(vendor: RunningServer) -> None:
    configure(tokens_per_day=15_000)
    statuses = [say(open_session(), 1, f"{number} " + "Zürich 😀 " * 300) for number in range(12)]
    assert statuses == [200] * 12
    assert 0 < asked(vendor) < 12
    booked = core.table().query_all(
        KeyConditionExpression="PK = :pk AND begins_with(SK, :budget)",
        ExpressionAttributeValues={":pk": "T#acme", ":budget": "BUDGET#"},
    )
    assert sum(item["booked_tokens"] for item in booked) <= 15_000


def test_without_a_budget_no_paid_model_is_asked(vendor: RunningServer) -> None:
    configure(tokens_per_day=0)
    assert say(open_session(), 1) == 200
    assert asked(vendor) == 0
