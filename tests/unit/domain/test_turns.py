"""The rules of taking turns."""

from collections.abc import Sequence
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_agent.domain.conversation import Reply, Turn
from sales_agent.domain.turns import (
    REMEMBERED_IDS,
    WINDOW,
    earlier_ids,
    fingerprint,
    next_seq,
    search_text,
    seconds_to_wait,
    seq_of,
    topic_of,
)
from tests.conftest import NOW


def talk(count: int, *, seconds_apart: int = 60, begun: Sequence[Turn] = ()) -> list[Turn]:
    turns = list(begun)
    for seq in range(len(turns) + 1, count + 1):
        turns.append(
            Turn(
                tenant="t",
                session_id="s",
                seq=next_seq(turns),
                message_id=f"message-{seq}",
                text=f"question {seq}",
                at=NOW + timedelta(seconds=seq * seconds_apart),
                reply=Reply(text="answer"),
                earlier_ids=earlier_ids(turns[-WINDOW:]),
            )
        )
    return turns


@given(st.integers(1, 120), st.data())
def test_a_repeat_is_recognised_within_the_window_and_the_remembered_ids(count: int, data: st.DataObject) -> None:
    turns = talk(count)
    repeated = data.draw(st.integers(max(1, count - REMEMBERED_IDS), count))
    assert seq_of(f"message-{repeated}", turns[-WINDOW:]) == repeated


@given(st.integers(0, 120))
def test_a_new_message_is_no_repeat(count: int) -> None:
    assert seq_of("message-new", talk(count)[-WINDOW:]) is None


@given(st.integers(1, 120), st.integers(0, 60), st.data())
def test_a_conversation_whose_every_turn_carried_marks_goes_on(before: int, more: int, data: st.DataObject) -> None:
    marks = [fingerprint(turn.message_id) for turn in talk(before)]
    old = [
        turn.model_copy(update={"earlier_ids": marks[:place][-REMEMBERED_IDS:]})
        for place, turn in enumerate(talk(before))
    ]
    count = before + more
    turns = talk(count, begun=old)
    repeated = data.draw(st.integers(max(1, count - REMEMBERED_IDS), count))
    assert seq_of(f"message-{repeated}", turns[-WINDOW:]) == repeated


def test_what_turns_remember_is_carried_once_a_window() -> None:
    carried = [len(turn.earlier_ids) for turn in talk(200)]
    assert carried[-WINDOW:] == [0] * (WINDOW - 1) + [REMEMBERED_IDS]
    assert sum(map(bool, carried)) == 200 // WINDOW


def test_a_visitor_who_writes_too_fast_waits_until_the_minute_is_over() -> None:
    turns = talk(8, seconds_apart=2)
    now = turns[-1].at + timedelta(seconds=1)
    assert seconds_to_wait(turns, 8, now) == 45
    assert seconds_to_wait(turns, 8, now + timedelta(seconds=46)) == 0
    assert seconds_to_wait(turns[:7], 8, now) == 0


def test_a_short_follow_up_takes_the_question_before_it_along() -> None:
    turns = talk(1)
    assert search_text("and what does it cost?", turns) == "question 1 and what does it cost?"
    assert search_text("Do you ship to Norway?", turns) == "Do you ship to Norway?"
    assert search_text("and what does it cost?", []) == "and what does it cost?"


def test_what_suits_so_many_people_needs_no_earlier_question() -> None:
    text = "We are 40 people, which one would you recommend?"
    assert search_text(text, talk(2)) == text
    assert search_text("And which one would you recommend?", talk(2)) != "And which one would you recommend?"


@pytest.mark.parametrize(
    ("question", "answer", "topic"),
    [
        ("Which one suits 40 people?", "Wren Studio A machine for up to 60 people. £4,680 [1]", "Wren Studio"),
        ("Which is the cheapest?", "Plan 9 The small one: Price $5 [1]\n\nMay I ask your name?", "Plan 9"),
        ("Which is the cheapest?", "Basic: $5\nPlus: $9 [1]", "Which is the cheapest?"),
        ("Which is the cheapest?", "The website does not say.", "Which is the cheapest?"),
        ("What does the Box cost?", "The Box costs $5. [1]", "What does the Box cost?"),
    ],
)
def test_a_follow_up_is_about_the_one_thing_that_was_chosen(question: str, answer: str, topic: str) -> None:
    assert topic_of(question, answer) == topic
