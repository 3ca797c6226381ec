"""A small deterministic assistant: it answers in the words of the numbered passages in its prompt.

Passages are ``<passage number="1">…</passage>``, or paragraphs that begin with ``[1]``. The question is what stands in
``<message>…</message>``, else the last thing the user said. Without passages or such a question it sums up what it
was given.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from local.vendors.openai.embeddings import embed

TAGGED = re.compile(r'<passage number="(\d+)"[^>]*>(.*?)</passage>', re.DOTALL)
BRACKETED = re.compile(r"^\[(\d+)\]\s*(.+?)(?=^\[\d+\]|^\s*$|\Z)", re.DOTALL | re.MULTILINE)
ASKED = re.compile(r"<message[^>]*>(.*?)</message>", re.DOTALL)
SENTENCE = re.compile(r"(?<=[.!?])\s+|\n+")
STATEMENT = re.compile(r"[.!?:;]$|(\S+\s+){4}")
"""A heading says nothing that can be quoted."""
GREETING = re.compile(r"\W*(hi|hello|hey|good (morning|afternoon|evening)|thanks|thank you|bye)\b", re.IGNORECASE)
SIZE = 512
SURE, CLOSE = 0.35, 0.2
LONGEST_GREETING, LONGEST_DIGEST = 40, 400
GREETED = "Hello! I am an AI assistant. How can I help you?"
UNKNOWN = "The website does not say. I can pass your question on to the team."


@dataclass(frozen=True)
class Thought:
    """What the assistant would say, and what kind of reply that is."""

    kind: str
    text: str


def answer(messages: list[dict[str, Any]]) -> Thought:
    """The reply to a conversation."""
    question, passages = asked(messages), list(_passages(messages))
    if GREETING.match(question) and len(question) <= LONGEST_GREETING:
        return Thought("smalltalk", GREETED)
    if not passages and not ASKED.search(_told(messages)):
        return Thought("summary", _digest(question))
    likeness, number, sentence = max(_ranked(question, passages), default=(0.0, 0, ""))
    if likeness < CLOSE:
        return Thought("unknown", UNKNOWN)
    quoted = f"{sentence} [{number}]"
    return Thought("answer", quoted) if likeness >= SURE else Thought("closest", f"The closest I found: {quoted}")


def asked(messages: list[dict[str, Any]]) -> str:
    """The user's question."""
    said = next((content(message) for message in reversed(messages) if message["role"] == "user"), "")
    marked = ASKED.findall(said)
    return str(marked[-1] if marked else BRACKETED.sub("", said)).strip()


def content(message: dict[str, Any]) -> str:
    """A message's text, whether it is one string or parts."""
    given = message.get("content") or ""
    return given if isinstance(given, str) else "\n".join(part.get("text", "") for part in given)


def _passages(messages: list[dict[str, Any]]) -> Iterator[tuple[int, str]]:
    for pattern in (TAGGED, BRACKETED):
        for number, text in pattern.findall(_told(messages)):
            yield int(number), text


def _told(messages: list[dict[str, Any]]) -> str:
    return "\n\n".join(content(message) for message in messages if message["role"] != "assistant")


def _ranked(question: str, passages: list[tuple[int, str]]) -> Iterator[tuple[float, int, str]]:
    wanted = embed(question, SIZE)
    for number, text in passages:
        about = float(wanted @ embed(text, SIZE))
        for sentence in filter(STATEMENT.search, (part.strip() for part in SENTENCE.split(text))):
            yield (about + float(wanted @ embed(sentence, SIZE))) / 2, number, sentence


def _digest(text: str) -> str:
    """The first sentences of a long text, as a summary that invents nothing."""
    digest = ""
    for sentence in filter(None, SENTENCE.split(text)):
        if digest and len(digest) + len(sentence) > LONGEST_DIGEST:
            break
        digest += f"{sentence} "
    return digest.strip()
