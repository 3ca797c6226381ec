"""The sync when a CRM takes only part of a conversation, when two records are meant, and when workers fall over."""

from collections.abc import Mapping
from datetime import timedelta

import pytest

from sales_agent.adapters.circuits.memory import MemoryCircuits
from sales_agent.adapters.crms.memory import Kept, MemoryCrm
from sales_agent.adapters.integrations.memory import MemoryIntegrations
from sales_agent.adapters.read_backs.memory import MemoryReadBacks
from sales_agent.domain.config_crm import HubSpot
from sales_agent.domain.crm import CrmField, CrmRecord, CrmRef, Kind, Links, Value
from sales_agent.domain.record import utc_now
from sales_agent.ports.errors import Locked, Retriable, Skippable
from sales_agent.services.crm_admin import CrmAdmin
from sales_agent.services.crm_claim import LEASE_SECONDS
from sales_agent.services.crm_replay import ReplayCrm
from tests.unit.services.test_sync_crm import World, story


class Picky(MemoryCrm):
    """Refuses new records of some kinds."""

    def __init__(self, *refused: Kind) -> None:
        super().__init__()
        self.refused = set(refused)

    def create(self, kind: Kind, key: str, values: Mapping[str, Value], links: Links) -> CrmRecord:
        if kind in self.refused:
            raise Skippable(f"required property missing on {kind}")
        return super().create(kind, key, values, links)


def test_a_rule_of_the_crm_for_deals_does_not_cost_the_conversation() -> None:
    world = World(crm := Picky("deal", "company"))
    link = world.sync(story())
    assert (link.status, world.kept("deal"), world.kept("company")) == ("refused", [], [])
    assert link.reason == "company: required property missing on company; deal: required property missing on deal"
    assert {ref.kind for ref in world.only("note").links} == {"person"}
    crm.refused.clear()
    assert world.sync().status == "refused"  # nothing has changed that we know of
    (again,) = ReplayCrm("acme", world.worker())(["s1"])
    assert (again.status, again.reason) == ("synced", "")
    assert {ref.kind for ref in world.only("note").links} == {"person", "company", "deal"}


def test_without_its_person_nothing_is_written() -> None:
    world = World(Picky("person"))
    assert world.sync(story()).status == "refused"
    assert world.crm.records == {}


def test_a_deleted_deal_is_not_made_again_and_the_rest_goes_on() -> None:
    world = World()
    world.sync(story(summary=False))
    del world.crm.records[next(n for n, r in world.crm.records.items() if r.kind == "deal")]
    link = world.sync(story(version=2, phone="+1 212 555 0100"))
    assert (link.status, world.kept("deal")) == ("review", [])
    assert "the deal" in link.reason
    assert world.only("person").values["phone"] == "+1 212 555 0100"
    assert len(world.kept("note")) == 1


def test_of_several_companies_the_sales_team_must_say_which() -> None:
    world = World()
    for number in ("7", "8"):
        world.crm.records[number] = Kept("company", "", {"name": "Acme", "domain": "acme.example"})
    link = world.sync(story())
    assert link.status == "synced"
    assert "company 7, company 8" in link.reason
    assert {ref.kind for ref in world.only("note").links} == {"person", "deal"}


def told_by_phone_first() -> World:
    """Ann is known by her number; the address that she then gives is another record's."""
    world = World()
    world.sync(story(email="", phone="+1 212 555 0100"))
    world.crm.records["77"] = Kept("person", "", {"email": "Ann@acme.example", "last_name": "Known"})
    return world


def test_an_address_that_is_somebody_elses_is_left_to_a_person() -> None:
    world = told_by_phone_first()
    before = {number: dict(kept.values) for number, kept in world.crm.records.items()}
    link = world.sync(story(version=2, phone="+1 212 555 0100"))
    own = next(number for number, kept in world.crm.records.items() if kept.key.startswith("sa-"))
    assert (link.status, link.candidates) == ("review", [f"person {own}", "person 77"])
    assert {number: dict(kept.values) for number, kept in world.crm.records.items()} == before


@pytest.mark.parametrize("chosen", ["77", "own"])
def test_the_one_that_is_chosen_is_used_from_then_on(chosen: str) -> None:
    world = told_by_phone_first()
    world.sync(story(version=2, phone="+1 212 555 0100"))
    own = next(number for number, kept in world.crm.records.items() if kept.key.startswith("sa-"))
    outcome = ReplayCrm("acme", world.worker()).choose("s1", own if chosen == "own" else chosen)
    assert outcome.status == "synced"
    assert world.sync(story(version=3, phone="+1 212 555 0199")).status == "synced"
    used = world.crm.records[own if chosen == "own" else chosen]
    assert used.values["phone"] == "+1 212 555 0199"
    assert used.values["last_name"] == ("Lee" if chosen == "own" else "Known")
    assert used.values.get("email", "") == ("" if chosen == "own" else "Ann@acme.example")
    people = [ref.record_id for ref in world.only("note").links if ref.kind == "person"]
    assert people == [own if chosen == "own" else chosen]


