"""HubSpot's own SDK against the HubSpot stand-in, moved to the dated paths the way its factory allows."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import hubspot as sdk
import pytest
import requests
from hubspot.crm.contacts.exceptions import ApiException, NotFoundException, UnauthorizedException

from local.vendors import hubspot
from local.vendors.grants import Rotation
from local.vendors.kit import Fault, RunningServer, serve

DATED = (
    (r"^/crm/v[34]/objects", "/crm/objects/2026-09"),
    (r"^/crm/v4/associations", "/crm/associations/2026-09"),
    (r"^/crm/v3/(properties|pipelines|owners)", r"/crm/\1/2026-09"),
)
JSON = {"Authorization": f"Bearer {hubspot.ACCESS_TOKEN}"}


def dated(package: Any, api: str, config: dict[str, Any]) -> Any:
    class Dated(package.ApiClient):  # type: ignore[misc]
        def call_api(self, path: str, *args: Any, **kwargs: Any) -> Any:
            for old, new in DATED:
                path = re.sub(old, new, path)
            return super().call_api(path.rstrip("/"), *args, **kwargs)

    configuration = package.Configuration()
    for name, value in config.items():
        setattr(configuration, name, value)
    return getattr(package, api)(api_client=Dated(configuration=configuration))


@pytest.fixture
def server() -> Iterator[RunningServer]:
    with serve(hubspot.build(burst=1_000)) as running:
        yield running


@pytest.fixture
def crm(server: RunningServer) -> Any:
    return client(server).crm


def client(server: RunningServer, token: str = hubspot.ACCESS_TOKEN, **more: Any) -> Any:
    # Without client_side_validation=False the SDK raises ValueError on HubSpot's own 207 rows, which have no `links`.
    options = {"host": server.url, "api_factory": dated, "client_side_validation": False, **more}
    return sdk.HubSpot(access_token=token, **options)


def contact(crm: Any, **properties: str) -> Any:
    return crm.contacts.basic_api.create({"properties": properties})


def act(server: RunningServer, method: str, path: str, body: Any = None) -> Any:
    """What a person does in HubSpot's screens."""
    answer = requests.request(method, f"{server.url}/_control{path}", json=body, timeout=5)
    assert answer.ok, answer.text
    return answer.json() if answer.content else None


def refused(call: Any, *args: Any, **kwargs: Any) -> tuple[int, str]:
    with pytest.raises(Exception, match="Reason") as error:
        call(*args, **kwargs)
    answer: Any = error.value
    return answer.status, answer.body


def test_a_contact_is_created_and_found_by_id_and_by_email(crm: Any) -> None:
    made = contact(crm, email="Ada@Customer.example", firstname="Ada")
    by_mail = crm.contacts.basic_api.get_by_id("ada@customer.example", id_property="email", properties=["phone"])
    assert (by_mail.id, by_mail.properties["firstname"], by_mail.properties["phone"]) == (made.id, "Ada", None)
    with pytest.raises(NotFoundException):
        crm.contacts.basic_api.get_by_id("nobody@customer.example", id_property="email")


def test_an_email_that_is_there_is_a_conflict_that_names_the_contact(crm: Any) -> None:
    made = contact(crm, email="ada@customer.example")
    status, body = refused(contact, crm, email="ADA@customer.example")
    assert status == 409
    assert f"Existing ID: {made.id}" in body


@pytest.mark.parametrize(
    ("properties", "code"),
    [
        ({"favourite_colour": "red"}, "PROPERTY_DOESNT_EXIST"),
        ({"lifecyclestage": "Lead"}, "INVALID_OPTION"),
        ({"email": "ada at home"}, "INVALID_EMAIL"),
        ({"qualification_score": "1,000"}, "INVALID_NUMBER"),
        ({"decision_maker": "yes"}, "INVALID_OPTION"),
        ({"createdate": "2026-01-01"}, "READ_ONLY_VALUE"),
        ({"hubspot_owner_id": "1"}, "INVALID_OWNER_ID"),
    ],
)
def test_one_bad_value_refuses_the_whole_record(crm: Any, properties: dict[str, str], code: str) -> None:
    status, body = refused(contact, crm, firstname="Ada", **properties)
    assert status == 400
    assert code in body
    assert "correlationId" in body
    assert crm.contacts.basic_api.get_page().results == []


