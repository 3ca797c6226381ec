"""What the model that quotes says when: bands, small talk, asking."""

from typing import Any

import pytest

from sales_agent.adapters.chat_models.embedded import ExtractiveModel
from sales_agent.adapters.embedders.memory import WordEmbedder
from sales_agent.domain.asking import ask_for
from sales_agent.domain.knowledge import Match, Passage, Product
from sales_agent.ports.chat_models import Answer, Exchange, Question

MODEL = ExtractiveModel()
RETURNS = "Unused tents can be returned within 30 days. Rented tents cannot be returned at all."


def ask(text: str, relevance: float = 0.9, **more: Any) -> Answer:
    passage = Passage(passage_id="1", url="https://acme.example/terms", title="Terms", text=RETURNS)
    values = {"instructions": "", "text": text, "matches": [Match(passage=passage, relevance=relevance)], **more}
    return MODEL.answer(Question.model_validate(values))


def test_about_the_question_is_quoted() -> None:
    answer = ask("Can unused tents be returned?")
    assert answer.kind == "answer"
    assert answer.text == "Unused tents can be returned within 30 days. [1]"


def test_near_the_question_is_said_to_be_only_that() -> None:
    answer = ask("Can unused tents be returned by courier?", relevance=0.6)
    assert answer.kind == "closest"
    assert "does not answer this directly" in answer.text
    assert "30 days. [1]" in answer.text
    assert answer.asks == ["email"]


@pytest.mark.parametrize("relevance", [0.3, 0.6])
def test_what_has_every_word_asked_for_answers_although_its_passage_is_only_near(relevance: float) -> None:
    answer = ask("Can unused tents be returned?", relevance=relevance)
    assert (answer.kind, answer.text) == ("answer", "Unused tents can be returned within 30 days. [1]")


def test_two_words_may_meet_by_chance_in_a_passage_far_from_the_question() -> None:
    assert ask("Do you have unused days?", relevance=0.3).kind == "unknown"


def test_far_from_the_question_is_left_out() -> None:
    answer = ask("Do you sell submarines?", relevance=0.3)
    assert answer.kind == "unknown"
    assert "[1]" not in answer.text
    assert answer.asks == ["email"]


def test_the_bands_move_with_the_threshold() -> None:
    kinds = [ask("Returns?", relevance=0.6, threshold=threshold).kind for threshold in (0.5, 0.7, 0.9)]
    assert kinds == ["answer", "closest", "unknown"]


def test_who_has_left_an_address_is_not_asked_for_it() -> None:
    answer = ask("Do you sell submarines?", relevance=0.1, known={"email": "a@example.com"})
    assert answer.asks == []
    assert "passing your question on" in answer.text


def test_who_wants_no_mail_is_not_asked_for_an_address() -> None:
    unwilling = [Exchange(question="Please don't e-mail me.", answer="All right.")]
    for relevance, text in ((0.3, "Do you sell submarines?"), (0.6, "Can unused tents be returned by courier?")):
        answer = ask(text, relevance=relevance, history=unwilling)
        assert answer.asks == []
        assert "e-mail" not in answer.text
        assert answer.text == answer.text.strip()
    again = [*unwilling, Exchange(question="You may e-mail me after all.", answer="Thank you.")]
    assert ask("Do you sell submarines?", relevance=0.3, history=again).asks == ["email"]


def test_a_site_that_cannot_be_searched_is_not_said_to_say_nothing() -> None:
    answer = ask("Do you sell tents?", matches=[], looked_up=False)
    assert answer.kind == "unknown"
    assert "cannot look that up" in answer.text


@pytest.mark.parametrize("text", ["Hello", "thanks!", "bye", "how are you?", "help", "no", "ok"])
def test_small_talk_needs_no_site(text: str) -> None:
    answer = ask(text, matches=[])
    assert answer.kind == "smalltalk"
    assert answer.asks == []


def test_it_says_that_it_is_an_ai() -> None:
    assert "AI assistant" in ask("Are you human?").text
    assert "KI-Assistent" in ask("Bist du ein Mensch?", locale="de-DE").text


def test_who_wants_a_person_is_asked_how_to_be_reached() -> None:
    answer = ask("Can I talk to a human?", missing=["email"])
    assert answer.kind == "profile"
    assert answer.asks == ["email"]
    assert ask_for("email", "en") in answer.text


@pytest.mark.parametrize(
    ("text", "locale", "reply"),
    [
        ("Please don't contact me by e-mail", "en", "All right: you will get no e-mail from us"),
        ("Rufen Sie mich nicht an", "de", "In Ordnung: Unser Team ruft Sie nicht an."),
        ("Don't email me, call me instead", "en", "our team will gladly talk with you"),
        ("delete my data", "en", "Delete my data"),
        ("Bitte meine Daten löschen", "de", "Meine Daten löschen"),
        ("Quiero borrar mis datos", "es", "Borrar mis datos"),
        ("Je veux supprimer mes données", "fr", "Supprimer mes données"),
    ],
)
def test_who_wants_no_contact_or_no_data_kept_is_answered(text: str, locale: str, reply: str) -> None:
    answer = ask(text, relevance=0.1, missing=["email"], locale=locale)
    assert (answer.kind, answer.asks) == ("smalltalk", [])
    assert reply in answer.text


def test_details_are_thanked_for_and_the_next_is_asked_for() -> None:
    answer = ask("Ann Lee", relevance=0.1, known={"customer_name": "Ann Lee"}, missing=["email"])
    assert answer.kind == "profile"
    assert answer.asks == ["email"]
    done = ask("ann@example.com", relevance=0.1, known={"customer_name": "Ann", "email": "ann@example.com"})
    assert done.asks == []
    assert done.text.endswith("?")


