"""Kinds of questions: what an answer must have in it, and what websites call it."""

import pytest

from sales_agent.domain.covering import covers, lacks_needed
from sales_agent.domain.knowledge import Match, Passage
from sales_agent.domain.quotes import Quote, quotes
from sales_agent.domain.rephrasing import rephrased


def pieces(text: str, *headings: str) -> list[Quote]:
    passage = Passage(passage_id="1", url="u", title="Acme", headings=list(headings), text=text)
    return quotes(1, Match(passage=passage, relevance=0.9))


@pytest.mark.parametrize(
    ("question", "heading", "right", "wrong"),
    [
        ("How much is it?", "Plans", "It costs $12 a month.", "It costs 12 nerves."),
        ("Is it free?", "Free plan", "Nobody pays.", ""),
        ("Do you give discounts?", "Prices", "Schools get 10 % off.", "Schools are dear to us."),
        ("Do you have a phone number?", "Contact", "Call 0117 496 0143.", "VAT number GB 000 0000 00, no 00000000."),
        ("What is your e-mail address?", "Contact", "Write to hello@acme.example.", "Write to us."),
        ("Where are you located?", "Find us", "Acme Ltd, 12 Mill Lane, Leeds.", "We are close to people."),
        ("What are your opening hours?", "Visit", "Open on weekdays from 9:00 to 17:00.", "Open to everybody."),
        ("What payment methods do you accept?", "Paying", "By card or bank transfer.", "Pay when you like."),
        ("What colours are there?", "Colours", "Black and bottle green.", "Many."),
        ("Tell me about your company", "About us", "We build boats.", ""),
        ("How many employees do you have?", "About us", "We are 38 people.", "We are many."),
        ("What happens if it breaks?", "Warranty", "We repair it.", "A fixed price."),
        ("When were you founded?", "About us", "Acme was started in 2016.", "Since then we have grown."),
        ("How long have you been in business?", "About us", "Founded in 1923.", "A business is a joy."),
        ("Who founded the company?", "About us", "It was set up by Ada Byron.", "It was founded in 1923."),
        ("Who owns it?", "About us", "It belongs to its staff.", "It is large."),
        ("Are you hiring?", "Jobs", "We are looking for a fitter.", "We are many."),
        ("Can I get my money back?", "Unhappy?", "Within 60 days we give the money back.", "Money is no object."),
        ("Can I pay in instalments?", "Ways to pay", "In 12 monthly instalments.", "Pay when you like."),
        ("Where are the machines made?", "Machines", "They are made in Leeds.", "They are made for offices."),
    ],
)
def test_a_kind_shows_by_what_is_in_the_answer(question: str, heading: str, right: str, wrong: str) -> None:
    assert not lacks_needed(question, pieces(right, heading))
    assert covers(question, pieces(right, heading), near=False)
    assert not wrong or lacks_needed(question, pieces(wrong, heading))


def test_a_colour_in_another_sense_is_none() -> None:
    drinks = pieces("It makes espresso, flat white and latte.", "What it makes")
    assert lacks_needed("Is the Duo available in white?", drinks)


def test_the_price_of_another_thing_is_none() -> None:
    assert lacks_needed("How much is the Wren Five?", pieces("The sachets cost £26."))


def test_only_a_piece_that_says_so_tells_the_cheapest() -> None:
    assert lacks_needed("Which is the cheapest tent?", pieces("The Lake tent costs $200."))
    assert not lacks_needed("Which is the cheapest tent?", pieces("The Lake, our cheapest tent, costs $200."))


@pytest.mark.parametrize(
    ("question", "lacking"),
    [
        ("Which pump has the highest flow?", True),
        ("Which is your quietest pump?", True),
        ("Who has the highest risk?", False),
        ("What is most important?", False),
    ],
)
def test_only_a_piece_that_says_so_tells_which_has_the_most(question: str, *, lacking: bool) -> None:
    assert lacks_needed(question, pieces("The flow of this pump is 9 l/h.")) is lacking


def test_the_price_of_a_thing_is_not_that_of_doing_something_with_it() -> None:
    duo = pieces("The Duo costs $12.", "Duo")
    assert lacks_needed("What does it cost to hire the Duo?", duo)
    assert not lacks_needed("What does it cost to buy the Duo?", duo)
    assert not lacks_needed("What does it cost to rent the Duo?", pieces("The Duo: $2 a day.", "Hire"))


@pytest.mark.parametrize(
    ("question", "heading", "other"),
    [
        ("How do I give my dog a tablet?", "Giving your cat a tablet", True),
        ("How do I give my cat a tablet?", "Giving your cat a tablet", False),
        ("How do I give my cat a tablet after lunch?", "Giving a tablet", False),
    ],
)
def test_steps_are_for_what_their_heading_names(question: str, heading: str, *, other: bool) -> None:
    assert lacks_needed(question, pieces("- Wrap it in a towel.\n- Tilt the head.", heading)) is other


@pytest.mark.parametrize(
    ("question", "answered"), [("Is there a car park?", True), ("Is there a house park?", False), ("A car park", False)]
)
def test_two_words_side_by_side_say_that_there_is_such_a_thing(question: str, *, answered: bool) -> None:
    yard = pieces("We have our own car park behind the house.", "Find us")
    assert covers(question, yard, near=False) is answered


def test_the_day_of_a_range_is_in_it() -> None:
    assert covers("Are you open on Wednesday?", pieces("Tuesday to Friday: 8:00 to 18:00", "Opening hours"), near=False)
    assert not covers("Are you open on Sunday?", pieces("Tuesday to Friday: 8:00 to 18:00", "Opening"), near=False)


@pytest.mark.parametrize(
    ("question", "heading", "answered"),
    [
        ("Is there parking?", "Parking", True),
        ("How long does delivery take?", "Delivery times", True),
        ("Do you have bicycles?", "Forty covered stands for bicycles", False),
        ("Do you sell bicycles?", "Bicycles", False),
        ("How many spaces for bicycles are there?", "Bicycles", True),
        ("How many spaces for bicycles are there?", "Bicycles and scooters", False),
        ("My dog ate chocolate, what should I do?", "If your dog has eaten chocolate", True),
    ],
)
def test_a_heading_that_is_what_is_asked_says_what_its_text_is_about(
    question: str, heading: str, *, answered: bool
) -> None:
    assert covers(question, pieces("Four spaces are in the yard within 3 days.", heading), near=False) is answered


@pytest.mark.parametrize(
    ("text", "looked_up"),
    [
        ("Where are you located?", "contact, address: where to find us?"),
        ("Where is your showroom?", "contact, address: where to find us your showroom?"),
        ("Can I pay by credit card?", "how to pay, payment by card or transfer card?"),
        ("What do you offer?", "our products and prices"),
        ("Which tents do you sell?", "Which tents do you sell?"),
        ("We need a room for 30 people", "which room suits 30 people, for up to 30 people"),
        ("We are 12 people, what do you suggest?", "which plan or product suits 12 people, for up to 12 people"),
    ],
)
def test_everyday_questions_are_looked_up_as_websites_put_it(text: str, looked_up: str) -> None:
    assert rephrased(text) == looked_up
