"""What a chat model of OpenAI's kind is told, and how its reply is read."""

import json
from typing import Any

from pydantic import Field, ValidationError

from sales_agent.domain.conversation import ReplyKind
from sales_agent.domain.ranking import NEAR
from sales_agent.domain.record import Record
from sales_agent.ports.chat_models import Question, ToolCall, ToolResult
from sales_agent.ports.errors import Retriable

Message = dict[str, Any]

REPLY_SCHEMA = {
    "type": "object",
    "properties": {
        "kind": {"type": "string", "enum": ["answer", "closest", "unknown", "smalltalk", "profile", "meeting"]},
        "text": {"type": "string"},
        "asks": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["kind", "text", "asks"],
    "additionalProperties": False,
}
REPLY_FORMAT = {"type": "json_schema", "json_schema": {"name": "reply", "strict": True, "schema": REPLY_SCHEMA}}


class Said(Record):
    """A reply as `REPLY_SCHEMA` describes it."""

    kind: ReplyKind = "answer"
    text: str
    asks: list[str] = Field(default_factory=list)


def messages(question: Question) -> list[Message]:
    """What never changes first, so that it is cached; what was looked up for this turn only last."""
    told = [{"role": "system", "content": question.instructions}]
    if question.summary:
        told.append({"role": "system", "content": f"The conversation so far:\n{question.summary}"})
    for exchange in question.history:
        told.append({"role": "user", "content": exchange.question})
        told.append({"role": "assistant", "content": exchange.answer})
    return [*told, {"role": "user", "content": _task(question)}, *_tool_messages(question.tool_results)]


def said(content: str) -> Said:
    """The reply in a message; servers that do not know structured replies send its text alone. Raises Retriable."""
    try:
        return Said.model_validate_json(content)
    except ValidationError as error:
        if content.lstrip().startswith("{"):
            raise Retriable("the model's reply is cut off or not as asked for") from error
        return Said(text=content)


def tool_call(call: Message) -> ToolCall:
    """A call the model asks for. Raises Retriable when its arguments are no JSON object."""
    try:
        arguments = json.loads(call["function"]["arguments"] or "{}")
        return ToolCall(call_id=call["id"], name=call["function"]["name"], arguments=arguments)
    except (KeyError, TypeError, ValueError) as error:
        raise Retriable("the model called a tool in a way that cannot be read") from error


def _task(question: Question) -> str:
    """The passages as data that cannot close their own element, what is known, and the visitor's words."""
    passages = [
        f'<passage number="{number}">\n{_plain(match.passage.title_path)}\n\n{_plain(match.passage.text)}\n</passage>'
        for number, match in enumerate(question.matches, start=1)
        if match.relevance >= question.threshold - NEAR
    ]
    nothing = "(nothing found)" if question.looked_up else "(the website cannot be searched right now)"
    return "\n".join(
        [
            f"<passages>\n{'\n'.join(passages) or nothing}\n</passages>",
            f'<profile known="{", ".join(question.known)}" missing="{", ".join(question.missing)}"/>',
            f'<message locale="{question.locale}">\n{_plain(question.text)}\n</message>',
        ]
    )


def _plain(text: str) -> str:
    return text.replace("<", "(").replace(">", ")")


def _tool_messages(results: list[ToolResult]) -> list[Message]:
    if not results:
        return []
    calls = [
        {
            "id": result.call.call_id,
            "type": "function",
            "function": {"name": result.call.name, "arguments": json.dumps(result.call.arguments)},
        }
        for result in results
    ]
    answers = [{"role": "tool", "tool_call_id": result.call.call_id, "content": result.content} for result in results]
    return [{"role": "assistant", "tool_calls": calls}, *answers]
