"""What the page of the CRMs shows of each vendor's own records."""

from typing import Any

from local.crm_view import records

Held = dict[str, list[dict[str, Any]]]


def hubspot(record_id: str, links: dict[str, list[str]] | None = None, **properties: Any) -> dict[str, Any]:
    return {"id": record_id, "properties": properties, "archived": False, "associations": links or {}}


def by_id(crm: str, state: Held) -> dict[str, dict[str, Any]]:
    return {one["id"]: one for one in records(crm, state)}


def test_records_are_titled_and_lead_to_one_another_both_ways() -> None:
    state = {
        "contacts": [hubspot("1", {"deals": ["2"]}, firstname="Ada", lastname="Lovelace", email="ada@example.org")],
        "deals": [hubspot("2", dealname="Engines", dealstage="qualifiedtobuy", hs_object_id="2", amount="")],
    }
    found = by_id("hubspot", state)
    assert (found["1"]["title"], found["1"]["kind"], found["1"]["object"]) == ("Ada Lovelace", "people", "Contact")
    assert (found["1"]["links"], found["2"]["links"]) == (["2"], ["1"])
    assert (found["2"]["stage"], found["2"]["fields"]) == ("Qualified To Buy", {})


def test_a_hubspot_note_is_read_as_text() -> None:
    body = "<p><strong>Asked &amp; told</strong></p><p>one<br><br>two &lt;b&gt;</p>"
    (note,) = records("hubspot", {"notes": [hubspot("3", hs_note_body=body, hs_timestamp="2026-12-01T10:00:00Z")]})
    assert (note["title"], note["text"], note["at"]) == ("Asked & told", "one\n\ntwo <b>", "2026-12-01T10:00:00Z")
    (typed,) = records("hubspot", {"notes": [hubspot("4", hs_note_body="by hand")]})
    assert (typed["title"], typed["text"]) == ("Note", "by hand")


def test_what_was_deleted_is_not_shown_nor_linked_to() -> None:
    gone = hubspot("2", dealname="Gone") | {"archived": True}
    (left,) = records("hubspot", {"contacts": [hubspot("1", {"deals": ["2"]}, lastname="Lee")], "deals": [gone]})
    assert left["links"] == []


def test_salesforces_contact_role_links_contact_and_opportunity() -> None:
    state = {
        "Contact": [{"Id": "003", "LastName": "Lee", "IsDeleted": False, "AccountId": "001"}],
        "Account": [{"Id": "001", "Name": "Acme", "IsDeleted": False}],
        "Opportunity": [{"Id": "006", "Name": "Deal", "StageName": "Prospecting", "IsDeleted": False}],
        "OpportunityContactRole": [{"Id": "00K", "OpportunityId": "006", "ContactId": "003", "IsDeleted": False}],
        "User": [{"Id": "005", "Name": "Maria", "IsDeleted": False}],
    }
    found = by_id("salesforce", state)
    assert found.keys() == {"001", "003", "006"}
    assert (found["003"]["links"], found["006"]["links"]) == (["001", "006"], ["003"])


def test_zohos_lookups_lead_to_records_and_not_to_users() -> None:
    state = {
        "Leads": [{"id": "1", "Last_Name": "Lee", "Owner": {"id": "9"}, "$converted": False, "Company": "Acme"}],
        "Notes": [{"id": "2", "Note_Title": "Chat", "Note_Content": "text", "Parent_Id": {"id": "1"}}],
    }
    found = by_id("zoho", state)
    assert (found["1"]["links"], found["2"]["links"]) == (["2"], ["1"])
    assert found["1"]["fields"] == {"Company": "Acme"}
