"""``/v1/chat/completions`` and ``/v1/embeddings``."""

import secrets
from typing import Any

from flask import Flask, jsonify, request
from werkzeug import Response

from local.vendors.openai import embeddings, tokens
from local.vendors.openai.assistant import content
from local.vendors.openai.checks import check
from local.vendors.openai.completions import complete
from local.vendors.openai.errors import Refused, answered, refusal
from local.vendors.openai.script import Rule
from local.vendors.openai.store import Account

MOST_INPUTS, MOST_TOKENS, MOST_TOKENS_IN_ALL = 2_048, 8_192, 300_000


def add(app: Flask, account: Account) -> None:
    """Adds both endpoints."""
    app.register_error_handler(Refused, answered)
    app.register_error_handler(404, lambda _error: refusal(404))

    @app.before_request
    def authenticate() -> Response | None:
        if not request.path.startswith("/v1/"):
            return None
        scheme, _, key = request.headers.get("Authorization", "").partition(" ")
        return None if scheme == "Bearer" and key and key not in account.revoked else refusal(401)

    @app.after_request
    def identify(response: Response) -> Response:
        response.headers["x-request-id"] = f"req_{secrets.token_hex(12)}"
        return response

    @app.post("/v1/chat/completions")
    def chat() -> Response:
        body = request.get_json()
        check(body)
        rule = account.script.take(request.path, content(body["messages"][-1]))
        if rule and rule.body is not None:
            return _raw(rule)
        reply = complete(account, body, rule)
        account.asked.append({"request": body, "reply": reply})
        return jsonify(reply)

    @app.post("/v1/embeddings")
    def embed() -> Response:
        body = request.get_json()
        texts = _inputs(body.get("input"))
        rule = account.script.take(request.path, texts[0])
        return _raw(rule) if rule else jsonify(_vectors(body, texts))


def _raw(rule: Rule) -> Response:
    return Response(rule.body or "", content_type=rule.content_type)


def _inputs(given: Any) -> list[str]:
    texts = [given] if isinstance(given, str) else given
    if not isinstance(texts, list) or not all(isinstance(text, str) for text in texts):
        raise Refused(400, "'$.input' is invalid: this stand-in takes a string or a list of strings.", param="input")
    if not 0 < len(texts) <= MOST_INPUTS:
        raise Refused(400, f"Invalid 'input': array must have 1 to {MOST_INPUTS} items.", param="input")
    if not all(texts):
        raise Refused(400, "'$.input' is invalid: input cannot be an empty string.", param="input")
    counts = [tokens.of_text(text) for text in texts]
    if max(counts) > MOST_TOKENS:
        message = f"Invalid 'input': maximum context length is {MOST_TOKENS} tokens."
        raise Refused(400, message, param="input", code="context_length_exceeded")
    if sum(counts) > MOST_TOKENS_IN_ALL:
        raise Refused(
            400, f"Requested more than {MOST_TOKENS_IN_ALL} tokens per request.", code="max_tokens_per_request"
        )
    return texts


def _vectors(body: dict[str, Any], texts: list[str]) -> dict[str, Any]:
    size = embeddings.dimensions(body["model"], body.get("dimensions"))
    vectors = [embeddings.embed(text, size) for text in texts]
    as_base64 = body.get("encoding_format") == "base64"
    data = [
        {
            "object": "embedding",
            "index": index,
            "embedding": embeddings.encoded(vector) if as_base64 else vector.tolist(),
        }
        for index, vector in enumerate(vectors)
    ]
    used = sum(tokens.of_text(text) for text in texts)
    usage = {"prompt_tokens": used, "total_tokens": used}
    return {"object": "list", "data": data, "model": body["model"], "usage": usage}
