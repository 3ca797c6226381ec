"""The commands that look after a deployment: its queues, its mails, and finding it by its name."""

import json
import os
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from typer.testing import CliRunner

from cli import queues
from cli.main import app
from sales_agent.adapters.deliveries.dynamodb import DynamoDeliveries
from sales_agent.bootstrap import core, reports
from sales_agent.domain.config import SalesAgentConfig
from sales_agent.domain.metrics import Count, Measure
from sales_agent.ports.deliveries import Delivery
from sales_agent.settings import settings
from tests.conftest import NOW, make_table


@pytest.fixture(autouse=True)
def deployed(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TABLE_NAME", "AgentTable")
    monkeypatch.setenv("METRICS_TABLE_NAME", "MetricsTable")
    monkeypatch.setenv("QUEUE_PREFIX", "sales-agent-")
    forget()
    make_table("AgentTable")
    make_table("MetricsTable")
    core.tenants().keep("default", SalesAgentConfig())
    yield
    forget()


def forget() -> None:
    for made in (settings, core.table, core.tenants, core._config, core.all_conversations, reports.metrics):
        made.cache_clear()


@pytest.fixture
def given_up() -> dict[str, str]:
    """Every queue, with the address of its dead letters."""
    sqs, found = boto3.client("sqs"), {}
    for name in queues.NAMES:
        found[name] = sqs.create_queue(QueueName=f"dead-{name}")["QueueUrl"]
        arn = sqs.get_queue_attributes(QueueUrl=found[name], AttributeNames=["QueueArn"])["Attributes"]["QueueArn"]
        policy = json.dumps({"deadLetterTargetArn": arn, "maxReceiveCount": 3})
        sqs.create_queue(QueueName=f"sales-agent-{name}", Attributes={"RedrivePolicy": policy})
    return found


def told(*arguments: str, exit_code: int = 0) -> Any:
    result = CliRunner().invoke(app, [*arguments, "--json"])
    assert result.exit_code == exit_code, result.output
    return json.loads(result.stdout)


def test_what_was_given_up_is_shown_and_tried_again(given_up: dict[str, str]) -> None:
    assert set(told("queues", "list")) == set(queues.NAMES)
    boto3.client("sqs").send_message(QueueUrl=given_up["summarize"], MessageBody="{}")
    assert told("queues", "list", exit_code=1)["summarize"]["given_up"] == 1
    assert told("queues", "redrive", "summarize") == {"redriven": 1}
    assert told("queues", "list")["summarize"] == {"waiting": 1, "hidden": 0, "given_up": 0}


def test_an_unknown_queue_is_named_with_those_there_are() -> None:
    assert "summarize, notices" in told("queues", "redrive", "mails", exit_code=2)["error"]


@pytest.mark.parametrize(("status", "exit_code"), [("parked", 1), ("bounced", 0)])
def test_mails_in_trouble_are_listed(status: str, exit_code: int) -> None:
    assert told("mails") == []
    values = {"tenant": "default", "session_id": "s1", "mail_id": "m1", "purpose": "summary-customer"}
    delivery = Delivery.model_validate({**values, "recipient": "maria@example.org", "status": status, "at": NOW})
    DynamoDeliveries(core.table()).settle(delivery)
    assert [one["recipient"] for one in told("mails", exit_code=exit_code)] == ["maria@example.org"]


def test_the_pages_that_bring_customers_come_first() -> None:
    for page, leads in (("/blog", 0), ("/pricing", 1)):
        dimensions = ["all", f"page:{page}"]
        measures: list[Measure] = ["conversations", *["leads"] * leads]
        for measure in measures:
            key = f"{measure}:{page}"
            day = {"key": key, "tenant": "default", "day": NOW.date(), "measure": measure, "dimensions": dimensions}
            reports.metrics().add(Count.model_validate(day))
    period = ("--first", "2026-11-30", "--last", "2026-12-02")
    rows = told("report", "pages", *period)["rows"]
    assert [(row["dimension"], row["leads"], row["conversion_rate"]) for row in rows] == [
        ("page:/pricing", 1, 1.0),
        ("page:/blog", 0, 0.0),
    ]
    assert "/pricing" in CliRunner().invoke(app, ["report", "pages", *period]).output


def test_an_unknown_report_is_named_with_those_there_are() -> None:
    assert "campaigns" in told("report", "weather", exit_code=2)["error"]


def test_without_a_deployment_the_way_to_name_one_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TABLE_NAME", "")
    settings.cache_clear()
    assert "--stack NAME" in told("queues", "list", exit_code=2)["error"]


def test_a_stack_that_is_not_there_is_named() -> None:
    result = CliRunner().invoke(app, ["--stack", "nowhere", "mails"])
    assert result.exit_code == 2
    assert "stack nowhere cannot be read" in result.output


def test_a_stack_tells_its_environment(monkeypatch: pytest.MonkeyPatch) -> None:
    class Answers:
        def describe_stack_resource(self, **asked: str) -> dict[str, Any]:
            assert asked == {"StackName": "sales-agent", "LogicalResourceId": "IngestFunction"}
            return {"StackResourceDetail": {"PhysicalResourceId": "ingest-1"}}

        def get_function_configuration(self, **asked: str) -> dict[str, Any]:
            assert asked == {"FunctionName": "ingest-1"}
            return {"Environment": {"Variables": {"TABLE_NAME": "AgentTable", "SITE_BUCKET": "its-bucket"}}}

    monkeypatch.setitem(os.environ, "SITE_BUCKET", "")
    with monkeypatch.context() as patched:
        patched.setattr(boto3, "client", lambda _: Answers())
        assert CliRunner().invoke(app, ["--stack", "sales-agent", "config", "schema"]).exit_code == 0
    assert settings().site_bucket == "its-bucket"