def test_values_are_strings(server: RunningServer) -> None:
    unchecked = hubspot.build(checked=False)
    with serve(unchecked) as running:
        body = {"properties": {"qualification_score": 5}}
        answer = requests.post(f"{running.url}/crm/objects/2026-09/contacts", json=body, headers=JSON, timeout=5)
    assert (answer.status_code, answer.json()["category"]) == (400, "VALIDATION_ERROR")


def test_upsert_by_our_own_key_creates_once_and_then_updates(crm: Any) -> None:
    inputs = [{"id": "k1", "idProperty": "agent_key", "properties": {"email": "ada@customer.example"}}]
    first = crm.contacts.batch_api.upsert({"inputs": inputs}).results[0]
    again = crm.contacts.batch_api.upsert({"inputs": inputs}).results[0]
    assert (first.new, again.new, first.id) == (True, False, again.id)


def test_a_failed_row_of_a_batch_leaves_the_others_and_comes_as_207(crm: Any) -> None:
    contact(crm, email="ada@customer.example")
    rows = [("k1", "ada@customer.example"), ("k2", "bob@customer.example")]
    inputs = [{"id": key, "idProperty": "agent_key", "properties": {"email": mail}} for key, mail in rows]
    answer = crm.contacts.batch_api.upsert({"inputs": inputs})
    assert [row.properties["email"] for row in answer.results] == ["bob@customer.example"]
    assert answer.num_errors == 1
    assert answer.errors[0].context["id"] == ["k1"]
    assert "Existing ID" in answer.errors[0].message


def test_a_unique_value_of_another_record_is_refused(crm: Any) -> None:
    contact(crm, agent_key="k1")
    status, body = refused(contact, crm, agent_key="k1")
    assert (status, "already has that value" in body) == (400, True)


def test_batch_read_reports_what_is_not_there(crm: Any) -> None:
    made = contact(crm, email="ada@customer.example")
    wanted = {"properties": ["email"], "propertiesWithHistory": [], "inputs": [{"id": made.id}, {"id": "1"}]}
    answer = crm.contacts.batch_api.read(wanted)
    assert [row.id for row in answer.results] == [made.id]
    assert answer.errors[0].context["id"] == ["1"]


def test_search_lags_behind_writes() -> None:
    stand_in = hubspot.build(index_lag=30)
    with serve(stand_in) as running:
        crm = client(running).crm
        made = contact(crm, email="ada@customer.example", firstname="Ada")
        wanted = {
            "filterGroups": [
                {"filters": [{"propertyName": "email", "operator": "EQ", "value": "ada@customer.example"}]}
            ]
        }
        find = crm.contacts.search_api.do_search
        assert find(wanted).total == 0
        stand_in.clock.advance(31)
        crm.contacts.basic_api.update(made.id, {"properties": {"firstname": "Augusta"}})
        assert find(wanted).results[0].properties["firstname"] == "Ada"
        stand_in.clock.advance(31)
        assert find(wanted).results[0].properties["firstname"] == "Augusta"


