from math import inf

import pytest

from sales_agent.domain.measures import extremes, measured, measures_in

PLANS = ["Solo: Storage 900 GB, Users 1", "Team: Storage 2 TB, Users up to 5", "Large: Storage unlimited, Users 99"]
ROOMS = ["Attic, 11 m², for one.", "Garden, 18 m², for two.", "Suite, 52 m², for five."]


@pytest.mark.parametrize(
    ("question", "texts", "best"),
    [
        ("Which plan has the most storage?", PLANS, [2]),
        ("Which plan has the least storage?", PLANS, [0]),
        ("Which has the most users?", PLANS, [2]),
        ("Which has the most seats?", PLANS, []),
        ("What is the biggest room?", ROOMS, [2]),
        ("Which is the heaviest?", ROOMS, []),
        ("Which is the lightest?", ["Oak: 900 g", "Elm: 1.2 kg"], [0]),
        ("Which has the highest flow?", ["A: Flow 25 m³/h", "B: Flow 500 l/h"], []),
        ("Which has the highest flow?", ["A: Flow 25 m³/h", "B: Flow 90 m³/h"], [1]),
    ],
)
def test_the_most_is_told_when_all_say_how_much_in_the_same_unit(
    question: str, texts: list[str], best: list[int]
) -> None:
    assert next((found for measure in measures_in(question) if (found := extremes(texts, measure))), []) == best


def test_what_has_no_limit_has_the_most() -> None:
    assert measured(PLANS[2], measures_in("the most storage")[0]) == (inf, "")


@pytest.mark.parametrize(
    "question",
    ["What is the most expensive plan?", "What is most important?", "How do most people pay?", "Is it large?"],
)
def test_other_words_for_much_measure_nothing(question: str) -> None:
    assert measures_in(question) == []
