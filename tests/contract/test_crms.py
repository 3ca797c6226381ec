"""What every CRM promises. The vendors run their real adapters, tokens included, against the local stand-ins."""

from collections.abc import Iterator
from typing import Any

import pytest

from sales_agent.domain.crm import CrmField, CrmRecord, Kind, Links, Value
from sales_agent.ports.crms import CRM
from sales_agent.ports.errors import Fatal, Retriable, Skippable, Unknown
from tests.contract.crm_accounts import ACCOUNTS, VENDORS, Account, VendorAccount

ANN: dict[str, Value] = {
    "email": "ann@acme.example",
    "phone": "+1 212 555 0100",
    "first_name": "Ann",
    "last_name": "Lee",
    "company": "Acme",
}
KEYS: dict[Kind, str] = {"person": "sa-1", "company": "sac-1", "deal": "sad-1", "note": "san-1", "meeting": "sam-1"}
NOTE: dict[str, Value] = {
    "subject": "Asked for the price & delivery",
    "body": "Ann asked.\n\nTalk:\n\nVisitor: <b>5 < 6 & 7 > 2</b> \"ok\"?\n  two  spaces, 'ä€😀'\nAgent: &amp; yes",
    "at": "2026-12-01T10:00:00+00:00",
}
MEETING: dict[str, Value] = {
    "subject": "Nordlicht & Ann Lee",
    "start": "2026-12-03T10:00:00+00:00",
    "end": "2026-12-03T10:30:00+00:00",
    "status": "booked",
    "join_url": "https://meet.example/abc?x=1&y=2",
    "host": "maria@example.com",
}


@pytest.fixture
def account(request: pytest.FixtureRequest) -> Iterator[Account]:
    with ACCOUNTS[request.param]() as opened:
        yield opened


@pytest.fixture
def vendor(request: pytest.FixtureRequest) -> Iterator[Account]:
    with ACCOUNTS[request.param]() as opened:
        opened.crm.find("person", "sa-0")  # the token is there: what goes wrong now, goes wrong at the CRM
        yield opened


every = pytest.mark.parametrize("account", list(ACCOUNTS), indirect=True)
vendors = pytest.mark.parametrize("vendor", VENDORS, indirect=True)
kinds = pytest.mark.parametrize("kind", ["person", "company", "deal", "note", "meeting"])


def values_of(account: Account, kind: Kind) -> dict[str, Value]:
    if kind in {"note", "meeting"}:
        return NOTE if kind == "note" else MEETING
    stage = account.crm.stages("")[0].stage_id
    deal: dict[str, Value] = {"name": "Acme - website chat", "outcome": stage}
    company: dict[str, Value] = {"name": "Acme", "domain": "acme.example"}
    return account.named(kind, {"person": ANN, "company": company, "deal": deal}[kind])


def made(account: Account, kind: Kind, links: Links | None = None, key: str = "") -> CrmRecord:
    """A record under our key; a vendor that keeps no such records skips the test."""
    if kind not in account.crm.kinds:
        pytest.skip(f"{account.crm.name} keeps no {kind}")
    if kind in {"note", "meeting", "deal"} and links is None:
        links = Links(person=made(account, "person").ref)
    return account.crm.create(kind, key or KEYS[kind], values_of(account, kind), links or Links())


def standing(account: Account, record: CrmRecord, kind: Kind) -> dict[str, Value]:
    wanted = values_of(account, kind)
    found = account.crm.read(record.ref, list(wanted))
    assert found
    return {name: found.values.get(name, "") for name in wanted}


@vendors
def test_a_vendor_names_the_account(vendor: Account) -> None:
    names = {"hubspot": "6251500", "salesforce": "00D5g0000000001EAA", "zoho": "20099"}
    assert vendor.crm.account() == names[vendor.crm.name]


@every
@kinds
def test_a_new_record_is_found_at_once_by_our_key_and_holds_what_was_written(account: Account, kind: Kind) -> None:
    record = made(account, kind)
    found = account.crm.find(kind, KEYS[kind])
    assert found
    assert (found.ref, found.key, found.ref.kind) == (record.ref, KEYS[kind], kind)
    assert standing(account, record, kind) == values_of(account, kind)
    assert account.crm.find(kind, "sa-none") is None


