from collections.abc import Sequence

import pytest

from sales_agent.domain.asking import ask_for, gives, next_ask
from sales_agent.domain.extractive import pick, weights
from sales_agent.domain.knowledge import Match, Passage, Product
from sales_agent.domain.quotes import quotes
from sales_agent.domain.quoting import quoted

PLANS = """Our plans at a glance:

Plan | Price per month | Agents
Starter | $29 | 3
Growth | $99 | 10
Enterprise | on request | unlimited

All plans include e-mail support. You can cancel at any time.

Annual billing saves 20%."""
RETURNS = """Can I return a tent?

Yes. Unused tents can be returned within 30 days.

Who pays for the parcel?

The customer does. For members it is free.

These are excluded:

- gift cards
- used stoves"""


def match(text: str, title: str = "Shop", relevance: float = 0.9, product: Product | None = None) -> Match:
    own = Passage(passage_id=title, url=f"https://acme.example/{title}", title=title, text=text, product=product)
    return Match(passage=own, relevance=relevance)


def answer(question: str, *matches: Match, earlier: str = "") -> str:
    return quoted(pick(question, weights(question, earlier), dict(enumerate(matches, start=1)), "en"))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("How much is the Growth plan?", "Growth: Price per month $99, Agents 10 [1]"),
        ("can I cancel?", "You can cancel at any time. [1]"),
        ("How many agents does Starter have?", "Starter: Price per month $29, Agents 3 [1]"),
        ("what does annual billing save", "Annual billing saves 20%. [1]"),
    ],
)
def test_the_piece_that_says_it_is_quoted(question: str, expected: str) -> None:
    assert answer(question, match(PLANS, "Pricing")) == expected


def test_a_question_on_the_page_lends_its_words_to_its_answer() -> None:
    assert answer("Who pays for sending the parcel?", match(RETURNS)) == (
        "The customer does. For members it is free. [1]"
    )
    assert answer("is it possible to return my tent?", match(RETURNS)) == (
        "Yes. Unused tents can be returned within 30 days. [1]"
    )


def test_a_short_list_comes_whole_with_the_line_that_leads_to_it() -> None:
    assert answer("Which articles are excluded?", match(RETURNS)) == (
        "These are excluded:\n- gift cards\n- used stoves [1]"
    )


def test_items_of_a_long_list_stand_alone() -> None:
    items = "\n".join(f"- Model {name}: made of {name}wood, with a long description of it" for name in "abcdefgh")
    assert answer("What is model c made of?", match(items)) == (
        "Model c: made of cwood, with a long description of it [1]"
    )


def test_rows_of_two_columns_are_name_and_value() -> None:
    assert answer("what is the capacity?", match("Capacity | 4 people\nWeight | 12 lbs")) == "Capacity: 4 people [1]"


def test_a_table_without_a_header_gives_no_row_the_cells_of_the_first() -> None:
    desks = match("Sales | 0231 555 0120 | sales@acme.example\nParts | 0231 555 0140 | parts@acme.example", "Contact")
    assert answer("Who do I call for parts?", desks) == "Parts: 0231 555 0140: parts@acme.example [1]"


def test_a_price_is_looked_for_beyond_the_best_passage() -> None:
    about = match("The Trail tent is a light tent for four people.", "Trail tent")
    price = match("Trail tent: $250.", "Offers", relevance=0.75)
    assert answer("How much is the Trail tent?", about, price) == "Trail tent: $250. [2]"
    assert "[2]" not in answer("Is the Trail tent light?", about, price)


def test_the_shop_knows_the_price_of_its_product() -> None:
    product = Product(product_id="7", name="Trail tent", price="250.00", currency="USD")
    assert answer("what does the trail tent cost?", match("A light tent.", "Trail tent", product=product)).startswith(
        "Trail tent: 250.00 USD [1]"
    )


@pytest.mark.parametrize(
    ("text", "question", "expected"),
    [
        ("The Duo. It is made for offices.", "made for offices?", "The Duo. It is made for offices. [1]"),
        ("Yes, to Ireland. We deliver nowhere else.", "deliver?", "Yes, to Ireland. We deliver nowhere else. [1]"),
        ("They sleep after 60 minutes.", "sleep?", "Machines: They sleep after 60 minutes. [1]"),
    ],
)
def test_what_points_back_brings_along_what_it_points_to(text: str, question: str, expected: str) -> None:
    assert answer(question, match(text, "Machines")) == expected


def test_a_heap_of_cells_is_not_quoted() -> None:
    cells = "\n".join(f"- {number} dB" for number in range(50, 62))
    machines = match(f"{cells}\n\nChoose the cheapest machine by the day.", "Compare")
    assert answer("Which is your cheapest machine?", machines) == "Choose the cheapest machine by the day. [1]"


