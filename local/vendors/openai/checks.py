"""What the API refuses of a chat request before the model sees it."""

import re
from typing import Any

from local.vendors.openai.assistant import content
from local.vendors.openai.errors import Refused
from local.vendors.openai.schemas import check_strict
from local.vendors.openai.tokens import CONTEXT, of_messages

CHAT_MODEL = re.compile(r"gpt-|o\d|chatgpt-")
REASONING = re.compile(r"(o\d|gpt-5)(?!.*chat)")
TOOL_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
MOST_TOOLS = 128
ORPHAN = "Invalid parameter: messages with role 'tool' must be a response to a preceeding message with 'tool_calls'."
UNANSWERED = (
    "An assistant message with 'tool_calls' must be followed by tool messages responding to each 'tool_call_id'."
)


def check(body: dict[str, Any]) -> None:
    """Raises Refused with the parameter that is wrong."""
    model = str(body.get("model", ""))
    if not CHAT_MODEL.match(model):
        message = f"The model `{model}` does not exist or you do not have access to it."
        raise Refused(404, message, code="model_not_found")
    if not body.get("messages"):
        raise Refused(400, "Invalid 'messages': empty array.", param="messages", code="empty_array")
    if body.get("stream"):
        raise Refused(400, "This stand-in does not stream.", param="stream")
    _check_length(body["messages"])
    _check_tool_messages(body["messages"])
    _check_tools(body.get("tools") or [])
    _check_format(body)
    if REASONING.match(model):
        _check_reasoning(body)


def _check_length(messages: list[dict[str, Any]]) -> None:
    used = of_messages(messages)
    if used > CONTEXT:
        message = f"This model's maximum context length is {CONTEXT} tokens. However, your messages resulted in {used}."
        raise Refused(400, message, param="messages", code="context_length_exceeded")


def _check_tool_messages(messages: list[dict[str, Any]]) -> None:
    open_calls: set[str] = set()
    for message in [*messages, {"role": "end"}]:
        if message["role"] == "tool":
            if message.get("tool_call_id") not in open_calls:
                raise Refused(400, ORPHAN, param="messages")
            open_calls.remove(message["tool_call_id"])
        elif open_calls:
            ids = ", ".join(sorted(open_calls))
            unanswered = f"{UNANSWERED} The following tool_call_ids did not have response messages: {ids}"
            raise Refused(400, unanswered, param="messages")
        else:
            open_calls = {call["id"] for call in message.get("tool_calls") or []}


def _check_tools(tools: list[dict[str, Any]]) -> None:
    if len(tools) > MOST_TOOLS:
        raise Refused(400, f"Invalid 'tools': array too long, at most {MOST_TOOLS}.", param="tools")
    for number, tool in enumerate(tools):
        function, param = tool.get("function", {}), f"tools[{number}].function"
        if not TOOL_NAME.fullmatch(function.get("name", "")):
            raise Refused(400, f"Invalid '{param}.name': does not match the pattern.", param=f"{param}.name")
        if function.get("strict"):
            check_strict(function.get("parameters", {}), f"{param}.parameters", f"function '{function['name']}'")


def _check_format(body: dict[str, Any]) -> None:
    wanted = body.get("response_format") or {}
    if wanted.get("type") == "json_object" and not any("json" in content(m).lower() for m in body["messages"]):
        message = (
            "'messages' must contain the word 'json' in some form, to use 'response_format' of type 'json_object'."
        )
        raise Refused(400, message, param="messages")
    given = wanted.get("json_schema", {})
    if given.get("strict"):
        check_strict(given["schema"], "response_format", f"response_format '{given['name']}'")


def _check_reasoning(body: dict[str, Any]) -> None:
    if body.get("max_tokens") is not None:
        message = "Unsupported parameter: 'max_tokens' is not supported with this model."
        message += " Use 'max_completion_tokens' instead."
        raise Refused(400, message, param="max_tokens", code="unsupported_parameter")
    if body.get("temperature") not in (None, 1):
        message = "Unsupported value: 'temperature' does not support this value with this model."
        raise Refused(
            400, f"{message} Only the default (1) value is supported.", param="temperature", code="unsupported_value"
        )
