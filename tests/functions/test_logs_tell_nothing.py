"""No name, address, message, token or key ever reaches a log, however a request or a queue's message ends."""

import json
import logging
from base64 import b64encode
from collections.abc import Iterator
from typing import Any

import boto3
import pytest
from botocore.exceptions import ClientError
from pydantic import ValidationError

from functions.analytics import handler as analytics
from functions.summarize import handler as summarize
from functions.summarize.handler import lambda_handler as summarize_handler
from local.vendors import openai
from local.vendors.kit import Fault, serve
from sales_agent.batches import BatchFailed
from sales_agent.bootstrap import core, mail, meetings, models
from sales_agent.domain.config import Company, SalesAgentConfig
from sales_agent.domain.profile import Profile
from sales_agent.observability import logger
from scripts.openapi_routes import ROUTES, VISITOR
from tests.functions.conftest import CONTEXT, SIGNING_KEY, LoadEvent
from tests.functions.edge import BY_NAME, Caller, open_session
from tests.functions.malformed import MALFORMED

pytestmark = pytest.mark.usefixtures("deployed")
SAY = BY_NAME["post /v1/sessions/{id}/messages"]
SLOTS, BOOK = BY_NAME["get /v1/sessions/{id}/slots"], BY_NAME["post /v1/sessions/{id}/appointments"]
TEXT = "I am Wilhelmina Drake, canary@visitor.example, +44 20 7946 0958. Do you sell a submarine?"
CANARIES = [
    "Wilhelmina",
    "Drake",
    "canary@visitor.example",
    "7946 0958",
    "79460958",
    "submarine",
    SIGNING_KEY,
    openai.KEY,
]


class Lines(logging.Handler):
    """Every line as it would stand in CloudWatch."""

    def __init__(self) -> None:
        super().__init__(logging.DEBUG)
        self.setFormatter(logger.registered_formatter)
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))

    def telling(self, *canaries: str) -> list[str]:
        """The lines that tell what nobody should read."""
        return [line for line in self.lines if any(canary in line for canary in (*CANARIES, *canaries))]


@pytest.fixture
def log(monkeypatch: pytest.MonkeyPatch) -> Iterator[Lines]:
    """All that is logged, our own lines from DEBUG on and libraries' from INFO on."""
    lines, root = Lines(), logging.getLogger()
    own = logging.getLogger(logger.name)
    before = own.level, root.level
    own.setLevel(logging.DEBUG)
    root.setLevel(logging.INFO)
    for one in (own, root):
        one.addHandler(lines)
    yield lines
    for one, level in zip((own, root), before, strict=True):
        one.removeHandler(lines)
        one.setLevel(level)


@pytest.fixture
def talkative(log: Lines) -> Iterator[Caller]:
    """A visitor who has said who they are, on a website with a paid model."""
    with serve(openai.build()) as vendor:
        secret = json.dumps({"api_key": openai.KEY, "base_url": f"{vendor.url}/v1"})
        boto3.client("secretsmanager").create_secret(Name="sales-agent/openai", SecretString=secret)
        visitor = open_session()
        said = [visitor.call(SAY, {"message_id": f"message-{number}", "text": TEXT}).status for number in range(2)]
        vendor.stand_in.faults.add(Fault(kind="500"))
        vendor.stand_in.faults.add(Fault(kind="401"))
        said += [visitor.call(SAY, {"message_id": f"failing-{number}", "text": TEXT}).status for number in range(2)]
        assert said == [200] * 4
        yield visitor
    models._chat_model.cache_clear()
    meetings.visitor_tokens.cache_clear()
    mail._mailer.cache_clear()


def test_a_conversation_and_a_booking_are_not_in_the_log(talkative: Caller, log: Lines) -> None:
    offers = talkative.call(SLOTS).json["slots"]
    assert talkative.call(BOOK, {"offer": offers[0]["offer"]}).status == 201
    for route in ROUTES:
        body = {"seq": 1, "helpful": False, "comment": TEXT} if route.path.endswith("feedback") else None
        if route.caller == VISITOR and route.method != "delete":
            talkative.call(route, body)
    assert len(log.lines) > 5
    assert log.telling(talkative.token, offers[0]["offer"]) == []


