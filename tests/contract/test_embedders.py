"""What every embedder promises. OpenAI runs its real adapter against the local stand-in."""

from collections.abc import Iterator
from math import sumprod

import pytest

from local.vendors import openai
from local.vendors.kit import RunningServer, serve
from sales_agent.adapters.embedders.memory import WordEmbedder
from sales_agent.adapters.embedders.minilm import MiniLM
from sales_agent.adapters.embedders.openai import OpenAIEmbedder
from sales_agent.ports.embedders import Embedder

RETURNS = "You can send goods back within thirty days of delivery."
ENGINE = "The engine of the boat needs diesel fuel."


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with serve(openai.build()) as running:
        yield running


@pytest.fixture(scope="module", params=["memory", "embedded", "openai"])
def embedder(request: pytest.FixtureRequest) -> Embedder:
    if request.param == "memory":
        return WordEmbedder()
    if request.param == "embedded":
        return MiniLM()
    secret = {"api_key": openai.KEY, "base_url": f"{request.getfixturevalue('server').url}/v1"}
    return OpenAIEmbedder(secret, model="text-embedding-3-small", dimensions=512)


def test_vectors_are_as_long_as_told_and_of_unit_length(embedder: Embedder) -> None:
    for vector in embedder.embed_passages([RETURNS, ENGINE]):
        assert len(vector) == embedder.dimensions
        assert sumprod(vector, vector) == pytest.approx(1, abs=1e-3)


def test_the_same_text_has_the_same_vector_whatever_stands_beside_it(embedder: Embedder) -> None:
    alone = embedder.embed_passages([RETURNS])[0]
    beside = embedder.embed_passages([ENGINE * 20, RETURNS])[1]
    assert list(alone) == pytest.approx(list(beside), abs=1e-6)
    assert list(alone) == pytest.approx(list(embedder.embed_question(RETURNS)), abs=1e-6)


def test_a_question_is_nearer_to_what_it_is_about(embedder: Embedder) -> None:
    question = embedder.embed_question("Within how many days can goods be sent back?")
    returns, engine = embedder.embed_passages([RETURNS, ENGINE])
    assert sumprod(question, returns) > sumprod(question, engine)


def test_many_texts_come_back_in_their_order(embedder: Embedder) -> None:
    texts = [f"Offer number {number} lasts {number} days" for number in range(150)]
    vectors = embedder.embed_passages(texts)
    assert len(vectors) == 150
    assert list(vectors[140]) == pytest.approx(list(embedder.embed_question(texts[140])), abs=1e-6)


@pytest.mark.parametrize("text", ["", " ", "🏕️", "x" * 60_000, "ünï cödé 日本語 العربية"])
def test_no_text_is_too_strange(embedder: Embedder, text: str) -> None:
    assert len(embedder.embed_question(text)) == embedder.dimensions


def test_nothing_gives_nothing(embedder: Embedder) -> None:
    assert embedder.embed_passages([]) == []


def test_the_name_tells_vectors_apart(embedder: Embedder) -> None:
    assert str(embedder.dimensions) in embedder.name or embedder.dimensions == MiniLM.dimensions