def test_a_follow_up_is_about_the_question_before() -> None:
    shop = match("The Trail tent weighs 2 kg. The Lake tent weighs 9 kg.")
    assert (
        answer("and how heavy is it?", shop, earlier="Tell me about the Lake tent") == "The Lake tent weighs 9 kg. [1]"
    )


def test_meaning_decides_where_words_do_not() -> None:
    shop = match("The fabric is waterproof. The poles are made of steel.")

    def meaning(texts: Sequence[str]) -> list[float]:
        return [0.9 if "steel" in text else 0.0 for text in texts]

    assert quoted(pick("metal?", weights("metal?"), {1: shop}, "en", meaning)) == "The poles are made of steel. [1]"


@pytest.mark.parametrize("text", ["Tents?", "", "## Tents", "https://acme.example/a-link", "a | b | c", "-", "- \n- "])
def test_something_is_quoted_of_any_passage(text: str) -> None:
    assert answer("tents", match(text)).endswith("[1]")


def test_neighbours_stand_in_one_paragraph() -> None:
    places = {piece.text[:3]: piece.place for piece in quotes(1, match(PLANS))}
    assert places["You"] == places["All"] + 1
    assert places["Ann"] > places["You"] + 1


def test_nobody_is_asked_twice_in_a_row_or_for_ever() -> None:
    ask = ask_for("customer_name", "en")
    missing = ["customer_name", "email"]
    assert next_ask(missing, [], "en") == "customer_name"
    assert next_ask(missing, ["Yes. [1]\n\n" + ask], "en") == ""
    assert next_ask(missing, [ask, "Yes. [1]"], "en") == "customer_name"
    assert next_ask(missing, [ask, "Yes. [1]", ask, "No. [1]"], "en") == "email"
    assert next_ask([], [], "en") == ""


def test_fields_of_ones_own_can_be_asked_for() -> None:
    assert ask_for("shoe_size", "en") == "May I ask your shoe size?"
    assert ask_for("email", "de-AT").startswith("Wie lautet")
    assert ask_for("email", "pt") == ask_for("email", "en")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("it's ann@example.com", True),
        ("Ann Lee", True),
        ("call 0171 2345678", True),
        ("is Ann Lee available?", False),
        ("what a nice tent", False),
    ],
)
def test_who_tells_something_about_themselves_is_noticed(text: str, *, told: bool) -> None:
    known = {"customer_name": "Ann Lee", "email": "ann@example.com", "phone": "+491712345678"}
    assert gives(text, known) is told


def test_cards_keep_their_price() -> None:
    cards = match("Oak A small desk. £290 plus VAT Elm A wide desk for two. £480 plus VAT", "Desks")
    assert answer("How much is the Elm?", cards) == "Elm A wide desk for two. £480 plus VAT [1]"


def test_how_something_is_done_takes_all_steps() -> None:
    steps = "## How to clean it\n\n" + "\n".join(
        f"- Do step {name} of it slowly and with great care" for name in "abcdefghi"
    )
    said = answer("How do I clean it?", match(f"{steps}\n\n- Other", "Care"))
    assert len(said.splitlines()) > len("abcde")
    assert said.startswith("Do step a")


def test_a_page_tells_more_than_a_blog() -> None:
    post = match("A rented tent that tears is our problem.", "blog/rent")
    page = match("Any tent can be rented by the week.", "Rent", relevance=0.85)
    assert answer("Can I rent a tent?", post, page) == "Any tent can be rented by the week. [2]"


def test_a_name_is_looked_for_beyond_the_best_passage() -> None:
    ireland = match("Yes, to Ireland.", "Do you deliver to Ireland?")
    costs = match("Place | Cost\nMainland Great Britain | free", "Delivery costs", relevance=0.85)
    assert "Great Britain: free [2]" in answer("Do you deliver to Scotland?", ireland, costs)


@pytest.mark.parametrize(
    ("question", "title", "heading"),
    [
        ("How should I clean the chain?", "How to clean a chain", "A quick way"),
        ("How do I change the seal?", "Pump", "Changing the seal"),
    ],
)
def test_a_short_list_is_steps_when_it_is_headed_as_such(question: str, title: str, heading: str) -> None:
    text = f"A clean chain and a tight seal last longer.\n\n## {heading}\n\n- Switch off.\n- Wipe."
    assert answer(question, match(text, title)) == "- Switch off.\n- Wipe. [1]"


def test_what_has_every_word_is_looked_for_beyond_the_best_passage() -> None:
    used = match("We buy no used bikes.", "Used bikes", 0.45)
    hire = match("We take a deposit of £100 for a bike.", "Hire", 0.35)
    assert "a deposit of £100" in answer("Is there a deposit if I hire a bike?", used, hire)
