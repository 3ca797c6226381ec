"""simple-salesforce against the Salesforce stand-in; a transport leads its https addresses there."""

import base64
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
import requests
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from requests.adapters import HTTPAdapter
from simple_salesforce.api import Salesforce
from simple_salesforce.exceptions import (
    SalesforceAuthenticationFailed,
    SalesforceError,
    SalesforceExpiredSession,
    SalesforceMalformedRequest,
    SalesforceMoreThanOneRecord,
    SalesforceRefusedRequest,
    SalesforceResourceNotFound,
)
from simple_salesforce.format import format_external_id, format_soql
from simple_salesforce.login import SalesforceLogin

from local.vendors import salesforce
from local.vendors.kit import Fault, RunningServer, serve

ALLOW = {"Sforce-Duplicate-Rule-Header": "allowSave=true"}
ADA = {"LastName": "Lovelace", "Company": "Engines", "Email": "ada@customer.example"}


class Local(HTTPAdapter):
    def __init__(self, url: str) -> None:
        self._url = url
        super().__init__()

    def send(self, request: requests.PreparedRequest, *args: Any, **kwargs: Any) -> requests.Response:
        asked = urlsplit(str(request.url))
        request.url = f"{self._url}{asked.path}" + (f"?{asked.query}" if asked.query else "")
        kwargs["timeout"] = 5
        return super().send(request, *args, **kwargs)


@pytest.fixture
def server() -> Iterator[RunningServer]:
    with serve(salesforce.build()) as running:
        yield running


@pytest.fixture
def org(server: RunningServer) -> Any:
    return client(server)


def session(server: RunningServer) -> requests.Session:
    made = requests.Session()
    made.mount("https://", Local(server.url))
    return made


def login(server: RunningServer, secret: str = salesforce.CONSUMER_SECRET) -> tuple[str, str]:
    return SalesforceLogin(
        consumer_key=salesforce.CONSUMER_KEY, consumer_secret=secret, domain="stand-in.my", session=session(server)
    )


def client(server: RunningServer) -> Any:
    token, instance = login(server)
    return Salesforce(session_id=token, instance=instance, session=session(server), version="67.0")


def act(server: RunningServer, method: str, path: str, body: Any = None) -> Any:
    """What a person does in Salesforce's screens."""
    answer = requests.request(method, f"{server.url}/_control{path}", json=body, timeout=5)
    assert answer.ok, answer.text
    return answer.json() if answer.content else None


def code(call: Any, *args: Any, error: type[SalesforceError] = SalesforceMalformedRequest, **kwargs: Any) -> str:
    with pytest.raises(error) as raised:
        call(*args, **kwargs)
    content: Any = raised.value.content
    return str(content[0]["errorCode"])


def test_a_session_has_no_expiry_and_a_wrong_secret_is_refused(server: RunningServer) -> None:
    assert login(server)[1] == "stand-in.my.salesforce.com"
    with pytest.raises(SalesforceAuthenticationFailed, match="invalid_client"):
        login(server, "wrong")
    body = {"grant_type": "client_credentials"}
    auth = (salesforce.CONSUMER_KEY, salesforce.CONSUMER_SECRET)
    assert "expires_in" not in requests.post(f"{server.url}/services/oauth2/token", body, auth=auth, timeout=5).json()


def test_a_refresh_token_works_until_an_administrator_revokes_it(server: RunningServer) -> None:
    form = {
        "grant_type": "refresh_token",
        "client_id": salesforce.CONSUMER_KEY,
        "refresh_token": salesforce.REFRESH_TOKEN,
    }
    url = f"{server.url}/services/oauth2/token"
    assert requests.post(url, form, timeout=5).json()["instance_url"] == "https://stand-in.my.salesforce.com"
    act(server, "POST", "/disconnect")
    answer = requests.post(url, form, timeout=5)
    assert (answer.status_code, answer.json()["error"]) == (400, "invalid_grant")