@pytest.mark.parametrize(
    ("filters", "found"),
    [
        ([{"propertyName": "qualification_score", "operator": "GTE", "value": "40"}], ["80", "40"]),
        ([{"propertyName": "qualification_score", "operator": "BETWEEN", "value": "9", "highValue": "50"}], ["40"]),
        ([{"propertyName": "qualification_score", "operator": "IN", "values": ["5", "80"]}], ["80", "5"]),
        ([{"propertyName": "email", "operator": "CONTAINS_TOKEN", "value": "*customer.example"}], ["80", "40"]),
        ([{"propertyName": "email", "operator": "NOT_HAS_PROPERTY"}], ["5"]),
    ],
)
def test_search_filters_sorts_and_pages(crm: Any, filters: list[dict[str, Any]], found: list[str]) -> None:
    for score, mail in (("5", ""), ("80", "a@customer.example"), ("40", "b@customer.example")):
        contact(crm, qualification_score=score, email=mail)
    sorts = [{"propertyName": "qualification_score", "direction": "DESCENDING"}]
    wanted = {"filterGroups": [{"filters": filters}], "sorts": sorts, "properties": ["qualification_score"], "limit": 1}
    scores, after = [], "0"
    while after:
        page = crm.contacts.search_api.do_search({**wanted, "after": after})
        scores += [row.properties["qualification_score"] for row in page.results]
        after = page.paging.next.after if page.paging else ""
    assert (page.total, scores) == (len(found), found)


def test_search_finds_what_is_associated(crm: Any) -> None:
    person, other = contact(crm, lastname="Lovelace"), contact(crm, lastname="Babbage")
    firm = crm.companies.basic_api.create({"properties": {"name": "Engines"}})
    crm.associations.v4.basic_api.create_default("contacts", person.id, "companies", firm.id)
    group = [{"propertyName": "associations.company", "operator": "EQ", "value": firm.id}]
    found = crm.contacts.search_api.do_search({"filterGroups": [{"filters": group}]})
    assert [row.id for row in found.results] == [person.id] != [other.id]


def test_a_primary_company_is_a_plain_one_as_well(crm: Any) -> None:
    firm = crm.companies.basic_api.create({"properties": {"name": "Engines"}})
    types = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 1}]
    born = {"properties": {"lastname": "Lovelace"}, "associations": [{"to": {"id": firm.id}, "types": types}]}
    person = crm.contacts.basic_api.create(born)
    read = crm.associations.v4.basic_api.get_page("contacts", person.id, "companies").results[0]
    assert sorted(each.type_id for each in read.association_types) == [1, 279]


def test_the_api_merges_archives_and_purges_as_people_do(crm: Any) -> None:
    ada, twin, bob = (contact(crm, lastname=name) for name in ("Lovelace", "Lovelace", "Babbage"))
    note = {"hs_timestamp": "2026-12-01T09:00:00Z"}
    types = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": 202}]
    born = {"properties": note, "associations": [{"to": {"id": twin.id}, "types": types}]}
    crm.objects.notes.basic_api.create(born)
    merged = crm.contacts.basic_api.merge({"primaryObjectId": ada.id, "objectIdToMerge": twin.id})
    assert len(crm.associations.v4.basic_api.get_page("contacts", merged.id, "notes").results) == 1
    crm.contacts.basic_api.archive(merged.id)
    crm.contacts.basic_api.purge({"objectId": bob.id})
    assert crm.contacts.basic_api.get_page().results == []
    assert refused(crm.contacts.basic_api.update, bob.id, {"properties": {"lastname": "B"}})[0] == 404


def test_owners_are_found_by_email_and_id(crm: Any) -> None:
    owner = crm.owners.owners_api.get_page(email="tom@example.com").results[0]
    assert crm.owners.owners_api.get_by_id(owner.id).first_name == "Tom"
    assert contact(crm, hubspot_owner_id=owner.id).properties["hubspot_owner_id"] == owner.id


def test_a_note_is_associated_at_birth_only_in_the_right_direction(crm: Any) -> None:
    made = contact(crm, email="ada@customer.example")

    def note(type_id: int, to: str = made.id) -> Any:
        types = [{"associationCategory": "HUBSPOT_DEFINED", "associationTypeId": type_id}]
        properties = {"hs_timestamp": "2026-12-01T09:00:00Z", "hs_note_body": "Hello"}
        return crm.objects.notes.basic_api.create(
            {"properties": properties, "associations": [{"to": {"id": to}, "types": types}]}
        )

    assert refused(note, 201)[0] == 400
    assert refused(note, 202, "1")[0] == 400
    assert crm.objects.notes.basic_api.get_page().results == []
    made_note = note(202)
    with_notes = crm.contacts.basic_api.get_by_id(made.id, associations=["notes"])
    assert [each.id for each in with_notes.associations["notes"].results] == [made_note.id]


