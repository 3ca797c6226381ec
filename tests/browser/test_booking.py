"""Meetings in the chat: only offered times, and "booked" only when the server says so."""

import pytest
from playwright.sync_api import Locator, Route, expect

from tests.browser.conftest import Chat, shoot
from tests.browser.fake_api import LATER, SLOTS, FakeApi

FIRST, SECOND = (slot["label"] for slot in SLOTS)
[THIRD] = (slot["label"] for slot in LATER)


@pytest.fixture
def offered(chat: Chat, api: FakeApi) -> Chat:
    """A conversation in which times have been offered."""
    api.replies.append({"text": "When does it suit you?", "kind": "meeting", "slots": SLOTS})
    chat.open()
    chat.ask("I would like a demo")
    return chat


def card(chat: Chat) -> Locator:
    return chat.page.locator("sales-agent .meeting")


def test_a_chosen_time_is_booked_and_shown(offered: Chat, api: FakeApi) -> None:
    shoot(offered.page, "widget-slots")
    offered.press(SECOND)
    expect(card(offered)).to_contain_text("Meeting booked")
    expect(card(offered)).to_contain_text(SECOND)
    assert api.posted("/appointments") == [{"offer": "offer-2"}]
    expect(offered.page.get_by_role("button", name=FIRST)).to_have_count(0)
    shoot(offered.page, "widget-booked")


def test_the_meeting_is_still_there_after_a_reload(offered: Chat) -> None:
    offered.press(FIRST)
    expect(card(offered)).to_have_count(1)
    offered.page.reload()
    expect(card(offered)).to_contain_text(FIRST)


def test_a_time_somebody_else_took_is_followed_by_others(offered: Chat, api: FakeApi) -> None:
    api.taken.add("offer-1")
    offered.press(FIRST)
    expect(offered.log).to_contain_text("Somebody has just taken this time.")
    expect(card(offered)).to_have_count(0)
    offered.press(THIRD)
    expect(card(offered)).to_contain_text(THIRD)


def test_a_missing_detail_is_asked_for_and_then_the_time_is_booked(offered: Chat, api: FakeApi) -> None:
    api.needs_email = True
    asking = {"text": "To book it I need your name and your e-mail address.", "asks": ["customer_name", "email"]}
    booked = api.meeting | {"appointment_id": "meeting-1", "label": FIRST}
    api.replies += [
        {**asking, "kind": "meeting", "slots": SLOTS[:1]},
        {"text": "Your meeting is booked.", "kind": "meeting", "appointment": booked},
    ]
    offered.press(FIRST)
    offered.page.get_by_label("Your name").fill("Ada Lovelace")
    field = offered.page.get_by_label("Your e-mail address")
    field.fill("ada@example.org")
    shoot(offered.page, "widget-booking-asks")
    field.press("Enter")
    expect(card(offered)).to_contain_text(FIRST)
    said = [body["text"] for body in api.posted("/messages")]
    assert said[1:] == [FIRST, "Name: Ada Lovelace\nE-mail: ada@example.org"]


def test_a_meeting_is_moved(offered: Chat, api: FakeApi) -> None:
    offered.press(FIRST)
    card(offered).get_by_role("button", name="Move").click()
    offered.press(THIRD)
    expect(card(offered)).to_contain_text(THIRD)
    expect(card(offered)).to_have_count(1)
    assert ("PATCH", {"offer": "offer-3"}) in [(method, body) for method, _, body in api.requests]


def test_times_offered_after_a_move_was_begun_book_a_second_meeting(offered: Chat, api: FakeApi) -> None:
    offered.press(FIRST)
    card(offered).get_by_role("button", name="Move").click()
    expect(offered.page.get_by_role("button", name=THIRD)).to_be_visible()
    api.replies.append({"text": "These times are free.", "kind": "meeting", "slots": SLOTS[1:]})
    offered.ask("I want to book a second call")
    offered.press(SECOND)
    expect(card(offered).last).to_contain_text(SECOND)
    assert api.posted("/appointments") == [{"offer": "offer-1"}, {"offer": "offer-2"}]
    assert "PATCH" not in [method for method, _, _ in api.requests]


def test_a_move_to_a_time_that_is_gone_goes_on_as_a_move(offered: Chat, api: FakeApi) -> None:
    offered.press(FIRST)
    card(offered).get_by_role("button", name="Move").click()
    api.fail("/appointments/meeting-1", 409, detail="Somebody has just taken this time.")
    offered.press(THIRD)
    expect(offered.log).to_contain_text("Somebody has just taken this time.")
    offered.press(THIRD)
    expect(card(offered)).to_contain_text(THIRD)
    assert [method for method, path, _ in api.requests if "/appointments" in path] == ["POST", "PATCH", "PATCH"]


def test_a_move_the_calendar_has_not_made_yet_is_not_called_one(offered: Chat) -> None:
    def silent(route: Route) -> None:
        answered = route.fetch()
        route.fulfill(response=answered, json={"appointment": answered.json()["appointment"] | {"label": FIRST}})

    offered.press(FIRST)
    offered.page.route("**/appointments/meeting-1", silent)
    card(offered).get_by_role("button", name="Move").click()
    offered.press(THIRD)
    expect(offered.log).to_contain_text("Waiting for the calendar")
    expect(card(offered)).to_contain_text(FIRST)


def test_a_message_that_meets_a_404_of_its_own_costs_no_session(offered: Chat, api: FakeApi) -> None:
    api.fail("/messages", 404, detail="There is no such event.")
    offered.say("Please move my meeting")
    expect(offered.log).to_contain_text("There is no such event.")
    expect(offered.log).to_contain_text("I would like a demo")
    assert len(api.sessions) == 1


def test_a_meeting_is_cancelled_after_a_second_question(offered: Chat, api: FakeApi) -> None:
    offered.press(FIRST)
    card(offered).get_by_role("button", name="Cancel meeting").click()
    offered.press("Keep it")
    expect(card(offered)).to_contain_text("Meeting booked")
    card(offered).get_by_role("button", name="Cancel meeting").click()
    offered.press("Yes, cancel it")
    expect(card(offered)).to_contain_text("Meeting cancelled")
    assert "appointment" not in offered.stored()


def test_a_meeting_the_calendar_has_not_confirmed_is_not_called_booked(offered: Chat, api: FakeApi) -> None:
    api.meeting["status"] = "held"
    offered.press(FIRST)
    expect(card(offered)).to_contain_text("Waiting for the calendar")
    expect(offered.log).not_to_contain_text("booked")


def test_a_failing_calendar_books_nothing_and_says_so(offered: Chat, api: FakeApi) -> None:
    api.fail("/appointments", 503, detail="The calendar does not answer. Please try again.")
    offered.press(FIRST)
    expect(offered.log).to_contain_text("The calendar does not answer.")
    expect(card(offered)).to_have_count(0)
    offered.press(FIRST)
    expect(card(offered)).to_contain_text(FIRST)
