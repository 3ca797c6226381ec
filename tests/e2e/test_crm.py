"""Conversations in all three CRMs at once, through everything that is deployed."""

import json
from collections import Counter
from datetime import datetime
from typing import Any

import pytest
import requests

from local import crm_view, seed, stand_ins
from local.system import System
from local.vendors.hubspot.rules import Rules
from tests.e2e.visitor import Visitor, until

CRMS = ("hubspot", "salesforce", "zoho")
PATIENCE_SECONDS = 400.0
"""A message that meets another worker on the same conversation comes again two minutes later."""
WORDS = {
    "hubspot": {"phone": "phone", "size": "company_size", "people": "contacts", "notes": "notes"},
    "salesforce": {"phone": "Phone", "size": "Company_Size__c", "people": "Lead", "notes": "Task"},
    "zoho": {"phone": "Phone", "size": "Company_Size", "people": "Contacts", "notes": "Notes"},
}
Shown = dict[str, Any]


def records(running: System, crm: str, *names: str) -> list[Shown]:
    """What a CRM has about somebody: their and their company's name stand in every title."""
    shown = crm_view.records(crm, running.vendors[crm].stand_in.store.state())
    return [one for one in shown if any(name in one["title"] for name in names)]


def counted(running: System, *names: str) -> dict[str, Counter[str]]:
    return {crm: Counter(one["kind"] for one in records(running, crm, *names)) for crm in CRMS}


def of_kind(running: System, crm: str, kind: str, name: str) -> Shown:
    (found,) = (one for one in records(running, crm, name) if one["kind"] == kind)
    return found


def edit(running: System, crm: str, record_id: str, **values: Any) -> None:
    """A salesperson types into the CRM."""
    path = f"/_control/records/{WORDS[crm]['people']}/{record_id}"
    answer = requests.patch(running.vendors[crm].url + path, json=values, timeout=10)
    assert answer.ok, answer.text


def operator(running: System, *arguments: str, given: str = "") -> Any:
    """What `sales-agent crm … --json` prints; whether all is well with the whole system is not asked here."""
    result = seed.command_line(running.stack, "crm", *arguments, "--json", given=given)
    assert result.returncode in {0, 1}, result.stdout + result.stderr
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def grace(running: System) -> Visitor:
    """Somebody who asks, says who she is, books a meeting and leaves."""
    visitor = Visitor(running)
    visitor.say("What does the Wren Duo cost?")
    visitor.say("I'm Grace Hopper from Cobol Works, grace@cobol-works.example. We are about 40 people.")
    visitor.book()
    visitor.say("How long is the warranty on the Kettle Two?")
    visitor.close()
    return visitor


def wanted_after(conversations: int, **salesforce: int) -> dict[str, Counter[str]]:
    """What stands in each CRM of somebody with one meeting; in Salesforce she is a lead, without company and deal."""
    each = Counter(people=1, notes=conversations, meetings=1)
    sold_to = Counter(companies=1, deals=conversations)
    return {"hubspot": each + sold_to, "salesforce": each + Counter(salesforce), "zoho": each + sold_to}


def test_a_conversation_becomes_records_in_every_crm_once(running: System, grace: Visitor) -> None:
    until(lambda: counted(running, "Grace Hopper", "Cobol Works") == wanted_after(1), PATIENCE_SECONDS)
    assert counted(running, "Grace Hopper", "Cobol Works") == wanted_after(1)
    for crm in CRMS:
        person, note = (of_kind(running, crm, kind, "Grace Hopper") for kind in ("people", "notes"))
        assert "grace@cobol-works.example" in person["fields"].values()
        assert "Visitor: What does the Wren Duo cost?" in note["text"]
        assert "Visitor: How long is the warranty on the Kettle Two?" in note["text"]
        assert person["id"] in note["links"]
    replayed = operator(running, "replay", "--session", grace.id)
    assert [one["crm"] for one in replayed] == [one["crm"] for one in operator(running, "status")]
    assert {one["status"] for crm in replayed for one in crm["conversations"]} == {"synced"}
    assert counted(running, "Grace Hopper", "Cobol Works") == wanted_after(1)


