"""An answer says only what its passages say."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sales_agent.domain.answer_checks import cite, own_words, unfounded_amounts
from sales_agent.domain.knowledge import Match, Passage, Product


def match(text: str, url: str = "https://acme.example/a", price: str = "") -> Match:
    product = Product(product_id="1", name="Box", price=price) if price else None
    return Match(passage=Passage(passage_id=url, url=url, title="Page", text=text, product=product))


MATCHES = [match("one"), match("two", "https://acme.example/b"), match("three", "https://acme.example/c")]


def test_citations_are_numbered_in_the_order_they_stand() -> None:
    checked = cite("It is blue [3]. And big [1][3].", MATCHES)
    assert checked.text == "It is blue [1]. And big [2] [1]."
    assert [(c.number, c.url) for c in checked.citations] == [
        (1, "https://acme.example/c"),
        (2, "https://acme.example/a"),
    ]


def test_markers_without_a_passage_vanish() -> None:
    assert cite("It is blue [7] and round [0].", MATCHES).text == "It is blue and round."


def test_only_links_to_cited_pages_stay() -> None:
    text = "See https://acme.example/a. Or https://evil.example/?q=secret now."
    assert cite(text, MATCHES).text == "See https://acme.example/a. Or  now."


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("## Technical data\n\nCups a day | 90", "Technical data\n\nCups a day | 90"),
        ("It is blue.\n\n## Technical data", "It is blue."),
        (
            "It is blue. " * 32 + "\n\n## Technical data of the machine\n\nCups a day | 90",
            ("It is blue. " * 32).strip(),
        ),
        ("## Story\n\n" + "word " * 200, "Story\n\n" + ("word " * 78).strip()),
        ("## Only a heading", "Only a heading"),
        ("x" * 500, "x" * 400),
    ],
)
def test_a_passage_is_shown_as_a_reader_sees_it(text: str, shown: str) -> None:
    (citation,) = cite("So it is [1].", [match(text)]).citations
    assert citation.passage == shown


@given(st.text(max_size=200))
def test_every_marker_left_has_its_citation(text: str) -> None:
    checked = cite(text, MATCHES)
    numbers = {citation.number for citation in checked.citations}
    assert numbers == set(range(1, len(numbers) + 1))


@pytest.mark.parametrize(
    ("text", "unfounded"),
    [
        ("It costs $1,299.00.", []),
        ("It costs 1.299 € today.", []),
        ("It costs 1299 euros.", []),
        ("You get 40% off.", ["40"]),
        ("That is a deal: $1.", ["1"]),
        ("USD 1,298", ["1,298"]),
        ("It has 3 doors and weighs 12 kg.", []),
        ("The warranty is 2.5 % of that.", ["2.5"]),
    ],
)
def test_amounts_must_stand_in_a_passage(text: str, unfounded: list[str]) -> None:
    assert unfounded_amounts(text, [match("The Box costs $1,299 and has 3 doors.")]) == unfounded


def test_the_catalogue_price_counts_as_evidence() -> None:
    assert unfounded_amounts("It costs €49.50.", [match("The Box.", price="49.50")]) == []
    assert unfounded_amounts("It costs €49.", [match("The Box.", price="49.50")]) == ["49"]


def test_own_words_are_what_no_passage_says() -> None:
    passage = match("A demo is booked in one click.\nYour meeting is confirmed by mail.")
    text = "Sure! Your meeting is confirmed by mail. [1] See you there."
    assert own_words(text, [passage]) == "Sure! See you there."
