"""The model that puts an answer into words."""

from collections.abc import Sequence
from typing import Any, Protocol

from pydantic import Field

from sales_agent.domain.conversation import ReplyKind, Usage
from sales_agent.domain.knowledge import Match
from sales_agent.domain.record import Record


class Exchange(Record):
    """An earlier question and answer."""

    question: str
    answer: str


class ToolSpec(Record):
    """A tool the model may ask for; `parameters` is a JSON Schema."""

    name: str
    description: str
    parameters: dict[str, Any]


class ToolCall(Record):
    """What the model asks to be done. Never trusted: the service checks and decides."""

    call_id: str
    name: str
    arguments: dict[str, Any]


class ToolResult(Record):
    """What came of a tool call, as the model is told."""

    call: ToolCall
    content: str


class Question(Record):
    """Everything a model is given for one answer. `matches` are cited by their place in the list, from 1.

    `looked_up` is False when the site could not be searched at all.
    """

    instructions: str
    summary: str = ""
    history: list[Exchange] = Field(default_factory=list)
    text: str
    matches: list[Match] = Field(default_factory=list)
    looked_up: bool = True
    known: dict[str, str] = Field(default_factory=dict)
    missing: list[str] = Field(default_factory=list)
    threshold: float = 0.7
    locale: str = "en"
    tools: list[ToolSpec] = Field(default_factory=list)
    tool_results: list[ToolResult] = Field(default_factory=list)
    seconds: float = 15.0


class Answer(Record):
    """What the model says, with [n] markers for the matches it used, or the tools it wants first.

    `asks` are the profile fields the text asks the visitor for.
    """

    text: str = ""
    kind: ReplyKind = "answer"
    asks: list[str] = Field(default_factory=list)
    tool_calls: list[ToolCall] = Field(default_factory=list)
    usage: Usage = Usage()


class ChatModel(Protocol):
    """Answers a visitor from the site's passages."""

    name: str

    def answer(self, question: Question) -> Answer:
        """One step: words, or tool calls to be answered in `tool_results`. Raises Retriable or Fatal."""
        ...

    def complete(self, instructions: str, text: str, *, seconds: float) -> str:
        """Free writing for summaries. Raises Retriable or Fatal; a model that cannot write raises Fatal."""
        ...


def exchanges(pairs: Sequence[tuple[str, str]]) -> list[Exchange]:
    """Question and answer pairs as exchanges."""
    return [Exchange(question=question, answer=answer) for question, answer in pairs]
