"""What real visitors wrote: nothing is booked, moved or cancelled that they did not mean."""

from datetime import datetime

import pytest

from sales_agent.adapters.calendars.memory import MemoryCalendar
from sales_agent.domain.booking_claims import claims_booking
from sales_agent.ports.errors import NotFound, Retriable, SalesAgentError, Unknown
from tests.meeting_chat import NEW_YORK, Chat, at
from tests.meetings import Faulty, Office, config

KNOWN = {"customer_name": "Jo Lim", "email": "jo@lim.example"}


@pytest.mark.parametrize(
    "text",
    [
        "I don't want a demo on Thursday at 10am, just send me the price list",
        "Are you open on Friday? We have an internal meeting at 2pm on Friday and need to know before",
        "We have a board meeting on Thursday at 10am so I need the price list before that",
        "Can I have a call? I can't do Thursday at 10am",
        "Are you free on Thursday at 10am?",
        "Can I talk to someone on Monday at 10 or Tuesday at 11?",
    ],
)
def test_free_words_never_book(text: str) -> None:
    chat = Chat()
    chat.hear(text)
    assert chat.meetings == []


def test_a_refused_day_is_not_offered() -> None:
    slots = Chat().say("Can I have a call? I can't do Thursday at 10am").slots
    assert slots
    assert 3 not in {slot.start.astimezone(NEW_YORK).weekday() for slot in slots}


@pytest.mark.parametrize("text", ["book a call next week but not Monday", "book a demo any time except Monday"])
def test_any_day_but_one(text: str) -> None:
    slots = Chat().say(text).slots
    assert slots
    assert 0 not in {slot.start.astimezone(NEW_YORK).weekday() for slot in slots}


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("Can I book a demo on 31 February?", "no such day"),
        ("Can I book a call yesterday at 3pm?", "is over already"),
    ],
)
def test_why_a_time_cannot_be_had_is_said(text: str, why: str) -> None:
    reply = Chat().say(text)
    assert why in reply.text
    assert reply.slots


def test_one_of_two_exact_times_can_be_chosen() -> None:
    chat = Chat()
    slots = chat.say("Can I talk to someone on Monday 7 December at 10am or Tuesday 8 December at 11am?").slots
    assert [slot.start for slot in slots] == [at(7, 10), at(8, 11)]
    chat.say("the second one")
    assert [one.start for one in chat.meetings] == [at(8, 11)]


@pytest.mark.parametrize(
    "text", ["Tuesday 8 December at 11am please", "can we do the call on Tuesday 8 December at 11am?"]
)
def test_a_move_to_a_time_that_was_not_offered_moves(text: str) -> None:
    chat = Chat()
    chat.book("book a call on Thursday at 10am")
    asked = chat.say("Can you move my meeting?")
    assert asked.text.startswith("To which time shall I move your meeting of Thu 3 Dec 2026, 10:00")
    reply = chat.say(text)
    assert reply.text.startswith("Shall I move your meeting of Thu 3 Dec 2026, 10:00")
    assert "has been moved" in chat.say("yes").text
    assert [(one.start, one.sequence) for one in chat.meetings] == [(at(8, 11), 1)]


@pytest.mark.parametrize("minutes", [0, 31])
def test_other_times_for_a_move_move(minutes: int) -> None:
    chat = Chat()
    chat.book("book a call on Thursday at 10am")
    chat.say("Can you move my meeting?")
    chat.office.clock.forward(minutes=minutes)
    offered = chat.say("none of these work, other times?").slots
    chat.say("the first one")
    assert [(one.start, one.sequence) for one in chat.meetings] == [(offered[0].start, 1)]


def test_a_second_meeting_while_one_is_moved_is_a_second_one() -> None:
    chat = Chat()
    chat.book("book a call on Thursday at 10am")
    chat.say("Can you move my meeting?")
    chat.book("I want to book a second call on Friday at 11am")
    assert [one.start for one in chat.meetings] == [at(3, 10), at(4, 11)]


def asked_for_details() -> Chat:
    chat = Chat(customer_name="")
    chat.say("book a call on Friday at 10am")
    assert chat.say("yes").asks == ["customer_name", "email"]
    return chat


def test_another_time_beside_the_details_is_asked_back() -> None:
    chat = asked_for_details()
    reply = chat.say("Sorry, Friday is bad. Wednesday 2 December 11am? I'm Jo Lim, jo@lim.example", **KNOWN)
    assert [slot.start for slot in reply.slots] == [at(2, 11)]
    assert chat.meetings == []
    chat.say("yes please")
    assert [one.start for one in chat.meetings] == [at(2, 11)]


@pytest.mark.parametrize(
    "text", ["Sorry, Friday is bad. I'm Jo Lim, jo@lim.example", "Friday doesn't work, jo@lim.example"]
)
def test_a_refused_time_beside_the_details_is_not_booked(text: str) -> None:
    chat = asked_for_details()
    assert len(chat.say(text, **KNOWN).slots) > 1
    assert chat.meetings == []


@pytest.mark.parametrize("text", ["I'm Ann, ann@x.example, but first tell me the price", "what does the Duo cost?"])
def test_a_question_beside_the_details_is_left_to_the_website(text: str) -> None:
    chat = asked_for_details()
    assert chat.hear(text, **KNOWN) is None
    assert chat.meetings == []


