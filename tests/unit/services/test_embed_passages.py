"""A passage's vector is half its title path, half its text."""

from collections.abc import Sequence
from math import sumprod

import pytest

from sales_agent.adapters.embedders.memory import WordEmbedder
from sales_agent.domain.knowledge import Passage
from sales_agent.ports.embedders import Vector
from sales_agent.services.embed_passages import embed_passages


class Recorder(WordEmbedder):
    def __init__(self) -> None:
        self.texts: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        self.texts += texts
        return super().embed_passages(texts)


def passage(title: str, text: str) -> Passage:
    return Passage(passage_id=text, url="https://acme.example", title=title, text=text)


def test_a_heading_counts_as_much_as_a_long_text() -> None:
    embedder = WordEmbedder()
    long = "Canvas poles ropes pegs zips seams floors walls roofs doors windows nets bags lamps hooks."
    [vector] = embed_passages(embedder, [passage("Warranty", long)])
    question = embedder.embed_question("warranty")
    [text_alone] = embedder.embed_passages([f"Warranty\n{long}"])
    assert sumprod(question, vector) > 2 * sumprod(question, text_alone)
    assert sumprod(vector, vector) == pytest.approx(1)


def test_a_title_is_embedded_once() -> None:
    embedder = Recorder()
    vectors = embed_passages(embedder, [passage("Terms", "One."), passage("Terms", "Two."), passage("Price", "Three.")])
    assert embedder.texts == ["Terms", "Price", "Terms\nOne.", "Terms\nTwo.", "Price\nThree."]
    assert len(vectors) == 3


def test_no_passages_need_no_vectors() -> None:
    assert embed_passages(WordEmbedder(), []) == []
