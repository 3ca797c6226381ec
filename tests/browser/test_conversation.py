"""A visitor's ordinary way through the chat."""

import gzip
import json
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, Chat, Host, shoot
from tests.browser.fake_api import ANSWER, CITATIONS, GREETING, FakeApi


def test_nothing_is_loaded_kept_or_sent_before_the_first_click(chat: Chat, api: FakeApi) -> None:
    expect(chat.launcher).to_be_visible()
    loaded = chat.page.evaluate("performance.getEntriesByType('resource').map((each) => new URL(each.name).pathname)")
    assert [path for path in loaded if path.startswith("/widget/")] == ["/widget/sales-agent.js"]
    assert api.requests == []
    assert chat.page.evaluate("localStorage.length + sessionStorage.length") == 0


def test_the_session_tells_where_the_visitor_comes_from(host: Host, page: Page, site: str, api: FakeApi) -> None:
    host.tag |= {"data-param-plan": "pro", "data-param-campaign-id": "7"}
    host.head = "<script>window.salesAgentParams = {segment: 'offices'}</script>"
    page.goto(f"{site}/pricing?utm_source=news")
    page.get_by_role("link", name="Next").click()
    Chat(page).open()
    [opening] = api.posted("/v1/sessions")
    assert opening["page"] == {
        "url": f"{site}/two",
        "title": "Home",
        "referrer": f"{site}/pricing?utm_source=news",
        "params": {"plan": "pro", "campaign_id": "7", "segment": "offices"},
    }
    assert (opening["locale"], opening["time_zone"]) == ("en-GB", "Europe/London")
    assert len(opening["visitor_id"]) == 36


def test_the_landing_page_is_told_where_the_site_wants_it_remembered(
    host: Host, page: Page, site: str, api: FakeApi
) -> None:
    host.tag["data-remember-landing"] = ""
    for path in ("/?utm_campaign=autumn", "/one", "/two"):
        page.goto(site + path)
    Chat(page).open()
    assert api.posted("/v1/sessions")[0]["page"]["landing_page"] == f"{site}/?utm_campaign=autumn"


def test_a_reply_shows_its_sources(chat: Chat) -> None:
    chat.open()
    expect(chat.log).to_contain_text(GREETING)
    reply = chat.ask("What does the Wren Duo cost?")
    mark = reply.get_by_role("link", name="Source 1: Wren Duo")
    assert str(mark.get_attribute("href")).startswith(CITATIONS[0]["url"])
    assert mark.get_attribute("rel") == "noopener"
    assert mark.get_attribute("title") == CITATIONS[0]["passage"]
    sources = reply.locator(".sources li")
    expect(sources).to_have_count(2)
    assert reply.evaluate("each => [...each.childNodes].every(({ nodeType }) => nodeType === Node.ELEMENT_NODE)")
    sources.first.get_by_text("Show passage").click()
    expect(sources.first.locator("blockquote")).to_contain_text("serves offices of up to 25 people")
    shoot(chat.page, "widget-desktop-light")


def test_a_suggestion_is_a_question_on_a_button(chat: Chat, api: FakeApi) -> None:
    chat.open()
    chat.press("What does the Wren Duo cost?")
    expect(chat.replies).to_have_count(1)
    [message] = api.posted("/messages")
    assert message["text"] == "What does the Wren Duo cost?"
    expect(chat.page.locator("sales-agent .chip")).to_have_count(0)


def test_the_conversation_survives_reload_and_page_change(chat: Chat, site: str, api: FakeApi) -> None:
    chat.open()
    chat.ask("First question")
    for address in (site, f"{site}/two"):
        chat.page.goto(address)  # the chat was open, so it opens by itself
        expect(chat.log).to_contain_text("First question")
        expect(chat.replies).to_have_count(1)
    chat.ask("Second question")
    assert len(api.sessions) == 1
    assert [message["page"]["url"] for message in api.posted("/messages")] == [f"{site}/", f"{site}/two"]


def test_a_reopened_chat_leaves_the_focus_on_the_page(chat: Chat) -> None:
    chat.open()
    chat.page.reload()
    expect(chat.log).to_be_visible()
    assert chat.page.evaluate("document.activeElement.tagName") == "BODY"


def test_unsent_words_survive_a_reload(chat: Chat) -> None:
    chat.open()
    chat.input.press_sequentially("half a sent")
    chat.page.reload()
    expect(chat.input).to_have_value("half a sent")


def test_two_tabs_stay_in_step(chat: Chat, page: Page, site: str) -> None:
    chat.open()
    other = Chat(page.context.new_page())
    other.page.goto(site)
    other.open()
    chat.ask("Asked in the first tab")
    expect(other.log).to_contain_text("Asked in the first tab")
    expect(other.replies).to_have_count(1)


def test_details_asked_for_are_typed_fields(chat: Chat, api: FakeApi) -> None:
    api.replies.append({"text": "May I have your e-mail address?", "kind": "profile", "asks": ["email"]})
    chat.open()
    chat.ask("Please send me an offer")
    field = chat.page.get_by_label("Your e-mail address")
    assert field.get_attribute("autocomplete") == "email"
    field.fill("ada@example.org")
    field.press("Enter")
    expect(chat.replies).to_have_count(2)
    assert api.posted("/messages")[1]["text"] == "ada@example.org"
    expect(field).to_have_count(0)