@pytest.mark.filterwarnings("ignore:[^$]*self-authorize:UserWarning")
def test_a_signed_assertion_opens_a_session_for_the_user_it_names(server: RunningServer) -> None:
    key = rsa.generate_private_key(public_exponent=65_537, key_size=2_048)
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode()

    def sign_in(user: str) -> tuple[str, str]:
        app = {"consumer_key": salesforce.CONSUMER_KEY, "privatekey": pem, "domain": "stand-in.my"}
        return SalesforceLogin(username=user, session=session(server), **app)

    token, instance = sign_in(salesforce.USERNAME)
    org = Salesforce(session_id=token, instance=instance, session=session(server), version="67.0")
    assert org.query("SELECT Id FROM Lead")["totalSize"] == 0
    with pytest.raises(SalesforceAuthenticationFailed, match="invalid_grant"):
        sign_in("stranger@example.com")


def test_an_expired_session_says_so(server: RunningServer, org: Any) -> None:
    server.stand_in.clock.advance(2 * 3600 + 1)
    assert code(org.query, "SELECT Id FROM Lead", error=SalesforceExpiredSession) == "INVALID_SESSION_ID"


def test_upsert_by_our_key_creates_once_then_updates(org: Any) -> None:
    key = format_external_id("Agent_Key__c", "a/b")
    created = org.Lead.upsert(key, ADA, raw_response=True)
    assert (created.status_code, created.json()["created"]) == (201, True)
    updated = org.Lead.upsert(key, {"FirstName": "Ada"}, raw_response=True)
    assert (updated.status_code, updated.json()["created"]) == (200, False)
    lead = org.Lead.get_by_custom_id("Agent_Key__c", "a/b")
    assert (lead["Id"], lead["Name"]) == (created.json()["id"], "Ada Lovelace")


def test_upsert_by_email_writes_nothing_when_several_match(org: Any) -> None:
    for _ in range(2):
        org.Lead.create(ADA, headers=ALLOW)
    with pytest.raises(SalesforceMoreThanOneRecord) as raised:
        org.Lead.upsert("Email/ada@customer.example", {"FirstName": "Ada"})
    content: Any = raised.value.content
    assert len(content) == 2
    assert org.query("SELECT Id FROM Lead WHERE FirstName = 'Ada'")["totalSize"] == 0


def test_upsert_refuses_a_field_that_is_no_key_and_a_key_in_the_body(org: Any) -> None:
    assert code(org.Lead.upsert, "Company/Engines", ADA, error=SalesforceResourceNotFound) == "NOT_FOUND"
    assert code(org.Lead.upsert, "Agent_Key__c/k1", {**ADA, "Agent_Key__c": "k1"}) == "INVALID_FIELD"
    only = {"method": "PATCH", "json": ADA, "params": {"updateOnly": "true"}}
    path = "sobjects/Lead/Agent_Key__c/k1"
    assert code(org.restful, path, error=SalesforceResourceNotFound, **only) == "NOT_FOUND"


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"Company": None}, "REQUIRED_FIELD_MISSING"),
        ({"Shoe_Size__c": "38"}, "INVALID_FIELD"),
        ({"CreatedDate": "2026-12-01T09:00:00Z"}, "INVALID_FIELD_FOR_INSERT_UPDATE"),
        ({"FirstName": "x" * 41}, "STRING_TOO_LONG"),
        ({"Email": "ada at home"}, "INVALID_EMAIL_ADDRESS"),
        ({"Rating": "Lukewarm"}, "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"),
        ({"NumberOfEmployees": "many"}, "JSON_PARSER_ERROR"),
        ({"OwnerId": "00Q5g0000000001"}, "FIELD_INTEGRITY_EXCEPTION"),
        ({"OwnerId": "0055g0000009999"}, "INVALID_CROSS_REFERENCE_KEY"),
    ],
)
def test_a_bad_value_refuses_the_record(org: Salesforce, values: dict[str, Any], expected: str) -> None:
    assert code(org.Lead.create, {**ADA, **values}) == expected
    assert org.query("SELECT COUNT() FROM Lead")["totalSize"] == 0


