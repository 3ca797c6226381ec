"""OpenAI's chat models, or another server that speaks their API."""

import json
import re
from collections.abc import Mapping
from typing import Any

from pydantic import Field, ValidationError

from sales_agent.adapters.openai_api import OpenAIApi
from sales_agent.adapters.openai_messages import REPLY_FORMAT, messages, said, tool_call
from sales_agent.domain.conversation import Usage
from sales_agent.domain.record import Record
from sales_agent.ports.chat_models import Answer, ChatModel, Question
from sales_agent.ports.errors import Fatal, Retriable, Unknown
from sales_agent.ports.meters import Meter, Unmetered

MARKER = re.compile(r"\[\d{1,2}\]")
REASONING_MODELS = re.compile(r"o\d|gpt-5(?!.*chat)")
REASONING_TOKENS = 1500  # thinking counts against the limit of what is written


class Message(Record):
    """What the model said."""

    content: str | None = None
    refusal: str | None = None
    tool_calls: list[dict[str, Any]] | None = None


class Choice(Record):
    """One of the model's replies."""

    message: Message


class PromptDetails(Record):
    """Where the tokens of the prompt came from."""

    cached_tokens: int | None = 0


class Counted(Record):
    """Tokens used."""

    prompt_tokens: int = 0
    completion_tokens: int = 0
    prompt_tokens_details: PromptDetails | None = None


class Completion(Record):
    """The answer of `/chat/completions`, as far as it is used."""

    choices: list[Choice] = Field(min_length=1)
    usage: Counted | None = None


class OpenAIModel(ChatModel):
    """Answers with a model of `/chat/completions`. The visitor waits, so nothing is tried twice here."""

    name = "openai"

    def __init__(
        self, secret: Mapping[str, str], model: str, max_output_tokens: int, meter: Meter | None = None
    ) -> None:
        self._model = model
        self._max_output_tokens = max_output_tokens
        self._meter = meter or Unmetered()
        self._api = OpenAIApi(secret)

    def answer(self, question: Question) -> Answer:
        body: dict[str, Any] = {"messages": messages(question), "response_format": REPLY_FORMAT}
        if question.tools:
            body["tools"] = [{"type": "function", "function": tool.model_dump()} for tool in question.tools]
        message, usage = self._ask(body, question.seconds)
        if message.tool_calls:
            return Answer(tool_calls=[tool_call(call) for call in message.tool_calls], usage=usage)
        reply = said(_content(message))
        if reply.kind in {"answer", "closest"} and question.matches and not MARKER.search(reply.text):
            raise Retriable("OpenAI answered without naming a passage")
        asks = [name for name in reply.asks if name in question.missing]
        return Answer(text=reply.text, kind=reply.kind, asks=asks, usage=usage)

    def complete(self, instructions: str, text: str, *, seconds: float) -> str:
        told = [{"role": "system", "content": instructions}, {"role": "user", "content": text}]
        message, _ = self._ask({"messages": told}, seconds)
        return _content(message)

    def _ask(self, body: Mapping[str, Any], seconds: float) -> tuple[Message, Usage]:
        limits: dict[str, Any] = {"max_completion_tokens": self._max_output_tokens}
        if REASONING_MODELS.match(self._model):
            limits = {"max_completion_tokens": self._max_output_tokens + REASONING_TOKENS, "reasoning_effort": "low"}
        request = {"model": self._model, **limits, **body}
        # A token is at least one byte of what is sent.
        most = len(json.dumps(request, ensure_ascii=False).encode()) + limits["max_completion_tokens"]
        self._meter.book(most)
        answer = self._post(request, most, seconds)
        try:
            completion = Completion.model_validate(answer)
        except ValidationError as error:
            raise Retriable("OpenAI answered in a form that cannot be read") from error
        usage = self._usage(completion.usage or Counted())
        if completion.usage:
            self._meter.settle(most, usage.input_tokens + usage.output_tokens)
        return completion.choices[0].message, usage

    def _post(self, request: Mapping[str, Any], booked: int, seconds: float) -> dict[str, Any]:
        """The answer; a refusal costs nothing, and what may have been answered counts as answered in full."""
        try:
            return self._api.post("/chat/completions", request, seconds=seconds)
        except Unknown:
            raise
        except (Retriable, Fatal):
            self._meter.settle(booked, 0)
            raise

    def _usage(self, counted: Counted) -> Usage:
        details = counted.prompt_tokens_details
        return Usage(
            model=self._model,
            input_tokens=counted.prompt_tokens,
            cached_tokens=(details.cached_tokens or 0) if details else 0,
            output_tokens=counted.completion_tokens,
        )


def _content(message: Message) -> str:
    if not message.content:
        raise Retriable("OpenAI refused to answer" if message.refusal else "OpenAI had nothing to say")
    return message.content
