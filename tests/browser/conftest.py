"""A real browser, a page with the widget, and an API to talk to, each on an origin of its own."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Thread
from typing import Any

import pytest
from flask import Flask, Response, send_from_directory
from playwright.sync_api import Locator, Page
from werkzeug.serving import make_server

from tests.browser.fake_api import FakeApi, create_app

ROOT = Path(__file__).parents[2]
SCREENSHOTS = ROOT / ".screenshots"
logging.getLogger("werkzeug").setLevel(logging.ERROR)  # its request lines would bury a failure


@pytest.hookimpl(tryfirst=True)  # before the workers read the groups, whatever the command line names
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)
            item.add_marker(pytest.mark.xdist_group("browser"))


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """The application on a free port, in a thread."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = Thread(target=server.serve_forever, args=[0.02], daemon=True)  # seconds until it sees a shutdown
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


@pytest.fixture
def api() -> FakeApi:
    """The state of the API that this test's widget talks to."""
    return FakeApi()


@pytest.fixture
def endpoint(api: FakeApi) -> Iterator[str]:
    """Where that API answers."""
    with served(create_app(api)) as address:
        yield address


@dataclass
class Host:
    """The page the widget stands on: attributes of its script tag, of its root element, and response headers."""

    endpoint: str
    tag: dict[str, str] = field(default_factory=dict)
    html: str = ""
    head: str = ""
    headers: dict[str, str] = field(default_factory=dict)

    def render(self) -> str:
        """The page as HTML."""
        tag = {"data-endpoint": self.endpoint, "data-site-key": "site", **self.tag}
        attributes = " ".join(f'{name}="{value}"' for name, value in tag.items())
        script = f'<script src="/widget/sales-agent.js" {attributes} async></script>'
        viewport = '<meta name="viewport" content="width=device-width">'
        text = "<h1>Wren &amp; Kettle</h1><p>Espresso machines for offices.</p><a href='/two'>Next</a>"
        head = f"<head>{viewport}<title>Home</title>{self.head}</head>"
        return f"<!doctype html><html {self.html}>{head}<body>{text}{script}</body></html>"


@pytest.fixture
def host(endpoint: str) -> Host:
    """The page, to be changed by a test before it is visited."""
    return Host(endpoint)


@pytest.fixture
def site(host: Host) -> Iterator[str]:
    """Where the page and the widget's files are served."""
    app = Flask("site")

    @app.get("/widget/<path:name>")
    def widget(name: str) -> Response:
        return send_from_directory(ROOT / "widget", name)

    @app.get("/")
    @app.get("/<path:name>")
    def page(name: str = "") -> Any:
        return host.render(), host.headers

    with served(app) as address:
        yield address


class Chat:
    """The widget as a visitor uses it."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.launcher = page.locator("sales-agent .launcher")
        self.log = page.get_by_role("log")
        self.input = page.get_by_label("Your message")
        self.replies = page.locator("sales-agent .agent[data-kind]")

    def open(self) -> None:
        """Clicks the launcher and waits for the greeting."""
        self.launcher.click()
        self.page.locator("sales-agent .greeting").wait_for()

    def say(self, text: str) -> None:
        """Types and sends."""
        self.input.fill(text)
        self.input.press("Enter")

    def ask(self, text: str) -> Locator:
        """Types, sends and waits for the reply."""
        before = self.replies.count()
        self.say(text)
        reply = self.replies.nth(before)
        reply.wait_for()
        return reply

    def press(self, name: str) -> None:
        """Clicks the button of that name."""
        self.page.get_by_role("button", name=name).click()

    def stored(self) -> dict[str, Any]:
        """What the browser keeps for this site key."""
        kept: dict[str, Any] = self.page.evaluate("JSON.parse(localStorage.getItem('sales-agent:site')) ?? {}")
        return kept


@pytest.fixture
def chat(page: Page, site: str) -> Chat:
    """The visitor on the page, the chat still closed."""
    page.goto(site)
    return Chat(page)


def shoot(page: Page, name: str) -> None:
    """Saves what the page looks like under .screenshots/."""
    SCREENSHOTS.mkdir(exist_ok=True)
    (SCREENSHOTS / ".gitignore").write_text("*\n")
    page.screenshot(path=SCREENSHOTS / f"{name}.png")