def test_an_unrestricted_picklist_takes_any_value(org: Any) -> None:
    assert org.Lead.create({**ADA, "LeadSource": "Chat"})["success"]


def test_a_unique_value_twice_is_a_duplicate_value(org: Any) -> None:
    made = org.Lead.create({**ADA, "Agent_Key__c": "K1"})
    with pytest.raises(SalesforceMalformedRequest, match=made["id"][:15]):
        org.Lead.create({**ADA, "Email": "other@customer.example", "Agent_Key__c": "k1"})


def test_duplicate_rules_alert_block_or_stay_silent(server: RunningServer, org: Any) -> None:
    org.Lead.create(ADA)
    with pytest.raises(SalesforceMalformedRequest) as raised:
        org.Lead.upsert("Agent_Key__c/k2", ADA)
    error: Any = raised.value.content
    found = error[0]["duplicateResult"]
    assert (error[0]["errorCode"], found["allowSave"]) == ("DUPLICATES_DETECTED", True)
    assert found["matchResults"][0]["matchRecords"][0]["record"]["Id"].startswith("00Q")
    assert org.Lead.upsert("Agent_Key__c/k2", ADA, headers=ALLOW) == 201
    act(server, "PUT", "/duplicate-rules/Lead", {"mode": "block"})
    assert code(org.Lead.create, ADA, headers=ALLOW) == "DUPLICATES_DETECTED"
    act(server, "PUT", "/duplicate-rules/Lead", {"mode": "off"})
    assert org.Lead.create(ADA)["success"]


def test_a_converted_lead_refuses_updates_and_its_activities_move(server: RunningServer, org: Any) -> None:
    lead = org.Lead.create({**ADA, "Agent_Key__c": "k1"})["id"]
    task = org.Task.create({"Subject": "Chat", "WhoId": lead})["id"]
    act(server, "POST", f"/records/Lead/{lead}/convert", {"opportunity": "Engines: solar"})
    assert code(org.Lead.upsert, "Agent_Key__c/k1", {"FirstName": "Ada"}) == "CANNOT_UPDATE_CONVERTED_LEAD"
    assert code(org.Task.create, {"Subject": "Chat", "WhoId": lead}) == "CANNOT_UPDATE_CONVERTED_LEAD"
    found = org.query("SELECT IsConverted, ConvertedContactId, ConvertedOpportunityId FROM Lead")["records"][0]
    assert found["IsConverted"]
    assert org.Task.get(task)["WhoId"] == found["ConvertedContactId"]
    both = {"Subject": "Chat", "WhoId": found["ConvertedContactId"], "WhatId": found["ConvertedOpportunityId"]}
    assert org.Task.create(both)["success"]


def test_a_task_on_a_lead_has_no_other_relation(org: Any) -> None:
    lead, account = org.Lead.create(ADA)["id"], org.Account.create({"Name": "Engines"})["id"]
    assert code(org.Task.create, {"Subject": "Chat", "WhoId": lead, "WhatId": account}) == "FIELD_INTEGRITY_EXCEPTION"


def test_an_event_needs_its_times(org: Any) -> None:
    lead = org.Lead.create(ADA)["id"]
    assert code(org.Event.create, {"Subject": "Demo", "WhoId": lead}) == "REQUIRED_FIELD_MISSING"
    times = {"StartDateTime": "2026-12-01T09:00:00Z", "EndDateTime": "2026-12-01T09:30:00Z"}
    assert org.Event.create({"Subject": "Demo", "WhoId": lead, **times})["success"]


def test_a_file_is_filed_under_its_record(server: RunningServer, org: Any) -> None:
    lead = org.Lead.create(ADA)["id"]
    content = base64.b64encode(b"Visitor: hello").decode()
    made = org.ContentVersion.create(
        {"Title": "Transcript", "PathOnClient": "t.txt", "VersionData": content, "FirstPublishLocationId": lead}
    )
    link = org.query(
        f"SELECT LinkedEntityId, ContentDocument.Title FROM ContentDocumentLink WHERE LinkedEntityId = '{lead}'"
    )
    assert link["records"][0]["ContentDocument"]["Title"] == "Transcript"
    assert requests.get(f"{server.url}/_control/files/{made['id']}", timeout=5).content == b"Visitor: hello"


