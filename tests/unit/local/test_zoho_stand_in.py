"""Plain requests against the Zoho stand-in, as the documentation has them."""

import threading
from collections.abc import Iterator
from typing import Any

import pytest
import requests

from local.vendors import zoho
from local.vendors.kit import Fault, RunningServer, serve

ADA = {"Last_Name": "Lovelace", "Company": "Engines", "Email": "ada@customer.example"}
DEAL = {"Deal_Name": "Solar", "Pipeline": "Standard (Standard)", "Stage": "Qualification", "Agent_Key": "d1"}


class Client:
    def __init__(self, server: RunningServer) -> None:
        self.server = server
        given = refresh(server).json()
        self.root = f"{given['api_domain']}/crm/v8"
        self.headers = {"Authorization": f"Zoho-oauthtoken {given['access_token']}"}

    def __call__(self, method: str, path: str, *rows: Any, **more: Any) -> requests.Response:
        if rows:
            more["json"] = {"data": list(rows), **more.pop("body", {})}
        return requests.request(method, f"{self.root}/{path}", headers=self.headers, timeout=5, **more)

    def row(self, method: str, path: str, row: Any, **body: Any) -> dict[str, Any]:
        answer: dict[str, Any] = self(method, path, row, body=body).json()["data"][0]
        return answer

    def new(self, module: str, row: Any) -> str:
        made = self.row("POST", module, row)
        assert made["status"] == "success", made
        return str(made["details"]["id"])

    def act(self, method: str, path: str, body: Any = None) -> Any:
        """What a person does in Zoho's screens."""
        answer = requests.request(method, f"{self.server.url}/_control{path}", json=body, timeout=5)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None


def refresh(server: RunningServer, **more: str) -> requests.Response:
    app = {"client_id": zoho.CLIENT_ID, "client_secret": zoho.CLIENT_SECRET, "refresh_token": zoho.REFRESH_TOKEN}
    form = {"grant_type": "refresh_token", **app, **more}
    return requests.post(f"{server.url}/oauth/v2/token", data=form, timeout=5)


@pytest.fixture
def server() -> Iterator[RunningServer]:
    with serve(zoho.build()) as running:
        yield running


@pytest.fixture
def crm(server: RunningServer) -> Client:
    return Client(server)


def test_a_token_lasts_an_hour_and_names_the_api_domain(crm: Client) -> None:
    assert crm("GET", "Leads", params={"fields": "Email"}).status_code == 204
    crm.server.stand_in.clock.advance(3601)
    answer = crm("GET", "Leads", params={"fields": "Email"})
    assert (answer.status_code, answer.json()["code"]) == (401, "INVALID_TOKEN")


def test_the_api_domain_of_a_data_centre() -> None:
    with serve(zoho.build(api_domain="https://www.zohoapis.eu")) as running:
        assert refresh(running).json()["api_domain"] == "https://www.zohoapis.eu"


@pytest.mark.parametrize(
    ("wrong", "error"),
    [
        ({"refresh_token": "1000.dead"}, "invalid_code"),
        ({"client_id": "1000.OTHER"}, "invalid_client"),
        ({"client_secret": "wrong"}, "invalid_client_secret"),
    ],
)
def test_a_refused_refresh_comes_as_200(server: RunningServer, wrong: dict[str, str], error: str) -> None:
    answer = refresh(server, **wrong)
    assert (answer.status_code, answer.json()) == (200, {"error": error})


def test_ten_tokens_in_ten_minutes_then_none_for_the_rest_of_them(server: RunningServer) -> None:
    server.stand_in.clock.freeze()
    assert [refresh(server).status_code for _ in range(11)] == [200] * 10 + [400]
    server.stand_in.clock.advance(599)
    assert refresh(server).json()["error"] == "Access Denied"
    server.stand_in.clock.advance(2)
    assert refresh(server).status_code == 200


def test_upsert_inserts_then_updates_and_names_the_field_that_told(crm: Client) -> None:
    first = crm("POST", "Leads/upsert", ADA, body={"duplicate_check_fields": ["Email"]})
    again = crm("POST", "Leads/upsert", {**ADA, "Phone": "1"}, body={"duplicate_check_fields": ["Email"]})
    made, changed = first.json()["data"][0], again.json()["data"][0]
    assert (first.status_code, made["action"], made["duplicate_field"]) == (201, "insert", None)
    assert (again.status_code, changed["action"], changed["duplicate_field"]) == (200, "update", "Email")
    assert made["details"]["id"] == changed["details"]["id"]


