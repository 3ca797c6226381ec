"""What a CRM's refusals ask of us: wait for the account, wait for one record, look again, or leave one record out."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, jsonify
from werkzeug import Response

from local.vendors.kit import RunningServer, StandIn, serve
from sales_agent.adapters.hubspot_http import HubSpotHttp
from sales_agent.adapters.salesforce_client import SalesforceClient
from sales_agent.adapters.zoho_http import ZohoHttp
from sales_agent.domain.crm import Links
from sales_agent.ports.access_tokens import AccessTokens, Grant
from sales_agent.ports.errors import Fatal, Locked, Retriable, SalesAgentError, Skippable, Unknown
from tests.contract.crm_accounts import ACCOUNTS, VENDORS, VendorAccount
from tests.contract.test_crms import ANN, NOTE, made

ACCOUNT_WAITS = [
    ("hubspot", "429", "TEN_SECONDLY_ROLLING", 10.0),
    ("hubspot", "429", "DAILY", 3600.0),
    ("salesforce", "403", "REQUEST_LIMIT_EXCEEDED", 900.0),
    ("zoho", "429", "TOO_MANY_REQUESTS", 10.0),
    ("zoho", "429", "LIMIT_EXCEEDED", 900.0),
]
RECORD_WAITS = [
    ("hubspot", "423", ""),
    ("salesforce", "400", "UNABLE_TO_LOCK_ROW"),
    ("zoho", "400", "RECORD_LOCKED"),
    ("zoho", "400", "DUPLICATE_DATA"),
]


@pytest.fixture
def vendor(request: pytest.FixtureRequest) -> Iterator[VendorAccount]:
    with ACCOUNTS[request.param]() as opened:
        assert isinstance(opened, VendorAccount)
        opened.crm.find("person", "sa-0")
        yield opened


def refused(vendor: VendorAccount, status: str, code: str) -> SalesAgentError:
    """What the refusal of a new person's record comes as."""
    vendor.fault(status, "POST", detail=code)
    with pytest.raises(SalesAgentError) as caught:
        made(vendor, "person")
    vendor.mend()
    return caught.value


@pytest.mark.parametrize(("vendor", "status", "code", "seconds"), ACCOUNT_WAITS, indirect=["vendor"])
def test_a_used_up_limit_is_waited_for(vendor: VendorAccount, status: str, code: str, seconds: float) -> None:
    error = refused(vendor, status, code)
    assert type(error) is Retriable
    assert error.retry_after == seconds
    assert vendor.count("person") == 0


@pytest.mark.parametrize(("vendor", "status", "code"), RECORD_WAITS, indirect=["vendor"])
def test_a_locked_record_is_one_record(vendor: VendorAccount, status: str, code: str) -> None:
    assert isinstance(refused(vendor, status, code), Locked)
    assert made(vendor, "person").key == "sa-1"


@pytest.mark.parametrize("vendor", VENDORS, indirect=True)
def test_what_may_have_happened_is_unknown_and_what_is_forbidden_needs_a_person(vendor: VendorAccount) -> None:
    assert isinstance(refused(vendor, "500", ""), Unknown)
    code = {"salesforce": "API_DISABLED_FOR_ORG"}.get(vendor.crm.name, "")
    assert isinstance(refused(vendor, "403", code), Fatal)


@pytest.mark.parametrize("vendor", ["hubspot"], indirect=True)
def test_an_address_that_was_taken_this_moment_is_looked_for_again(vendor: VendorAccount) -> None:
    theirs = vendor.add("person", **ANN)
    with pytest.raises(Locked, match="already exists"):
        made(vendor, "person")
    assert [each.ref for each in vendor.crm.people(str(ANN["email"]))] == [theirs]


@pytest.mark.parametrize("vendor", ["salesforce"], indirect=True)
def test_two_records_under_our_key_are_named_and_nothing_is_written(vendor: VendorAccount) -> None:
    person = made(vendor, "person").ref
    ids = {
        vendor.control(
            "POST", "/records/Task", {"Subject": "Chat", "WhoId": person.record_id, "Agent_Key__c": "san-1"}
        )["Id"]
        for _ in range(2)
    }
    with pytest.raises(Skippable) as several:
        vendor.crm.find("note", "san-1")
    assert all(each in str(several.value) for each in ids)


@pytest.mark.parametrize("vendor", ["zoho"], indirect=True)
def test_a_row_that_fails_inside_a_success_is_a_failure(vendor: VendorAccount) -> None:
    person = made(vendor, "person").ref
    requests = vendor.server.stand_in.requests
    with pytest.raises(Skippable, match=r"INVALID_DATA.*Email"):
        vendor.crm.update(person, vendor.named("person", {"email": "ann at home"}))
    assert (requests[-1].method, requests[-1].status) == ("PUT", "202")
    with pytest.raises(Skippable):
        vendor.crm.create("person", "sa-2", vendor.named("person", {**ANN, "email": "ann at home"}), Links())
    assert vendor.crm.find("person", "sa-2") is None
    assert vendor.crm.create("note", "san-1", NOTE, Links(person=person)).key == "san-1"


class Answering(AccessTokens):
    """A vendor that gives one answer to everything, and the token to ask it with."""

    def __init__(self, status: int, body: Any) -> None:
        app = Flask("answering")

        def answer(**_: str) -> tuple[Response, int]:
            return jsonify(body), status

        app.add_url_rule("/<path:path>", view_func=answer, methods=["GET", "POST", "PATCH"])
        self.server: RunningServer = serve(StandIn("answering", app, Nothing()))

    def current(self) -> Grant:
        return Grant(access_token="token", base_url=self.server.url)

    def renewed(self, refused: str) -> Grant:
        raise Fatal(refused)


class Nothing:
    """A store that holds nothing."""

    def reset(self) -> None:
        return

    def state(self) -> dict[str, Any]:
        return {}


def test_hubspots_207_is_a_failure_in_its_own_words() -> None:
    error = {"status": "error", "category": "VALIDATION_ERROR", "message": 'Property "x" does not exist'}
    vendor = Answering(207, {"status": "COMPLETE", "results": [], "numErrors": 1, "errors": [error]})
    with vendor.server, pytest.raises(Skippable, match="does not exist"):
        HubSpotHttp(vendor).write("POST", "/crm/objects/2026-09/contacts/batch/upsert", {"inputs": []})


def test_salesforces_300_is_a_refusal_that_names_the_records() -> None:
    urls = ["/services/data/v67.0/sobjects/Lead/00Q1", "/services/data/v67.0/sobjects/Lead/00Q2"]
    vendor = Answering(300, urls)
    with vendor.server, pytest.raises(Skippable, match=r"300.*00Q1.*00Q2"):
        SalesforceClient(vendor).update("Lead", "Email/ann@acme.example", {"Phone": "1"})


@pytest.mark.parametrize("status", [200, 201, 202, 207])
def test_zohos_row_errors_are_failures_under_any_status(status: int) -> None:
    details = {"api_name": "Stage", "json_path": "$.data[0].Stage"}
    row = {"code": "MAPPING_MISMATCH", "details": details, "message": "not mapped", "status": "error"}
    vendor = Answering(status, {"data": [row]})
    with vendor.server, pytest.raises(Skippable, match="MAPPING_MISMATCH: not mapped"):
        ZohoHttp(vendor, "www.zohoapis.com", []).insert("/Deals", {}, "Agent_Key")
