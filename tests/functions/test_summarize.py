"""The summarize function: the queue's messages become summaries and mails, and reports of SES the fate of mails."""

import email
import json
from datetime import timedelta
from email import policy

import boto3
import pytest
from moto.core import DEFAULT_ACCOUNT_ID
from moto.ses.models import ses_backends

from functions.summarize import sweep
from functions.summarize.handler import lambda_handler
from sales_agent.bootstrap import core, mail
from sales_agent.domain.config import Company, SalesAgentConfig
from sales_agent.domain.conversation import Conversation
from sales_agent.domain.record import utc_now
from sales_agent.ports.deliveries import Delivery
from tests.conftest import NOW
from tests.dossiers import TURNS, profile, session
from tests.functions.conftest import CONTEXT, LoadEvent

pytestmark = pytest.mark.usefixtures("deployed")

SESSION = "11111111-2222-4333-8444-555555555555"


@pytest.fixture(autouse=True)
def talked(deployed: None) -> None:
    """A conversation of tenant `acme` in which the visitor left an address; SES may send for the deployment."""
    mail._mailer.cache_clear()
    company = Company(name="Acme", site_keys=["demo"], sales_team_emails=["sales@acme.example"])
    core.tenants().keep("acme", SalesAgentConfig(company=company))
    boto3.client("sesv2").create_email_identity(EmailIdentity="agent@acme.example")
    store = core.conversations("acme")
    quiet_since = utc_now() - timedelta(minutes=31)
    begun = Conversation(tenant="acme", session_id=SESSION, conversation_id="c1", last_activity=quiet_since)
    store.start(session(session_id=SESSION), begun)
    for turn in TURNS[:4]:
        known = profile().model_copy(update={"session_id": SESSION}) if turn.seq == 4 else None
        store.append(turn.model_copy(update={"session_id": SESSION}), known)


def sent() -> list[tuple[str, str]]:
    raw = ses_backends[DEFAULT_ACCOUNT_ID]["eu-central-1"].sent_messages
    messages = [email.message_from_string(one.raw_data, policy=policy.default) for one in raw]
    return [(message["To"].addresses[0].addr_spec, str(message["Subject"])) for message in messages]


def test_a_closed_conversation_is_mailed_once(load_event: LoadEvent) -> None:
    core.conversations("acme").close("acme", SESSION, "visitor", NOW)
    event = load_event("summarize_conversation_closed")
    assert lambda_handler(event, CONTEXT) == {"batchItemFailures": []}
    assert lambda_handler(event, CONTEXT) == {"batchItemFailures": []}
    headline = "Maria Lopez (Acme GmbH): Lyra standing desk, Delivery and returns"
    assert sent() == [
        ("maria@acme.example", "Your conversation with Acme"),
        ("sales@acme.example", f"Website lead: {headline}"),
    ]
    assert {one.status for one in mail.deliveries("acme").list("acme", SESSION)} == {"sent"}


def test_one_bad_message_does_not_hold_up_its_neighbours(load_event: LoadEvent) -> None:
    core.conversations("acme").close("acme", SESSION, "visitor", NOW)
    good, bad = (load_event("summarize_conversation_closed")["Records"][0] for _ in range(2))
    bad["messageId"] = "bad"
    bad["body"] = json.dumps({"source": "sales-agent", "detail": {}})
    assert lambda_handler({"Records": [bad, good]}, CONTEXT) == {"batchItemFailures": [{"itemIdentifier": "bad"}]}
    assert len(sent()) == 2


def test_what_ses_reports_is_recorded(load_event: LoadEvent) -> None:
    claimed = Delivery(
        tenant="acme", session_id=SESSION, mail_id="mail-1", purpose="summary-customer", recipient="maria@x.org", at=NOW
    )
    mail.deliveries("acme").intend(claimed)
    assert lambda_handler(load_event("summarize_mail_delivered"), CONTEXT) == {"batchItemFailures": []}
    (delivery,) = mail.deliveries("acme").list("acme", SESSION)
    assert (delivery.status, delivery.message_id) == ("delivered", "0107019a-ses")


def test_the_sweep_closes_what_has_gone_quiet(load_event: LoadEvent) -> None:
    assert sweep.lambda_handler(load_event("sweep_every_minute"), CONTEXT) == {"closed": 1}
    assert core.conversations("acme").load("acme", SESSION).conversation.close_reason == "idle"
    assert sweep.lambda_handler(load_event("sweep_every_minute"), CONTEXT) == {"closed": 0}
