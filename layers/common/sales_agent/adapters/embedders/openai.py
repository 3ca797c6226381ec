"""OpenAI's embedding models."""

import base64
from array import array
from collections.abc import Mapping, Sequence
from itertools import batched

from sales_agent.adapters.openai_api import OpenAIApi
from sales_agent.domain.record import Record
from sales_agent.ports.embedders import Embedder, Vector
from sales_agent.ports.errors import Retriable

TEXTS_PER_REQUEST = 128
MAX_CHARACTERS = 20_000  # 8,192 tokens is the most the models take
QUESTION_SECONDS = 3.0
PASSAGES_SECONDS = 30.0
PASSAGES_RETRIES = 3


class OpenAIEmbedder(Embedder):
    """Embeds with one of the `text-embedding-3` models, shortened to `dimensions`."""

    def __init__(self, secret: Mapping[str, str], model: str, dimensions: int) -> None:
        self.name = f"{model}-{dimensions}"
        self.dimensions = dimensions
        self._model = model
        self._api = OpenAIApi(secret)

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        vectors: list[Vector] = []
        for batch in batched(texts, TEXTS_PER_REQUEST, strict=False):
            vectors += self._embed(batch, PASSAGES_SECONDS, PASSAGES_RETRIES)
        return vectors

    def embed_question(self, text: str) -> Vector:
        return self._embed([text], QUESTION_SECONDS, 0)[0]

    def _embed(self, texts: Sequence[str], seconds: float, retries: int) -> list[Vector]:
        body = {
            "model": self._model,
            "input": [text[:MAX_CHARACTERS] or " " for text in texts],
            "dimensions": self.dimensions,
            "encoding_format": "base64",
        }
        answer = self._api.post("/embeddings", body, seconds=seconds, retries=retries)
        try:
            rows = _Answer.model_validate(answer).data
            vectors = [_vector(row.embedding) for row in sorted(rows, key=lambda row: row.index)]
        except ValueError as error:
            raise Retriable("OpenAI answered with vectors that cannot be read") from error
        if [len(vector) for vector in vectors] != [self.dimensions] * len(texts):
            raise Retriable("OpenAI answered with other vectors than asked for")
        return vectors


class _Row(Record):
    index: int
    embedding: str | list[float]


class _Answer(Record):
    data: list[_Row]


def _vector(embedding: str | list[float]) -> Vector:
    """Little-endian float32 in base64; servers that do not know that format send numbers."""
    return array("f", base64.b64decode(embedding)) if isinstance(embedding, str) else embedding
