"""The company in a message that also gives a name, an address or a number; and what its spellings have in common."""

import pytest

from sales_agent.domain.company_names import company_identity, company_in
from sales_agent.domain.facts import facts_in
from sales_agent.domain.profile import Profile

NOBODY = Profile(tenant="acme", session_id="s1")


def company_of(text: str) -> str:
    facts = facts_in(text, asked=[], region="GB", known=NOBODY, seq=1)
    return next((fact.value for fact in facts if fact.field == "company"), "")


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("I work at Brightwater GmbH.", "Brightwater GmbH"),
        ("I work at Brightwater GmbH. We need kettles.", "Brightwater GmbH"),
        ("I work at Brightwater. We need kettles.", "Brightwater"),
        ("Acme Inc. makes kettles, I work there", "Acme Inc."),
        ("we are acme inc.", "Acme Inc."),
        ("I work at Acme, Inc.", "Acme, Inc."),
        ("My company is Acme Co., Ltd.", "Acme Co., Ltd."),
        ("we are Foo S.A. in Lyon", "Foo S.A."),
        ("We are Foo SA", "Foo SA"),
        ("Somos Nébula S.L. de Madrid", "Nébula S.L."),
        ("Notre société est Brume S.A.S.", "Brume S.A.S."),
        ("I work for Müller GmbH & Co. KG in Köln", "Müller GmbH & Co. KG"),
        ("I work for Müller GMBH & Co KG.", "Müller GMBH & Co KG"),
        ("I work for J. Smith Ltd.", "J. Smith Ltd."),
        ("My company is Serenity Spa", "Serenity Spa"),
        ("Thanks. Acme Ltd", "Acme Ltd"),
        ("Anna Schmidt, Gebr. Müller GmbH", "Gebr. Müller GmbH"),
    ],
)
def test_a_company_is_spelt_as_the_visitor_does_without_the_stop_of_the_sentence(text: str, company: str) -> None:
    assert company_of(text) == company


@pytest.mark.parametrize(
    "spellings",
    [
        ("Acme, Inc.", "acme inc", "Acme Inc", "ACME INC."),
        ("Foo S.A.", "Foo SA"),
        ("Acme Co., Ltd.", "Acme Co Ltd"),
        ("Müller GmbH & Co. KG", "Müller GMBH & Co KG"),
    ],
)
def test_all_spellings_are_one_company(spellings: tuple[str, ...]) -> None:
    assert len({company_identity(name) for name in spellings}) == 1