@every
@kinds
def test_a_record_made_twice_is_there_once_and_unchanged(account: Account, kind: Kind) -> None:
    first = made(account, kind)
    before, name = standing(account, first, kind), next(iter(values_of(account, kind)))
    links = Links() if kind in {"person", "company"} else Links(person=account.crm.find("person", KEYS["person"]).ref)  # type: ignore[union-attr]
    again = account.crm.create(kind, KEYS[kind], {**values_of(account, kind), name: f"other-{before[name]}"}, links)
    assert (again.ref, again.key) == (first.ref, KEYS[kind])
    assert account.count(kind) == 1
    assert standing(account, first, kind) == before


@every
@pytest.mark.parametrize("kind", ["deal", "note", "meeting"])
def test_a_record_is_linked_to_those_it_belongs_to(account: Account, kind: Kind) -> None:
    person = made(account, "person").ref
    company = made(account, "company").ref if "company" in account.crm.kinds else None
    links = Links(person=person, company=company)
    if kind != "deal" and "deal" in account.crm.kinds:
        links = links.model_copy(update={"deal": made(account, "deal", Links(person=person, company=company)).ref})
    record = made(account, kind, links)
    wanted = account.linkable(record.ref, links)
    assert account.linked(record.ref) == wanted
    account.crm.link(record.ref, links)
    account.crm.link(record.ref, Links())
    assert account.linked(record.ref) == wanted


@every
def test_a_person_is_linked_to_a_company_once_it_is_known(account: Account) -> None:
    person, links = made(account, "person").ref, Links(company=made(account, "company").ref)
    for _ in range(2):
        account.crm.link(person, links)
    assert account.linked(person) == account.linkable(person, links)


@every
def test_the_company_that_a_person_belongs_to_is_seen(account: Account) -> None:
    person, company = made(account, "person").ref, made(account, "company").ref
    account.crm.link(person, Links(company=company))
    found = account.crm.read(person, [])
    assert found
    assert found.company == (company if account.linkable(person, Links(company=company)) else None)


@every
def test_a_meeting_goes_over_to_another_person(account: Account) -> None:
    first, meeting = made(account, "person").ref, made(account, "meeting").ref
    other = account.crm.create("person", "sa-2", account.named("person", {**ANN, "email": "bo@acme.example"}), Links())
    account.crm.link(meeting, Links(person=other.ref), was=Links(person=first))
    assert other.ref.record_id in account.linked(meeting)
    account.crm.link(meeting, Links(person=first), was=Links(person=first))
    assert other.ref.record_id in account.linked(meeting)


@every
def test_an_update_changes_these_fields_and_no_other(account: Account) -> None:
    person = made(account, "person")
    account.crm.update(person.ref, account.named("person", {"phone": "+44 20 7946 0000"}))
    assert standing(account, person, "person") == account.named("person", {**ANN, "phone": "+44 20 7946 0000"})


@every
def test_a_deal_moves_to_another_stage(account: Account) -> None:
    deal = made(account, "deal")
    stage = account.crm.stages("")[1].stage_id
    account.crm.update(deal.ref, account.named("deal", {"outcome": stage}))
    (name,) = account.named("deal", {"outcome": stage})
    assert standing(account, deal, "deal")[name] == stage


