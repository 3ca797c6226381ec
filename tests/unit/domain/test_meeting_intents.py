import pytest

from sales_agent.domain.conversation import Reply
from sales_agent.domain.meeting_intents import (
    WHICH,
    asked_length,
    asked_which,
    assents,
    chosen_number,
    intent_of,
)
from sales_agent.domain.meeting_provisos import affirmed, hedges, unsuited_days, wanted, without_contact


@pytest.mark.parametrize(
    "text",
    [
        "I don't want a demo on Thursday at 10am, just send me the price list",
        "Are you open on Friday? We have an internal meeting at 2pm on Friday and need to know before",
        "We have a board meeting on Thursday at 10am so I need the price list before that",
        "I had a meeting on Thursday at 10am with a competitor, how do you compare?",
        "no demo please",
        "forget it, I don't want a meeting",
        "please don\u2019t book a call",
        "Do you have time tracking?",
    ],
)
def test_a_refusal_or_somebody_elses_meeting_asks_for_none(text: str) -> None:
    assert intent_of(text, None, has_meeting=False) is None


@pytest.mark.parametrize(
    "text",
    [
        "Can I have a call? I can't do Thursday at 10am",
        "Why don't we have a call on Thursday?",
        "I wouldn't mind a demo, let's schedule a call",
        "What about a call Thursday 10am?",
        "do you have time on thursday at 10?",
        "I need a meeting tomorrow morning",
        "book a call next week but not Monday",
        "I have no idea how it works, can I book a demo?",
    ],
)
def test_a_wish_for_a_meeting_is_heard_beside_a_no(text: str) -> None:
    assert intent_of(text, None, has_meeting=False) == "book"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("I need to cancel", "cancel"),
        ("cancel", "cancel"),
        ("please call it off", "cancel"),
        ("I won't be able to come on Thursday", "cancel"),
        ("I can't make Thursday, can we move it to Friday?", "move"),
        ("is my demo booked?", "list"),
        ("do I have a meeting booked?", "list"),
        ("is my meeting still on?", "list"),
        ("please don't cancel my meeting", None),
        ("Can I see a demo?", "book"),
    ],
)
def test_common_words_about_a_meeting_that_waits(text: str, intent: str | None) -> None:
    assert intent_of(text, None, has_meeting=True) == intent


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("when is my meeting?", "list"),
        ("do I have a meeting booked?", "list"),
        ("cancel my meeting", "cancel"),
        ("How do I cancel my appointment in your app?", None),
        ("cancel", None),
    ],
)
def test_words_about_my_meeting_count_without_one(text: str, intent: str | None) -> None:
    assert intent_of(text, None, has_meeting=False) == intent


@pytest.mark.parametrize(
    "text", ["yes", "yes please", "ok, book it", "sure, no problem", "yes please cancel it", "please"]
)
def test_a_plain_yes_is_one(text: str) -> None:
    assert assents(text)


@pytest.mark.parametrize(
    "text",
    [
        "yes, but first: what does the Wren Duo cost?",
        "sure, but what is your refund policy?",
        "ok what does it cost",
        "yes - no, wait",
        "fine if it is not too late, but ask Bob",
    ],
)
def test_a_hedged_yes_is_none(text: str) -> None:
    assert hedges(text)
    assert not assents(text)


@pytest.mark.parametrize(
    ("text", "days"),
    [
        ("any time except Monday", {0}),
        ("not Monday", {0}),
        ("next week but not on Monday or Tuesday", {0, 1}),
        ("Sorry, Friday is bad.", {4}),
        ("I can't do Thursday at 10am", {3}),
        ("Monday is good", set()),
    ],
)
def test_days_that_do_not_suit(text: str, days: set[int]) -> None:
    assert unsuited_days(text) == days


def test_what_is_refused_is_left_out() -> None:
    assert wanted("Sorry, Friday is bad. Wednesday 2 December 4pm?").endswith("Wednesday 2 December 4pm?")
    assert "Friday" not in affirmed("Sorry, Friday is bad. Wednesday 2 December 4pm?")
    assert affirmed("Tue 1 Dec 2026, 10:00 (UTC, UTC+00:00)") == "Tue 1 Dec 2026, 10:00 (UTC, UTC+00:00)"


@pytest.mark.parametrize(
    ("text", "minutes"),
    [
        ("Can I book a 60 minute meeting?", 60),
        ("an hour-long call", 60),
        ("half an hour please", 30),
        ("a 45-min demo", 45),
        ("call me in 30 minutes", None),
        ("an hour from now", None),
        ("at 10", None),
    ],
)
def test_the_length_that_is_asked_for(text: str, minutes: int | None) -> None:
    assert asked_length(text) == minutes


@pytest.mark.parametrize(
    ("text", "which"),
    [("no. 2", 1), ("the second one", 1), ("not the first one", None), ("I can't do the last one", None)],
)
def test_a_refused_place_is_not_taken(text: str, which: int | None) -> None:
    assert chosen_number(text, 6) == which


def test_figures_of_addresses_and_numbers_are_no_times() -> None:
    told = without_contact("I'm Jo, jo4@x.org, +44 171 2030 4050, 2026-12-01 15:00")
    assert ("jo4" in told, "4050" in told, "2026-12-01 15:00" in told) == (False, False, True)


@pytest.mark.parametrize("action", ["cancel", "move"])
def test_the_question_which_meeting_is_remembered(action: str) -> None:
    asked = Reply(text=f"You have 2 meetings: A; B. {WHICH[action]}", kind="meeting")
    assert asked_which(asked) == action
    assert intent_of("the Friday one", asked, has_meeting=True) == "answer"
    assert asked_which(Reply(text=WHICH[action])) is None