def test_rows_fail_inside_a_2xx(crm: Client) -> None:
    mixed = crm("POST", "Leads", ADA, {"Last_Name": "Nobody"})
    assert (mixed.status_code, [row["status"] for row in mixed.json()["data"]]) == (207, ["success", "error"])
    none = crm("POST", "Leads", {"Last_Name": "Nobody"})
    assert none.status_code == 202
    assert none.json()["data"][0]["details"] == {"api_name": "Company", "json_path": "$.data[0].Company"}


def test_several_records_are_updated_by_id(crm: Client) -> None:
    lead = crm.new("Leads", ADA)
    answer = crm("PUT", "Leads", {"id": lead, "Phone": "1"}, {"id": "999", "Phone": "2"})
    assert (answer.status_code, [row["code"] for row in answer.json()["data"]]) == (207, ["SUCCESS", "INVALID_DATA"])


@pytest.mark.parametrize(
    ("values", "code", "details"),
    [
        ({"Last_Name": ""}, "MANDATORY_NOT_FOUND", {"api_name": "Last_Name"}),
        ({"Last_Name": "x" * 81}, "INVALID_DATA", {"maximum_length": 80}),
        ({"Email": "ada at home"}, "INVALID_DATA", {"expected_data_type": "email"}),
        ({"No_of_Employees": "many"}, "INVALID_DATA", {"expected_data_type": "integer"}),
        ({"Lead_Source": "chat"}, "INVALID_DATA", {"api_name": "Lead_Source"}),
        ({"Owner": "maria"}, "INVALID_DATA", {"expected_data_type": "lookup"}),
    ],
)
def test_a_bad_value_refuses_the_row(crm: Client, values: Any, code: str, details: dict[str, Any]) -> None:
    row = crm.row("POST", "Leads", {**ADA, **values})
    assert row["code"] == code
    assert details.items() <= row["details"].items()


def test_several_problems_come_together_and_unknown_fields_are_dropped_silently(crm: Client) -> None:
    row = crm.row("POST", "Leads", {"Email": "ada at home", "Last_Name": "Lovelace"})
    assert row["code"] == "MULTIPLE_OR_MULTI_ERRORS"
    assert {each["code"] for each in row["details"]["errors"]} == {"INVALID_DATA", "MANDATORY_NOT_FOUND"}
    lead = crm.new("Leads", {**ADA, "Shoe_Size": 38})
    assert "Shoe_Size" not in crm("GET", f"Leads/{lead}").json()["data"][0]


def test_a_unique_value_twice_names_the_record_that_has_it(crm: Client) -> None:
    lead = crm.new("Leads", {**ADA, "Agent_Key": "k1"})
    row = crm.row("POST", "Leads", {**ADA, "Agent_Key": "K1"})
    assert (row["code"], row["details"]["duplicate_record"]["id"]) == ("DUPLICATE_DATA", lead)


def test_a_stage_must_belong_to_its_pipeline(crm: Client) -> None:
    layout = crm("GET", "settings/layouts", params={"module": "Deals"}).json()["layouts"][0]["id"]
    pipelines = crm("GET", "settings/pipeline", params={"layout_id": layout}).json()["pipeline"]
    assert [each["display_value"] for each in pipelines] == ["Standard (Standard)", "Renewals"]
    row = crm.row("POST", "Deals", {**DEAL, "Pipeline": "Renewals"})
    assert (row["code"], row["details"]["mapped_field"]["api_name"]) == ("MAPPING_MISMATCH", "Pipeline")
    deal = crm.new("Deals", DEAL)
    assert crm.row("PUT", f"Deals/{deal}", {"Stage": "Due"})["code"] == "MAPPING_MISMATCH"
    assert crm.row("PUT", f"Deals/{deal}", {"Stage": "Closed Won"})["status"] == "success"


def test_deals_upserted_by_name_run_into_one_another_unless_a_key_is_named(crm: Client) -> None:
    crm.new("Deals", DEAL)
    other = {**DEAL, "Agent_Key": "d2"}
    assert crm.row("POST", "Deals/upsert", other, duplicate_check_fields=["Agent_Key"])["action"] == "insert"
    assert crm.row("POST", "Deals/upsert", {**DEAL, "Agent_Key": "d3"})["action"] == "update"


def test_some_modules_cannot_be_upserted(crm: Client) -> None:
    answer = crm("POST", "Tasks/upsert", {"Subject": "Call"})
    assert (answer.status_code, answer.json()["code"]) == (400, "INVALID_MODULE")


def test_search_answers_204_for_none_and_lags() -> None:
    stand_in = zoho.build(index_lag=30)
    with serve(stand_in) as running:
        crm = Client(running)
        lead = crm.new("Leads", ADA)
        assert crm("GET", "Leads/search", params={"email": ADA["Email"]}).status_code == 204
        assert crm("GET", f"Leads/{lead}").status_code == 200
        stand_in.clock.advance(31)
        found = crm("GET", "Leads/search", params={"email": "ADA@customer.example"}).json()
        assert ([row["id"] for row in found["data"]], found["info"]["more_records"]) == ([lead], False)