def test_news_go_into_a_note_of_their_own_when_a_colleague_wrote_into_ours() -> None:
    world = World()
    world.sync(told := story())
    world.only("note").values["body"] = "Called her. Wants oak."
    world.sync(told.model_copy(update={"lead": story(version=2).lead}))
    assert len(world.kept("note")) == 1  # there is nothing new
    for seq, text in enumerate(("Do you take old desks back?", "And chairs?"), start=2):
        told = told.model_copy(
            update={"turns": [*told.turns, told.turns[0].model_copy(update={"seq": seq, "text": text})]}
        )
        world.sync(told)
    first, second = world.kept("note")
    assert first.values["body"] == "Called her. Wants oak."
    assert (second.values["subject"], second.key) == ("The price (continued)", f"{first.key}+")
    assert all(text in str(second.values["body"]) for text in ("What does it cost?", "old desks", "chairs"))


def test_what_fits_no_field_and_a_stage_that_is_not_there_are_said() -> None:
    world = World(Choosy())
    worker = world.worker()
    worker.settings.stages["new"] = "Prospect"
    world.stories["s1"] = story(industry="Weaving")
    link = worker("acme", "s1")
    assert link
    assert (link.status, link.reason) == (
        "synced",
        "person: industry does not fit industry; deal: the pipeline has no stage 'Prospect'; it got the usual one",
    )


class Choosy(MemoryCrm):
    """Knows one industry."""

    def fields(self, kind: Kind) -> list[CrmField]:
        known = {"type": "choice", "options": ["Kettles"]}
        return [field.model_copy(update=known if field.name == "industry" else {}) for field in super().fields(kind)]


class Converted(MemoryCrm):
    """The sales team has made a deal of the person."""

    made: CrmRef | None = None

    def _record(self, number: str) -> CrmRecord:
        record = super()._record(number)
        return record.model_copy(update={"deal": self.made}) if record.ref.kind == "person" else record


def test_the_deal_of_a_conversion_is_the_conversations() -> None:
    world = World(crm := Converted())
    crm.records["7"] = Kept("person", "", {"email": "ann@acme.example"})
    crm.records["8"] = Kept("deal", "", {"name": "Acme, 40 desks", "stage": "3"})
    crm.made = CrmRef(kind="deal", object="deal", record_id="8")
    world.sync(story())
    assert world.only("deal").key.startswith("sad-")
    assert world.only("deal").values == {"name": "Acme, 40 desks", "stage": "3"}
    world.sync(story("s2"))
    assert len(world.kept("deal")) == 2


def test_a_record_of_another_conversation_keeps_its_key() -> None:
    world = World()
    world.crm.records["7"] = Kept("person", "sa-older", {"email": "ann@acme.example"})
    link = world.sync(story())
    assert (world.only("person").key, link.records[link.person_key].key) == ("sa-older", "sa-older")
    assert world.sync(story(version=2)).status == "synced"


def test_each_write_holds_the_conversation_for_longer_than_it_may_take() -> None:
    left: list[timedelta] = []

    class Slow(MemoryCrm):
        def create(self, kind: Kind, key: str, values: Mapping[str, Value], links: Links) -> CrmRecord:
            held = world.links.find("acme", "s1", "memory")
            assert held
            assert held.leased_until
            left.append(held.leased_until - world.now)
            world.now += timedelta(seconds=LEASE_SECONDS - 1)
            return super().create(kind, key, values, links)

    world = World(Slow())
    world.sync(story())
    assert left == [timedelta(seconds=LEASE_SECONDS)] * 4


def test_what_nobody_foresaw_is_seen_too_and_quotes_nobody() -> None:
    class Odd(MemoryCrm):
        def create(self, kind: Kind, key: str, values: Mapping[str, Value], links: Links) -> CrmRecord:
            raise KeyError(str(values["email"]))

    world = World(Odd())
    with pytest.raises(KeyError):
        world.sync(story())
    link = world.links.find("acme", "s1", "memory")
    assert link
    assert (link.status, link.reason, link.leased_until) == ("waiting", "KeyError; the log says more", None)


def test_whoever_lost_the_conversation_meanwhile_leaves_it_to_the_other() -> None:
    class Overtaken(MemoryCrm):
        def people(self, email: str) -> list[CrmRecord]:
            world.now += timedelta(seconds=LEASE_SECONDS + 1)
            world.links.claim("acme", "s1", "memory", now=world.now, seconds=LEASE_SECONDS)
            raise Locked("busy")

    world = World(Overtaken())
    with pytest.raises(Retriable):
        world.sync(story())
    link = world.links.find("acme", "s1", "memory")
    assert link
    assert (link.status, bool(link.leased_until)) == ("new", True)


def test_what_is_erased_under_way_is_not_written() -> None:
    world = World()
    world.stories["s1"] = story()
    worker = world.worker()
    worker.stories = lambda _, session_id: world.stories.pop(session_id, None)
    assert worker("acme", "s1") is None
    assert world.crm.records == {}


def test_a_first_run_that_ended_without_a_word_is_stuck_too() -> None:
    world = World()
    admin = CrmAdmin(
        "acme", world.crm, HubSpot(), HubSpot(), world.links, MemoryIntegrations(), MemoryCircuits(), MemoryReadBacks()
    )
    world.links.claim("acme", "s1", "memory", now=utc_now(), seconds=LEASE_SECONDS)
    assert admin.stuck() == []
    world.links.claim("acme", "s2", "memory", now=utc_now() - timedelta(days=1), seconds=LEASE_SECONDS)
    assert [link.session_id for link in admin.stuck()] == ["s2"]
