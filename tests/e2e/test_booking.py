"""A meeting on the deployed stack: booked, confirmed by mail with invitation, moved by the mail's link, cancelled."""

import time
from collections.abc import Callable
from typing import Any

import pytest
import requests
from icalendar import Calendar

from local import seed
from local.system import System
from local.vendors.mailbox import Mail

PATIENCE_SECONDS = 120


def eventually[Found](look: Callable[[], Found | None]) -> Found:
    """What a look finds within the patience of this test."""
    ends = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < ends:
        found = look()
        if found:
            return found
        time.sleep(0.5)
    pytest.fail("nothing came")


class Visitor:
    """A browser that talks to the API."""

    def __init__(self, running: System) -> None:
        self._api = running.stack.api_url
        page = {"url": "http://localhost:8080/book-a-demo/"}
        opened = self.call(
            "POST", "/v1/sessions", {"site_key": seed.SITE_KEY, "page": page, "time_zone": "Europe/Berlin"}
        )
        self.session, self._token = opened["session_id"], opened["token"]

    def call(self, method: str, path: str, body: Any = None) -> Any:
        headers = {"Authorization": f"Bearer {self._token}"} if hasattr(self, "_token") else {}
        reply = requests.request(method, self._api + path, json=body, headers=headers, timeout=90)
        assert reply.ok, reply.text
        return reply.json()

    def say(self, number: int, text: str) -> Any:
        path = f"/v1/sessions/{self.session}/messages"
        return self.call("POST", path, {"message_id": f"message-{number}", "text": text})["reply"]


def test_a_meeting_from_chat_to_mail_and_back(running: System) -> None:
    visitor, address = Visitor(running), "ann.lee@example.com"
    offered = visitor.say(1, "I would like to book a demo")
    assert offered["slots"]
    asked = visitor.say(2, "the first one")
    assert "email" in asked["asks"]
    booked = visitor.say(3, f"My name is Ann Lee and my e-mail is {address}")
    assert booked["appointment"]["status"] == "booked"

    mail = eventually(lambda: _mail(running, address, "Confirmed"))
    (event,) = Calendar.from_ical(_invitation(mail)).walk("VEVENT")
    assert event["DTSTART"].dt.isoformat().replace("+00:00", "Z") == booked["appointment"]["start"]

    token = mail.text.split("appointment.html#")[1].split()[0]
    shown = visitor.call("GET", f"/v1/appointments/{token}")
    moved = visitor.call("PATCH", f"/v1/appointments/{token}", {"offer": shown["slots"][-1]["offer"]})
    assert moved["appointment"]["start"] == shown["slots"][-1]["start"]
    assert eventually(lambda: _mail(running, address, "Moved"))

    assert visitor.say(4, "please cancel my meeting")["text"].startswith("Shall I cancel")
    assert visitor.say(5, "yes")["appointment"]["status"] == "cancelled"
    assert eventually(lambda: _mail(running, address, "Cancelled"))


def _mail(running: System, address: str, subject: str) -> Mail | None:
    return next((one for one in running.mailbox.mails if address in one.recipients and subject in one.subject), None)


def _invitation(mail: Mail) -> str:
    return next(one.content for one in mail.attachments if one.content_type.startswith("text/calendar"))