@pytest.mark.parametrize(
    ("criteria", "hits"),
    [
        ("(Email:equals:ada@customer.example)", 1),
        ("((Last_Name:equals:Lovelace)and(Company:starts_with:Eng))", 2),
        (r"((Company:equals:Engines \(UK\))or(Agent_Key:in:k1,k2))", 2),
        ("(No_of_Employees:equals:5)", 0),
    ],
)
def test_search_by_criteria(crm: Client, criteria: str, hits: int) -> None:
    crm.new("Leads", {**ADA, "Agent_Key": "k1"})
    crm.new("Leads", {**ADA, "Email": "other@customer.example", "Company": "Engines (UK)"})
    found = crm("GET", "Leads/search", params={"criteria": criteria})
    assert len(found.json()["data"]) == hits if hits else found.status_code == 204


def test_bad_criteria_are_refused(crm: Client) -> None:
    answer = crm("GET", "Leads/search", params={"criteria": "Email=ada"})
    assert (answer.status_code, answer.json()["code"]) == (400, "INVALID_QUERY")


def test_a_converted_lead_hides_refuses_and_does_not_stop_a_second_one(crm: Client) -> None:
    lead = crm.new("Leads", {**ADA, "Agent_Key": "k1"})
    crm("POST", f"Leads/{lead}/Notes", {"Note_Content": "Hello"})
    made = crm("POST", f"Leads/{lead}/actions/convert", {"Deals": DEAL}).json()["data"][0]["details"]
    assert crm("GET", "Leads/search", params={"email": ADA["Email"]}).status_code == 204
    shown = crm("GET", "Leads/search", params={"email": ADA["Email"], "converted": "both"}).json()["data"][0]
    assert (shown["$converted"], shown["$converted_detail"]["contact"]) == (True, made["Contacts"]["id"])
    assert crm.row("PUT", f"Leads/{lead}", {"Phone": "1"})["code"] == "ID_ALREADY_CONVERTED"
    again = crm("POST", f"Leads/{lead}/actions/convert", {})
    assert (again.status_code, again.json()["code"]) == (400, "ID_ALREADY_CONVERTED")
    contact_notes = crm("GET", f"Contacts/{made['Contacts']['id']}/Notes", params={"fields": "Note_Content"})
    assert contact_notes.json()["data"][0]["Note_Content"] == "Hello"
    second = crm.row("POST", "Leads/upsert", {**ADA, "Agent_Key": "k1"}, duplicate_check_fields=["Agent_Key"])
    assert second["action"] == "insert"


def test_notes_below_a_record_and_by_parent(crm: Client) -> None:
    lead = crm.new("Leads", ADA)
    parent = {"module": {"api_name": "Leads"}, "id": lead}
    assert crm.row("POST", "Notes", {"Note_Content": "One", "Parent_Id": parent})["status"] == "success"
    assert crm.row("POST", f"Leads/{lead}/Notes", {"Note_Content": "Two"})["status"] == "success"
    too_long = crm.row("POST", f"Leads/{lead}/Notes", {"Note_Content": "x" * 32_001})
    assert too_long["details"]["maximum_length"] == 32_000
    found = crm("GET", f"Leads/{lead}/Notes", params={"fields": "Note_Content"}).json()["data"]
    assert [note["Note_Content"] for note in found] == ["One", "Two"]


def test_a_transcript_is_attached(crm: Client) -> None:
    lead = crm.new("Leads", ADA)
    made = crm("POST", f"Leads/{lead}/Attachments", files={"file": ("transcript.txt", b"Visitor: hello")})
    attachment = made.json()["data"][0]["details"]["id"]
    assert requests.get(f"{crm.server.url}/_control/files/{attachment}", timeout=5).text == "Visitor: hello"
    found = crm("GET", f"Leads/{lead}/Attachments", params={"fields": "File_Name,Size"}).json()["data"]
    assert [(each["File_Name"], each["Size"]) for each in found] == [("transcript.txt", 14)]


