"""A meeting on the deployed stack: booked, confirmed by mail with invitation, moved by the mail's link, cancelled."""

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import requests
from icalendar import Calendar

from local.stack import NAME
from local.system import System
from local.vendors.mailbox import Mail
from tests.e2e.visitor import Visitor, until

PATIENCE_SECONDS = 400


def eventually[Found](look: Callable[[], Found]) -> Found:
    """What a look finds within the patience of this test."""
    found = until(look, PATIENCE_SECONDS)
    assert found
    return found


def by_link(running: System, method: str, token: str, body: Any = None) -> dict[str, Any]:
    """What the page behind a mail's link gets."""
    answer = requests.request(method, f"{running.stack.api_url}/v1/appointments/{token}", json=body, timeout=60)
    assert answer.ok, answer.text
    shown: dict[str, Any] = answer.json()
    return shown


def test_a_meeting_from_chat_to_mail_and_back(running: System) -> None:
    visitor, address = Visitor(running), "ann.lee@example.com"
    assert eventually(lambda: visitor.say("I would like to book a demo")["reply"]["slots"])
    asked = visitor.say("the first one")["reply"]
    assert "email" in asked["asks"]
    booked = visitor.say(f"My name is Ann Lee and my e-mail is {address}")["reply"]
    assert booked["appointment"]["status"] == "booked"
    assert _in_calendar(running) == [booked["appointment"]["start"]]

    mail = eventually(lambda: _mail(running, address, "Confirmed"))
    (event,) = Calendar.from_ical(_invitation(mail)).walk("VEVENT")
    assert event["DTSTART"].dt.isoformat().replace("+00:00", "Z") == booked["appointment"]["start"]

    assert eventually(lambda: _reminders(running))

    token = mail.text.split("appointment.html#")[1].split()[0]
    shown = by_link(running, "GET", token)
    moved = by_link(running, "PATCH", token, {"offer": shown["slots"][-1]["offer"]})
    assert moved["appointment"]["start"] == shown["slots"][-1]["start"]
    assert _in_calendar(running) == [moved["appointment"]["start"]]
    again = eventually(lambda: _mail(running, address, "Moved"))
    (update,) = Calendar.from_ical(_invitation(again)).walk("VEVENT")
    assert (update["UID"], update["SEQUENCE"]) == (event["UID"], event["SEQUENCE"] + 1)

    assert visitor.say("please cancel my meeting")["reply"]["text"].startswith("Shall I cancel")
    assert visitor.say("yes")["reply"]["appointment"]["status"] == "cancelled"
    assert _in_calendar(running) == []
    assert eventually(lambda: _mail(running, address, "Cancelled"))
    eventually(lambda: not _reminders(running))


def _mail(running: System, address: str, subject: str) -> Mail | None:
    return next((one for one in running.mailbox.mails if address in one.recipients and subject in one.subject), None)


def _in_calendar(running: System) -> list[str]:
    """When the live events in the calendar's stand-in begin."""
    (calendar,) = running.vendors["google"].stand_in.store.state()["calendars"]
    live = (event for event in calendar["events"] if event["status"] != "cancelled")
    starts = (datetime.fromisoformat(event["start"]["dateTime"]).astimezone(UTC) for event in live)
    return [start.isoformat().replace("+00:00", "Z") for start in starts]


def _reminders(running: System) -> list[str]:
    found = running.stack.emulator.client("scheduler").list_schedules()["Schedules"]
    return [one["Name"] for one in found if one["GroupName"].startswith(NAME)]


def _invitation(mail: Mail) -> str:
    return next(one.content for one in mail.attachments if one.content_type.startswith("text/calendar"))
