"""The ingest function: a file dropped into the bucket becomes the tenant's knowledge."""

import json

import boto3
import pytest

from functions.ingest.handler import lambda_handler
from sales_agent.adapters.embedders.memory import WordEmbedder
from sales_agent.adapters.knowledge_stores.memory import MemoryStore
from sales_agent.bootstrap import site
from sales_agent.services.retrieve import Library
from tests.functions.conftest import CONTEXT, LoadEvent
from tests.unit.adapters.exports import export, item

pytestmark = pytest.mark.usefixtures("deployed")
KEY = "drop/acme/our site.xml"
REPORT = "knowledge/reports/acme/our site.xml.json"


@pytest.fixture
def store(monkeypatch: pytest.MonkeyPatch) -> MemoryStore:
    """The tenant's only library."""
    made = MemoryStore(WordEmbedder())
    monkeypatch.setattr(site, "libraries", lambda tenant: [Library("memory", WordEmbedder(), made)])
    return made


def drop(text: str) -> None:
    boto3.client("s3").put_object(Bucket="site", Key=KEY, Body=text.encode())


def report() -> dict[str, object]:
    body = boto3.client("s3").get_object(Bucket="site", Key=REPORT)["Body"].read()
    return dict(json.loads(body))


def test_a_dropped_export_can_be_found(store: MemoryStore, load_event: LoadEvent) -> None:
    drop(export(item(1), item(2, status="private")))
    assert lambda_handler(load_event("ingest_drop"), CONTEXT) == {"batchItemFailures": []}
    assert set(store.page_hashes("acme.sales_content")) == {"https://acme.example/page-1/"}
    assert report()["pages_in"] == 1


def test_a_file_that_is_no_site_is_reported_and_not_tried_again(store: MemoryStore, load_event: LoadEvent) -> None:
    drop('<!DOCTYPE x [<!ENTITY a "b">]><rss/>')
    assert lambda_handler(load_event("ingest_drop"), CONTEXT) == {"batchItemFailures": []}
    assert "document type" in str(report()["refused"])


def test_a_new_folder_is_no_site(store: MemoryStore, load_event: LoadEvent) -> None:
    event = load_event("ingest_drop")
    event["Records"][0]["body"] = event["Records"][0]["body"].replace("our site.xml", "")
    assert lambda_handler(event, CONTEXT) == {"batchItemFailures": []}


def test_what_cannot_be_fetched_is_delivered_again(store: MemoryStore, load_event: LoadEvent) -> None:
    event = load_event("ingest_drop")
    with pytest.raises(Exception, match="1 messages failed"):
        lambda_handler(event, CONTEXT)
