import pytest

from sales_agent.domain.extractive import fitting, pick, weights
from sales_agent.domain.knowledge import Match, Passage, Product
from sales_agent.domain.quoting import quoted

DUO = Product(product_id="2", name="Wren Duo", price="2450", sku="WK-W2")
FACTS = "Wren Duo: Price 2450, SKU WK-W2, Category Coffee machines"
SHEET = f"""{FACTS}

The Wren Duo is the machine most of our customers choose.

## Technical data

Cups a day | 90
Noise at one metre | 61 dB
Weight | 14 kg"""


def match(text: str, title: str = "Shop", relevance: float = 0.9, product: Product | None = None) -> Match:
    own = Passage(passage_id=title, url=f"https://acme.example/{title}", title=title, text=text, product=product)
    return Match(passage=own, relevance=relevance)


def answer(question: str, *matches: Match) -> str:
    return quoted(pick(question, weights(question), dict(enumerate(matches, start=1)), "en"))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How loud is the Wren Duo?", "Noise at one metre: 61 dB [1]"),
        ("How heavy is the Wren Duo?", "Weight: 14 kg [1]"),
        ("Tell me about Wren Duo", "The Wren Duo is the machine most of our customers choose. [1]"),
        ("Describe the Wren Duo", "The Wren Duo is the machine most of our customers choose. [1]"),
        ("Wren Duo?", "The Wren Duo is the machine most of our customers choose. [1]"),
        ("Wren Duo coffee machine", "The Wren Duo is the machine most of our customers choose. [1]"),
        ("What is the SKU of the Wren Duo?", f"{FACTS} [1]"),
        ("price of the Wren Duo", f"{FACTS} [1]"),
    ],
)
def test_the_shops_line_of_facts_answers_only_what_it_holds(question: str, expected: str) -> None:
    assert answer(question, match(SHEET, "Wren Duo", product=DUO)) == expected


@pytest.mark.parametrize("people", ["50 people", "50 employees", "an office of 50"])
def test_what_is_big_enough_is_preferred(people: str) -> None:
    sizes = "- Wren Duo: for up to 25 people, with two milks and a tank\n" * 4
    sizes += "- Wren Studio: for up to 60 people, plumbed in, with a touch screen\n" * 4 + "- Tap: water\n" * 3
    said = answer(f"Which machine for {people}?", match(sizes, "Machines"))
    assert "Wren Studio" in said
    assert "Duo" not in said


def test_a_passage_about_what_is_too_small_is_no_source() -> None:
    small, table = match("Made for offices of up to 25 people."), match("People | up to 25\nCups a day | 300")
    large = match("People: up to 10, up to 25, up to 60")
    assert list(fitting("best for 50 people?", {1: small, 2: table, 3: large})) == [3]
    assert list(fitting("best for many?", {1: small, 2: table, 3: large})) == [1, 2, 3]
