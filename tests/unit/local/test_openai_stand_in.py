"""OpenAI's own SDK against the OpenAI stand-in."""

import json
from collections.abc import Iterator
from itertools import combinations
from typing import Any

import jsonschema
import numpy as np
import openai
import pytest
import requests
from openai import OpenAI

from local.vendors import openai as stand_in
from local.vendors.kit import Fault, RunningServer, serve

PASSAGES = """<passages>
<passage number="1">
Delivery
We deliver within two working days. Delivery costs 4 pounds.
</passage>
<passage number="2">
Returns
You may return unused goods within 30 days.
</passage>
</passages>"""
REPLY = {
    "type": "object",
    "properties": {
        "kind": {"type": "string", "enum": ["answer", "closest", "unknown", "smalltalk"]},
        "text": {"type": "string"},
        "asks": {"type": "array", "items": {"type": "string"}},
    },
    "required": ["kind", "text", "asks"],
    "additionalProperties": False,
}
SEARCH = {
    "type": "function",
    "function": {
        "name": "search_knowledge",
        "description": "Searches the site",
        "parameters": {"type": "object", "properties": {"query": {"type": "string"}}, "required": ["query"]},
    },
}


@pytest.fixture
def server() -> Iterator[RunningServer]:
    with serve(stand_in.build()) as running:
        yield running


@pytest.fixture
def client(server: RunningServer) -> Iterator[OpenAI]:
    with OpenAI(api_key=stand_in.KEY, base_url=f"{server.url}/v1", max_retries=0, timeout=5) as made:
        yield made


def script(server: RunningServer, *rules: dict[str, Any], mode: str = "assistant") -> requests.Response:
    return requests.post(f"{server.url}/_control/script", json={"mode": mode, "rules": rules}, timeout=5)


def ask(client: OpenAI, question: str, passages: str = PASSAGES, **more: Any) -> Any:
    content = f"{passages}\n<message>\n{question}\n</message>"
    return client.chat.completions.create(
        **{"model": "gpt-4.1-mini", "messages": [{"role": "user", "content": content}], **more}
    )


def said(client: OpenAI, question: str, **more: Any) -> str:
    return str(ask(client, question, **more).choices[0].message.content)


def test_it_answers_in_the_words_of_the_passage_and_names_it(client: OpenAI) -> None:
    assert said(client, "How many days do I have to return goods?") == (
        "You may return unused goods within 30 days. [2]"
    )
    assert said(client, "What does delivery cost?").endswith("Delivery costs 4 pounds. [1]")
    assert "does not say" in said(client, "Do you sell parachutes in Zanzibar?")
    assert said(client, "Hello!").startswith("Hello!")


def test_passages_may_also_be_paragraphs_with_a_bracketed_number(client: OpenAI) -> None:
    passages = "Context:\n[1] We deliver within two working days.\n\n[2] Goods may be returned within 30 days.\n"
    assert said(client, "When can goods be returned?", passages=passages).endswith("[2]")


def test_a_structured_reply_satisfies_its_schema(client: OpenAI) -> None:
    wanted = {"type": "json_schema", "json_schema": {"name": "reply", "strict": True, "schema": REPLY}}
    reply = json.loads(said(client, "How many days do I have to return goods?", response_format=wanted))
    jsonschema.validate(reply, REPLY)
    assert reply == {"kind": "answer", "text": "You may return unused goods within 30 days. [2]", "asks": []}
    unknown = json.loads(said(client, "Do you sell parachutes in Zanzibar?", response_format=wanted))
    assert unknown["kind"] == "unknown"


def test_a_schema_with_everything_in_it_is_satisfied(client: OpenAI) -> None:
    schema: dict[str, Any] = {
        "type": "object",
        "$defs": {
            "step": {"type": "object", "properties": {"n": {"type": "integer", "minimum": 3}}, "required": ["n"]}
        },
        "properties": {
            "summary": {"type": "string"},
            "budget": {"anyOf": [{"type": "number"}, {"type": "null"}]},
            "stage": {"const": "new"},
            "next": {"type": "array", "minItems": 1, "items": {"$ref": "#/$defs/step"}},
            "decision_maker": {"type": ["boolean", "null"]},
        },
        "required": ["summary", "budget", "stage", "next"],
    }
    wanted = {"type": "json_schema", "json_schema": {"name": "summary", "schema": schema}}
    talk = [{"role": "user", "content": "We talked for a long time. " * 30}]
    reply = json.loads(said(client, "", messages=talk, response_format=wanted))
    jsonschema.validate(reply, schema)
    assert reply["summary"].startswith("We talked for a long time.")


