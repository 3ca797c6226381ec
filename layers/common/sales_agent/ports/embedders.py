"""Text to vectors."""

from collections.abc import Sequence
from typing import Protocol

Vector = Sequence[float]


class Embedder(Protocol):
    """Turns text into unit-length vectors of `dimensions` numbers; `name` changes when the vectors would."""

    name: str
    dimensions: int

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        """One vector per passage. Raises Retriable or Fatal."""
        ...

    def embed_question(self, text: str) -> Vector:
        """The vector of a question. Raises Retriable or Fatal."""
        ...
