"""The API's gateway in this process: it routes as `template.yaml` says and calls the real handlers.

Of a REST API it has what a visitor can reach: only the template's methods and paths, a signature wanted where the
template wants one, bodies as text or, when they are no text, as base64.
"""

import base64
import json
import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import cache
from http import HTTPStatus
from importlib import import_module
from typing import Any
from urllib.parse import parse_qs, unquote

from tests.architecture.template_rules import of, resources
from tests.functions.conftest import CONTEXT

Environ = dict[str, Any]
Answer = dict[str, Any]
SIGNED = "AWS4-HMAC-SHA256"
UNKNOWN_ROUTE = {"type": "about:blank", "title": "Missing Authentication Token"}


@dataclass(frozen=True)
class Resource:
    """One method of one path and the handler behind it."""

    method: str
    path: str
    handler: str
    signed: bool

    def parameters(self, method: str, path: str) -> dict[str, str] | None:
        """What stands in the braces, if this is the resource that is called."""
        pattern = re.sub(r"{(\w+)}", r"(?P<\1>[^/]+)", re.escape(self.path).replace(r"\{", "{").replace(r"\}", "}"))
        found = re.fullmatch(pattern, path) if method == self.method else None
        return {name: unquote(value) for name, value in found.groupdict().items()} if found else None


@cache
def routes() -> tuple[Resource, ...]:
    """The routes of the template."""
    return tuple(
        Resource(given["Method"], given["Path"], one["Handler"], signed="Auth" in given)
        for _, one in of(resources(), "AWS::Serverless::Function")
        for event in one.get("Events", {}).values()
        if event["Type"] == "Api" and (given := event["Properties"])
    )


def send(
    method: str,
    path: str,
    body: bytes | None = None,
    *,
    query: str = "",
    headers: dict[str, str] | None = None,
    changes: dict[str, Any] | None = None,
) -> Answer:
    """What the API answers: `statusCode`, `multiValueHeaders` and `body`, as a proxy integration gives them.

    `changes` are made to the event that the function gets.
    """
    found = next(((route, names) for route in routes() if (names := route.parameters(method, path)) is not None), None)
    given = headers or {}
    if not found or (found[0].signed and not given.get("Authorization", "").startswith(SIGNED)):
        problem = {"Content-Type": ["application/problem+json"]}
        return {"statusCode": 403, "multiValueHeaders": problem, "body": json.dumps(UNKNOWN_ROUTE)}
    module, _, name = found[0].handler.rpartition(".")
    event = {**_event(*found, path, body, query, given), **(changes or {})}
    answer: Answer = getattr(import_module(module), name)(event, CONTEXT)
    return answer


def wsgi(environ: Environ, start: Callable[[str, list[tuple[str, str]]], Any]) -> Iterable[bytes]:
    """The same for a client that speaks HTTP."""
    headers = {name[5:].replace("_", "-").title(): value for name, value in environ.items() if name.startswith("HTTP_")}
    if environ.get("CONTENT_TYPE"):
        headers["Content-Type"] = environ["CONTENT_TYPE"]
    body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)) or None
    path = environ["PATH_INFO"].encode("latin-1").decode("utf-8", "replace")
    query = environ.get("QUERY_STRING", "")
    answer = send(environ["REQUEST_METHOD"], path, body, query=query, headers=headers)
    named = [(name, value) for name, values in answer.get("multiValueHeaders", {}).items() for value in values]
    start(f"{answer['statusCode']} {HTTPStatus(answer['statusCode']).phrase}", named)
    return [(answer.get("body") or "").encode()]


def _event(
    route: Resource, parameters: dict[str, str], path: str, body: bytes | None, query: str, headers: dict[str, str]
) -> dict[str, Any]:
    queried = parse_qs(query, keep_blank_values=True)
    text, binary = _text(body)
    return {
        "resource": route.path,
        "path": path,
        "httpMethod": route.method,
        "headers": headers,
        "multiValueHeaders": {name: [value] for name, value in headers.items()},
        "queryStringParameters": {name: values[-1] for name, values in queried.items()} or None,
        "multiValueQueryStringParameters": queried or None,
        "pathParameters": parameters or None,
        "requestContext": {"stage": "test", "resourcePath": route.path, "httpMethod": route.method},
        "body": text,
        "isBase64Encoded": binary,
    }


def _text(body: bytes | None) -> tuple[str | None, bool]:
    try:
        return (body.decode() if body is not None else None), False
    except UnicodeDecodeError:
        return base64.b64encode(body or b"").decode(), True
