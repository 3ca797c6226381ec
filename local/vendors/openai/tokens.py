"""Counting tokens by OpenAI's rule of thumb: four characters each."""

import json
import os
from collections import deque
from typing import Any

PER_TOKEN = 4
PER_MESSAGE = 4
CONTEXT = 128_000
LEAST_CACHED, CACHED_STEP = 1_024, 128
"""A prompt's beginning is cached from so many tokens on, in such steps (platform.openai.com, prompt caching)."""


def of_text(text: str) -> int:
    """The tokens of a text."""
    return -(-len(text) // PER_TOKEN)


def of_messages(messages: list[dict[str, Any]]) -> int:
    """The tokens of a prompt's messages."""
    return sum(PER_MESSAGE + of_text(json.dumps(message, ensure_ascii=False)) for message in messages)


class PromptCache:
    """Remembers recent prompts, to tell how many tokens at the beginning of a new one are the same."""

    def __init__(self) -> None:
        self._prompts: deque[str] = deque(maxlen=200)

    def hit(self, messages: list[dict[str, Any]], tools: list[dict[str, Any]]) -> int:
        """The cached tokens of this prompt, which is remembered."""
        prompt = json.dumps([tools, messages], ensure_ascii=False)
        prefixes = (os.path.commonprefix([prompt, before]) for before in self._prompts)  # noqa: RUF071 -- of characters
        same = max(map(of_text, prefixes), default=0)
        self._prompts.append(prompt)
        return same // CACHED_STEP * CACHED_STEP if same >= LEAST_CACHED else 0