def test_a_note_needs_its_time(crm: Any) -> None:
    status, body = refused(crm.objects.notes.basic_api.create, {"properties": {"hs_note_body": "Hello"}})
    assert (status, "hs_timestamp" in body) == (400, True)


def test_deal_and_contact_are_associated_afterwards_and_read_back(crm: Any) -> None:
    person = contact(crm, email="ada@customer.example")
    stage = crm.pipelines.pipelines_api.get_all("deals").results[0].stages[1].id
    deal = crm.deals.basic_api.create({"properties": {"dealname": "Solar", "pipeline": "default", "dealstage": stage}})
    crm.associations.v4.basic_api.create_default("deals", deal.id, "contacts", person.id)
    read = crm.associations.v4.basic_api.get_page("contacts", person.id, "deals").results[0]
    assert (str(read.to_object_id), read.association_types[0].type_id) == (deal.id, 4)
    batch = crm.associations.v4.batch_api.get_page("deals", "contacts", {"inputs": [{"id": deal.id}]})
    assert str(batch.results[0].to[0].to_object_id) == person.id
    assert refused(crm.deals.basic_api.update, deal.id, {"properties": {"dealstage": "Qualified To Buy"}})[0] == 400


def test_properties_tell_what_a_value_must_be_and_can_be_made(crm: Any) -> None:
    known = {each.name: each for each in crm.properties.core_api.get_all("contacts").results}
    assert known["email"].has_unique_value
    assert known["createdate"].modification_metadata.read_only_value
    assert "lead" in [option.value for option in known["lifecyclestage"].options]
    made = {"name": "shoe_size", "label": "Shoe size", "type": "number", "fieldType": "number", "groupName": "agent"}
    assert crm.properties.core_api.create("contacts", made).name == "shoe_size"
    assert refused(crm.properties.core_api.create, "contacts", made)[0] == 409
    assert contact(crm, shoe_size="38").properties["shoe_size"] == "38"


def test_both_ids_of_merged_contacts_lead_to_the_new_one(server: RunningServer, crm: Any) -> None:
    ada, twin = contact(crm, email="ada@customer.example"), contact(crm, email="ada@home.example", phone="123")
    merged = act(server, "POST", f"/records/contacts/{ada.id}/merge/{twin.id}")
    for old in (ada.id, twin.id):
        assert crm.contacts.basic_api.get_by_id(old).id == merged["id"]
    found = crm.contacts.basic_api.get_by_id("ada@home.example", id_property="email", properties=["email", "phone"])
    assert (found.id, found.properties["email"], found.properties["phone"]) == (
        merged["id"],
        "ada@customer.example",
        "123",
    )
    assert refused(contact, crm, email="ada@home.example")[0] == 409


def test_what_people_delete_is_gone_and_what_they_edit_is_seen(server: RunningServer, crm: Any) -> None:
    ada, bob = contact(crm, email="ada@customer.example"), contact(crm, email="bob@customer.example")
    act(server, "PATCH", f"/records/contacts/{ada.id}", {"phone": "+44 20 7946 0000"})
    assert crm.contacts.basic_api.get_by_id(ada.id, properties=["phone"]).properties["phone"] == "+44 20 7946 0000"
    act(server, "DELETE", f"/records/contacts/{ada.id}")
    assert refused(crm.contacts.basic_api.get_by_id, ada.id)[0] == 404
    act(server, "DELETE", f"/records/contacts/{bob.id}?gdpr=true")
    held = server.stand_in.store.state()["contacts"]
    assert [(each["id"], each["archived"]) for each in held] == [(ada.id, True)]
    assert contact(crm, email="ada@customer.example").id != ada.id


