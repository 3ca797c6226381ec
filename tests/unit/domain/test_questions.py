import pytest

from sales_agent.domain.questions import asks, in_distress, reply_to_statement
from sales_agent.domain.rephrasing import rephrased
from sales_agent.domain.stock_phrases import GLADLY, NOTED


@pytest.mark.parametrize(
    "text",
    [
        "do you sell tents",
        "Hi, can I pay by invoice",
        "tell me about submarines",
        "I would like to know the price",
        "wo ist die Lieferung",
        "¿Cuánto cuesta",
        "combien ça coûte",
        "tents?",
    ],
)
def test_a_question_needs_no_mark(text: str) -> None:
    assert asks(text)
    assert reply_to_statement(text, {}) is None


@pytest.mark.parametrize(
    "text", ["My wife is called Anna Smith", "I am from Leeds", "aaaa", "fuck you", "<script>x</script>"]
)
def test_a_statement_asks_nothing(text: str) -> None:
    assert not asks(text)
    assert reply_to_statement(text, {}) is None


def test_what_is_told_is_noted_and_a_wish_to_buy_is_welcome() -> None:
    assert reply_to_statement("We are 30 people, need it by March, budget £5000", {}) == NOTED
    assert reply_to_statement("Ann Lee", {"customer_name": "Ann Lee"}) == NOTED
    assert reply_to_statement("I am interested in buying", {}) == GLADLY


@pytest.mark.parametrize(
    ("text", "distress"),
    [
        ("I want to kill myself", True),
        ("quiero morir", True),
        ("Do you offer training in suicide prevention?", False),
        ("I could kill for a coffee", False),
        ("I want to die-cut labels?", False),
    ],
)
def test_distress_is_heard(text: str, *, distress: bool) -> None:
    assert in_distress(text) is distress


@pytest.mark.parametrize(
    ("text", "looked_up"),
    [
        ("Who founded the company?", "about us, our history: founded by ?"),
        ("Who are your founders?", "about us, our history: founded by?"),
        ("Can I try a machine?", "Can I trial a machine?"),
        ("How do I try to reset it?", "How do I try to reset it?"),
        ("What is the company's address?", "What is the company's address?"),
    ],
)
def test_a_question_is_looked_up_in_the_words_of_a_website(text: str, looked_up: str) -> None:
    assert rephrased(text) == looked_up
