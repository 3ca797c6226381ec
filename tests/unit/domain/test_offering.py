"""What there is, what is cheapest, what suits so many people, and how two things differ."""

from typing import Any

import pytest

from sales_agent.domain.knowledge import Match, Passage, Product
from sales_agent.domain.offering import offered, shortlisted
from sales_agent.domain.quoting import quoted

PLANS = """ | Solo | Team | Business
Price | $12 per month | $29 per month | $79 per month
Users | 1 | up to 5 | up to 25"""
FEES = """- Massage, 60 minutes: £64
- Acupuncture, 30 minutes: £48

## Catering

Fruit costs £9 a person."""
CARDS = (
    "Oak A quiet desk for small rooms of up to 4 people. £290 plus VAT "
    "Elm A wide desk for up to 9 people. £480 plus VAT Lamp Light for the evening. £60 plus VAT"
)


def match(text: str, title: str, relevance: float = 0.9, **more: Any) -> Match:
    values = {"passage_id": title, "url": f"https://acme.example/{title}", "title": title, "text": text, **more}
    return Match(passage=Passage.model_validate(values), relevance=relevance)


def answer(question: str, *matches: Match) -> str:
    found = offered(question, dict(enumerate(matches, start=1)), "en")
    return quoted(found) if found else ""


@pytest.mark.parametrize("question", ["What do you offer?", "Which plans do you have?", "show me your plans"])
def test_everything_on_offer_is_a_listing(question: str) -> None:
    lines = answer(question, match("About 40 people.", "About"), match(PLANS, "Plans and prices")).splitlines()
    assert lines == [
        "Solo: Price $12 per month, Users 1",
        "Team: Price $29 per month, Users up to 5",
        "Business: Price $79 per month, Users up to 25 [2]",
    ]


@pytest.mark.parametrize("question", ["Which trucks do you have?", "Do you sell plans?", "What do you offer for kids?"])
def test_what_is_not_listed_is_not_listed(question: str) -> None:
    assert answer(question, match(PLANS, "Plans and prices")) == ""


def test_blogs_and_the_small_print_offer_nothing() -> None:
    post, terms = match(PLANS, "blog", kind="post"), match(PLANS, "terms")
    assert answer("What do you offer?", post, terms) == ""


def test_a_shop_without_a_listing_has_its_products() -> None:
    shop = [
        match(
            "A tent.", f"{name} tent", product=Product(product_id=name, name=f"{name} tent", price="9", currency="EUR")
        )
        for name in ("Lake", "Trail")
    ]
    assert answer("Which tents do you sell?", *shop) == "Lake tent: 9 EUR [1]\nTrail tent: 9 EUR [2]"
    assert answer("Which boats do you sell?", *shop) == ""


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What is the cheapest plan?", "Solo: Price $12 per month, Users 1 [1]"),
        ("Which is your most expensive plan?", "Business: Price $79 per month, Users up to 25 [1]"),
        ("What is the cheapest treatment?", "Acupuncture, 30 minutes: £48 [2]"),
        ("What is the cheapest desk?", "Oak A quiet desk for small rooms of up to 4 people. £290 plus VAT [3]"),
        ("What is the cheapest truck?", ""),
    ],
)
def test_the_cheapest_is_of_what_is_asked_for(question: str, expected: str) -> None:
    pages = match(PLANS, "Plans and prices"), match(FEES, "Treatments and fees"), match(CARDS, "Furniture")
    assert answer(question, *pages) == expected


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Which plan is best for 10 people?", "Business: Price $79 per month, Users up to 25 [1]"),
        ("We are a team of 4, what do you recommend?", "Team: Price $29 per month, Users up to 5 [1]"),
        ("We need something for 3 users", "Team: Price $29 per month, Users up to 5 [1]"),
        ("We need a plan for 200 users", ""),
        ("We need a bus for 20 people", ""),
        ("We are 20 people, need it by March", ""),
    ],
)
def test_the_smallest_that_is_big_enough_suits(question: str, expected: str) -> None:
    assert answer(question, match(PLANS, "Plans and prices")) == expected


def test_what_a_page_answers_for_some_people_is_told_to_fewer() -> None:
    faq = match("Which desk for 8 people?\n\nThe Elm. It is made for up to 9 people.", "FAQ")
    assert answer("Which desk suits 5 people?", faq) == "The Elm. It is made for up to 9 people. [1]"
    assert answer("Which bus suits 5 people?", faq) == ""


