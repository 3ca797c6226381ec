import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_agent.domain.calibration import OFF_TOPIC, baseline, best_cosines, higher
from sales_agent.domain.knowledge import Passage
from sales_agent.domain.ranking import NEAR, bm25, matches, ranked, rarity, relevance

WORDS = st.lists(st.sampled_from("abcdef"), max_size=8)


def passage(text: str, title: str = "Shop") -> Passage:
    return Passage(passage_id=text, url="https://acme.example", title=title, text=text)


@given(WORDS, st.lists(WORDS, max_size=6))
def test_word_scores_are_shares(question: list[str], passages: list[list[str]]) -> None:
    scores = bm25(rarity(question, passages), passages)
    assert len(scores) == len(passages)
    assert all(0 <= score <= 1 for score in scores)


def test_a_rare_word_counts_more_than_a_common_one() -> None:
    passages = [["kayak"], ["price"], ["price"], ["price"]]
    rare, common, *_ = bm25(rarity(["kayak", "price"], passages), passages)
    assert rare > common > 0


def test_a_word_nobody_has_lowers_every_score() -> None:
    passages = [["tent", "poles"]]
    [known], [unknown] = (bm25(rarity(question, passages), passages) for question in (["tent"], ["tent", "zeppelin"]))
    assert unknown < known


@given(st.floats(-2, 2), st.floats(-2, 2))
def test_relevance_grows_with_the_score_and_stays_a_share(one: float, other: float) -> None:
    low, high = sorted((one, other))
    assert 0 <= relevance(low) <= relevance(high) <= 1


def test_the_default_threshold_is_where_it_was_measured() -> None:
    assert relevance(0.45) == pytest.approx(0.7)
    assert relevance(0.30) == pytest.approx(0.7 - NEAR)


def test_what_unrelated_questions_reach_counts_for_nothing() -> None:
    stretched, plain = (ranked("Tents?", [(passage("We sell tents."), 0.85)], base, 1)[0] for base in (0.83, 0.15))
    assert stretched.relevance < 0.5
    assert plain.relevance > 0.7


def test_a_passage_without_what_the_question_names_is_near_at_best() -> None:
    own, other = passage("The X4 tent costs $250."), passage("The Z9 tent costs $300.")
    found = matches("What does the Z9 tent cost?", {}, [(own, 0.9, 0.8), (other, 0.8, 0.7)], 0.15)
    assert [match.passage for match in found] == [other, own]
    assert found[0].relevance >= 0.7 > found[1].relevance


def test_the_name_may_stand_in_the_title() -> None:
    [found] = matches("What does the Z9 tent cost?", {}, [(passage("It costs $300.", "Z9 tent"), 0.9, 0.8)], 0.15)
    assert found.relevance >= 0.7


def test_the_name_of_the_site_need_not_stand_in_the_passage() -> None:
    [found] = matches("What are the terms of Acme?", {}, [(passage("Returns within 30 days."), 0.9, 0.8)], 0.15)
    assert found.relevance >= 0.7


def test_a_passage_with_every_word_of_a_question_gains() -> None:
    codes, other = passage("E12: grinder blocked, an error code"), passage("E12: no water")
    weights = {"error": 1.0, "code": 1.0, "e12": 2.0}
    found = matches("error code e12", weights, [(codes, 0.35, 0.4), (other, 0.35, 0.4)], 0.15)
    assert [match.passage for match in found] == [codes, other]
    assert found[0].relevance > found[1].relevance + 0.1
    short, exact = (
        matches(text, dict.fromkeys(text.split(), 1.0), [(codes, 0.35, 0.4)], 0.15)[0]
        for text in ("error code", "code e12")
    )
    assert short.relevance == found[1].relevance < exact.relevance


def test_the_best_cosine_of_any_passage_counts() -> None:
    questions, passages = [[1.0, 0.0], [0.0, 1.0]], [[0.6, 0.8], [0.8, 0.6]]
    assert best_cosines(questions, passages) == pytest.approx([0.8, 0.8])
    assert best_cosines(questions, []) == []
    assert higher([0.1, 0.9], [0.5, 0.5]) == [0.5, 0.9]
    assert higher([], [0.5]) == higher([0.5], []) == [0.5]


def test_a_few_questions_that_meet_the_site_do_not_move_the_baseline() -> None:
    strange = [0.15] * (len(OFF_TOPIC) - 5)
    assert baseline([*strange, *[0.9] * 5]) == 0.15
    assert baseline([]) == 0
    assert baseline([-0.3] * 3) == 0
