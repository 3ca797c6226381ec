"""A visitor of the deployed stack, over HTTP."""

import time
from collections.abc import Callable
from typing import Any
from uuid import uuid4

import requests

from local.seed import SITE_KEY
from local.system import System

WAIT_SECONDS = 90.0
PAGE = "https://www.wrenandkettle.example/pricing/?utm_source=news"


class Visitor:
    """Opens a session when made; `page` is where the visitor stands."""

    def __init__(self, running: System, page: str = PAGE, site_key: str = SITE_KEY) -> None:
        self.system, self.api = running, running.stack.api_url
        seen = {"url": page, "title": "Pricing", "referrer": "https://search.example/?q=coffee"}
        body = {"site_key": site_key, "page": seen, "locale": "en-GB", "time_zone": "Europe/London"}
        self.opened = requests.post(f"{self.api}/v1/sessions", json=body, timeout=60).json()
        self.id = self.opened["session_id"]

    def call(self, method: str, path: str, body: Any = None) -> requests.Response:
        """A call with the session's token."""
        headers = {"Authorization": f"Bearer {self.opened['token']}"}
        return requests.request(
            method, f"{self.api}/v1/sessions/{self.id}{path}", json=body, headers=headers, timeout=60
        )

    def say(self, text: str, message_id: str | None = None) -> dict[str, Any]:
        """The turn that answers."""
        reply = self.call("POST", "/messages", {"message_id": message_id or str(uuid4()), "text": text})
        assert reply.status_code == 200, reply.text
        turn: dict[str, Any] = reply.json()
        return turn

    def book(self) -> str:
        """Takes the first free time; when that is."""
        slots = until(lambda: self.call("GET", "/slots").json().get("slots"))
        answer = self.call("POST", "/appointments", {"offer": slots[0]["offer"]})
        assert answer.json().get("appointment", {}).get("status") == "booked", answer.text
        self.appointment_id = str(answer.json()["appointment"]["appointment_id"])
        return str(answer.json()["appointment"]["start"])

    def move(self) -> str:
        """Takes the last of the meeting's other times; when that is."""
        slots = self.call("GET", f"/slots?moves={self.appointment_id}").json()["slots"]
        answer = self.call("PATCH", f"/appointments/{self.appointment_id}", {"offer": slots[-1]["offer"]})
        assert answer.ok, answer.text
        return str(answer.json()["appointment"]["start"])

    def close(self) -> None:
        """Ends the conversation."""
        assert self.call("POST", "/close", {}).json() == {"status": "closed"}


def until[T](found: Callable[[], T], seconds: float = WAIT_SECONDS) -> T:
    """Asks again until there is something, or the time is over; returns the last answer."""
    ends = time.monotonic() + seconds
    while not (result := found()) and time.monotonic() < ends:
        time.sleep(0.5)
    return result
