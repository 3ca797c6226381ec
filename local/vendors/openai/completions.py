"""A chat completion, from a rule of the script or from the assistant."""

import json
import secrets
from typing import Any

from local.vendors.openai import assistant, tokens
from local.vendors.openai.checks import REASONING
from local.vendors.openai.errors import Refused
from local.vendors.openai.schemas import instance
from local.vendors.openai.script import ASSISTANT, Rule
from local.vendors.openai.store import Account

THINKING = {"none": 0, "minimal": 0, "low": 64, "medium": 256, "high": 1_024}
"""Tokens a reasoning model spends before it speaks, by effort."""
Body = dict[str, Any]


def complete(account: Account, body: Body, rule: Rule | None) -> Body:
    """The reply to a checked request."""
    message = _scripted(account, body, rule) if rule else _own(body)
    finish = (rule.finish_reason if rule else None) or ("tool_calls" if message.get("tool_calls") else "stop")
    limit = body.get("max_completion_tokens") or body.get("max_tokens")
    thinking = THINKING[body.get("reasoning_effort") or "medium"] if REASONING.match(body["model"]) else 0
    if limit and message["content"] and thinking + tokens.of_text(message["content"]) > limit:
        message["content"] = message["content"][: max(limit - thinking, 0) * tokens.PER_TOKEN]
        finish = "length"
    choice = {"index": 0, "message": message, "logprobs": None, "finish_reason": finish}
    return {
        "id": f"chatcmpl-{secrets.token_hex(12)}",
        "object": "chat.completion",
        "created": int(account.clock.now().timestamp()),
        "model": body["model"],
        "choices": [] if rule and rule.no_choices else [choice],
        "usage": _usage(account, body, message, thinking),
    }


def _own(body: Body) -> Body:
    thought = assistant.answer(body["messages"])
    tool = _forced(body)
    if tool is not None:
        question = assistant.asked(body["messages"])
        arguments = instance(tool.get("parameters", {}), thought.kind, question)
        return _message(None, [{"name": tool["name"], "arguments": arguments}])
    wanted = body.get("response_format") or {}
    if wanted.get("type") == "json_schema":
        return _message(json.dumps(instance(wanted["json_schema"]["schema"], thought.kind, thought.text)))
    if wanted.get("type") == "json_object":
        return _message(json.dumps({"text": thought.text}))
    return _message(thought.text)


def _forced(body: Body) -> Body | None:
    """The tool that the request insists on."""
    offered = [tool["function"] for tool in body.get("tools") or []]
    choice = body.get("tool_choice", "auto")
    if isinstance(choice, dict):
        wanted = choice.get("function", {}).get("name")
        return next((tool for tool in offered if tool["name"] == wanted), None)
    return offered[0] if choice == "required" and offered else None


def _scripted(account: Account, body: Body, rule: Rule) -> Body:
    offered = {tool["function"]["name"] for tool in body.get("tools") or []}
    strange = sorted({call["name"] for call in rule.tool_calls} - offered)
    if strange and account.script.mode == ASSISTANT:
        raise Refused(400, f"The script calls {strange[0]}, which the request does not offer.", param="tools")
    return _message(rule.text, rule.tool_calls, rule.refusal)


def _message(text: str | None, calls: list[Body] | None = None, refusal: str | None = None) -> Body:
    message: Body = {"role": "assistant", "content": text, "refusal": refusal, "annotations": []}
    return message | ({"tool_calls": [_call(call) for call in calls]} if calls else {})


def _call(call: Body) -> Body:
    given = call["arguments"]
    arguments = given if isinstance(given, str) else json.dumps(given)
    return {
        "id": f"call_{secrets.token_hex(12)}",
        "type": "function",
        "function": {"name": call["name"], "arguments": arguments},
    }


def _usage(account: Account, body: Body, message: Body, thinking: int) -> Body:
    prompt = tokens.of_messages(body["messages"]) + tokens.of_text(json.dumps(body.get("tools") or ""))
    written = tokens.of_text((message["content"] or "") + json.dumps(message.get("tool_calls") or "")) + thinking
    cached = account.cache.hit(body["messages"], body.get("tools") or [])
    return {
        "prompt_tokens": prompt,
        "completion_tokens": written,
        "total_tokens": prompt + written,
        "prompt_tokens_details": {"cached_tokens": cached, "audio_tokens": 0},
        "completion_tokens_details": {"reasoning_tokens": thinking, "audio_tokens": 0},
    }