def test_after_an_answer_what_is_missing_is_asked_for_now_and_then() -> None:
    first = ask("Can unused tents be returned?", missing=["customer_name", "email"])
    assert first.asks == ["customer_name"]
    assert first.text.endswith(ask_for("customer_name", "en"))
    history = [Exchange(question="Can unused tents be returned?", answer=first.text)]
    assert ask("And rented tents?", missing=["customer_name", "email"], history=history).asks == []


def test_a_follow_up_takes_its_subject_from_the_last_question_that_was_answered() -> None:
    history = [
        Exchange(question="Can rented tents be returned?", answer="Rented tents cannot be returned at all. [1]"),
        Exchange(question="Ann", answer="Thank you."),
    ]
    assert ask("and is that final?", history=history).text == "Rented tents cannot be returned at all. [1]"


@pytest.mark.parametrize("text", ["😀", "???", "so what of it"])
def test_what_has_no_words_is_asked_back(text: str) -> None:
    assert ask(text, relevance=0.1).kind == "smalltalk"


@pytest.mark.parametrize(
    "text",
    ["My wife is called Anna Smith", "I am from Leeds", "aaaa", "fuck you", "<script>alert(1)</script>"],
)
def test_what_asks_nothing_is_no_open_question(text: str) -> None:
    answer = ask(text, relevance=0.4)
    assert (answer.kind, answer.asks) == ("smalltalk", [])


@pytest.mark.parametrize(
    ("text", "opening"),
    [
        ("We are 30 people, need it by March, budget £5000", "I have noted that"),
        ("Our budget is £5000", "I have noted that"),
        ("I am interested in buying", "Gladly"),
        ("We would like to rent two of them", "Gladly"),
    ],
)
def test_what_is_told_of_the_deal_is_noted(text: str, opening: str) -> None:
    answer = ask(text, relevance=0.6)
    assert (answer.kind, answer.asks) == ("profile", ["email"])
    assert opening in answer.text


def test_a_question_with_facts_is_still_a_question() -> None:
    assert ask("We are 30 people. Can unused tents be returned?").kind == "answer"


@pytest.mark.parametrize("text", ["I want to kill myself", "I'm going to end my life", "Ich will mich umbringen"])
def test_who_is_in_distress_is_sent_to_people(text: str) -> None:
    answer = ask(text, relevance=0.9)
    assert (answer.kind, answer.asks) == ("smalltalk", [])
    assert "emergency number" in answer.text


def test_a_product_of_that_name_is_no_answer_to_what_is_asked_of_it() -> None:
    text = "Two kinds of beans and fresh milk. Delivery is free."
    passage = Passage(passage_id="1", url="u", title="Wren Duo", text=text)
    question = Question(
        instructions="", text="What material is the Wren Duo?", matches=[Match(passage=passage, relevance=0.8)]
    )
    answer = MODEL.answer(question)
    assert answer.kind == "closest"
    assert "Two kinds of beans" in answer.text


@pytest.mark.parametrize(("people", "kind"), [(20, "answer"), (50, "unknown")])
def test_what_is_made_for_fewer_people_is_no_answer(people: int, kind: str) -> None:
    text = "The Wren Duo. It is made for offices of up to 25 people and brews up to 90 cups a day."
    passage = Passage(passage_id="1", url="u", title="FAQ", text=text)
    asked = f"Which machine is best for {people} people?"
    answer = MODEL.answer(Question(instructions="", text=asked, matches=[Match(passage=passage, relevance=0.75)]))
    assert answer.kind == kind
    assert ("The Wren Duo. It is made" in answer.text) == (kind == "answer")


def test_an_embedder_may_help_to_choose() -> None:
    passage = Passage(passage_id="1", url="u", title="Terms", text=RETURNS)
    question = Question(instructions="", text="unused?", matches=[Match(passage=passage, relevance=0.9)])
    assert "30 days" in ExtractiveModel(WordEmbedder()).answer(question).text


def product(name: str, text: str, relevance: float) -> Match:
    own = Product(product_id=name, name=name)
    url = f"https://acme.example/{name}"
    return Match(passage=Passage(passage_id=name, url=url, title=name, text=text, product=own), relevance=relevance)


def test_a_follow_up_is_answered_of_the_thing_that_was_chosen() -> None:
    history = [Exchange(question="What is your cheapest pump?", answer="Pump One: Price £90 [1]")]
    pumps = [product("Pump Two", "Noise | 70 dB", 0.69), product("Pump One", "Noise | 61 dB\nWeight | 9 kg", 0.66)]
    answer = ask("How loud is it?", matches=pumps, history=history)
    assert (answer.kind, answer.text) == ("answer", "Pump One: Noise: 61 dB [2]")


def test_a_sentence_about_a_product_that_nobody_named_begins_with_its_name() -> None:
    fold = product("Petrel", "A folding bike for the train.", 0.9)
    assert ask("Do you have a folding bike?", matches=[fold]).text == "Petrel: A folding bike for the train. [1]"


@pytest.mark.parametrize(
    ("question", "kind"),
    [("Is there parking?", "answer"), ("Do you sell parking?", "closest"), ("Is there a pool?", "closest")],
)
def test_whether_there_is_something_is_told_by_a_piece_that_has_the_word(question: str, kind: str) -> None:
    passage = Passage(
        passage_id="1", url="https://acme.example/x", title="Getting here", text="Parking is in the yard."
    )
    assert ask(question, matches=[Match(passage=passage, relevance=0.55)]).kind == kind
