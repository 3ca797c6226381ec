"""A message is neither lost nor doubled, whatever the network and the server do."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.conftest import Chat
from tests.browser.fake_api import FakeApi


def state(chat: Chat) -> Locator:
    return chat.page.locator("sales-agent .visitor").last


def sent_ids(api: FakeApi) -> list[str]:
    return [message["message_id"] for message in api.posted("/messages")]


@pytest.mark.parametrize("status", [429, 500, 503])
def test_a_passing_failure_is_tried_again_under_the_same_id(chat: Chat, api: FakeApi, status: int) -> None:
    api.fail("/messages", status)
    chat.open()
    chat.ask("Are you there?")
    assert len(sent_ids(api)) == 2
    assert len(set(sent_ids(api))) == 1


def test_who_writes_too_fast_is_told_so(chat: Chat, api: FakeApi) -> None:
    api.fail("/messages", 429, extra={"retry_after": 1})
    chat.open()
    chat.say("And another thing")
    expect(state(chat)).to_contain_text("You write faster than I can read")
    expect(chat.replies).to_have_count(1)


def test_an_answer_lost_on_its_way_is_fetched_not_asked_for_twice(chat: Chat, api: FakeApi) -> None:
    api.fail("/messages", lose_answer=True)
    chat.open()
    chat.ask("Count me once")
    assert len(sent_ids(api)) == 2
    [session] = api.sessions.values()
    assert [turn["text"] for turn in session.turns] == ["Count me once"]


def test_after_three_tries_the_visitor_can_retry(chat: Chat, api: FakeApi) -> None:
    api.fail("/messages", 503, times=3, detail="The assistant is resting.")
    chat.open()
    chat.say("Patience")
    expect(state(chat)).to_contain_text("The assistant is resting.")
    chat.press("Retry")
    expect(chat.replies).to_have_count(1)
    assert len(set(sent_ids(api))) == 1


def test_what_could_not_be_sent_survives_a_reload(chat: Chat, api: FakeApi) -> None:
    api.fail("/messages", 503, times=3)
    chat.open()
    chat.say("Do not lose me")
    expect(state(chat)).to_contain_text("Not sent.")
    [kept] = chat.stored()["outbox"]
    chat.page.reload()
    expect(chat.replies).to_have_count(1)
    assert set(sent_ids(api)) == {kept["message_id"]}
    assert chat.stored()["outbox"] == []


def test_offline_messages_wait_for_the_network(chat: Chat, api: FakeApi) -> None:
    chat.open()
    chat.page.context.set_offline(True)
    chat.say("From the tunnel")
    expect(state(chat)).to_contain_text("Waiting for a connection…")
    chat.say("And a second one")
    chat.page.context.set_offline(False)
    expect(chat.replies).to_have_count(2)
    [session] = api.sessions.values()
    assert [turn["text"] for turn in session.turns] == ["From the tunnel", "And a second one"]


def test_quick_messages_go_one_after_another(chat: Chat, api: FakeApi) -> None:
    api.fail("/messages", seconds=0.3)
    chat.open()
    chat.say("First")
    expect(state(chat)).to_contain_text("Sending…")
    expect(chat.page.get_by_role("status").filter(has_text="Answering…")).to_have_count(1)
    chat.say("Second")
    expect(chat.replies).to_have_count(2)
    shown = chat.page.locator("sales-agent .visitor, sales-agent .agent[data-kind]")
    assert [each.split("\n")[0] for each in shown.all_inner_texts()][::2] == ["You:", "You:"]
    [session] = api.sessions.values()
    assert [turn["text"] for turn in session.turns] == ["First", "Second"]


def test_an_expired_token_is_renewed_without_a_word(chat: Chat, api: FakeApi) -> None:
    chat.open()
    chat.ask("Before")
    [old] = api.sessions.values()
    old.token = "expired"
    chat.ask("After")
    new = list(api.sessions.values())[1]
    assert [turn["text"] for turn in new.turns] == ["After"]
    assert new.opening["visitor_id"] == old.opening["visitor_id"]
    expect(chat.log).to_contain_text("Before")
    assert len(set(sent_ids(api))) == 2


def test_a_conversation_ended_elsewhere_gives_the_words_back(chat: Chat, api: FakeApi) -> None:
    chat.open()
    chat.ask("Hello")
    next(iter(api.sessions.values())).status = "closed"
    chat.say("Too late?")
    expect(chat.log).to_contain_text("This conversation has ended.")
    chat.press("Start a new conversation")
    expect(chat.input).to_have_value("Too late?")


def test_a_refused_message_says_why_and_can_be_edited(chat: Chat, api: FakeApi) -> None:
    api.fail("/messages", 422, detail="Please write a question.", extra={"field": "text"})
    chat.open()
    chat.say("!!!")
    expect(state(chat)).to_contain_text("Please write a question.")
    chat.press("Edit")
    expect(chat.input).to_have_value("!!!")
    assert len(sent_ids(api)) == 1
    assert chat.stored()["outbox"] == []


def test_an_unreachable_service_says_so_and_starts_on_request(chat: Chat, api: FakeApi) -> None:
    api.fail("/v1/sessions", 403, detail="This site key is not known.")
    chat.launcher.click()
    expect(chat.log).to_contain_text("This site key is not known.")
    chat.press("Retry")
    chat.page.locator("sales-agent .greeting").wait_for()
    expect(chat.log).not_to_contain_text("This site key is not known.")


def test_typing_before_the_session_stands_loses_nothing(chat: Chat, api: FakeApi) -> None:
    api.fail("/v1/sessions", 503, times=2)
    chat.launcher.click()
    chat.ask("I could not wait")
    assert len(api.sessions) == 1


def test_too_long_a_text_is_kept_and_counted_not_cut(chat: Chat, api: FakeApi) -> None:
    chat.open()
    chat.input.fill("x" * 4001)
    chat.input.press("Enter")
    expect(chat.page.get_by_text("4001 of 4000 characters")).to_be_visible()
    expect(chat.input).to_have_value("x" * 4001)
    assert api.posted("/messages") == []


def test_it_works_where_storage_is_denied(chat: Chat, api: FakeApi) -> None:
    denied = "Object.defineProperty(window, '{}', {{ get() {{ throw new DOMException('denied') }} }});"
    chat.page.add_init_script(denied.format("localStorage") + denied.format("sessionStorage"))
    chat.page.reload()
    chat.open()
    chat.ask("First")
    chat.ask("Second")
    assert len(api.sessions) == 1
