"""Nothing that comes in over HTTP ends in a 5xx, and every answer is one that the OpenAPI document names.

`EDGE_CASES=1000 pytest tests/functions/test_public_edge.py` tries a thousand generated requests for each route.
"""

import base64
import json
import os
from itertools import product
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from schemathesis import Case, GenerationMode
from schemathesis.specs.openapi.checks import positive_data_acceptance, unsupported_method

from sales_agent.web import BODY_BYTES
from scripts.openapi_routes import CALENDLY, ROUTES, STAFF, VISITOR, Route
from tests.functions import gateway
from tests.functions.edge import BY_NAME, Caller, answer, open_session
from tests.functions.malformed import MALFORMED

pytestmark = pytest.mark.usefixtures("deployed")
CASES = int(os.environ.get("EDGE_CASES", "8"))
BEYOND_A_SCHEMA = [positive_data_acceptance, unsupported_method]  # what is an offer of ours; what no gateway routes
OF_SESSIONS = [route for route in ROUTES if route.caller == VISITOR]
WITH_BODY = [route for route in ROUTES if route.body and route.caller != CALENDLY]
WEIRD = (
    *("", " ", "-1", "0", "1e3", "0x10", "\u0663", "\uff19", "NaN", "null", "9" * 400, "\x00", "\U000e0041", "'--"),
    *(
        "0001-01-01",
        "9999-12-31",
        "9999-12-31T23:59:59.999999-23:59",
        "2026-02-30",
        "Europe/London/../x",
        "/etc",
        "../",
    ),
)
SAY = BY_NAME["post /v1/sessions/{id}/messages"]
FREE_TIMES = BY_NAME["get /v1/sessions/{id}/slots"]


def named(value: Any) -> str | None:
    return f"{value.method} {value.path}" if isinstance(value, Route) else None


@pytest.fixture
def visitor() -> Caller:
    return open_session()


@pytest.mark.parametrize("route", ROUTES, ids=named)
def test_whatever_is_sent_the_answer_is_a_documented_one(route: Route, visitor: Caller) -> None:
    schema = schemathesis.openapi.from_wsgi("/v1/openapi.json", gateway.wsgi)
    operation = schema[route.path][route.method]
    proof = gateway.SIGNED if route.caller == STAFF else f"Bearer {visitor.token}"
    path = {"path_parameters": {"id": visitor.session_id}} if "{id}" in route.path else {}
    mine: dict[str, Any] = {**path, "headers": {"Authorization": proof}} if route.caller else {}
    modes = (GenerationMode.POSITIVE, GenerationMode.NEGATIVE)

    @settings(max_examples=CASES, deadline=None, database=None, suppress_health_check=list(HealthCheck))
    @given(st.one_of([operation.as_strategy(mode, **known) for mode in modes for known in ({}, mine)]))
    def holds(case: Case) -> None:
        case.call_and_validate(excluded_checks=BEYOND_A_SCHEMA)

    holds()


@pytest.mark.parametrize("route", WITH_BODY, ids=named)
def test_a_malformed_body_is_a_problem_that_names_the_field(route: Route, visitor: Caller) -> None:
    for broken, changes in MALFORMED.items():
        refused = visitor.call(route, changes=changes)
        assert (broken, refused.status) == (broken, 404 if "{token}" in route.path else 422)
        assert refused.is_documented(route)
        assert refused.json["detail"]
        assert "field" in refused.json or refused.status == 404
    assert visitor.call(SAY).status == 200  # nothing is lost or stuck


def test_a_malformed_webhook_is_refused() -> None:
    route = BY_NAME["post /v1/webhooks/calendly"]
    for broken, changes in MALFORMED.items():
        refused = Caller("", "").call(route, changes=changes)
        assert (broken, refused.status in {403, 422}, refused.is_documented(route)) == (broken, True, True)


@pytest.mark.parametrize("verdict", [{"seq": "1", "helpful": True}, {"seq": 1, "helpful": "yes"}, {"seq": 1.0}])
def test_a_body_is_read_as_strictly_as_the_document_says(verdict: dict[str, Any], visitor: Caller) -> None:
    refused = visitor.call(BY_NAME["post /v1/sessions/{id}/feedback"], verdict)
    assert (refused.status, refused.json["field"] in {"seq", "helpful"}) == (422, True)


def test_a_body_may_be_as_large_as_the_cap_and_no_larger(visitor: Caller) -> None:
    frame = len(json.dumps({"message_id": "5f0c2a9e-0001", "text": ""}))
    for size, field in [(BODY_BYTES - frame, "text"), (BODY_BYTES - frame + 1, "body")]:
        refused = visitor.call(SAY, {"message_id": "5f0c2a9e-0001", "text": "x" * size})
        assert (refused.status, refused.json["field"]) == (422, field)


@pytest.mark.parametrize("size", [1, 4000])
def test_a_base64_body_is_read_like_a_plain_one(visitor: Caller, size: int) -> None:
    body = {"message_id": "5f0c2a9e-0001", "text": "é" * size}
    encoded = base64.b64encode(json.dumps(body, ensure_ascii=False).encode()).decode()
    said = visitor.call(SAY, changes={"body": encoded, "isBase64Encoded": True})
    assert (said.status, said.json["text"]) == (200, body["text"])


@pytest.mark.parametrize("route", [route for route in ROUTES if route.query], ids=named)
def test_a_weird_query_is_answered(route: Route, visitor: Caller) -> None:
    for name, value in product(route.query, WEIRD):
        parts = {"queryStringParameters": {name: value}, "multiValueQueryStringParameters": {name: [value]}}
        said = visitor.call(route, changes=parts)
        assert (name, value, said.status in {200, 404, 422}) == (name, value, True)
        assert said.is_documented(route)
        assert said.status != 422 or said.json["field"] in route.query


def test_a_query_that_is_none_is_answered(visitor: Caller) -> None:
    path, headers = f"/v1/sessions/{visitor.session_id}/messages", {"Authorization": f"Bearer {visitor.token}"}
    for query in ("after=1&after=2", "after", "&&=;", "after[]=1", "a" * 9000, "%ff=%00", "after=%2B1"):
        said = answer(gateway.send("GET", path, query=query, headers=headers))
        assert (query, said.status in {200, 422}) == (query, True)


@pytest.mark.parametrize("resource", [SAY, FREE_TIMES], ids=named)
def test_a_wrong_address_or_method_is_a_problem_even_past_the_gateway(resource: Route) -> None:
    paths = ("/", "/v1", "/v1/", "/v2/sessions", "/\x00")
    for method, path in product(("GET", "POST", "HEAD", "TRACE", "PUT", "BREW", ""), paths):
        said = Caller("s1", "").call(resource, changes={"path": path, "httpMethod": method})
        assert (method, path, said.status) == (method, path, 404)
        assert (said.content_type, said.json["title"]) == ("application/problem+json", "Not Found")


@pytest.mark.parametrize("method", ["HEAD", "TRACE", "PUT", "CONNECT"])
def test_the_gateway_lets_no_other_method_through(method: str) -> None:
    assert {gateway.send(method, route.path)["statusCode"] for route in ROUTES} == {403}


def test_the_document_is_served_as_it_stands_in_the_repository() -> None:
    route = BY_NAME["get /v1/openapi.json"]
    served = Caller("", "").call(route)
    assert (served.status, served.content_type) == (200, "application/json")
    assert set(served.json["paths"]) == {route.path for route in ROUTES}