def test_companies_of_another_form_are_others() -> None:
    assert len({company_identity(name) for name in ("Acme", "Acme Ltd", "Acme Inc", "Acme & Co")}) == 4


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ("I'm Bob, bob@brightwater.example, from Brightwater GmbH.", "Brightwater GmbH"),
        ("I am Bob Smith <bob@brightwater.example> from Brightwater", "Brightwater"),
        ("i'm bob, bob@x.example, from acme", "Acme"),
        ("bob smith, bob@x.example, from acme ltd", "Acme Ltd"),
        ("Bob Smith (bob@x.example), Acme Ltd", "Acme Ltd"),
        ("My name is Bob Smith, Acme Ltd.", "Acme Ltd."),
        ("Hi, this is Ann, +44 20 7946 0000, calling from Acme", "Acme"),
        ("This is Ann Smith, phone 020 7946 0000, at Acme", "Acme"),
        ("My name is Ann Lee, tel. 020 7946 0000, e-mail: ann@x.example, from Acme", "Acme"),
        ("I'm Bob (head of IT, Acme), bob@x.example", "Acme"),
        ("I'm Bob, bob@x.example, owner of Acme", "Acme"),
        ("Hi, Bob from Acme here, bob@x.example", "Acme"),
        ("It's Ann from Brightwater, ann@x.example", "Brightwater"),
        ("Best regards,\nBob Smith\nSales Manager, Brightwater\nbob@x.example", "Brightwater"),
        ("Best regards,\nBob Smith\nAcme Ltd\nbob@x.example", "Acme Ltd"),
        ("Do you ship to Leeds? Bob Smith, Acme Ltd", "Acme Ltd"),
        ("Ich bin Anna Schmidt, anna@x.example, von der Nordlicht GmbH.", "Nordlicht GmbH"),
        ("Hier spricht Anna Schmidt, +49 30 901820, von Nordlicht", "Nordlicht"),
        ("Ich schreibe im Namen der Nordlicht GmbH.", "Nordlicht GmbH"),
        ("Ich bin Geschäftsführer der Nordlicht GmbH", "Nordlicht GmbH"),
        ("Ich leite die Nordlicht GmbH", "Nordlicht GmbH"),
        ("Wir von der Nordlicht GmbH suchen Kessel", "Nordlicht GmbH"),
        ("Ich bin bei Siemens", "Siemens"),
        ("Soy Ana García, ana@x.example, de Grupo Nébula.", "Grupo Nébula"),
        ("Hola, soy Ana de la empresa Nébula", "Nébula"),
        ("Soy Ana, directora de compras en Nébula", "Nébula"),
        ("Les escribo en nombre de Nébula", "Nébula"),
        ("Llamo de parte de Nébula", "Nébula"),
        ("Je suis Zoé, zoe@x.example, de chez Brume.", "Brume"),
        ("Je m'appelle Zoé Martin (zoe@x.example) de la société Brume", "Brume"),
        ("Je vous contacte de la part de Brume", "Brume"),
        ("Je représente Brume", "Brume"),
    ],
)
def test_a_company_is_heard_beside_name_and_address(text: str, company: str) -> None:
    assert company_of(text) == company


@pytest.mark.parametrize(
    "text",
    [
        "I'm Bob, bob@x.example, from Berlin",
        "I'm Bob, bob@x.example, from the north",
        "We are from the North",
        "We are from the UK",
        "I'm Bob, from the marketing team",
        "I'm Bob from Marketing",
        "I'm Bob, bob@x.example, from the Marketing Team",
        "I'm Bob, from your website",
        "I'm Bob, +44 20 7946 0000, from Monday on",
        "I'm Bob, +44 20 7946 0000, from 9 to 5",
        "This is Ann (020 7946 0000)",
        "I'm Bob, bob@x.example, with a question",
        "I'm Bob, bob@x.example, Wren Duo please",
        "I'm Bob, bob@x.example. Do you have the Wren Duo?",
        "I'm Bob, looking at the Wren Duo",
        "I'm Bob, happy with Gmail",
        "I'm Bob, a fan of Star Wars",
        "My name is Bob, I need help with Salesforce",
        "I'm Bob and we met at CES",
        "I'm at the spa",
        "Bob from Acme recommended you",
        "I bought it from Acme Ltd",
        "Ich bin Anna, anna@x.example, von der Webseite",
        "Ich bin Anna, anna@x.example, von Montag bis Freitag",
        "Ich bin bei der Arbeit",
        "Soy Ana, ana@x.example, de Madrid",
        "Llamo desde Madrid",
        "Je suis Zoé, zoe@x.example, de Paris",
        "Je suis chez moi",
    ],
)
def test_other_things_beside_a_name_are_no_company(text: str) -> None:
    assert not company_of(text)


@pytest.mark.parametrize(
    ("text", "company"),
    [
        ('I am from "Acme, Widgets & Sons" GmbH, ada@acme.example', "Acme, Widgets & Sons GmbH"),
        ("My company is called \u201cThe 5 O'Clock Club\u201d, thanks", "The 5 O'Clock Club"),
        ("I represent \u201eM\u00fcller & S\u00f6hne\u201c GmbH", "M\u00fcller & S\u00f6hne GmbH"),
        ("ich bin von \u00abNord, S\u00fcd\u00bb AG", "Nord, S\u00fcd AG"),
        ('we are "looking" for a machine', ""),
        ('we are from "Paris"', ""),
    ],
)
def test_quotation_marks_tell_where_a_name_ends(text: str, company: str) -> None:
    assert company_in(text, asked=False) == company
