"""Which company a visitor belongs to in the CRM; and that leads have none, and no deal, until they are contacts."""

from dataclasses import dataclass

import pytest

from sales_agent.adapters.crms.memory import Kept, MemoryCrm
from sales_agent.adapters.read_backs.memory import MemoryReadBacks
from sales_agent.domain.crm import CrmRecord, CrmRef, Value
from sales_agent.services.crm_replay import ReplayCrm
from sales_agent.services.read_back import ReadBackCrm
from tests.unit.services.test_sync_crm import World, story


def company(**values: Value) -> Kept:
    """One that the sales team made."""
    return Kept("company", "", dict(values))


def linked_to(world: World, record: Kept) -> list[str]:
    return [other.record_id for other in record.links if other.kind == "company"]


def test_a_phone_number_first_and_an_address_later_make_one_company() -> None:
    world = World()
    world.sync(story(email="", phone="+1 212 555 0100"))
    world.sync(story(version=2, phone="+1 212 555 0100"))
    assert world.only("company").values == {"name": "Acme", "domain": "acme.example"}
    world.sync(story("s2", email="bo@acme.example"))
    world.sync(story("s3", email="cy@gmail.com", company="ACME"))
    assert len(world.kept("company")) == 1


@pytest.mark.parametrize(
    "known", [{"name": "Acme"}, {"name": "Acme", "domain": "acme.example"}, {"domain": "acme.example"}]
)
def test_a_company_that_is_there_is_taken_by_its_domain_or_its_name(known: dict[str, Value]) -> None:
    world = World()
    world.crm.records["7"] = company(**known)
    world.sync(story())
    assert world.only("company").values == {"name": "Acme", "domain": "acme.example"} | known
    assert linked_to(world, world.only("person")) == linked_to(world, world.only("deal")) == ["7"]


def test_a_namesake_with_another_domain_is_neither_taken_nor_doubled() -> None:
    world = World()
    world.crm.records["7"] = company(name="Acme", domain="acme.com.example")
    link = world.sync(story())
    assert (link.status, link.reason) == (
        "synced",
        "no company: 1 record could be meant; a person must choose one: company 7",
    )
    assert linked_to(world, world.only("deal")) == []
    assert world.only("company").key == ""


def test_a_known_company_is_the_visitors_by_the_address_alone_and_an_unknown_one_is_not_made_of_it() -> None:
    world = World()
    world.sync(story(company=""))
    assert world.kept("company") == []
    world.crm.records["7"] = company(name="Acme Holding", domain="acme.example")
    world.sync(story(version=2, company=""))
    assert linked_to(world, world.only("deal")) == ["7"]
    assert world.only("company").values == {"name": "Acme Holding", "domain": "acme.example"}


def test_a_corrected_name_is_the_same_company_while_nobody_else_is_there() -> None:
    world = World()
    world.sync(story(email="ann@gmail.com", company="Amce"))
    world.sync(story(version=2, email="ann@gmail.com", company="Acme"))
    assert world.only("company").values["name"] == "Acme"
    world.sync(story("s2", email="bo@gmail.com", company="Acme", industry="Kettles"))
    world.crm.records["9"] = company(name="Other")
    world.sync(story("s2", version=2, email="bo@gmail.com", company="Other"))
    assert [kept.values["name"] for kept in world.kept("company")] == ["Acme", "Other"]


def test_a_company_that_others_belong_to_is_not_renamed_with_one_of_them() -> None:
    world = World()
    world.sync(story(email="ann@gmail.com"))
    world.sync(story("s2", email="bo@gmail.com"))
    world.sync(story(version=2, email="ann@gmail.com", company="Zeta"))
    assert [kept.values["name"] for kept in world.kept("company")] == ["Acme", "Zeta"]
    (zeta,) = (number for number, kept in world.crm.records.items() if kept.values.get("name") == "Zeta")
    assert [linked_to(world, person) for person in world.kept("person")] == [[zeta], ["2"]]


def test_the_company_that_the_sales_team_gave_the_person_counts_and_is_not_written_to() -> None:
    world = World()
    world.crm.records["7"] = Kept("person", "", {"email": "ann@acme.example"})
    world.crm.records["8"] = company(name="Acme Holding")
    world.crm.records["7"].links.append(CrmRef(kind="company", object="company", record_id="8"))
    world.sync(story(industry="Kettles"))
    assert (world.only("company").key, world.only("company").values) == ("", {"name": "Acme Holding"})
    assert linked_to(world, world.only("deal")) == linked_to(world, world.only("note")) == ["8"]


def test_a_company_of_an_earlier_conversation_is_the_visitors_though_it_is_not_named_again() -> None:
    world = World()
    world.sync(story(email="ann@gmail.com"))
    world.sync(story("s2", email="ann@gmail.com", company=""))
    assert [linked_to(world, deal) for deal in world.kept("deal")] == [["2"], ["2"]]


def test_a_link_that_a_person_removed_does_not_come_back() -> None:
    world = World()
    world.sync(story())
    for record in world.crm.records.values():
        record.links.clear()
    world.sync(story(version=2, phone="+1 212 555 0100"))
    assert [record.links for record in world.crm.records.values()] == [[]] * 4


def test_nor_does_it_with_the_next_conversation() -> None:
    world = World()
    world.sync(story())
    world.only("person").links.clear()
    world.sync(story("s2"))
    assert linked_to(world, world.only("person")) == []


def test_a_person_whom_the_sales_team_moved_to_another_company_of_ours_stays_there() -> None:
    world = World()
    world.sync(story())
    world.sync(story("s2", email="bo@zeta.example", company="Zeta"))
    (zeta,) = (number for number, kept in world.crm.records.items() if kept.values.get("name") == "Zeta")
    ann = world.crm.records["1"]
    ann.links[:] = [CrmRef(kind="company", object="company", record_id=zeta)]
    world.sync(story("s3"))
    assert linked_to(world, ann) == linked_to(world, world.kept("deal")[-1]) == [zeta]


@dataclass
class Converting(MemoryCrm):
    """Its people are leads, until `contact` is set."""

    contact: bool = False
    leads = "lead"

    def __post_init__(self) -> None:
        super().__init__()

    def _record(self, number: str) -> CrmRecord:
        record = super()._record(number)
        if record.ref.kind != "person" or self.contact:
            return record
        return record.model_copy(update={"ref": record.ref.model_copy(update={"object": "lead"})})


def test_a_lead_has_no_company_and_no_deal_until_it_is_a_contact() -> None:
    world = World(crm := Converting())
    link = world.sync(story())
    assert (link.status, [kept.kind for kept in crm.records.values()]) == ("synced", ["person", "note"])
    read_back = ReadBackCrm("acme", world.worker(), MemoryReadBacks(), lambda *_: [], lambda: 900.0)
    assert read_back(anew=True).findings == []
    crm.contact = True
    world.sync(story(version=2, phone="+1 212 555 0100"))
    assert {ref.kind for ref in world.only("note").links} == {"person", "company", "deal"}
    assert linked_to(world, world.only("deal")) == linked_to(world, world.only("person")) != []


def test_what_was_deleted_is_made_anew_and_gets_its_conversation_back() -> None:
    world = World()
    world.sync(story())
    del world.crm.records["1"]
    assert world.sync(story(version=2)).status == "review"
    (outcome,) = [ReplayCrm("acme", world.worker()).make_anew("s1")]
    assert outcome.status == "synced"
    (person,) = (number for number, kept in world.crm.records.items() if kept.kind == "person")
    for kind in ("deal", "note"):
        assert [ref.record_id for ref in world.only(kind).links if ref.kind == "person"] == [person]