@every
def test_a_note_of_any_text_comes_back_as_it_was_written(account: Account) -> None:
    person, limit = made(account, "person").ref, account.crm.note_characters
    for number, text in enumerate(("&" * limit, "<br>\n" * (limit // 5), "😀" * (limit // 2), "a\n\n\nb\n")):
        values: dict[str, Value] = {**NOTE, "body": text}
        note = account.crm.create("note", f"san-{number}", values, Links(person=person))
        found = account.crm.read(note.ref, list(values))
        assert found
        assert found.values["body"] == text
    assert account.count("note") == 4


@every
def test_a_cancelled_meeting_says_so(account: Account) -> None:
    meeting = made(account, "meeting")
    account.crm.update(meeting.ref, {"status": "cancelled"})
    assert standing(account, meeting, "meeting") == {**MEETING, "status": "cancelled"}


@every
def test_what_a_person_changes_is_seen(account: Account) -> None:
    person = made(account, "person")
    account.edit(person.ref, last_name="Lee-Smith", phone="")
    seen = standing(account, person, "person")
    assert seen == account.named("person", {**ANN, "last_name": "Lee-Smith", "phone": ""})


@every
@kinds
def test_a_deleted_record_is_gone(account: Account, kind: Kind) -> None:
    record = made(account, kind)
    account.delete(record.ref)
    assert account.crm.read(record.ref, list(values_of(account, kind))) is None
    assert account.crm.find(kind, KEYS[kind]) is None


@every
def test_somebody_known_is_found_by_email_and_adopted(account: Account) -> None:
    ref = account.add("person", **{**ANN, "email": "Ann@Acme.example"})
    account.settle()
    (found,) = account.crm.people("ann@acme.EXAMPLE")
    assert (found.ref, found.key) == (ref, "")
    account.crm.adopt(found.ref, "sa-7")
    adopted = account.crm.find("person", "sa-7")
    assert adopted
    assert adopted.ref == ref
    account.crm.adopt(found.ref, "sa-7")
    assert account.crm.people("nobody@acme.example") == []


@every
def test_everybody_with_an_address_is_found(account: Account) -> None:
    if not account.twins:
        pytest.skip(f"{account.crm.name} lets an address belong to one person only")
    refs = [account.add("person", **{**ANN, "first_name": name}) for name in ("Ann", "Anna")]
    account.settle()
    found = account.crm.people("ann@acme.example")
    assert {each.ref.record_id for each in found} == {ref.record_id for ref in refs}


@every
def test_companies_are_found_by_domain_or_by_their_exact_name(account: Account) -> None:
    if "company" not in account.crm.kinds:
        pytest.skip("no companies")
    acme = account.add("company", name="Acme", domain="acme.example")
    account.add("company", name="Acme Bakery", domain="bakery.example")
    account.settle()
    assert [each.ref for each in account.crm.companies("Acme Inc", "acme.example")] == [acme]
    assert [each.ref for each in account.crm.companies("Acme", "")] == [acme]
    assert account.crm.companies("Acme", "elsewhere.example") == []
    assert account.crm.companies("Acm", "") == []


@every
def test_a_pipeline_has_stages_in_order_that_end(account: Account) -> None:
    stages = account.crm.stages("")
    assert len({stage.stage_id for stage in stages}) == len(stages) > 2
    assert not stages[0].closed
    assert any(stage.closed and stage.probability == 1 for stage in stages)
    assert all(0 <= stage.probability <= 1 for stage in stages)


def field_named(crm: CRM, kind: Kind, ours: str) -> CrmField:
    theirs = crm.default_mappings[kind][ours]
    return next(field for field in crm.fields(kind) if field.name == theirs)


@every
def test_the_fields_are_described(account: Account) -> None:
    for kind, ours in (("person", "email"), ("person", "last_name"), ("company", "name"), ("deal", "name")):
        field = field_named(account.crm, kind, ours)  # type: ignore[arg-type]
        assert (field.type, field.writable) == ("text", True)


# What goes wrong at a vendor.


@vendors
def test_an_expired_token_is_renewed_once(vendor: VendorAccount) -> None:
    asked = tokens_asked(vendor)
    vendor.expire_token()
    person = made(vendor, "person")
    assert vendor.crm.read(person.ref, [])
    assert tokens_asked(vendor) == asked + 1


def tokens_asked(vendor: VendorAccount) -> int:
    return sum("token" in entry.path and entry.status == "200" for entry in vendor.server.stand_in.requests)


@vendors
def test_a_withdrawn_connection_needs_a_person(vendor: VendorAccount) -> None:
    vendor.disconnect()
    with pytest.raises(Fatal):
        vendor.crm.find("person", "sa-1")


@vendors
def test_a_token_that_stays_refused_needs_a_person(vendor: VendorAccount) -> None:
    vendor.fault("401", times=None)
    with pytest.raises(Fatal):
        vendor.crm.find("person", "sa-1")


@vendors
def test_a_limit_says_how_long_to_wait(vendor: VendorAccount) -> None:
    vendor.fault("429", times=2)
    with pytest.raises(Retriable) as read:
        vendor.crm.find("person", "sa-1")
    with pytest.raises(Retriable) as write:
        made(vendor, "person")
    for error in (read.value, write.value):
        assert not isinstance(error, Unknown)
        assert error.retry_after
    assert vendor.count("person") == 0


@vendors
@pytest.mark.parametrize("kind", ["500", "503", "drop_before", "drop_after", "truncate", "down"])
def test_a_failed_read_is_tried_again(vendor: VendorAccount, kind: str) -> None:
    made(vendor, "person")
    vendor.fault(kind, times=None)
    with pytest.raises(Retriable):
        vendor.crm.find("person", "sa-1")
    vendor.mend()
    assert vendor.crm.find("person", "sa-1")


WRITES = "POST|PUT|PATCH"
FATES: list[tuple[str, dict[str, Any], int]] = [
    ("drop_before", {}, 0),
    ("drop_after", {}, 1),
    ("truncate", {}, 1),
    ("500", {}, 0),
    ("503", {"acts": True}, 1),
    ("slow", {"acts": True, "seconds": 0.8}, 1),
]


@vendors
@pytest.mark.parametrize(("kind", "options", "there"), FATES, ids=[f"{kind}-{there}" for kind, _, there in FATES])
def test_a_write_without_an_answer_is_unknown_and_can_be_looked_up(
    vendor: VendorAccount, kind: str, options: dict[str, Any], there: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vendor.read_timeout, 0.3)
    vendor.fault(kind, WRITES, **options)
    with pytest.raises(Unknown):
        made(vendor, "person")
    monkeypatch.undo()
    vendor.mend()
    found = vendor.crm.find("person", "sa-1")
    assert (found is not None, vendor.count("person")) == (bool(there), there)
    assert made(vendor, "person").key == "sa-1"
    assert vendor.count("person") == 1


@vendors
def test_a_refused_record_says_why_in_the_vendors_words(vendor: VendorAccount) -> None:
    values = vendor.named("person", {**ANN, "email": "ann at home"})
    with pytest.raises(Skippable, match=vendor.refusal):
        vendor.crm.create("person", "sa-1", values, Links())
    person = made(vendor, "person")
    with pytest.raises(Skippable, match=vendor.refusal):
        vendor.crm.update(person.ref, vendor.named("person", {"email": "ann at home"}))
    assert standing(vendor, person, "person") == vendor.named("person", ANN)


@vendors
def test_a_write_to_a_deleted_record_is_tried_again_after_a_look(vendor: VendorAccount) -> None:
    person = made(vendor, "person")
    vendor.delete(person.ref)
    for write in (
        lambda: vendor.crm.update(person.ref, vendor.named("person", {"phone": "+1 212 555 0199"})),
        lambda: vendor.crm.adopt(person.ref, "sa-9"),
    ):
        with pytest.raises(Retriable):
            write()


@vendors
def test_a_merged_record_answers_for_the_one_it_was(vendor: VendorAccount) -> None:
    ours = made(vendor, "person")
    theirs = vendor.add("person", **{**ANN, "email": "a.lee@acme.example", "last_name": "Leigh"})
    vendor.merge(theirs, ours.ref)
    if not vendor.merge_moves:
        pytest.skip(f"{vendor.crm.name} forgets what a record was merged into")
    found = vendor.crm.read(ours.ref, list(vendor.named("person", ANN)))
    assert found
    assert found.ref.record_id in {each.ref.record_id for each in vendor.crm.people("a.lee@acme.example")}
    assert found.ref != ours.ref
    assert set(vendor.named("person", {"last_name": "Leigh"}).items()) <= set(found.values.items())