def test_an_event_is_related_to_a_lead_or_to_a_contact(crm: Client) -> None:
    lead = crm.new("Leads", ADA)
    times = {"Start_DateTime": "2026-12-01T09:00:00+00:00", "End_DateTime": "2026-12-01T09:30:00+00:00"}
    event = {"Event_Title": "Demo", **times, "What_Id": {"id": lead}, "$se_module": "Leads"}
    assert crm.row("POST", "Events", event)["status"] == "success"
    assert crm.row("POST", "Events", {**event, "Who_Id": {"id": lead}})["code"] == "INVALID_DATA"
    assert crm.row("POST", "Events", {**event, "Start_DateTime": "2026-12-01T09:00:00"})["code"] == "INVALID_DATA"
    contact = crm.new("Contacts", {"Last_Name": "Lovelace"})
    assert crm.row("POST", "Tasks", {"Subject": "Call", "Who_Id": {"id": contact}})["status"] == "success"


def test_fields_tell_lengths_and_choices(crm: Client) -> None:
    known = {
        each["api_name"]: each for each in crm("GET", "settings/fields", params={"module": "Leads"}).json()["fields"]
    }
    assert (known["Last_Name"]["length"], known["Last_Name"]["system_mandatory"]) == (80, True)
    assert (known["Agent_Key"]["unique"], known["Agent_Key"]["custom_field"]) == ({"casesensitive": "false"}, True)
    assert "Chat" in [each["actual_value"] for each in known["Lead_Source"]["pick_list_values"]]


def test_what_people_do_is_seen(crm: Client) -> None:
    lead, twin = crm.new("Leads", ADA), crm.new("Leads", ADA)
    crm.act("PATCH", f"/records/Leads/{lead}", {"Phone": "+44 20 7946 0000"})
    assert crm("GET", f"Leads/{lead}").json()["data"][0]["Phone"] == "+44 20 7946 0000"
    crm.new("Tasks", {"Subject": "Call", "What_Id": {"id": twin}, "$se_module": "Leads"})
    crm.act("POST", f"/records/Leads/{lead}/merge/{twin}")
    assert crm("GET", "Tasks", params={"fields": "What_Id"}).json()["data"][0]["What_Id"] == {"id": lead}
    assert crm("GET", f"Leads/{twin}").status_code == 204
    assert crm.row("PUT", f"Leads/{twin}", {"Phone": "1"})["code"] == "INVALID_DATA"
    assert crm("GET", "Leads/deleted", params={"type": "all"}).json()["data"][0]["id"] == twin
    crm.act("DELETE", f"/records/Leads/{lead}")
    assert crm("GET", "Leads", params={"fields": "Email"}).status_code == 204


def test_workflows_run_unless_left_out(crm: Client) -> None:
    crm("POST", "Leads", ADA, body={"trigger": []})
    assert crm.server.stand_in.store.workflows == []  # type: ignore[attr-defined]
    lead = crm.new("Leads", ADA)
    assert crm.server.stand_in.store.workflows == [lead]  # type: ignore[attr-defined]


def test_credits_run_out_and_come_back() -> None:
    stand_in = zoho.build(credits_a_day=6)
    with serve(stand_in) as running:
        crm = Client(running)
        lead = crm.new("Leads", ADA)
        assert crm("POST", f"Leads/{lead}/actions/convert", {}).headers["X-API-CREDITS-REMAINING"] == "0"
        answer = crm("GET", f"Leads/{lead}")
        assert (answer.status_code, answer.json()["code"]) == (429, "LIMIT_EXCEEDED")
        stand_in.clock.advance(86_400)
        assert Client(running)("GET", f"Leads/{lead}").ok


def test_too_many_requests_at_once_are_refused() -> None:
    stand_in = zoho.build(concurrency=1)
    with serve(stand_in) as running:
        crm = Client(running)
        stand_in.faults.add(Fault("slow", seconds=0.3, method="GET"))
        slow = threading.Thread(target=crm, args=("GET", "Leads"), kwargs={"params": {"fields": "Email"}})
        slow.start()
        while stand_in.faults.taken == 0:
            threading.Event().wait(0.005)
        answer = crm("POST", "Leads", ADA)
        slow.join()
        assert (answer.status_code, answer.json()["code"]) == (429, "TOO_MANY_REQUESTS")
        assert crm("POST", "Leads", ADA).ok


def test_bearer_is_not_zohos_word() -> None:
    stand_in = zoho.build(checked=False)
    with serve(stand_in) as running:
        crm = Client(running)
        crm.headers = {"Authorization": crm.headers["Authorization"].replace("Zoho-oauthtoken", "Bearer")}
        assert crm("GET", "Leads", params={"fields": "Email"}).json()["code"] == "AUTHENTICATION_FAILURE"


def test_the_fault_plan_speaks_zoho(crm: Client) -> None:
    crm.server.stand_in.faults.add(Fault("429"))
    answer = crm("GET", "Leads", params={"fields": "Email"})
    assert (answer.json()["code"], "Retry-After" in answer.headers) == ("TOO_MANY_REQUESTS", False)
