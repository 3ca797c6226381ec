"""What a message says about the visitor, and what it only seems to say."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sales_agent.domain.email_addresses import suggested_address
from sales_agent.domain.facts import facts_in
from sales_agent.domain.person_names import display_name
from sales_agent.domain.profile import PROFILE_FIELDS, Profile

NOBODY = Profile(tenant="acme", session_id="s1")
MARIA = Profile(
    tenant="acme",
    session_id="s1",
    customer_name="Maria Lopez",
    email="maria@gmial.com",
    company="Acme",
    phone="+4930901820",
)
ASKED = ["customer_name", "email"]


def read(text: str, asked: list[str] | None = None, known: Profile = NOBODY, region: str = "US") -> dict[str, str]:
    facts = facts_in(text, asked=asked or [], region=region, known=known, seq=3)
    return {fact.field: fact.value for fact in facts}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("my name is hendry", "Hendry"),
        ("My name is Patrick O'Brien and I have a question", "Patrick O'Brien"),
        ("i am rajkumar", "Rajkumar"),
        ("this is sam", "Sam"),
        ("jan van der berg here", "Jan van der Berg"),
        ("Hi, this is Dr. Anna Schmidt from Fern & Oak.", "Dr. Anna Schmidt"),
        ("name: Anđa Tomić", "Anđa Tomić"),
        ("ich heiße Jürgen Müller", "Jürgen Müller"),
        ("me llamo José García", "José García"),
        ("je m\u2019appelle Zoé", "Zoé"),
        ("MY NAME IS JOHN SMITH", "John Smith"),
        ("My name is Hope", "Hope"),
        ("First name: Maria, last name: Lopez", "Maria Lopez"),
        ("Best regards,\nMaria Lopez", "Maria Lopez"),
    ],
)
def test_a_name_is_heard_when_it_is_said(text: str, name: str) -> None:
    assert read(text)["customer_name"] == name


@pytest.mark.parametrize(
    "text",
    [
        "I'm looking for a standing desk",
        "I'm interested in pricing",
        "I'm German",
        "I am Happy with that",
        "i'm in Berlin",
        "I'm the CEO",
        "my boss is Peter",
        "his name is Peter",
        "my boss's name is Peter",
        "company name is Acme",
        "my name is not important",
        "call me tomorrow",
        "this is great",
        "It's expensive",
        "what is your name?",
        "Maria, do you ship to Canada?",
    ],
)
def test_other_things_are_no_name(text: str) -> None:
    assert "customer_name" not in read(text)


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("viswa", "Viswa"),
        ("robert and 2311", "Robert"),
        ("Sure, it's Tom Young", "Tom Young"),
        ("Anna Schmidt - anna@acme.de", "Anna Schmidt"),
        ("John Green", "John Green"),
        ("王小明", "王小明"),
    ],
)
def test_a_bare_name_answers_the_question_for_it(text: str, name: str) -> None:
    assert read(text, ASKED)["customer_name"] == name
    assert "customer_name" not in read(text, ["phone"])


@pytest.mark.parametrize(
    "text",
    [
        "what is the price?",
        "no thanks",
        "nope",
        "thanks riley",
        "ok",
        "pricing",
        "maybe later",
        "why do you need that",
        "k",
        "I'd rather not say",
        "Berlin",
        "preise",
        "keine ahnung",
        "no gracias",
        "good morning",
        "cheapest one",
        "wait i will check",
    ],
)
def test_a_dodge_is_no_name(text: str) -> None:
    assert read(text, ASKED) == {}


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("I work at Acme", "Acme"),
        ("we are Acme Corp and need help", "Acme Corp"),
        ("here at Nordlicht GmbH we use it", "Nordlicht GmbH"),
        ("I'm Maria Lopez from Fern & Oak, hello", "Fern & Oak"),
        ("i work at tata consultancy services", "Tata Consultancy Services"),
        ("my company name is hcl and password is x", "HCL"),
        ("I'm the CTO at Initech", "Initech"),
        ("ich arbeite bei Müller & Söhne", "Müller & Söhne"),
        ("trabajo en Grupo Nébula", "Grupo Nébula"),
        ("on behalf of Bank of America", "Bank of America"),
        ("maria lopez, acme gmbh", "Acme GmbH"),
    ],
)
def test_a_company_is_heard_when_it_is_said(text: str, company: str) -> None:
    assert read(text)["company"] == company


@pytest.mark.parametrize(
    "text",
    [
        "I'm from Berlin",
        "I'm Tom from the website",
        "We are a small startup",
        "we're looking for a tool",
        "I work from home",
        "do you work with Siemens?",
        "is Acme Inc. a customer of yours?",
        "We are B2B",
        "my e-mail is anna@acme.com",
    ],
)
def test_no_company_is_guessed(text: str) -> None:
    assert "company" not in read(text)


def test_one_line_of_contact_data_is_read_whole() -> None:
    text = "Anna Schmidt | Acme GmbH | anna@acme.de | 030 901820"
    assert read(text, ASKED, region="DE") == {
        "customer_name": "Anna Schmidt",
        "company": "Acme GmbH",
        "email": "anna@acme.de",
        "phone": "+4930901820",
    }


@pytest.mark.parametrize(
    "text",
    [
        "my order number is 4155552671",
        "invoice #4155552671",
        "it costs 1,234,567.89",
        "$4155552671",
        "on 2026-11-22 10:00",
        "we have 4155552671 users",
        "192.168.100.120",
        "4111 1111 1111 1111",
        "DE89 3704 0044 0532 0130 00",
    ],
)
def test_other_numbers_are_no_phone(text: str) -> None:
    assert "phone" not in read(text)


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("call me on 415-555-2671", "+14155552671"),
        ("0049 30 901820", "+4930901820"),
        ("tel. +1 415 555 2671 ext. 12", "+14155552671 ext. 12"),
        ("my phone number is 87867678", "87867678"),
    ],
)
def test_a_phone_number_is_kept_in_its_international_form_where_it_has_one(text: str, phone: str) -> None:
    assert read(text)["phone"] == phone


@pytest.mark.parametrize(
    ("text", "asked", "email"),
    [
        ("sorry, it's anna@acme.com", [], "anna@acme.com"),
        ("it's anna@acme.com, not ana@acme.com", ASKED, "anna@acme.com"),
        ("anna@acme.com... oops, anna.b@acme.com", ASKED, "anna.b@acme.com"),
        ("my email is new@acme.com", [], "new@acme.com"),
        ("anna (at) acme (dot) com", [], "anna@acme.com"),
        ("yes", ["email"], "maria@gmail.com"),
    ],
)
def test_a_correction_replaces_what_was_known(text: str, asked: list[str], email: str) -> None:
    assert read(text, asked, MARIA)["email"] == email


@pytest.mark.parametrize(
    "text",
    [
        "send it to my boss peter@acme.com",
        "is your email sales@acme.com?",
        "her address is eva@acme.com",
        "meet me at acme.com",
    ],
)
def test_other_peoples_addresses_are_left_out(text: str) -> None:
    assert "email" not in read(text)


@pytest.mark.parametrize("text", ["contact bob@acme.com", "I'm Maria", "we are Globex"])
def test_a_mention_does_not_replace_what_is_known(text: str) -> None:
    assert read(text, known=MARIA) == {}


@pytest.mark.parametrize(
    ("address", "better"),
    [
        ("a@gmial.com", "a@gmail.com"),
        ("a@acme.con", "a@acme.com"),
        ("a@acme.de", ""),
        ("a@acme.co", ""),
        ("a@gmx.net", ""),
    ],
)
def test_a_typing_error_gets_a_suggestion_and_is_kept_as_it_was_written(address: str, better: str) -> None:
    assert suggested_address(address) == better
    assert read(address)["email"] == address


@pytest.mark.parametrize(
    ("text", "asked", "industry"),
    [("we are in the insurance industry", [], "insurance"), ("logistics", ["industry"], "logistics")],
)
def test_the_industry_is_heard_when_it_is_stated(text: str, asked: list[str], industry: str) -> None:
    assert read(text, asked)["industry"] == industry


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("o'brien", "O'Brien"),
        ("JAN VAN DER BERG", "Jan van der Berg"),
        ("mcdonald", "McDonald"),
        ("LeBron James", "LeBron James"),
    ],
)
def test_names_are_shown_with_their_capitals(written: str, shown: str) -> None:
    assert display_name(written) == shown


def test_every_fact_quotes_the_words_it_was_read_from() -> None:
    facts = facts_in("hi, maria lopez here, maria@acme.com", asked=[], region="US", known=NOBODY, seq=7)
    assert [(fact.field, fact.quote, fact.seq) for fact in facts] == [
        ("email", "maria@acme.com", 7),
        ("customer_name", "maria lopez", 7),
    ]


@settings(deadline=None)
@given(text=st.text(max_size=300), asked=st.sets(st.sampled_from(PROFILE_FIELDS)))
def test_any_text_is_read_without_failing_and_each_field_once(text: str, asked: set[str]) -> None:
    facts: list[Any] = facts_in(text, asked=sorted(asked), region="US", known=NOBODY, seq=1)
    assert len({fact.field for fact in facts}) == len(facts)
    assert all(fact.value and fact.field in PROFILE_FIELDS for fact in facts)
    assert all("\n" not in fact.value for fact in facts)
