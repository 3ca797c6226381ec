"""What every suite shares: the tables of `template.yaml` on moto, a fixed clock, and one browser a process."""

import shutil
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import boto3
import pytest
from cfnlint.decode import cfn_yaml
from moto import mock_aws
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from sales_agent.adapters.aws import aws_client
from sales_agent.adapters.dynamo import Table

NOW = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
TEMPLATE = Path(__file__).parents[1] / "template.yaml"
QUIET = ["--disable-background-networking", "--disable-component-update", "--disable-sync", "--no-first-run"]
TABLE_PROPERTIES = ("AttributeDefinitions", "KeySchema", "BillingMode", "GlobalSecondaryIndexes")


@pytest.fixture
def aws(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """An empty AWS account in this process. Not for races: moto is not atomic."""
    for name, value in {
        "AWS_ACCESS_KEY_ID": "test",
        "AWS_SECRET_ACCESS_KEY": "test",
        "AWS_DEFAULT_REGION": "eu-central-1",
    }.items():
        monkeypatch.setenv(name, value)
    with mock_aws():
        aws_client.cache_clear()
        yield
    aws_client.cache_clear()


@pytest.fixture
def agent_table(aws: None) -> Table:
    """The agent's table, as the template defines it."""
    return make_table("AgentTable")


def make_table(resource: str) -> Table:
    """Creates a table of the template."""
    properties: dict[str, Any] = cfn_yaml.load(str(TEMPLATE))["Resources"][resource]["Properties"]
    definition = {name: properties[name] for name in TABLE_PROPERTIES if name in properties}
    boto3.client("dynamodb").create_table(TableName=resource, **definition)
    return Table(resource)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """The machine's Chromium; without one these tests are skipped."""
    path = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
    if path is None:
        pytest.skip("no Chromium: apt-get install chromium")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=path, args=["--no-sandbox", "--disable-gpu", *QUIET])
        yield browser
        browser.close()


@pytest.fixture
def context(browser: Browser) -> Iterator[BrowserContext]:
    """A fresh visitor."""
    context = browser.new_context(locale="en-GB", timezone_id="Europe/London", viewport={"width": 1280, "height": 800})
    context.set_default_timeout(5000)
    yield context
    context.close()


@pytest.fixture
def page(context: BrowserContext) -> Page:
    """The visitor's tab."""
    return context.new_page()
