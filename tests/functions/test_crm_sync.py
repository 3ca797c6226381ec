"""The crm_sync function on the HubSpot stand-in: the queue's messages become records, failures come again in time."""

import json
from collections.abc import Iterator
from types import SimpleNamespace

import boto3
import pytest
import requests

from functions.crm_sync import read_back
from functions.crm_sync.handler import lambda_handler
from local.vendors import hubspot
from local.vendors.kit import Fault, RunningServer, serve
from sales_agent.bootstrap import core, crm, crm_desk
from sales_agent.domain.config import Company, SalesAgentConfig
from sales_agent.domain.config_crm import CrmIntegration, HubSpot
from sales_agent.domain.conversation import Conversation
from sales_agent.domain.summary import Summary
from tests.conftest import NOW
from tests.dossiers import TURNS, lead, profile, session
from tests.functions.conftest import CONTEXT, Event, LoadEvent

pytestmark = pytest.mark.usefixtures("deployed")

SESSION = "11111111-2222-4333-8444-555555555555"
QUEUE = "sales-agent-dev-crm-hubspot"


@pytest.fixture
def portal() -> Iterator[RunningServer]:
    with serve(hubspot.build()) as server:
        yield server


@pytest.fixture(autouse=True)
def talked(deployed: None, portal: RunningServer) -> None:
    """A lead of tenant `acme`, whose HubSpot is the stand-in, reached with the access token of the vendor secret."""
    for made in (crm.integrations, crm.circuits, crm.vault, crm.queue, crm._syncing, crm_desk.read_backs):
        made.cache_clear()  # type: ignore[attr-defined]
    use(HubSpot(enabled=True))
    secret = json.dumps({"base_url": portal.url, "access_token": hubspot.ACCESS_TOKEN})
    boto3.client("secretsmanager").create_secret(Name="sales-agent/hubspot", SecretString=secret)
    boto3.client("sqs").create_queue(QueueName=QUEUE)
    crm_desk.admin("acme", "hubspot").ensure_fields()
    keep_lead(SESSION, "maria@acme.example")


def use(settings: HubSpot) -> None:
    core._config.cache_clear()
    company = Company(name="Acme", site_keys=["demo"])
    core.tenants().keep("acme", SalesAgentConfig(company=company, crm_integration=CrmIntegration(hubspot=settings)))


def keep_lead(session_id: str, email: str) -> None:
    store, mine = core.conversations("acme"), {"session_id": session_id}
    begun = Conversation(tenant="acme", conversation_id=f"c-{session_id}", last_activity=NOW, **mine)
    store.start(session(**mine), begun)
    told = lead().model_copy(update={**mine, "conversation_id": begun.conversation_id})
    known = profile(email=email).model_copy(update=mine)
    store.append(TURNS[0].model_copy(update=mine), known, told)


def received(load_event: LoadEvent, *sessions: str) -> Event:
    """A batch as Lambda gets it: the messages are in the queue, and hidden."""
    sqs, (sample,) = boto3.client("sqs"), load_event("crm_sync_lead_changed")["Records"]
    url, records = sqs.get_queue_url(QueueName=QUEUE)["QueueUrl"], []
    for session_id in sessions:
        sqs.send_message(QueueUrl=url, MessageBody=sample["body"].replace(SESSION, session_id))
        (message,) = sqs.receive_message(QueueUrl=url, VisibilityTimeout=60)["Messages"]
        fields = {"messageId": session_id, "receiptHandle": message["ReceiptHandle"], "body": message["Body"]}
        records.append(sample | fields)
    return {"Records": records}


def emails(portal: RunningServer) -> list[str]:
    contacts = portal.stand_in.store.state()["contacts"]
    return sorted(contact["properties"]["email"] for contact in contacts)


def test_a_lead_becomes_records_once_however_often_it_is_told(load_event: LoadEvent, portal: RunningServer) -> None:
    for _ in range(3):
        assert lambda_handler(received(load_event, SESSION), CONTEXT) == {"batchItemFailures": []}
    assert emails(portal) == ["maria@acme.example"]
    link = crm.links("acme").find("acme", SESSION, "hubspot")
    assert link
    assert (link.status, {one.ref.kind for one in link.records.values()}) == ("synced", {"person", "company", "deal"})
    lead = core.conversations("acme").load("acme", SESSION).lead
    assert lead
    assert lead.crm_lead_id == {"hubspot": link.records[link.person_key].ref.record_id}
    assert crm.syncing("acme", "hubspot").settled(link, crm.syncing("acme", "hubspot").stories("acme", SESSION))  # type: ignore[arg-type]


