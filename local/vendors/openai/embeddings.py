"""Vectors that need no model: words and their parts hashed into dimensions, so that similar texts lie close."""

import base64
import re
from binascii import crc32
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from local.vendors.openai.errors import Refused

DIMENSIONS = {"text-embedding-3-small": 1536, "text-embedding-3-large": 3072, "text-embedding-ada-002": 1536}
FIXED = "text-embedding-ada-002"
LONGEST_WORD = 8
PART = 4
Vector = NDArray[np.float32]


def dimensions(model: str, asked: int | None) -> int:
    """How long the model's vectors are, shortened as asked; refuses an unknown model."""
    if model not in DIMENSIONS:
        message = f"The model `{model}` does not exist or you do not have access to it."
        raise Refused(404, message, code="model_not_found")
    if asked is None:
        return DIMENSIONS[model]
    if model == FIXED or not 0 < asked <= DIMENSIONS[model]:
        raise Refused(400, f"This model does not support specifying dimensions of {asked}.", param="dimensions")
    return asked


def embed(text: str, size: int) -> Vector:
    """A unit vector; the longer a word, the more it counts, for short words are in every text."""
    vector = np.zeros(size, dtype=np.float32)
    for word in re.findall(r"\w+", text.lower()):
        weight = min(len(word), LONGEST_WORD) ** 2
        for feature, share in _features(word):
            bucket = crc32(feature.encode())
            vector[bucket % size] += weight * share * (1 if bucket & 1 << 31 else -1)
    length = float(np.linalg.norm(vector))
    return vector / length if length else _nothing(size)


def encoded(vector: Vector) -> str:
    """The ``base64`` format: little-endian single precision."""
    return base64.b64encode(vector.astype("<f4").tobytes()).decode()


@lru_cache(100_000)
def _features(word: str) -> tuple[tuple[str, float], ...]:
    """The word, and its parts at half the weight between them, so that inflected forms stay close."""
    parts = [word[at : at + PART] for at in range(len(word) - PART + 1)]
    return ((f"={word}", 1.0), *((part, 0.5 / len(parts)) for part in parts))


def _nothing(size: int) -> Vector:
    vector = np.zeros(size, dtype=np.float32)
    vector[0] = 1
    return vector
