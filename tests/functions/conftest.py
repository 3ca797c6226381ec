"""The deployed environment of a function, on moto."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import boto3
import pytest

from sales_agent.bootstrap import chat, core, knowledge, mail, outbox, reports
from sales_agent.domain.config import Company, SalesAgentConfig
from sales_agent.settings import settings
from tests.conftest import make_table

EVENTS = Path(__file__).parents[2] / "events"
CONTEXT = SimpleNamespace(
    function_name="function",
    memory_limit_in_mb=512,
    invoked_function_arn="arn:aws:lambda:eu-central-1:123456789012:function:function",
    aws_request_id="request-1",
    get_remaining_time_in_millis=lambda: 30_000,
)
SIGNING_KEY = "k" * 64
MADE_ONCE: list[Any] = [
    settings,
    core.table,
    core.secrets,
    core.tenants,
    core._config,
    core.all_conversations,
    chat.visitor_tokens,
    knowledge.blobs,
    mail._mailer,
    outbox.announce,
    reports.metrics,
]

Event = dict[str, Any]
LoadEvent = Callable[[str], Event]


@pytest.fixture
def deployed(aws: None, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Tables, bus and signing secret as deployed, with tenant `acme` configured."""
    for name, value in {
        "TABLE_NAME": "AgentTable",
        "METRICS_TABLE_NAME": "MetricsTable",
        "EVENT_BUS_NAME": "default",
        "SITE_BUCKET": "site",
        "SIGNING_SECRET_ID": "signing",
        "VENDOR_SECRET_PREFIX": "sales-agent/",
        "STAGE": "test",
        "MAIL_FROM": "agent@acme.example",
        "POWERTOOLS_METRICS_NAMESPACE": "SalesAgent",
    }.items():
        monkeypatch.setenv(name, value)
    _forget()
    make_table("AgentTable")
    make_table("MetricsTable")
    boto3.client("s3").create_bucket(Bucket="site", CreateBucketConfiguration={"LocationConstraint": "eu-central-1"})
    secret = json.dumps({"current": SIGNING_KEY})
    boto3.client("secretsmanager").create_secret(Name="signing", SecretString=secret)
    core.tenants().keep("acme", SalesAgentConfig(company=Company(name="Acme", site_keys=["demo"])))
    yield
    _forget()


@pytest.fixture
def load_event() -> LoadEvent:
    """An event of `events/`, the ones that `sam local invoke -e` takes."""
    return lambda name: json.loads((EVENTS / f"{name}.json").read_text())


def _forget() -> None:
    for made in MADE_ONCE:
        made.cache_clear()