@pytest.mark.parametrize(
    "question", ["How much are Solo and Business?", "Compare Solo and the Business", "Solo vs. Business?"]
)
def test_two_things_are_told_from_one_listing(question: str) -> None:
    assert answer(question, match(PLANS, "Plans and prices")) == (
        "Solo: Price $12 per month, Users 1 [1]\nBusiness: Price $79 per month, Users up to 25 [1]"
    )


def test_two_things_are_told_from_the_page_of_each() -> None:
    oak, elm = match("Light and small. It costs €29.", "Oak"), match("Wide and heavy.", "Elm")
    assert answer("What is the difference between the Oak and the Elm?", oak, elm) == (
        "Oak: Light and small. [1]\nElm: Wide and heavy. [2]"
    )
    assert answer("What do the Oak and the Elm cost?", oak, elm) == ""


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How much is the Team plan?", "Team: Price $29 per month, Users up to 5 [1]"),
        ("What does Team cost per month?", "Team: Price $29 per month, Users up to 5 [1]"),
        ("How much is a Team T-shirt?", ""),
        ("What does the Gold plan cost?", ""),
    ],
)
def test_the_price_of_one_thing_is_told_from_a_listing(question: str, expected: str) -> None:
    assert answer(question, match(PLANS, "Plans and prices")) == expected


def test_the_price_on_the_page_of_a_thing_goes_before_a_listing() -> None:
    hire = match("Bike | Day | Week\nHeron | £22 | £95\nCurlew | £30 | £140", "Hire")
    assert answer("What does it cost to hire the Heron?", hire) == "Heron: Day £22, Week £95 [1]"
    assert answer("How much is the Heron?", hire, match("It costs £780.", "Heron")) == ""
    assert answer("What is the cheapest bike to hire?", hire) == "Heron: Day £22, Week £95 [1]"


def test_short_sections_with_a_price_are_cards() -> None:
    club = match("## Basic\n\nA yearly check. £14 a month\n\n## Senior\n\nTwo checks, 15 % off. £22 a month", "Club")
    vets = match("Service | Cat | Dog\nChip | £8 | £9\nCheck | £46 | £46\nCut | £95 | £99", "Prices")
    assert answer("What is your cheapest plan?", vets, club) == "Basic: A yearly check. £14 a month [2]"
    assert answer("How much is the Senior plan?", vets, club) == "Senior: Two checks, 15 % off. £22 a month [2]"


def test_what_is_lent_is_not_for_sale() -> None:
    hire = match("Bike | Day | Week\nHeron | £22 | £95\nCurlew | £30 | £140", "Hire")
    shop = match("Wren bike: £9", "Wren bike", product=Product(product_id="w", name="Wren bike", price="9"))
    assert answer("Which bikes do you sell?", hire) == ""
    assert answer("What is the cheapest bike?", hire, shop) == ""


def test_the_most_of_a_listing_is_told() -> None:
    rooms = match("Room | Size | Price\nAttic | 11 m² | £85\nSuite | 52 m² | £290", "Rooms")
    assert answer("Which is the biggest room?", rooms) == "Suite: Size 52 m², Price £290 [1]"
    assert answer("Which is the biggest boat?", rooms) == ""


def test_a_comparison_is_of_what_is_asked_and_not_only_of_prices() -> None:
    hire = match("Bike | Day | Week\nOak | £22 | £95\nElm | £30 | £140", "Hire")
    oak, elm = match("Light. Its weight is 9 kg.", "Oak"), match("Wide. Its weight is 12 kg.", "Elm")
    assert answer("Compare Oak and Elm", hire, oak, elm) == "Oak: Light. [2]\nElm: Wide. [3]"
    assert answer("Compare the weight of Oak and Elm", hire, oak, elm) == (
        "Oak: Its weight is 9 kg. [2]\nElm: Its weight is 12 kg. [3]"
    )
    assert answer("Compare the motor of Oak and Elm", hire, oak, elm) == ""


def test_the_pages_of_what_is_compared_are_looked_at_first() -> None:
    found = [match(PLANS, "Prices"), match("Light.", "Oak Desk"), match("Wide.", "Elm Desk")]
    chosen = shortlisted("Compare the Oak Desk and the Elm Desk", found, 2)
    assert [one.passage.title for one in chosen] == ["Oak Desk", "Elm Desk"]


def test_listings_are_looked_at_first() -> None:
    found = [match(f"Story {number}.", f"Story {number}") for number in range(6)] + [match(PLANS, "Prices")]
    assert [one.passage.title for one in shortlisted("What do you offer?", found, 2)] == ["Story 0", "Prices"]
    assert [one.passage.title for one in shortlisted("Who are you?", found, 2)] == ["Story 0", "Story 1"]
