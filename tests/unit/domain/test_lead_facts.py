"""What a message says about the deal."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sales_agent.domain.lead_facts import lead_facts_in


def read(text: str) -> dict[str, str]:
    return {fact.field: fact.value for fact in lead_facts_in(text, seq=2)}


@pytest.mark.parametrize(
    ("text", "size"),
    [
        ("we're about 120 people", "about 120 people"),
        ("We are a team of 12", "12"),
        ("company size: 11-50", "11-50"),
        ("a 50-person company", "50-person"),
        ("wir sind 40 Mitarbeiter", "40 Mitarbeiter"),
        ("it's just me", "just me"),
    ],
)
def test_the_size_of_the_company(text: str, size: str) -> None:
    assert read(text) == {"company_size": size}


@pytest.mark.parametrize(
    ("text", "budget"),
    [
        ("Our budget is around $5k", "around $5k"),
        ("between 10 and 15 thousand euros is our budget", "between 10 and 15 thousand euros"),
        ("I can pay up to $200 per month", "up to $200 per month"),
        ("budget: 5000", "5000"),
        ("unser Budget liegt bei 10.000 Euro", "10.000 Euro"),
        ("We have no budget yet", "no budget yet"),
    ],
)
def test_the_budget(text: str, budget: str) -> None:
    assert read(text) == {"budget_range": budget}


@pytest.mark.parametrize(
    ("text", "timeline"),
    [
        ("We need it by March", "by March"),
        ("next quarter we want to start", "next quarter"),
        ("asap", "asap"),
        ("we want to go live in 2-3 months", "in 2-3 months"),
        ("we will decide by end of Q1 2027", "by end of Q1 2027"),
    ],
)
def test_the_time(text: str, timeline: str) -> None:
    assert read(text) == {"timeline": timeline}


@pytest.mark.parametrize(
    ("text", "decides"),
    [
        ("I decide", "yes"),
        ("I'm the owner", "yes"),
        ("I need to ask my boss", "no"),
        ("my boss makes the final decision", "no"),
        ("I'm the founder but I have to talk to our CFO", "no"),
    ],
)
def test_who_decides(text: str, decides: str) -> None:
    assert read(text) == {"decision_maker": decides}


@pytest.mark.parametrize(
    "text",
    [
        "how many people work there?",
        "Do you deliver by March?",
        "I was there in March",
        "what is the price of the 500 euro plan?",
        "we have 10 chairs",
        "we spend 3 hours a day on this",
        "our budget depends on the features",
    ],
)
def test_questions_and_other_numbers_say_nothing(text: str) -> None:
    assert read(text) == {}


def test_each_fact_quotes_its_words() -> None:
    facts = lead_facts_in("Hello! We have 50 employees and a budget of 20,000 EUR.", seq=2)
    assert [(fact.value, fact.quote) for fact in facts] == [
        ("50 employees", "We have 50 employees"),
        ("20,000 EUR", "budget of 20,000 EUR"),
    ]


@settings(deadline=None)
@given(st.text(max_size=300))
def test_any_text_is_read_without_failing(text: str) -> None:
    assert all(fact.value for fact in lead_facts_in(text, seq=1))
