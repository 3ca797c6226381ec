"""The chat function, fed from events/*.json."""

import json
from typing import Any

import pytest

from functions.chat.handler import lambda_handler
from sales_agent.bootstrap import chat, core
from sales_agent.domain.record import utc_now
from sales_agent.services.visitor_tokens import Visitor
from tests.functions.conftest import CONTEXT, Event, LoadEvent

pytestmark = pytest.mark.usefixtures("deployed")


def call(event: Event) -> tuple[int, Any]:
    answer = lambda_handler(event, CONTEXT)
    return answer["statusCode"], json.loads(answer["body"]) if answer.get("body") else None


@pytest.fixture
def opened(load_event: LoadEvent) -> dict[str, Any]:
    status, session = call(load_event("chat_open_session"))
    assert status == 201
    return dict(session)


def of(session: dict[str, Any], event: Event, body: Any = None, **changes: Any) -> Event:
    """The event as the session's visitor would send it."""
    path = event["path"].replace(event["pathParameters"]["id"], session["session_id"])
    headers = {**event["headers"], "Authorization": f"Bearer {session['token']}"}
    text = event["body"] if body is None else json.dumps(body)
    return {**event, "path": path, "headers": headers, "multiValueHeaders": {}, "body": text, **changes}


def test_a_session_knows_the_page_it_came_from(opened: dict[str, Any]) -> None:
    session = core.conversations("acme").load("acme", opened["session_id"]).session
    assert session.referrer_page == "https://www.example.com/pricing?utm_source=news"
    assert session.utm == {"utm_source": "news"}
    assert session.referrer_domain == "search.example"
    assert session.page_params == {"plan": "pro"}
    assert (session.locale, session.time_zone) == ("en-GB", "Europe/London")
    assert "AI" in opened["greeting"]
    assert opened["profile_fields"]["required"] == ["customer_name", "email"]


def test_a_message_is_answered_kept_and_repeated(opened: dict[str, Any], load_event: LoadEvent) -> None:
    event = of(opened, load_event("chat_message"))
    status, first = call(event)
    assert status == 200
    assert (first["seq"], first["message_id"]) == (1, "5f0c2a9e-0000-4000-8000-000000000001")
    assert call(event) == (200, first)
    snapshot = core.conversations("acme").load("acme", opened["session_id"])
    assert (snapshot.profile.customer_name, snapshot.profile.email) == ("Ann Lee", "ann@example.com")
    status, read = call(of(opened, load_event("chat_read_messages")))
    assert (status, read["status"], len(read["messages"])) == (200, "open", 1)
    assert read["messages"][0] == first


def test_closing_is_idempotent_and_final(opened: dict[str, Any], load_event: LoadEvent) -> None:
    for _ in range(2):
        assert call(of(opened, load_event("chat_close"))) == (200, {"status": "closed"})
    status, problem = call(of(opened, load_event("chat_message")))
    assert (status, problem["title"]) == (409, "Conflict")
    assert "closed" in problem["detail"]


def test_a_verdict_is_kept_and_a_session_is_exported_and_erased(opened: dict[str, Any], load_event: LoadEvent) -> None:
    call(of(opened, load_event("chat_message")))
    assert call(of(opened, load_event("chat_feedback")))[0] == 204
    status, exported = call(of(opened, load_event("chat_export")))
    assert status == 200
    assert {item["kind"] for item in exported["items"]} >= {"session", "conversation", "turn", "profile", "feedback"}
    status, erased = call(of(opened, load_event("chat_erase")))
    assert (status, erased) == (200, {"erased_items": len(exported["items"])})
    assert call(of(opened, load_event("chat_export")))[1] == {"items": []}


def test_health_and_preflight(load_event: LoadEvent) -> None:
    assert call(load_event("chat_health")) == (200, {"status": "ok", "stage": "test"})
    answer = lambda_handler(load_event("chat_options"), CONTEXT)
    assert answer["statusCode"] == 204
    allowed = answer["multiValueHeaders"]
    assert allowed["Access-Control-Allow-Origin"] == ["*"]
    assert "Authorization" in allowed["Access-Control-Allow-Headers"][0]