def test_queries_select_filter_order_and_page(org: Any) -> None:
    names = ["Ångström", "O'Neil", "Weber"]
    for at, name in enumerate(names):
        org.Lead.create({"LastName": name, "Company": "C", "Email": f"{at}@customer.example", "NumberOfEmployees": at})
    query = format_soql("SELECT Id FROM Lead WHERE LastName = {} AND IsConverted = {}", "o'neil", False)
    assert org.query(query)["totalSize"] == 1
    ordered = org.query("SELECT LastName FROM Lead WHERE NumberOfEmployees > 0 ORDER BY NumberOfEmployees DESC LIMIT 5")
    assert [row["LastName"] for row in ordered["records"]] == ["Weber", "O'Neil"]
    within = org.query(
        "SELECT Id, Owner.Name FROM Lead WHERE (Email IN ('0@customer.example') OR LastName LIKE 'web%')"
    )
    assert [row["Owner"]["Name"] for row in within["records"]] == ["Integration User"] * 2
    headers = {"Sforce-Query-Options": "batchSize=2"}
    first = org.query("SELECT Id FROM Lead", headers=headers)
    rest = org.query_more(first["nextRecordsUrl"], identifier_is_url=True)
    assert (first["done"], len(first["records"]), rest["done"], len(rest["records"])) == (False, 2, True, 1)


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("SELECT Id FROM Lead WHERE Email = 'a' AND", "MALFORMED_QUERY"),
        ("SELECT Id FROM Lead WHERE Name = 'O'Neil'", "MALFORMED_QUERY"),
        ("SELECT Shoe_Size__c FROM Lead", "INVALID_FIELD"),
        ("SELECT Id FROM Leads", "INVALID_TYPE"),
    ],
)
def test_a_query_that_cannot_run_says_why(org: Salesforce, query: str, expected: str) -> None:
    assert code(org.query, query) == expected


def test_describe_tells_lengths_and_choices_and_is_cacheable(server: RunningServer, org: Any) -> None:
    fields = {field["name"]: field for field in org.Lead.describe()["fields"]}
    assert (fields["FirstName"]["length"], fields["LastName"]["nillable"]) == (40, False)
    assert (fields["Agent_Key__c"]["externalId"], fields["Agent_Key__c"]["unique"]) == (True, True)
    assert [each["value"] for each in fields["Rating"]["picklistValues"]] == ["Hot", "Warm", "Cold"]
    address = f"{server.url}/services/data/v67.0/sobjects/Lead/describe"
    headers = {"Authorization": f"Bearer {org.session_id}"}
    changed = requests.get(address, headers=headers, timeout=5).headers["Last-Modified"]
    again = requests.get(address, headers={**headers, "If-Modified-Since": changed}, timeout=5)
    assert again.status_code == 304
    act(server, "DELETE", "/fields/Lead/Agent_Key__c")
    assert code(org.Lead.upsert, "Agent_Key__c/k1", ADA, error=SalesforceResourceNotFound) == "NOT_FOUND"


def test_stages_are_records(org: Any) -> None:
    stages = org.query("SELECT MasterLabel, IsClosed FROM OpportunityStage WHERE IsActive = true ORDER BY SortOrder")
    assert [row["MasterLabel"] for row in stages["records"]][-2:] == ["Closed Won", "Closed Lost"]
    deal = {"Name": "Solar", "StageName": "Closed Won", "CloseDate": "2026-12-31"}
    made = org.Opportunity.create(deal)["id"]
    assert org.Opportunity.get(made)["IsWon"]
    assert code(org.Opportunity.update, made, {"StageName": "won"}) == "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST"