def test_a_rule_of_this_portal_refuses_what_another_portal_takes(server: RunningServer, crm: Any) -> None:
    rule = {"object_type": "contacts", "required": "phone", "when": "lifecyclestage", "equals": "opportunity"}
    act(server, "POST", "/rules", rule)
    made = contact(crm, email="ada@customer.example", lifecyclestage="lead")
    moved = {"properties": {"lifecyclestage": "opportunity"}}
    status, body = refused(crm.contacts.basic_api.update, made.id, moved)
    assert (status, "VALIDATION_ERROR" in body, "phone" in body) == (400, True, True)


def refresh(server: RunningServer, token: str) -> requests.Response:
    app = {"client_id": hubspot.CLIENT_ID, "client_secret": hubspot.CLIENT_SECRET}
    form = {"grant_type": "refresh_token", "refresh_token": token, **app}
    return requests.post(f"{server.url}/oauth/2026-09/token", data=form, timeout=5)


def test_an_access_token_lives_half_an_hour(server: RunningServer) -> None:
    given = refresh(server, hubspot.REFRESH_TOKEN).json()
    assert (given["expires_in"], given["refresh_token"]) == (1800, hubspot.REFRESH_TOKEN)
    crm = client(server, given["access_token"]).crm
    assert crm.contacts.basic_api.get_page().results == []
    server.stand_in.clock.advance(1801)
    with pytest.raises(UnauthorizedException):
        crm.contacts.basic_api.get_page()


def test_a_spent_refresh_token_coming_back_kills_the_whole_chain() -> None:
    with serve(hubspot.build(rotation=Rotation.REVOKED_ON_REUSE)) as running:
        first = refresh(running, hubspot.REFRESH_TOKEN).json()
        second = refresh(running, first["refresh_token"]).json()
        reused = refresh(running, hubspot.REFRESH_TOKEN)
        assert (reused.status_code, reused.json()["error"]) == (400, "invalid_grant")
        assert refresh(running, second["refresh_token"]).status_code == 400
        with pytest.raises(UnauthorizedException):
            client(running, second["access_token"]).crm.contacts.basic_api.get_page()


def test_a_wrong_client_secret_is_told_apart_from_a_dead_grant(server: RunningServer) -> None:
    form = {"grant_type": "refresh_token", "client_id": "x", "client_secret": "y", "refresh_token": "z"}
    answer = requests.post(f"{server.url}/oauth/2026-09/token", data=form, timeout=5)
    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


def test_limits_name_the_policy_that_is_used_up() -> None:
    stand_in = hubspot.build(burst=2, daily=3)
    stand_in.clock.freeze(datetime(2026, 12, 1, tzinfo=UTC))
    with serve(stand_in) as running:
        page = client(running).crm.contacts.basic_api.get_page
        page()
        page()
        assert "TEN_SECONDLY_ROLLING" in refused(page)[1]
        stand_in.clock.advance(10)
        assert "DAILY" in refused(page)[1]
        stand_in.clock.advance(86_400)
        page()


def test_the_fault_plan_speaks_hubspot(server: RunningServer, crm: Any) -> None:
    server.stand_in.faults.add(Fault("429", detail="DAILY"))
    server.stand_in.faults.add(Fault("502"))
    assert '"policyName":"DAILY"' in refused(crm.contacts.basic_api.get_page)[1]
    assert refused(crm.contacts.basic_api.get_page)[0] == 502


def test_the_unmoved_sdk_reaches_the_same_records_on_its_v3_paths() -> None:
    with serve(hubspot.build(checked=False)) as running:
        old = sdk.HubSpot(access_token=hubspot.ACCESS_TOKEN, host=running.url).crm
        made = contact(old, email="ada@customer.example")
        assert client(running).crm.contacts.basic_api.get_by_id(made.id).id == made.id
        with pytest.raises(ApiException):
            contact(old, email="ada@customer.example")


def test_the_contract_refuses_the_v3_paths() -> None:
    stand_in = hubspot.build()
    running = serve(stand_in)
    old = sdk.HubSpot(access_token=hubspot.ACCESS_TOKEN, host=running.url).crm
    assert refused(old.contacts.basic_api.get_page)[0] == 599
    assert stand_in.violations
    running.stop()