def test_the_note_follows_when_the_summary_is_there(load_event: LoadEvent, portal: RunningServer) -> None:
    lambda_handler(received(load_event, SESSION), CONTEXT)
    summary = Summary(
        tenant="acme", session_id=SESSION, conversation_id="c1", covers_seq=1, headline="Asked", overview="o", at=NOW
    )
    crm.syncing("acme", "hubspot").stories.summaries.keep(summary)  # type: ignore[attr-defined]
    lambda_handler(received(load_event, SESSION), CONTEXT)
    (note,) = portal.stand_in.store.state()["notes"]
    assert "standing desk cost?" in note["properties"]["hs_note_body"]


def test_a_crm_that_is_switched_off_is_told_nothing(load_event: LoadEvent, portal: RunningServer) -> None:
    use(HubSpot(enabled=False))
    assert lambda_handler(received(load_event, SESSION), CONTEXT) == {"batchItemFailures": []}
    assert emails(portal) == []


def test_a_failing_message_comes_again_and_its_neighbours_do_not_wait(
    load_event: LoadEvent, portal: RunningServer
) -> None:
    keep_lead("s-2", "two@acme.example")
    portal.stand_in.faults.add(Fault(kind="503", method="POST", path="/contacts"))
    failed = lambda_handler(received(load_event, SESSION, "s-2"), CONTEXT)
    assert failed == {"batchItemFailures": [{"itemIdentifier": SESSION}]}
    assert emails(portal) == ["two@acme.example"]
    link = crm.links("acme").find("acme", SESSION, "hubspot")
    assert link
    assert link.status == "waiting"
    assert "Service temporarily unavailable" in link.reason
    assert lambda_handler(received(load_event, SESSION), CONTEXT) == {"batchItemFailures": []}
    assert emails(portal) == ["maria@acme.example", "two@acme.example"]


def test_the_wait_is_what_the_vendor_asks_for(
    load_event: LoadEvent, portal: RunningServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    postponed: list[tuple[str, int]] = []
    queue = SimpleNamespace(postpone=lambda receipt, seconds: postponed.append((receipt, seconds)))
    monkeypatch.setattr(crm, "queue", lambda name: queue)
    portal.stand_in.faults.add(Fault(kind="401", times=None))
    event = received(load_event, SESSION, SESSION)
    assert len(lambda_handler(event, CONTEXT)["batchItemFailures"]) == 2
    assert [receipt for receipt, _ in postponed] == [record["receiptHandle"] for record in event["Records"]]
    (refused, _), (waiting, _) = [(seconds, receipt) for receipt, seconds in postponed]
    assert refused >= 3000
    assert 800 < waiting < 1200


def test_an_account_that_refuses_us_is_called_once(load_event: LoadEvent, portal: RunningServer) -> None:
    portal.stand_in.faults.add(Fault(kind="401", times=None))
    before = sum(portal.stand_in.counts.values())
    for number in range(9):
        keep_lead(f"s-{number}", f"{number}@acme.example")
    assert len(lambda_handler(received(load_event, *(f"s-{n}" for n in range(9))), CONTEXT)["batchItemFailures"]) == 9
    assert sum(portal.stand_in.counts.values()) == before + 1


def test_a_run_that_is_out_of_time_leaves_the_rest_to_the_next(load_event: LoadEvent, portal: RunningServer) -> None:
    nearly_over = SimpleNamespace(**vars(CONTEXT) | {"get_remaining_time_in_millis": lambda: 9_000})
    assert lambda_handler(received(load_event, SESSION), nearly_over)["batchItemFailures"]
    assert emails(portal) == []
    assert lambda_handler(received(load_event, SESSION), CONTEXT) == {"batchItemFailures": []}


def test_a_message_that_is_none_of_ours_holds_up_nothing(load_event: LoadEvent, portal: RunningServer) -> None:
    event = received(load_event, SESSION)
    event["Records"].insert(0, event["Records"][0] | {"messageId": "bad", "body": json.dumps({"detail": {}})})
    assert lambda_handler(event, CONTEXT) == {"batchItemFailures": [{"itemIdentifier": "bad"}]}
    assert emails(portal) == ["maria@acme.example"]


def test_once_a_day_the_crm_is_compared(load_event: LoadEvent, portal: RunningServer) -> None:
    lambda_handler(received(load_event, SESSION), CONTEXT)
    (contact,) = portal.stand_in.store.state()["contacts"]
    requests.delete(f"{portal.url}/_control/records/contacts/{contact['id']}", timeout=5)
    patient = SimpleNamespace(**vars(CONTEXT) | {"get_remaining_time_in_millis": lambda: 900_000})
    assert read_back.lambda_handler(load_event("crm_sync_read_back"), patient) == {"acme/hubspot": 1}
    report = crm_desk.read_backs().find("acme", "hubspot")
    assert report
    assert [(one.problem, one.kind) for one in report.findings] == [("deleted", "person")]
    assert read_back.lambda_handler(load_event("crm_sync_read_back"), patient) == {"acme/hubspot": 0}