def test_an_unknown_site_key_is_not_found(load_event: LoadEvent) -> None:
    event = load_event("chat_open_session")
    body = {**json.loads(event["body"]), "site_key": "nobody"}
    assert call({**event, "body": json.dumps(body)})[0] == 404


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"page": {"url": "javascript:alert(1)"}}, "page.url"),
        ({"page": {}}, "page.url"),
        ({"site_key": ""}, "site_key"),
        ({"visitor_id": "x"}, "visitor_id"),
        ({"locale": "<script>"}, "locale"),
        ({"page": {"url": "https://a.example/" + "x" * 3000}}, "page.url"),
    ],
)
def test_a_wrong_opening_names_the_field(load_event: LoadEvent, change: dict[str, Any], field: str) -> None:
    event = load_event("chat_open_session")
    status, problem = call({**event, "body": json.dumps({**json.loads(event["body"]), **change})})
    assert (status, problem["field"], problem["status"]) == (422, field, 422)


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"message_id": "5f0c2a9e-0001", "text": ""}, "text"),
        ({"message_id": "5f0c2a9e-0001", "text": "   "}, "text"),
        ({"message_id": "5f0c2a9e-0001", "text": "x" * 10_000}, "text"),
        ({"message_id": "5f0c2a9e-0001"}, "text"),
        ({"message_id": "1", "text": "hello"}, "message_id"),
        ({"message_id": "5f0c2a9e-0001", "text": 7}, "text"),
        ([1, 2], "body"),
        ("text", "body"),
    ],
)
def test_a_wrong_message_names_the_field(opened: dict[str, Any], load_event: LoadEvent, body: Any, field: str) -> None:
    status, problem = call(of(opened, load_event("chat_message"), body))
    assert (status, problem["field"]) == (422, field)
    assert core.conversations("acme").turns("acme", opened["session_id"]) == []


@pytest.mark.parametrize(
    "text",
    [
        "😀👩‍👩‍👧‍👦 price?",
        "ما هو السعر؟",
        "\u202egnirp\u202c",
        "a\x00b",
        "ﷺ" * 100,
        "a\u200b\u2060\ufeffb",
        "hi\U000e0041\U000e0042",
        "'; DROP TABLE x;--",
    ],
)
def test_every_script_is_taken_as_it_is(opened: dict[str, Any], load_event: LoadEvent, text: str) -> None:
    body = {"message_id": "5f0c2a9e-0002", "text": text}
    status, turn = call(of(opened, load_event("chat_message"), body))
    assert (status, turn["text"]) == (200, text)


@pytest.mark.parametrize(
    "authorization", [None, "", "Bearer", "Bearer x", "Basic abc", "Bearer eyJhbGciOiJub25lIn0.e30.", "bearer  "]
)
def test_without_a_valid_token_nobody_gets_in(
    opened: dict[str, Any], load_event: LoadEvent, authorization: str | None
) -> None:
    event = of(opened, load_event("chat_message"))
    headers = {**event["headers"], "Authorization": authorization} if authorization is not None else {}
    assert call({**event, "headers": headers})[0] == 401


@pytest.mark.parametrize("name", ["chat_message", "chat_read_messages", "chat_close", "chat_export", "chat_erase"])
def test_a_session_opens_only_to_its_own_token(opened: dict[str, Any], load_event: LoadEvent, name: str) -> None:
    _, other = call(load_event("chat_open_session"))
    assert call(of({**opened, "token": other["token"]}, load_event(name)))[0] == 403
    foreign, _ = chat.visitor_tokens().issue(Visitor(tenant="other", session_id=opened["session_id"]), utc_now())
    assert call(of({**opened, "token": foreign}, load_event(name)))[0] == 404
    assert core.conversations("acme").load("acme", opened["session_id"]).conversation.status == "open"


def test_a_foreign_site_may_not_use_the_site_key(load_event: LoadEvent) -> None:
    kept = core.tenants().config("acme")
    company = kept.company.model_copy(update={"allowed_origins": ["https://acme.example"]})
    core.tenants().keep("acme", kept.model_copy(update={"company": company}))
    assert call(load_event("chat_open_session"))[0] == 403


def test_unknown_addresses_and_methods_are_problems(load_event: LoadEvent) -> None:
    event = load_event("chat_health")
    assert call({**event, "path": "/v1/nothing"})[0] == 404
    assert call({**event, "httpMethod": "TRACE"})[0] in {404, 405}