@pytest.mark.parametrize(
    ("more", "param"),
    [
        ({"messages": []}, "messages"),
        ({"messages": [{"role": "tool", "tool_call_id": "x", "content": ""}]}, "messages"),
        ({"model": "gpt-5.4", "max_tokens": 10}, "max_tokens"),
        ({"model": "gpt-5.4", "temperature": 0.2}, "temperature"),
        ({"response_format": {"type": "json_object"}}, "messages"),
        ({"tools": [{"type": "function", "function": {"name": "no spaces"}}]}, "tools[0].function.name"),
        ({"messages": [{"role": "user", "content": "x" * 600_000}]}, "messages"),
        (
            {
                "response_format": {
                    "type": "json_schema",
                    "json_schema": {"name": "r", "strict": True, "schema": {**REPLY, "required": ["kind"]}},
                }
            },
            "response_format",
        ),
    ],
)
def test_requests_openai_does_not_take(server: RunningServer, client: OpenAI, more: dict[str, Any], param: str) -> None:
    server.stand_in.contracts.clear()
    with pytest.raises(openai.BadRequestError) as error:
        ask(client, "?", **more)
    assert error.value.param == param


def test_a_tool_call_must_be_answered_before_anything_else_is_said(client: OpenAI) -> None:
    call = {"id": "call_1", "type": "function", "function": {"name": "search_knowledge", "arguments": "{}"}}
    told = [{"role": "user", "content": "?"}, {"role": "assistant", "tool_calls": [call]}]
    with pytest.raises(openai.BadRequestError, match="call_1"):
        ask(client, "?", messages=[*told, {"role": "user", "content": "?"}])
    result = {"role": "tool", "tool_call_id": "call_1", "content": "[1] We deliver within two working days."}
    asked = [{"role": "user", "content": "When do you deliver?"}, told[1], result]
    assert said(client, "", messages=asked).endswith("[1]")


def test_unknown_models_and_deleted_keys(server: RunningServer, client: OpenAI) -> None:
    with pytest.raises(openai.NotFoundError) as missing:
        ask(client, "?", model="llama-9")
    assert missing.value.code == "model_not_found"
    requests.post(f"{server.url}/_control/revoke", json={"key": stand_in.KEY}, timeout=5)
    with pytest.raises(openai.AuthenticationError) as denied:
        ask(client, "?")
    assert denied.value.code == "invalid_api_key"


def test_it_calls_a_tool_when_the_script_says_so_and_then_answers(server: RunningServer, client: OpenAI) -> None:
    script(server, {"when": "return", "tool_calls": [{"name": "search_knowledge", "arguments": {"query": "returns"}}]})
    reply = ask(client, "Can I return it?", tools=[SEARCH]).choices[0]
    assert reply.finish_reason == "tool_calls"
    assert json.loads(reply.message.tool_calls[0].function.arguments) == {"query": "returns"}
    assert ask(client, "Can I return it?", tools=[SEARCH]).choices[0].finish_reason == "stop"


def test_it_calls_a_tool_when_the_request_insists(client: OpenAI) -> None:
    choice = {"type": "function", "function": {"name": "search_knowledge"}}
    call = ask(client, "Can I return it?", tools=[SEARCH], tool_choice=choice).choices[0].message.tool_calls[0]
    assert json.loads(call.function.arguments) == {"query": "Can I return it?"}


def test_a_script_cannot_call_what_is_not_offered_but_an_adversary_can(server: RunningServer, client: OpenAI) -> None:
    rule = {"tool_calls": [{"name": "delete_all_leads", "arguments": '{"sure": '}], "times": None}
    script(server, rule)
    with pytest.raises(openai.BadRequestError, match="delete_all_leads"):
        ask(client, "?", tools=[SEARCH])
    script(server, rule, mode="adversary")
    call = ask(client, "?", tools=[SEARCH]).choices[0].message.tool_calls[0]
    assert (call.function.name, call.function.arguments) == ("delete_all_leads", '{"sure": ')
    assert script(server, mode="saint").status_code == 400
    assert script(server, {"wen": "typo"}).status_code == 400