def test_several_details_are_sent_with_their_names(chat: Chat, api: FakeApi) -> None:
    api.replies.append({"text": "Who are you?", "kind": "profile", "asks": ["customer_name", "email"]})
    chat.open()
    chat.ask("Please send me an offer")
    chat.page.get_by_label("Your name").fill("Ada Lovelace")
    chat.page.get_by_label("Your e-mail address").fill("ada@example.org")
    chat.page.get_by_label("Your e-mail address").press("Enter")
    expect(chat.replies).to_have_count(2)
    assert api.posted("/messages")[1]["text"] == "Name: Ada Lovelace\nE-mail: ada@example.org"


def test_products_are_cards(chat: Chat, api: FakeApi) -> None:
    url = "https://www.wrenandkettle.example/products/wren-one/"
    product = {"product_id": "WK-W1", "name": "Wren One", "price": "£1,290", "url": url}
    api.replies.append({**ANSWER, "products": [product]})
    chat.open()
    card = chat.ask("What suits ten people?").locator(".product")
    expect(card).to_contain_text("£1,290")
    assert card.get_by_role("link", name="Wren One").get_attribute("href") == url


def test_a_thumb_tells_whether_the_reply_helped(chat: Chat, api: FakeApi) -> None:
    chat.open()
    thumb = chat.ask("Hello").get_by_role("button", name="Helpful", exact=True)
    thumb.click()
    expect(chat.page.get_by_role("status").filter(has_text="Thank you")).to_have_count(1)
    assert api.feedback == [{"seq": 1, "helpful": True}]
    assert thumb.get_attribute("aria-pressed") == "true"


def test_a_thumb_that_could_not_be_stored_is_taken_back(chat: Chat, api: FakeApi) -> None:
    api.fail("/feedback", 503, detail="Not now, please.")
    chat.open()
    thumb = chat.ask("Hello").get_by_role("button", name="Helpful", exact=True)
    thumb.click()
    expect(chat.log).to_contain_text("Not now, please.")
    assert thumb.get_attribute("aria-pressed") == "false"


def test_ending_promises_the_summary_and_offers_a_new_start(chat: Chat, api: FakeApi) -> None:
    chat.open()
    chat.ask("Hello")
    chat.press("More")
    chat.press("End conversation")
    expect(chat.page.get_by_text("a summary will be mailed")).to_be_visible()
    chat.press("End conversation")
    expect(chat.log).to_contain_text("This conversation has ended.")
    expect(chat.input).to_have_count(0)
    chat.press("Start a new conversation")
    chat.ask("Hello again")
    assert [len(session.turns) for session in api.sessions.values()] == [1, 1]
    visitors = {session.opening["visitor_id"] for session in api.sessions.values()}
    assert len(visitors) == 1


def test_ending_can_be_thought_better_of(chat: Chat, api: FakeApi) -> None:
    chat.open()
    chat.press("More")
    chat.press("End conversation")
    chat.press("Keep chatting")
    chat.ask("One more question")
    assert api.posted("/close") == []


def test_the_visitor_gets_a_copy_of_the_data(chat: Chat) -> None:
    chat.open()
    chat.ask("Remember me")
    chat.press("More")
    with chat.page.expect_download() as download:
        chat.press("Download my data")
    exported = json.loads(Path(download.value.path()).read_text())
    assert exported["messages"][0]["text"] == "Remember me"


def test_deleting_the_data_leaves_nothing_in_the_browser(chat: Chat, api: FakeApi) -> None:
    chat.open()
    chat.ask("Forget me")
    chat.press("More")
    chat.press("Delete my data")
    chat.press("Delete")
    expect(chat.log).to_contain_text("Your data has been deleted.")
    expect(chat.log).not_to_contain_text("Forget me")
    assert chat.stored() == {}
    assert api.sessions == {}


def test_consent_comes_first_where_the_site_asks_for_it(host: Host, page: Page, site: str, api: FakeApi) -> None:
    host.tag |= {"data-consent-version": "2026-11", "data-privacy-url": "/privacy"}
    page.goto(site)
    chat = Chat(page)
    chat.launcher.click()
    expect(page.get_by_role("dialog")).to_contain_text("AI assistant")
    assert page.get_by_role("link", name="Privacy policy").get_attribute("href") == f"{site}/privacy"
    assert api.requests == []
    assert chat.stored() == {}
    chat.press("Agree and start")
    expect(chat.log).to_contain_text(GREETING)
    assert api.posted("/v1/sessions")[0]["consent"] == {"privacy": True, "version": "2026-11"}


def test_consent_is_asked_for_where_the_server_wants_it(chat: Chat, api: FakeApi) -> None:
    api.needs_consent = True
    chat.launcher.click()
    chat.press("Agree and start")
    chat.ask("Hello")
    assert api.posted("/v1/sessions")[1]["consent"] == {"privacy": True, "version": ""}


@pytest.mark.parametrize(
    ("locale", "title"),
    [
        ("de-DE", "Mit uns chatten"),
        ("es", "Chatear con nosotros"),
        ("fr", "Discuter avec nous"),
        ("fi", "Chat with us"),
    ],
)
def test_it_speaks_the_visitors_language(host: Host, page: Page, site: str, locale: str, title: str) -> None:
    host.tag["data-locale"] = locale
    page.goto(site)
    page.get_by_role("button", name=title).click()
    expect(page.get_by_role("dialog", name=title)).to_be_visible()


def test_the_page_pays_for_the_launcher_alone() -> None:
    def compressed(names: list[str]) -> int:
        return sum(len(gzip.compress((ROOT / "widget" / name).read_bytes(), 9)) for name in names)

    everything = [path.name for path in (ROOT / "widget").glob("*.js") if path.name != "appointment.js"]
    assert compressed(["sales-agent.js"]) <= 4 * 1024
    assert compressed([*everything, "strings/en.js"]) <= 27 * 1024