def test_what_a_salesperson_typed_stays_and_a_second_conversation_joins_the_first(
    running: System, grace: Visitor
) -> None:
    for crm in CRMS:
        person = of_kind(running, crm, "people", "Grace Hopper")
        edit(running, crm, person["id"], **{WORDS[crm]["phone"]: "+44 20 7946 0000", WORDS[crm]["size"]: "41"})
    again = Visitor(running)
    again.say("Hello, Grace Hopper here, grace@cobol-works.example, my number is +44 20 7946 0999")
    again.say("We are 300 people at Cobol Works now, and our budget is $20,000")
    again.close()
    until(lambda: counted(running, "Grace Hopper", "Cobol Works") == wanted_after(2), PATIENCE_SECONDS)
    assert counted(running, "Grace Hopper", "Cobol Works") == wanted_after(2)
    for crm in CRMS:
        fields = of_kind(running, crm, "people", "Grace Hopper")["fields"]
        assert (fields[WORDS[crm]["phone"]], fields[WORDS[crm]["size"]]) == ("+44 20 7946 0000", "41")
        assert any("20" in str(value) for name, value in fields.items() if name.lower().startswith("budget"))


def test_a_lead_that_the_sales_team_converts_goes_on_as_the_contact_with_its_account_and_deal(
    running: System, grace: Visitor
) -> None:
    lead = of_kind(running, "salesforce", "people", "Grace Hopper")
    assert lead["object"] == "Lead"
    org = running.vendors["salesforce"].url
    deal = {"opportunity": "Cobol Works, 40 machines"}
    assert requests.post(f"{org}/_control/records/Lead/{lead['id']}/convert", json=deal, timeout=10).ok
    third = Visitor(running)
    third.say("Hello, Grace Hopper here, grace@cobol-works.example. Do the machines come with a grinder?")
    third.close()
    wanted = wanted_after(3, companies=1, deals=1)
    until(lambda: counted(running, "Grace Hopper", "Cobol Works") == wanted, PATIENCE_SECONDS)
    assert counted(running, "Grace Hopper", "Cobol Works") == wanted
    contact = of_kind(running, "salesforce", "people", "Grace Hopper")
    assert contact["object"] == "Contact"
    (opportunity,) = (one for one in records(running, "salesforce", "Cobol Works") if one["kind"] == "deals")
    assert opportunity["title"] == "Cobol Works, 40 machines"
    notes = [one for one in records(running, "salesforce", "Grace Hopper") if one["kind"] == "notes"]
    assert all(contact["id"] in note["links"] for note in notes)
    assert any(opportunity["id"] in note["links"] for note in notes)


def test_a_meeting_that_the_visitor_moves_moves_in_every_crm(running: System, grace: Visitor) -> None:
    (before,) = set(starts(running).values())
    moved = datetime.fromisoformat(grace.move())
    until(lambda: starts(running) == dict.fromkeys(CRMS, moved), PATIENCE_SECONDS)
    assert starts(running) == dict.fromkeys(CRMS, moved) != dict.fromkeys(CRMS, before)


def starts(running: System) -> dict[str, datetime]:
    """When Grace's meeting begins, in each CRM."""
    return {crm: datetime.fromisoformat(of_kind(running, crm, "meetings", "Grace Hopper")["at"]) for crm in CRMS}


def test_what_a_crm_refuses_is_listed_and_replayed_while_the_others_have_it(running: System) -> None:
    portal = running.vendors["hubspot"].url
    rule = {"object_type": "contacts", "required": "jobtitle"}
    assert requests.post(f"{portal}/_control/rules", json=rule, timeout=10).ok
    visitor = Visitor(running)
    visitor.say("I am Edsger Dijkstra of Shortest Paths, edsger@shortest-paths.example")
    until(lambda: _stuck(running, visitor.id), PATIENCE_SECONDS)
    (stuck,) = _stuck(running, visitor.id)
    assert (stuck["crm"], stuck["status"]) == ("hubspot", "refused")
    assert "jobtitle" in stuck["reason"]
    until(lambda: all(records(running, crm, "Edsger Dijkstra") for crm in ("salesforce", "zoho")), PATIENCE_SECONDS)
    assert {crm: len(records(running, crm, "Edsger Dijkstra")) for crm in CRMS} == {
        "hubspot": 0,
        "salesforce": 1,
        "zoho": 1,
    }
    running.vendors["hubspot"].stand_in.store.rules = Rules()  # type: ignore[attr-defined]
    operator(running, "replay", "hubspot", "--session", visitor.id)
    assert _stuck(running, visitor.id) == []
    assert len(records(running, "hubspot", "Edsger Dijkstra")) == 1


