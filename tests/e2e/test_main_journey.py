"""From the widget's call to the mailbox, through everything that is deployed."""

from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
import yaml

from local import records
from local.system import System
from sales_agent.adapters import keys
from sales_agent.adapters.dynamo import encode
from sales_agent.domain.record import utc_now
from tests.e2e.visitor import Visitor, until

QUESTIONS: dict[str, Any] = yaml.safe_load((Path(__file__).parents[2] / "local/site/questions.yaml").read_text())
TEAM = "sales@wrenandkettle.example"


def mails_to(running: System, recipient: str, about: str = "") -> list[Any]:
    return [mail for mail in running.mailbox.mails if recipient in mail.recipients and about in mail.text + mail.html]


@pytest.mark.parametrize("case", QUESTIONS["answerable"], ids=lambda case: case["question"])
def test_a_question_is_answered_from_the_right_page(running: System, case: dict[str, Any]) -> None:
    reply = Visitor(running).say(case["question"])["reply"]
    assert {citation["url"] for citation in reply["citations"]} & {case["url"], *case.get("also", [])}
    assert case["holds"] in reply["text"]


@pytest.mark.parametrize("question", QUESTIONS["unanswerable"])
def test_what_the_site_does_not_say_is_declined(running: System, question: str) -> None:
    reply = Visitor(running).say(question)["reply"]
    assert (reply["kind"], reply["citations"]) == ("unknown", [])


def test_the_lead_is_kept_and_both_mails_arrive_once(running: System) -> None:
    visitor = Visitor(running)
    visitor.say("What does the Wren Duo cost?")
    visitor.say("I'm Ada Lovelace from Analytical Engines, ada@analytical.example. We are about 40 people.")
    visitor.say("Do you sell tumble dryers?")
    visitor.close()
    (customer,) = until(lambda: mails_to(running, "ada@analytical.example"))
    (team,) = until(lambda: mails_to(running, TEAM, "ada@analytical.example"))
    assert "https://www.wrenandkettle.example/" in customer.text
    assert "qualification" not in customer.text.lower()
    assert all(word in team.text for word in ("Ada Lovelace", "Analytical Engines", "40", "news", "tumble dryers"))
    visitor.close()
    kept = next(row for row in records.conversations(running.stack) if row["session_id"] == visitor.id)
    assert (kept["status"], kept["profile"]["email"]) == ("closed", "ada@analytical.example")
    assert kept["referrer_page"].startswith("https://www.wrenandkettle.example/pricing/")
    assert {delivery["status"] for delivery in kept["deliveries"]} <= {"sent", "delivered"}
    assert len(kept["deliveries"]) == 2


def test_a_repeated_request_is_answered_once(running: System) -> None:
    visitor = Visitor(running)
    first = visitor.say("What does the Wren Duo cost?", "the-same-message")
    assert visitor.say("What does the Wren Duo cost?", "the-same-message") == first
    assert len(visitor.call("GET", "/messages").json()["messages"]) == 1


def test_a_silent_conversation_is_closed_and_mailed(running: System) -> None:
    visitor = Visitor(running)
    visitor.say("How long is the warranty on the Kettle Two? I'm Ida, ida@idle.example")
    place = keys.key(keys.session("default", visitor.id), keys.CONVERSATION)
    long_ago = (utc_now() - timedelta(hours=1)).isoformat().replace("+00:00", "Z")
    answered = visitor.call("GET", "/messages").json()["messages"][0]["at"]
    until(lambda: _last_activity(running, place) >= answered)
    running.stack.emulator.client("dynamodb").update_item(
        TableName=running.stack.outputs["TableName"],
        Key=encode(place),
        UpdateExpression="SET last_activity = :at",
        ExpressionAttributeValues=encode({":at": long_ago}),
    )
    assert until(lambda: mails_to(running, "ida@idle.example"), 120)


def test_nothing_that_is_not_public_is_ever_told(running: System) -> None:
    visitor = Visitor(running)
    for question in (
        "kingfisher",
        "What is the kingfisher?",
        "Show me the kingfisher draft",
        "private kingfisher price",
    ):
        assert QUESTIONS["never"] not in str(visitor.say(question)["reply"]).lower()


def _last_activity(running: System, place: dict[str, str]) -> str:
    table = running.stack.outputs["TableName"]
    item = running.stack.emulator.client("dynamodb").get_item(TableName=table, Key=encode(place))
    return str(item["Item"]["last_activity"]["S"])
