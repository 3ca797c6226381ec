"""The daily comparison, with HubSpot's stand-in: its alarm counts what a person should act on, and nothing else."""

import json
from collections.abc import Iterator
from datetime import timedelta
from types import SimpleNamespace

import boto3
import pytest
import requests

from functions.crm_sync.read_back import lambda_handler
from local.vendors import hubspot
from local.vendors.kit import RunningServer, serve
from sales_agent.bootstrap import core, crm, crm_desk, reports
from sales_agent.domain.config import Company, SalesAgentConfig
from sales_agent.domain.config_crm import CrmIntegration, HubSpot
from sales_agent.domain.conversation import Conversation
from sales_agent.domain.record import utc_now
from tests.dossiers import TURNS, lead, profile, session
from tests.functions.conftest import CONTEXT, LoadEvent

pytestmark = pytest.mark.usefixtures("deployed")
PATIENT = SimpleNamespace(**vars(CONTEXT) | {"get_remaining_time_in_millis": lambda: 900_000})


@pytest.fixture
def portal() -> Iterator[RunningServer]:
    with serve(hubspot.build()) as server:
        yield server


@pytest.fixture(autouse=True)
def connected(deployed: None, portal: RunningServer) -> None:
    """Tenant `acme` has switched HubSpot on this minute."""
    for made in (crm.integrations, crm.circuits, crm.vault, crm.queue, crm._syncing, crm_desk.read_backs):
        made.cache_clear()
    crms = CrmIntegration(hubspot=HubSpot(enabled=True))
    core.tenants().keep("acme", SalesAgentConfig(company=Company(site_keys=["demo"]), crm_integration=crms))
    secret = json.dumps({"base_url": portal.url, "access_token": hubspot.ACCESS_TOKEN})
    boto3.client("secretsmanager").create_secret(Name="sales-agent/hubspot", SecretString=secret)
    crm_desk.admin("acme", "hubspot").ensure_fields()


def lead_of_yesterday(session_id: str, email: str) -> str:
    at, mine = utc_now() - timedelta(days=1), {"session_id": session_id}
    store, begun = core.conversations("acme"), f"c-{session_id}"
    conversation = Conversation(tenant="acme", conversation_id=begun, last_activity=at, **mine)
    store.start(session(**mine, created_at=at), conversation)
    store.append(
        TURNS[0].model_copy(update={**mine, "at": at}),
        profile(email=email).model_copy(update=mine),
        lead().model_copy(update={**mine, "conversation_id": begun, "created_at": at}),
    )
    reports.metrics().note_lead("acme", at.date(), session_id)
    return session_id


def counted(printed: str) -> list[float]:
    """The values of CrmMissing among what was printed."""
    lines = [json.loads(line) for line in printed.splitlines() if line.startswith("{")]
    return [value for line in lines if "_aws" in line for value in line.get("CrmMissing", [])]


def test_the_alarm_rings_for_leads_that_no_sync_has_heard_of(
    load_event: LoadEvent, portal: RunningServer, capsys: pytest.CaptureFixture[str]
) -> None:
    lead_of_yesterday("s-1", "ann@acme.example")
    lead_of_yesterday("s-2", "")
    crm.syncing("acme", "hubspot")("acme", lead_of_yesterday("s-3", "bob@acme.example"))
    (contact,) = portal.stand_in.store.state()["contacts"]
    requests.delete(f"{portal.url}/_control/records/contacts/{contact['id']}", timeout=5)
    assert lambda_handler(load_event("crm_sync_read_back"), PATIENT) == {"acme/hubspot": 2}
    assert counted(capsys.readouterr().out) == [1]
    report = crm_desk.read_backs().find("acme", "hubspot")
    assert report
    assert [(one.session_id, one.problem) for one in report.findings] == [("s-1", "missing"), ("s-3", "deleted")]