def test_a_collection_answers_each_record_on_its_own(org: Any) -> None:
    good = {"attributes": {"type": "Lead"}, **ADA, "Agent_Key__c": "k1"}
    bad = {"attributes": {"type": "Lead"}, "LastName": "Nobody", "Agent_Key__c": "k2"}
    path = "composite/sobjects/Lead/Agent_Key__c"
    results = org.restful(path, method="PATCH", json={"allOrNone": False, "records": [good, bad]})
    assert [each["success"] for each in results] == [True, False]
    assert results[1]["errors"][0]["statusCode"] == "REQUIRED_FIELD_MISSING"
    third = {**good, "Agent_Key__c": "k3", "Email": "third@customer.example"}
    results = org.restful("composite/sobjects", method="POST", json={"allOrNone": True, "records": [third, bad]})
    assert [each["errors"][0]["statusCode"] for each in results] == [
        "ALL_OR_NONE_OPERATION_ROLLED_BACK",
        "REQUIRED_FIELD_MISSING",
    ]
    assert org.query("SELECT COUNT() FROM Lead")["totalSize"] == 1


def test_a_collection_updates_by_id_and_has_a_size(org: Any) -> None:
    lead = org.Lead.create(ADA)["id"]
    rows = [{"attributes": {"type": "Lead"}, "Id": each, "FirstName": "Ada"} for each in (lead, "00Q5g0000000099")]
    results = org.restful("composite/sobjects", method="PATCH", json={"records": rows})
    assert [each["success"] for each in results] == [True, False]
    assert org.Lead.get(lead)["FirstName"] == "Ada"


def test_deleted_and_merged_records_are_gone_but_leave_a_trace(server: RunningServer, org: Any) -> None:
    kept, merged = (org.Lead.create(ADA, headers=ALLOW)["id"] for _ in range(2))
    task = org.Task.create({"Subject": "Chat", "WhoId": merged})["id"]
    act(server, "POST", f"/records/Lead/{kept}/merge/{merged}")
    assert org.Task.get(task)["WhoId"] == kept
    assert code(org.Lead.update, merged, {"FirstName": "Ada"}, error=SalesforceResourceNotFound) == "ENTITY_IS_DELETED"
    trace = org.query(f"SELECT MasterRecordId FROM Lead WHERE Id = '{merged}'", include_deleted=True)["records"][0]
    assert trace["MasterRecordId"] == kept
    act(server, "PATCH", f"/records/Lead/{kept}", {"Phone": "+44 20 7946 0000"})
    assert org.Lead.get(kept[:15])["Phone"] == "+44 20 7946 0000"
    assert org.Lead.delete(kept) == 204
    assert org.query("SELECT COUNT() FROM Lead")["totalSize"] == 0


def test_a_validation_rule_of_this_org_refuses(server: RunningServer, org: Any) -> None:
    act(server, "POST", "/rules", {"sobject": "Lead", "required": "Phone", "when": "Rating", "equals": "Hot"})
    assert code(org.Lead.create, {**ADA, "Rating": "Hot"}) == "FIELD_CUSTOM_VALIDATION_EXCEPTION"


def test_the_daily_budget_is_told_and_ends() -> None:
    with serve(salesforce.build(daily=2)) as running:
        org = client(running)
        org.query("SELECT Id FROM Lead")
        assert (org.api_usage["api-usage"].used, org.api_usage["api-usage"].total) == (1, 2)
        org.query("SELECT Id FROM Lead")
        assert code(org.query, "SELECT Id FROM Lead", error=SalesforceRefusedRequest) == "REQUEST_LIMIT_EXCEEDED"


def test_the_fault_plan_speaks_salesforce(server: RunningServer, org: Any) -> None:
    server.stand_in.faults.add(Fault("400"))
    assert code(org.Lead.create, ADA) == "UNABLE_TO_LOCK_ROW"
    server.stand_in.faults.add(Fault("503"))
    assert code(org.Lead.create, ADA, error=SalesforceError) == "SERVER_UNAVAILABLE"


def test_an_address_that_looks_like_a_file_cannot_be_a_key_in_the_path(org: Any) -> None:
    lead = {**ADA, "Email": "ada@engines.inc"}
    assert code(org.Lead.upsert, "Email/ada@engines.inc", lead, error=SalesforceResourceNotFound) == "NOT_FOUND"