def test_a_number_first_and_an_address_later_are_one_person(running: System) -> None:
    visitor = Visitor(running)
    visitor.say("I'm Alan Kay, my number is +44 20 7946 0124")
    one = {crm: Counter(people=1, deals=0 if crm == "salesforce" else 1) for crm in CRMS}
    until(lambda: counted(running, "Alan Kay") == one, PATIENCE_SECONDS)
    visitor.say("My e-mail address is alan@objects.example")
    addressed = lambda: {crm for crm in CRMS if "alan@objects.example" in str(records(running, crm, "Alan Kay"))}  # noqa: E731
    until(lambda: addressed() == set(CRMS), PATIENCE_SECONDS)
    assert addressed() == set(CRMS)
    assert counted(running, "Alan Kay") == one


def test_a_withdrawn_connection_is_named_and_its_work_waits_for_the_next(running: System) -> None:
    zoho = running.vendors["zoho"].url
    assert requests.post(f"{zoho}/_control/disconnect", timeout=10).ok
    visitor = Visitor(running)
    visitor.say("This is Barbara Liskov of Substitution, barbara@substitution.example")
    until(lambda: records(running, "hubspot", "Barbara Liskov"), PATIENCE_SECONDS)
    until(lambda: _health(running, "zoho") == "reconnect_needed", PATIENCE_SECONDS)
    assert (_health(running, "zoho"), _health(running, "hubspot")) == ("reconnect_needed", "connected")
    assert records(running, "zoho", "Barbara Liskov") == []
    assert requests.post(f"{zoho}/_control/connect", timeout=10).ok
    credentials = stand_ins.credentials(running.vendors)["zoho"]
    assert operator(running, "connect", "zoho", "--credentials", "-", given=json.dumps(credentials))["todo"] == []
    operator(running, "replay", "zoho")
    assert [one["kind"] for one in records(running, "zoho", "Barbara Liskov")] == ["people"]


def test_the_daily_comparison_runs_with_its_own_rights_and_finds_what_is_gone(running: System, grace: Visitor) -> None:
    lost = next(one for one in records(running, "salesforce", "Grace Hopper") if one["kind"] == "meetings")
    url = f"{running.vendors['salesforce'].url}/_control/records/Event/{lost['id']}"
    assert requests.delete(url, timeout=10).ok
    client = running.stack.emulator.client("lambda")
    answer = client.invoke(FunctionName=running.stack.function("CrmReadBack"), Payload=b"{}")
    found = json.loads(answer["Payload"].read())
    assert "FunctionError" not in answer, found
    assert found.keys() == {f"default/{crm}" for crm in CRMS}
    reports = {one["crm"]: one["read_back"] for one in operator(running, "status")}
    assert all(report["finished_at"] and report["records"] for report in reports.values()), reports
    gone = [one for one in reports["salesforce"]["findings"] if one["problem"] == "deleted"]
    assert [(one["session_id"], one["record"]) for one in gone] == [(grace.id, f"Event {lost['id']}")]
    drifted = [one for one in reports["zoho"]["findings"] if one["problem"] == "drifted"]
    assert {WORDS["zoho"]["phone"], WORDS["zoho"]["size"]} & set(drifted[0]["fields"])


def _stuck(running: System, session_id: str) -> list[Shown]:
    found = operator(running, "stuck")["conversations"]
    return [one for one in found if one["session_id"] == session_id]


def _health(running: System, crm: str) -> str:
    return str(operator(running, "status", crm)[0]["health"])
