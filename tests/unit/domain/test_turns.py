"""The rules of taking turns."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from sales_agent.domain.conversation import Reply, Turn
from sales_agent.domain.turns import REMEMBERED_IDS, earlier_ids, next_seq, search_text, seconds_to_wait, seq_of
from tests.conftest import NOW

WINDOW = 8


def talk(count: int, *, seconds_apart: int = 60) -> list[Turn]:
    turns: list[Turn] = []
    for seq in range(1, count + 1):
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


def test_what_a_turn_remembers_stays_bounded() -> None:
    assert len(talk(200)[-1].earlier_ids) == REMEMBERED_IDS


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
