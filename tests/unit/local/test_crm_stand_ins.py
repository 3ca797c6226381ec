"""What holds for every CRM stand-in."""

import json
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import requests
from openapi_core import OpenAPI

from local.vendors import contracts, hubspot, salesforce, zoho
from local.vendors.kit import RunningServer, StandIn, serve

DOCUMENTS = sorted(Path(contracts.__file__).parent.glob("*.json"))


@pytest.fixture(params=[hubspot.build, salesforce.build, zoho.build], ids=["hubspot", "salesforce", "zoho"])
def server(request: pytest.FixtureRequest) -> Iterator[RunningServer]:
    build: Callable[[], StandIn] = request.param
    with serve(build()) as running:
        yield running


@pytest.mark.parametrize("document", DOCUMENTS, ids=lambda path: path.name)
def test_the_projects_contracts_are_valid_openapi(document: Path) -> None:
    OpenAPI.from_dict(json.loads(document.read_text("utf-8")))


def test_the_state_is_json_and_a_reset_goes_back_to_the_first_day(server: RunningServer) -> None:
    control = f"{server.url}/_control"
    first_day = requests.get(f"{control}/state", timeout=5).json()
    people = {"hubspot": "contacts", "salesforce": "Contact", "zoho": "Contacts"}[server.stand_in.name]
    name = "lastname" if people == "contacts" else "LastName" if people == "Contact" else "Last_Name"
    made = requests.post(f"{control}/records/{people}", json={name: "Lovelace"}, timeout=5)
    assert made.status_code == 201, made.text
    held = requests.get(f"{control}/state", timeout=5).json()
    assert (len(first_day[people]), len(held[people])) == (0, 1)
    requests.post(f"{control}/reset", timeout=5)
    assert len(requests.get(f"{control}/state", timeout=5).json()[people]) == 0


def test_what_a_person_types_wrong_is_refused_too(server: RunningServer) -> None:
    kind = {"hubspot": "contacts", "salesforce": "Contact", "zoho": "Contacts"}[server.stand_in.name]
    field = {"hubspot": "email", "salesforce": "Email", "zoho": "Email"}[server.stand_in.name]
    answer = requests.post(f"{server.url}/_control/records/{kind}", json={field: "ada at home"}, timeout=5)
    assert answer.status_code == 400


def test_what_is_no_request_at_all_gets_the_vendors_own_error(server: RunningServer) -> None:
    server.stand_in.contracts.clear()
    for path in ("/crm/nothing/here", "/services/nothing/here"):
        answer = requests.post(server.url + path, data="{", headers={"Content-Type": "application/json"}, timeout=5)
        assert answer.status_code in (401, 404)
        assert "json" in answer.headers["Content-Type"]


def test_a_call_without_credentials_is_401(server: RunningServer) -> None:
    server.stand_in.contracts.clear()
    path = {
        "hubspot": "/crm/objects/2026-09/contacts",
        "salesforce": "/services/data/v67.0/query?q=SELECT+Id+FROM+Lead",
        "zoho": "/crm/v8/Leads?fields=Email",
    }[server.stand_in.name]
    assert requests.get(server.url + path, timeout=5).status_code == 401