def test_what_is_refused_is_not_in_the_log(talkative: Caller, log: Lines) -> None:
    for changes in MALFORMED.values():
        talkative.call(SAY, changes=changes)
    for body in (
        {"message_id": TEXT, "text": TEXT},
        {"message_id": "message-0", "text": f"{TEXT} again"},
        [TEXT],
        TEXT,
    ):
        assert talkative.call(SAY, body).status in {409, 422}
    binary = {"body": b64encode(TEXT.encode() + b"\xff").decode(), "isBase64Encoded": True}
    assert talkative.call(SAY, changes=binary).status == 422
    assert Caller(talkative.session_id, f"{talkative.token}x").call(SAY, {"text": TEXT}).status == 401
    talkative.call(SLOTS, changes={"queryStringParameters": {"time_zone": "canary@visitor.example"}})
    assert log.telling(talkative.token) == []


@pytest.mark.parametrize("failing", ["query", "put", "transact"])
def test_our_own_failures_log_where_and_not_what(
    talkative: Caller, log: Lines, failing: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(*_: Any, **__: Any) -> None:
        raise ValueError(f"cannot handle {TEXT} of {talkative.token}")

    monkeypatch.setattr(f"sales_agent.adapters.dynamo.Table.{failing}", fail)
    text = "Do you sell a submarine?" if failing == "put" else f"{TEXT} I work for Umbrella Ltd, +49 30 901820."
    failed = talkative.call(SAY, {"message_id": "message-9", "text": text})
    assert (failed.status, "submarine" in failed.text) == (500, False)
    assert any("unexpected error" in line and "converse.py" in line for line in log.lines)
    assert log.telling(talkative.token) == []


def test_a_mail_that_fails_is_not_in_the_log(
    talkative: Caller, log: Lines, load_event: LoadEvent, monkeypatch: pytest.MonkeyPatch
) -> None:
    company = Company(name="Acme", site_keys=["demo"], sales_team_emails=["sales@acme.example"])
    core.tenants().keep("acme", SalesAgentConfig(company=company))
    core._config.cache_clear()
    talkative.call(BY_NAME["post /v1/sessions/{id}/close"])
    words = "Email address is not verified: canary@visitor.example"
    refused = ClientError({"Error": {"Code": "MessageRejected", "Message": words}}, "SendEmail")
    monkeypatch.setattr("botocore.client.BaseClient._make_api_call", _refuse("SendEmail", refused))
    event = load_event("summarize_conversation_closed")
    message = json.loads(event["Records"][0]["body"])
    message["detail"] |= {"tenant": "acme", "session_id": talkative.session_id}
    event["Records"][0]["body"] = json.dumps(message)
    with pytest.raises(BatchFailed) as raised:
        summarize_handler(event, CONTEXT)
    told = raised.value
    assert (told.__cause__, told.__suppress_context__, str(told)) == (None, True, "1 messages failed")
    assert any("message failed" in line and "Fatal" in line for line in log.lines)
    assert log.telling() == []


def _refuse(operation: str, error: Exception) -> Any:
    from botocore.client import BaseClient

    real = BaseClient._make_api_call  # type: ignore[attr-defined]

    def call(self: Any, name: str, arguments: Any) -> Any:
        if name == operation:
            raise error
        return real(self, name, arguments)

    return call


@pytest.mark.parametrize("handle", [summarize.lambda_handler, analytics.lambda_handler])
def test_a_message_that_cannot_be_read_is_not_in_the_log(handle: Any, log: Lines, load_event: LoadEvent) -> None:
    event = load_event("summarize_conversation_closed")
    event["Records"][0]["body"] = json.dumps({"source": "sales-agent", "detail": {"type": TEXT, "event_id": [TEXT]}})
    with pytest.raises(BatchFailed):
        handle(event, CONTEXT)
    assert any("ValidationError" in line for line in log.lines)
    assert log.telling() == []


def test_a_kept_record_that_cannot_be_read_is_not_quoted() -> None:
    with pytest.raises(ValidationError) as raised:
        Profile.model_validate({"tenant": "acme", "session_id": [TEXT], "version": TEXT})
    assert "submarine" not in str(raised.value)


def test_the_canaries_would_have_been_noticed(log: Lines) -> None:
    logger.info("careless", text=TEXT)
    logger.error("careless", exc_info=ValueError(TEXT))
    assert len(set(log.telling())) == 2
