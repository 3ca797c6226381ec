"""A visitor in a real browser on the deployed stack: asks, is answered from the site, ends, and both mails arrive."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from local import seed, web
from local.system import System
from tests.browser.conftest import Chat, shoot
from tests.e2e.visitor import until

PATIENCE_MS = 30_000
ADDRESS, TEAM = "mary@fleet.example", "sales@wrenandkettle.example"


@pytest.fixture
def pages(running: System, site_url: str) -> Iterator[str]:
    config = {"api": running.stack.api_url, "site_key": seed.SITE_KEY}
    with web.serving(web.pages(config, web.sources(running)), int(site_url.rpartition(":")[2])):
        yield site_url


def about_her(running: System) -> set[str]:
    told = [mail for mail in running.mailbox.mails if "Mary Jackson" in mail.text]
    return {address for mail in told for address in mail.recipients}


def test_from_the_first_question_to_the_mailbox(running: System, pages: str, page: Page) -> None:
    page.set_default_timeout(PATIENCE_MS)
    page.goto(f"{pages}/pricing/?utm_source=news")
    chat = Chat(page)
    chat.open()
    shoot(page, "e2e-1-greeting")

    answer = chat.ask("What does the Wren Duo cost?")
    expect(answer).to_contain_text("£")
    source = answer.get_by_role("link", name="Source 1").first
    assert str(source.get_attribute("href")).startswith("https://www.wrenandkettle.example/")
    assert answer.get_attribute("data-kind") == "answer"
    shoot(page, "e2e-2-answer")

    chat.ask(f"I'm Mary Jackson from Fleet Offices, {ADDRESS}")
    assert chat.ask("Do you repair bicycles?").get_attribute("data-kind") == "unknown"
    shoot(page, "e2e-3-declined")

    chat.press("More")
    chat.press("End conversation")
    chat.press("End conversation")
    expect(chat.log).to_contain_text("This conversation has ended")

    assert until(lambda: about_her(running) == {ADDRESS, TEAM})
    for name in ("mail", "conversations"):
        page.goto(f"{pages}/_local/{name}.html")
        expect(page.locator("#main")).to_contain_text("Mary Jackson", timeout=PATIENCE_MS)
        shoot(page, f"e2e-4-{name}")
