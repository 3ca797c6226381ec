"""An address or a name is corrected: whose record it is, before and after, and for whoever comes next."""

from typing import Any

import pytest

from sales_agent.adapters.crms.memory import Kept, MemoryCrm
from sales_agent.domain.crm import CrmRecord, CrmRef
from sales_agent.domain.crm_records import company_domain
from sales_agent.services.crm_replay import ReplayCrm
from tests.unit.services.test_sync_crm import World, story

ANN, BOB = "ann@acme.example", "bob@acme.example"


def people(world: World) -> list[tuple[Any, Any]]:
    return [(kept.values.get("email"), kept.values.get("last_name")) for kept in world.kept("person")]


def names(world: World) -> list[Any]:
    return [kept.values.get("name") for kept in world.kept("company")]


def test_the_first_address_is_free_for_whoever_has_it() -> None:
    world = World()
    world.sync(story(email=BOB))
    world.sync(story(version=2, email=ANN))
    assert people(world) == [(ANN, "Lee")]
    world.sync(story("s2", email=BOB, customer_name="Bob Ray"))
    assert people(world) == [(ANN, "Lee"), (BOB, "Ray")]


def test_there_and_back_is_one_person() -> None:
    world = World()
    for version, email in enumerate((ANN, BOB, ANN, BOB), start=1):
        world.sync(story(version=version, email=email))
    assert people(world) == [(BOB, "Lee")]
    world.sync(story("s2", email=ANN, customer_name="Ann Ray"))
    assert world.sync(story(version=5, email=ANN)).status == "review"
    assert world.sync(story(version=6, email=BOB)).status == "synced"
    assert people(world) == [(BOB, "Lee"), (ANN, "Ray")]


def test_a_corrected_address_that_is_another_record_of_ours_is_for_a_person_to_settle() -> None:
    world = World()
    world.sync(story("s2", email=ANN, customer_name="Ann Ray"))
    world.sync(story(email=BOB))
    link = world.sync(story(version=2, email=ANN))
    assert (link.status, len(link.candidates)) == ("review", 2)
    outcome = ReplayCrm("acme", world.worker()).choose("s1", link.candidates[0].rpartition(" ")[2])
    assert outcome.status == "synced"
    assert world.sync(story(version=3, email=ANN)).status == "synced"


def test_a_double_that_a_person_made_can_be_chosen_away() -> None:
    """A colleague corrected the address of a record that has another key of ours, and made one of their own."""
    world = World()
    world.sync(story(email="ann@acme.exampel"))
    world.only("person").values["email"] = ANN
    world.crm.records["77"] = Kept("person", "", {"email": ANN, "last_name": "Known"})
    link = world.sync(story("s2", email=ANN))
    assert link.status == "review"
    own = next(one for one in link.candidates if not one.endswith(" 77"))
    assert ReplayCrm("acme", world.worker()).choose("s2", own.rpartition(" ")[2]).status == "synced"
    assert world.sync(story("s2", version=2, email=ANN)).status == "synced"


def test_a_deleted_record_is_not_corrected() -> None:
    world = World()
    world.sync(story(email=BOB))
    world.crm.records.clear()
    assert world.sync(story(version=2, email=ANN)).status == "review"


def test_the_first_name_of_a_company_is_free_for_whoever_has_it() -> None:
    world = World()
    world.sync(story(email="ann@gmail.com", company="Acme"))
    world.sync(story(version=2, email="ann@gmail.com", company="Zeta"))
    assert names(world) == ["Zeta"]
    world.sync(story("s2", email="bo@gmail.com", company="Acme"))
    assert names(world) == ["Zeta", "Acme"]


def test_the_first_domain_of_a_company_is_free_too() -> None:
    world = World()
    world.sync(story(email="ann@globex.example"))
    world.sync(story(version=2, email="ann@acme.example"))
    world.sync(story("s2", email="gil@globex.example", company="Globex"))
    assert [(kept.values["name"], kept.values["domain"]) for kept in world.kept("company")] == [
        ("Acme", "acme.example"),
        ("Globex", "globex.example"),
    ]


def test_a_namesake_of_ours_with_another_domain_is_not_taken() -> None:
    world = World()
    world.sync(story(email="ann@gmail.com"))
    world.sync(story("s2", email="cy@acme.com"))
    link = world.sync(story("s3", email="bob@acme.de"))
    assert "no company" in link.reason
    assert [kept.values.get("domain") for kept in world.kept("company")] == ["acme.com"]


@pytest.mark.parametrize(
    ("email", "domain"),
    [
        ("ann@acme.example", "acme.example"),
        ("ann@mail.acme.co.uk", "mail.acme.co.uk"),
        ("ann@yahoo.co.uk", ""),
        ("ann@hotmail.fr", ""),
        ("ann@libero.it", ""),
        ("ann@proton.me", ""),
        ("ann@gmial.com", ""),
        ("", ""),
    ],
)
def test_a_mail_service_is_nobodys_company(email: str, domain: str) -> None:
    assert company_domain(email) == domain


class FirstStays(MemoryCrm):
    """Shows a person's first company as theirs, whatever others they get: HubSpot's primary one."""

    def _record(self, number: str) -> CrmRecord:
        record = super()._record(number)
        return record.model_copy(
            update={"company": self._first.setdefault(number, record.company)} if record.company else {}
        )

    def __init__(self) -> None:
        super().__init__()
        self._first: dict[str, CrmRef | None] = {}


def test_a_first_company_of_ours_that_stays_is_not_taken_for_the_sales_teams_choice() -> None:
    world = World(FirstStays())
    world.sync(story(email="ann@gmail.com"))
    world.sync(story("s2", email="bo@gmail.com"))
    for version in (2, 3):
        link = world.sync(story(version=version, email="ann@gmail.com", company="Zeta"))
    companies = {
        one.ref.record_id: world.crm.records[one.ref.record_id].values["name"]
        for one in link.records.values()
        if one.ref.kind == "company"
    }
    deal = next(one for one in link.records.values() if one.ref.kind == "deal")
    assert deal.links.company
    assert companies[deal.links.company.record_id] == "Zeta"


def test_a_crash_after_a_link_was_made_leaves_the_company_ours() -> None:
    class Dying(MemoryCrm):
        dies = True

        def link(self, ref: CrmRef, links: Any, **was: Any) -> None:
            super().link(ref, links, **was)
            if self.dies and ref.kind == "person":
                self.dies = False
                raise MemoryError

    world = World(Dying())
    with pytest.raises(MemoryError):
        world.sync(story(email="ann@gmail.com", company="Amce"))
    world.sync(story(version=2, email="ann@gmail.com", company="Acme"))
    assert names(world) == ["Acme"]
