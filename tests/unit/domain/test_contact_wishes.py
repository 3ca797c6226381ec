"""Who wants to hear from us, who does not, and in which way."""

import pytest

from sales_agent.domain.contact_wishes import Refusal, only_refuses, refusal, refused, wants_person


@pytest.mark.parametrize(
    "text",
    [
        "Can I talk to a human?",
        "I want to speak to your sales team please",
        "connect me with an agent",
        "Please call me back.",
        "could someone call me",
        "I'd like a real person",
        "Kann ich mit einem Mitarbeiter sprechen?",
        "Quiero hablar con una persona",
        "Je voudrais parler à un conseiller",
    ],
)
def test_who_wants_a_person_is_heard(text: str) -> None:
    assert wants_person(text)


@pytest.mark.parametrize("text", ["Do you sell to persons?", "What does the team plan cost?", "How do I contact you?"])
def test_not_every_mention_of_people_is_a_wish(text: str) -> None:
    assert not wants_person(text)


@pytest.mark.parametrize(
    ("text", "unwanted"),
    [
        ("Please don't contact me by e-mail", "mail"),
        ("Please don\u2019t contact me by email.", "mail"),
        ("Do not e-mail me", "mail"),
        ("Never write to me", "mail"),
        ("stop emailing me", "mail"),
        ("I do not want any e-mails", "mail"),
        ("No e-mails please", "mail"),
        ("unsubscribe", "mail"),
        ("Take me off your mailing list", "mail"),
        ("Please don't call me", "call"),
        ("I don't want you to call me", "call"),
        ("no calls", "call"),
        ("I don't want to be contacted", "contact"),
        ("Please don't contact me by e-mail or phone", "contact"),
        ("leave me alone", "contact"),
        ("Bitte kontaktieren Sie mich nicht per E-Mail", "mail"),
        ("Schreiben Sie mir keine E-Mails", "mail"),
        ("Rufen Sie mich nicht an", "call"),
        ("Ich möchte nicht kontaktiert werden", "contact"),
        ("No me contacten por correo", "mail"),
        ("No quiero que me llamen", "call"),
        ("Ne me contactez pas par e-mail", "mail"),
        ("Ne m'appelez pas", "call"),
        ("Je ne veux pas être contacté", "contact"),
    ],
)
def test_who_wants_no_contact_is_heard(text: str, unwanted: Refusal) -> None:
    assert refusal(text) == unwanted
    assert not wants_person(text)


@pytest.mark.parametrize(
    "text",
    [
        "Please don't forget to call me",
        "Why don't you email me?",
        "I don't have an e-mail address",
        "I don't want email support",
        "I don't get any e-mails from you",
        "There is no email on your site",
        "You never contact me",
        "Ich habe keine E-Mail bekommen",
        "Do you have no phone?",
    ],
)
def test_not_every_no_is_a_refusal(text: str) -> None:
    assert refusal(text) is None


@pytest.mark.parametrize("text", ["Don't email me, call me instead", "don't email me but call me"])
def test_one_way_may_be_refused_and_another_wished_for(text: str) -> None:
    assert refusal(text) == "mail"
    assert wants_person(text)


def test_a_question_beside_a_refusal_is_still_a_question() -> None:
    assert only_refuses("Please do not email me. What does the Lyra cost?") is None
    assert only_refuses("Could you please not email me?") == "mail"


def test_the_last_word_on_each_way_counts() -> None:
    assert refused(["Please don't contact me by e-mail", "What does it cost?"]) == {"mail"}
    assert refused(["I don't want to be contacted", "OK, call me"]) == {"mail"}
    assert refused(["Don't email me", "Sorry, do e-mail me the price"]) == frozenset()
    assert refused(["E-mail me", "No e-mails please"]) == {"mail"}
