"""Vectors of the words alone: no model, for tests."""

from collections.abc import Sequence
from math import sqrt, sumprod
from zlib import crc32

from sales_agent.domain.words import words
from sales_agent.ports.embedders import Embedder, Vector


class WordEmbedder(Embedder):
    """Counts words in 256 hashed places: texts are as similar as the words they share."""

    name = "words-256"
    dimensions = 256

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        return [self.embed_question(text) for text in texts]

    def embed_question(self, text: str) -> Vector:
        counts = [0.0] * self.dimensions
        for word in words(text) or ["nothing"]:
            counts[crc32(word.encode()) % self.dimensions] += 1
        length = sqrt(sumprod(counts, counts))
        return [count / length for count in counts]
