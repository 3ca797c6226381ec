"""The OpenAPI document says what is deployed and what the code does."""

from openapi_spec_validator import validate

from scripts import openapi
from scripts.openapi_routes import ROUTES, STAFF
from tests.architecture.template_rules import events, resources


def test_the_document_is_valid() -> None:
    validate(openapi.document())


def test_it_names_the_routes_of_the_template() -> None:
    deployed = [event["Properties"] for event in events(resources(), "Api")]
    expected = {(one["Method"].lower(), one["Path"]) for one in deployed if one["Method"] != "OPTIONS"}
    assert {(route.method, route.path) for route in ROUTES} == expected
    assert len(ROUTES) == len(expected)


def test_staff_routes_are_those_that_the_template_wants_signed() -> None:
    deployed = [event["Properties"] for event in events(resources(), "Api")]
    signed = {(one["Method"].lower(), one["Path"]) for one in deployed if one.get("Auth")}
    assert {(route.method, route.path) for route in ROUTES if route.caller == STAFF} == signed


def test_operations_have_names_of_their_own() -> None:
    named = [operation["operationId"] for path in openapi.document()["paths"].values() for operation in path.values()]
    assert len(set(named)) == len(ROUTES)
