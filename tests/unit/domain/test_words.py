import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_agent.domain.words import words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Which deliveries are free?", ["deliv", "free"]),
        ("Café CRÈME", ["cafe", "creme"]),
        ("snake_case and-hyphen 24/7", ["snake", "case", "hyphen", "24", "7"]),
        ("what is it that you do", []),
        ("¿Cuánto cuesta el envío?", ["cuanto", "cuesta", "envio"]),
        ("", []),
    ],
)
def test_what_matters_of_a_text(text: str, expected: list[str]) -> None:
    assert words(text) == expected


def test_what_shops_use_for_one_another_is_one() -> None:
    assert words("shipping costs by e-mail") == words("delivery price by mail")


def test_forms_of_a_word_are_one() -> None:
    assert len({*words("return returns returned returning")}) == 1


@given(st.text())
def test_words_are_plain_and_keep_when_joined_again(text: str) -> None:
    assert all(word.isalnum() and word == word.casefold() for word in words(text))
