"""The page behind the link in appointment mails: it asks before it acts, and shows what the server says."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from flask import Flask, jsonify, request, send_from_directory
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import ROOT, served, shoot

LABELS = {"2026-12-01T10:00:00Z": "Tue 1 Dec 2026, 10:00", "2026-12-02T09:00:00Z": "Wed 2 Dec 2026, 09:00"}
FIRST, SECOND = LABELS


@dataclass
class Meeting:
    """One meeting behind a link; a `silent` calendar moves nothing. `acts` are the calls that change something."""

    start: str = FIRST
    status: str = "booked"
    silent: bool = False
    acts: list[str] = field(default_factory=list)

    def card(self) -> dict[str, Any]:
        return {"title": "Demo", "host": "Ann", "start": self.start, "label": LABELS[self.start], "status": self.status}

    def answer(self) -> Any:
        if request.method != "GET":
            self.acts.append(request.method)
        if request.method == "PATCH" and not self.silent:
            self.start = (request.get_json() or {})["offer"]
        if request.method == "DELETE":
            self.status = "cancelled"
        slots = [{"offer": SECOND, "start": SECOND, "label": LABELS[SECOND]}] if request.method == "GET" else None
        return jsonify({"appointment": self.card(), **({"slots": slots} if slots else {})})


@pytest.fixture
def meeting() -> Meeting:
    return Meeting()


@pytest.fixture
def page(browser: Browser, meeting: Meeting) -> Iterator[Page]:
    app = Flask(__name__)
    app.add_url_rule("/config.json", "config", lambda: {"api": request.host_url.rstrip("/")})
    app.add_url_rule("/widget/<path:name>", "widget", lambda name: send_from_directory(ROOT / "widget", name))
    app.add_url_rule(
        "/v1/appointments/<token>", "link", lambda token: meeting.answer(), methods=["GET", "PATCH", "DELETE"]
    )
    with served(app) as address:
        context = browser.new_context()
        opened = context.new_page()
        opened.goto(f"{address}/widget/appointment.html#token")
        yield opened
        context.close()


def press(page: Page, name: str) -> None:
    page.get_by_role("button", name=name, exact=True).click()


def test_opening_the_link_changes_nothing(page: Page, meeting: Meeting) -> None:
    expect(page.get_by_role("main")).to_contain_text(LABELS[FIRST])
    press(page, "Cancel it")
    expect(page.get_by_role("main")).to_contain_text("Do you want to cancel this meeting?")
    press(page, "Keep it")
    expect(page.get_by_role("button", name="Move it")).to_be_visible()
    assert meeting.acts == []


def test_a_meeting_is_moved_after_a_question_and_can_be_moved_again(page: Page, meeting: Meeting) -> None:
    press(page, "Move it")
    shoot(page, "appointment-times")
    press(page, LABELS[SECOND])
    assert meeting.acts == []
    press(page, "Yes, move it")
    expect(page.get_by_role("main")).to_contain_text("Your meeting has been moved.")
    expect(page.get_by_role("definition").first).to_have_text(LABELS[SECOND])
    expect(page.get_by_role("button", name="Move it")).to_be_visible()
    shoot(page, "appointment-moved")


def test_a_silent_calendar_has_moved_nothing_yet(page: Page, meeting: Meeting) -> None:
    meeting.silent = True
    press(page, "Move it")
    press(page, LABELS[SECOND])
    press(page, "Yes, move it")
    expect(page.get_by_role("main")).to_contain_text("your meeting stays as it is")
    expect(page.get_by_role("definition").first).to_have_text(LABELS[FIRST])


def test_a_meeting_is_cancelled_after_a_question(page: Page, meeting: Meeting) -> None:
    press(page, "Cancel it")
    press(page, "Yes, cancel it")
    expect(page.get_by_role("main")).to_contain_text("This meeting has been cancelled.")
    assert meeting.acts == ["DELETE"]