def test_a_script_may_say_refuse_cut_off_or_send_what_is_no_completion(server: RunningServer, client: OpenAI) -> None:
    script(
        server,
        {"text": "It costs $1 [9]."},
        {"refusal": "I cannot help with that."},
        {"text": '{"kind": "ans', "finish_reason": "length"},
        {"no_choices": True},
        {"body": "<html>Bad gateway</html>"},
        {"body": "<html>Bad gateway</html>", "content_type": "text/html"},
    )
    server.stand_in.contracts.clear()
    assert said(client, "?") == "It costs $1 [9]."
    refused = ask(client, "?").choices[0].message
    assert (refused.content, refused.refusal) == (None, "I cannot help with that.")
    assert ask(client, "?").choices[0].finish_reason == "length"
    assert ask(client, "?").choices == []
    with pytest.raises(json.JSONDecodeError):
        ask(client, "?")
    assert ask(client, "?") == "<html>Bad gateway</html>", "the SDK hands out a string where a completion was due"


def test_a_long_reply_is_cut_at_the_limit_and_a_thinking_model_may_have_nothing_left_to_say(client: OpenAI) -> None:
    question = "How many days do I have to return goods?"
    cut = ask(client, question, max_completion_tokens=3).choices[0]
    assert (cut.finish_reason, cut.message.content) == ("length", "You may retu")
    thought = ask(client, question, model="gpt-5.4", max_completion_tokens=200)
    assert (thought.choices[0].finish_reason, thought.choices[0].message.content) == ("length", "")
    assert thought.usage.completion_tokens_details.reasoning_tokens == 256


def test_the_same_beginning_of_a_prompt_is_counted_as_cached(client: OpenAI) -> None:
    rules = {"role": "system", "content": "Always be honest and brief. " * 300}

    def cached(question: str, first: dict[str, str] = rules) -> int:
        usage = ask(client, "", messages=[first, {"role": "user", "content": question}]).usage
        return int(usage.prompt_tokens_details.cached_tokens)

    assert cached("One?") == 0
    assert cached("Two?") >= 1_920
    assert cached("Three?", {"role": "system", "content": "Today is Monday. " + rules["content"]}) == 0


def embed(client: OpenAI, texts: list[str], **more: Any) -> Any:
    return [
        item.embedding
        for item in client.embeddings.create(**{"model": "text-embedding-3-small", "input": texts, **more}).data
    ]


def test_similar_texts_have_similar_vectors_in_both_formats(client: OpenAI) -> None:
    texts = ["How do I return a product?", "Returning products", "Opening hours of the shop"]
    vectors = [np.array(vector) for vector in embed(client, texts)]
    alike, _, unlike = (float(a @ b) for a, b in combinations([vectors[1], vectors[0], vectors[2]], 2))

    assert len(vectors[0]) == 1536
    assert np.allclose([np.linalg.norm(vector) for vector in vectors], 1, atol=1e-6)
    assert alike > 3 * abs(unlike)
    assert np.allclose(embed(client, texts, encoding_format="float"), vectors, atol=1e-7)
    assert len(embed(client, texts, dimensions=512)[0]) == 512


@pytest.mark.parametrize(
    "more",
    [
        {"input": [""]},
        {"input": ["x"] * 2049},
        {"input": ["x" * 40_000]},
        {"input": ["x" * 32_000] * 40},
        {"dimensions": 4096},
        {"model": "text-embedding-ada-002", "dimensions": 256},
    ],
)
def test_inputs_openai_does_not_embed(server: RunningServer, client: OpenAI, more: dict[str, Any]) -> None:
    server.stand_in.contracts.clear()
    with pytest.raises(openai.BadRequestError):
        embed(client, **{"texts": ["x"], **more})


@pytest.mark.parametrize(
    ("fault", "raises", "tries"),
    [
        (Fault("429", detail="0"), openai.RateLimitError, 2),
        (Fault("429", detail="insufficient_quota"), openai.RateLimitError, 2),
        (Fault("500"), openai.InternalServerError, 2),
        (Fault("503"), openai.InternalServerError, 2),
        (Fault("401"), openai.AuthenticationError, 1),
        (Fault("drop_after"), openai.APIConnectionError, 2),
        (Fault("truncate"), openai.APIConnectionError, 2),
        (Fault("slow", seconds=0.5), openai.APITimeoutError, 2),
    ],
)
def test_what_the_sdk_tries_again(
    server: RunningServer, monkeypatch: pytest.MonkeyPatch, fault: Fault, raises: type[Exception], tries: int
) -> None:
    monkeypatch.setattr("openai._base_client.INITIAL_RETRY_DELAY", 0.01)
    fault.times = None
    server.stand_in.faults.add(fault)
    client = OpenAI(api_key="k", base_url=f"{server.url}/v1", max_retries=1, timeout=0.2)
    with client, pytest.raises(raises):
        ask(client, "?")
    assert server.stand_in.faults.taken == tries