@pytest.mark.parametrize(
    "text",
    [
        "I'm April Jones, april@x.example, 0171 2030 4050",
        "Jo Lim jo@lim.example, Friday at 10 is perfect",
        "Jo Lim, I can't wait",
    ],
)
def test_details_alone_book(text: str) -> None:
    chat = asked_for_details()
    chat.say(text, **KNOWN)
    assert [one.start for one in chat.meetings] == [at(4, 10)]


def with_two() -> Chat:
    chat = Chat()
    chat.book("book a demo on Friday at 11am")
    chat.book("book another call on Thursday at 10am")
    return chat


@pytest.mark.parametrize(
    ("text", "start"),
    [
        ("cancel my 10:00 meeting", at(3, 10)),
        ("cancel my Friday meeting", at(4, 11)),
        ("I can't come on Friday", at(4, 11)),
    ],
)
def test_the_meeting_that_is_named_is_cancelled(text: str, start: datetime) -> None:
    chat = with_two()
    assert chat.say(text).text.startswith("Shall I cancel")
    chat.say("yes")
    assert [one.start for one in chat.meetings if one.status == "cancelled"] == [start]


def test_the_meeting_that_is_named_is_moved() -> None:
    chat = with_two()
    asked = chat.say("move my Friday demo to Monday 7 December 10am")
    assert asked.text.startswith("Shall I move your meeting of Fri 4 Dec 2026, 11:00")
    chat.say("yes")
    assert {one.start for one in chat.meetings} == {at(3, 10), at(7, 10)}


@pytest.mark.parametrize("answer", ["the Friday one", "the second one"])
def test_which_of_several_is_asked(answer: str) -> None:
    chat = with_two()
    assert chat.say("cancel my meeting").text.endswith("Which one shall I cancel?")
    assert "Fri 4 Dec 2026, 11:00" in chat.say(answer).text
    chat.say("yes")
    assert [one.start for one in chat.meetings if one.status == "cancelled"] == [at(4, 11)]
    chat.book("book another call on Monday 7 December at 10am")
    assert chat.say("Can you move my meeting?").text.endswith("Which one shall I move?")
    assert "your meeting of Thu 3 Dec 2026, 10:00" in chat.say("the one on Thursday").text


@pytest.mark.parametrize(
    ("answer", "status"),
    [
        ("yes, but first: what does the Wren Duo cost?", "booked"),
        ("sure, but what is your refund policy?", "booked"),
        ("yes, please cancel my Thursday meeting", "cancelled"),
        ("yes please cancel it", "cancelled"),
    ],
)
def test_only_a_plain_yes_cancels(answer: str, status: str) -> None:
    chat = Chat()
    chat.book("book a call on Thursday at 10am")
    chat.say("cancel my meeting")
    chat.hear(answer)
    assert chat.meetings[0].status == status


@pytest.mark.parametrize("text", ["when is my meeting?", "do I have a meeting booked?", "is my demo booked?"])
def test_that_there_is_no_meeting_is_said(text: str) -> None:
    chat = Chat()
    assert chat.say(text).text.startswith("You have no meeting")
    chat.book("book a call on Thursday at 10am")
    assert chat.say(text).text.startswith("Coming up: Thu 3 Dec")
    chat.say("I need to cancel")
    chat.say("yes")
    assert chat.say(text).text.startswith("You have no meeting")


def test_a_held_meeting_is_called_unconfirmed() -> None:
    calendar = Faulty(MemoryCalendar())
    chat = Chat(Office(config=config(minimum_notice=0), calendar=calendar))  # type: ignore[arg-type]
    calendar.fail("book", Unknown("time-out"))
    calendar.fail("find", Retriable("away"))
    chat.book("book a call on Thursday at 10am")
    assert "not confirmed yet" in chat.say("is my demo booked?").text
    assert chat.say("Can you move my meeting?").text.startswith("I cannot move your meeting right now.")


def test_who_wants_no_meeting_after_all_is_left_alone() -> None:
    chat = Chat()
    chat.say("book a demo")
    assert chat.say("forget it, I don't want a meeting").slots == []


@pytest.mark.parametrize("error", [Retriable("away"), NotFound("no such calendar")])
def test_a_meeting_stays_when_the_calendar_is_away(error: SalesAgentError) -> None:
    calendar = Faulty(MemoryCalendar())
    chat = Chat(Office(config=config(minimum_notice=0), calendar=calendar))  # type: ignore[arg-type]
    chat.book("book a call on Thursday at 10am")
    calendar.fail("agenda", error)
    reply = chat.say("Can you move my meeting?")
    assert "Your meeting stays at Thu 3 Dec 2026, 10:00" in reply.text
    assert (reply.asks, claims_booking(reply.text)) == ([], False)


@pytest.mark.parametrize(("durations", "minutes"), [([], 30), ([60], 60)])
def test_a_length_is_met_or_those_there_are_are_named(durations: list[int], minutes: int) -> None:
    chat = Chat(Office(config=config(minimum_notice=0, durations=durations)))
    reply = chat.say("Can I book a 60 minute meeting Thursday 10am?")
    assert reply.text.startswith("Our meetings last 30 minutes.") == (minutes == 30)
    chat.say("yes")
    assert [one.duration for one in chat.meetings] == [minutes]


def test_a_length_outlives_other_times() -> None:
    chat = Chat(Office(config=config(minimum_notice=0, durations=[60])))
    chat.say("Can I book a 60 minute meeting?")
    chat.say("other times please")
    chat.say("the first one")
    assert [one.duration for one in chat.meetings] == [60]
