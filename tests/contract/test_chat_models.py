"""What every chat model promises. OpenAI runs its real adapter against the local stand-in."""

import re
from collections.abc import Iterator
from importlib.resources import files

import pytest

from local.vendors import openai
from local.vendors.kit import RunningServer, serve
from sales_agent.adapters.chat_models.embedded import ExtractiveModel
from sales_agent.adapters.chat_models.openai import OpenAIModel
from sales_agent.domain.answer_checks import cite, unfounded_amounts
from sales_agent.domain.knowledge import Match, Passage
from sales_agent.ports.chat_models import ChatModel, Exchange, Question
from sales_agent.ports.errors import Fatal

INSTRUCTIONS = files("sales_agent").joinpath("prompts/answer.md").read_text("utf-8")
RETURNS = "Unused tents can be returned within 30 days. The refund takes 5 days."
PRICE = "The Trail tent costs $250. It comes with a repair kit."


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with serve(openai.build()) as running:
        yield running


@pytest.fixture(params=["embedded", "openai"])
def model(request: pytest.FixtureRequest) -> ChatModel:
    if request.param == "embedded":
        return ExtractiveModel()
    running = request.getfixturevalue("server")
    running.stand_in.reset()
    secret = {"api_key": openai.KEY, "base_url": f"{running.url}/v1"}
    return OpenAIModel(secret, model="gpt-5-mini", max_output_tokens=500)


def match(title: str, text: str, relevance: float = 0.9) -> Match:
    url = f"https://acme.example/{title.lower()}"
    return Match(passage=Passage(passage_id=title, url=url, title=title, text=text), relevance=relevance)


def question(text: str, *matches: Match, **more: object) -> Question:
    values = {"instructions": INSTRUCTIONS, "text": text, "matches": list(matches), "seconds": 5.0, **more}
    return Question.model_validate(values)


def test_an_answer_quotes_the_passage_that_answers(model: ChatModel) -> None:
    asked = question("Within how many days can tents be returned?", match("Returns", RETURNS), match("Price", PRICE))
    answer = model.answer(asked)
    assert answer.kind == "answer"
    assert "30 days" in answer.text
    assert [citation.number for citation in cite(answer.text, asked.matches).citations] == [1]
    assert re.search(r"\[1\]", answer.text)


def test_the_marker_is_the_place_in_the_list(model: ChatModel) -> None:
    asked = question("What does the Trail tent cost?", match("Returns", RETURNS, 0.7), match("Price", PRICE))
    answer = model.answer(asked)
    assert "$250 " in f"{answer.text.replace('.', ' ')} "
    assert "[2]" in answer.text
    assert unfounded_amounts(answer.text, asked.matches) == []


def test_what_the_site_does_not_say_is_not_answered(model: ChatModel) -> None:
    answer = model.answer(question("Do you sell submarines?", match("Returns", RETURNS, 0.1)))
    assert answer.kind == "unknown"
    assert "[1]" not in answer.text


def test_nothing_found_is_no_reason_to_fail(model: ChatModel) -> None:
    assert model.answer(question("Do you sell submarines?")).kind == "unknown"


def test_a_greeting_is_returned(model: ChatModel) -> None:
    answer = model.answer(question("Hello!", match("Returns", RETURNS, 0.1)))
    assert answer.kind == "smalltalk"
    assert answer.text


def test_only_missing_fields_are_asked_for(model: ChatModel) -> None:
    asked = question("How long does the refund take?", match("Returns", RETURNS), known={"email": "a@example.com"})
    assert model.answer(asked).asks == []


def test_history_and_summary_are_taken(model: ChatModel) -> None:
    earlier = [Exchange(question="Can I return a tent?", answer="Unused tents can be returned within 30 days. [1]")]
    asked = question("And how long does the refund take?", match("Returns", RETURNS), history=earlier, summary="Ann.")
    assert "5 days" in model.answer(asked).text


def test_a_model_that_cannot_write_says_so(model: ChatModel) -> None:
    if isinstance(model, ExtractiveModel):
        with pytest.raises(Fatal):
            model.complete("Sum up.", "A visitor asked for the price.", seconds=5)
    else:
        assert model.complete("Sum up.", "A visitor asked for the price.", seconds=5)
