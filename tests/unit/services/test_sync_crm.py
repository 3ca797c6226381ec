"""The sync: once, complete, and never over a person's edit."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from sales_agent.adapters.crm_links.memory import MemoryCrmLinks
from sales_agent.adapters.crms.memory import Kept, MemoryCrm
from sales_agent.domain.config_crm import HubSpot
from sales_agent.domain.conversation import Reply, Turn
from sales_agent.domain.crm import NO_LINKS, CrmRecord, CrmRef, Kind, Links, Value
from sales_agent.domain.crm_records import Story
from sales_agent.domain.lead import Lead
from sales_agent.domain.profile import Fact, Profile
from sales_agent.domain.summary import Summary
from sales_agent.ports.errors import Fatal, Retriable, Skippable, Unknown
from sales_agent.services.sync_crm import SyncCrm
from tests.conftest import NOW
from tests.unit.services.builders import session


def story(session_id: str = "s1", version: int = 1, *, summary: bool = True, **profile: str) -> Story:
    known = {"customer_name": "Ann Lee", "email": "ann@acme.example", "company": "Acme", **profile}
    evidence = {field: Fact(field=field, value=value, seq=1) for field, value in known.items()}
    turn = Turn(
        tenant="acme", session_id=session_id, seq=1, message_id="message-1", text="What does it cost?", at=NOW,
        reply=Reply(text="It costs $49."),
    )  # fmt: skip
    return Story(
        session=session(session_id=session_id),
        profile=Profile(tenant="acme", session_id=session_id, evidence=evidence, version=version, **known),
        lead=Lead(
            tenant="acme", lead_id=f"l-{session_id}", session_id=session_id, conversation_id=f"c-{session_id}",
            lead_source="news", created_at=NOW, version=version,
        ),
        turns=[turn],
        summary=Summary(
            tenant="acme", session_id=session_id, conversation_id=f"c-{session_id}", covers_seq=1, headline="The price",
            overview="Ann asked for the price.", at=NOW,
        ) if summary else None,
    )  # fmt: skip


class World:
    """One tenant's CRM and the state of its conversations."""

    def __init__(self, crm: MemoryCrm | None = None) -> None:
        self.crm, self.links, self.now = crm or MemoryCrm(), MemoryCrmLinks(), NOW
        self.stories: dict[str, Story] = {}

    def sync(self, told: Story | None = None, session_id: str = "s1") -> Any:
        if told:
            session_id = told.session.session_id
            self.stories[session_id] = told
        self.now += timedelta(minutes=10)
        return self.worker()("acme", session_id)

    def worker(self) -> SyncCrm:
        clock: Callable[[], datetime] = lambda: self.now  # noqa: E731
        return SyncCrm(self.crm, self.links, lambda _, session_id: self.stories.get(session_id), HubSpot(), clock)

    def kept(self, kind: Kind) -> list[Kept]:
        return [record for record in self.crm.records.values() if record.kind == kind]

    def only(self, kind: Kind) -> Kept:
        (record,) = self.kept(kind)
        return record


def counted(world: World) -> dict[str, int]:
    return {kind: len(world.kept(kind)) for kind in ("person", "company", "deal", "note")}


ONE_OF_EACH = {"person": 1, "company": 1, "deal": 1, "note": 1}


def test_a_conversation_becomes_person_company_deal_and_note() -> None:
    world = World()
    link = world.sync(story())
    assert counted(world) == ONE_OF_EACH
    assert link.status == "synced"
    person = world.only("person").values
    assert (person["email"], person["first_name"], person["last_name"]) == ("ann@acme.example", "Ann", "Lee")
    assert "It costs $49." in str(world.only("note").values["body"])
    assert {ref.kind for ref in world.only("note").links} == {"person", "company", "deal"}


def test_each_value_written_names_the_message_it_came_from() -> None:
    world = World()
    link = world.sync(story())
    person = next(record for record in link.records.values() if record.ref.kind == "person")
    assert (person.written["email"].seq, person.written["lead_source"].seq) == (1, 0)


def test_a_repeated_message_writes_nothing() -> None:
    world = World()
    world.sync(story())
    before = {number: dict(record.values) for number, record in world.crm.records.items()}
    calls = world.crm.records
    for _ in range(10):
        world.sync()
    assert {number: dict(record.values) for number, record in calls.items()} == before


def test_news_change_the_same_records() -> None:
    world = World()
    world.sync(story(summary=False))
    world.sync(story(version=2, phone="+1 212 555 0100"))
    assert counted(world) == ONE_OF_EACH
    assert world.only("person").values["phone"] == "+1 212 555 0100"


def test_a_field_that_a_person_changed_is_never_overwritten() -> None:
    world = World()
    world.sync(story())
    world.only("person").values["last_name"] = "Lee-Smith"
    world.sync(story(version=2, customer_name="Anna Leigh", phone="+1 212 555 0100"))
    assert world.only("person").values["last_name"] == "Lee-Smith"
    assert world.only("person").values["first_name"] == "Anna"
    assert world.only("person").values["phone"] == "+1 212 555 0100"


def test_a_field_that_a_person_emptied_stays_empty() -> None:
    world = World()
    world.sync(story())
    world.only("person").values["company"] = ""
    world.sync(story(version=2, company="Acme Ltd"))
    assert world.only("person").values["company"] == ""


def test_an_existing_person_is_adopted_and_only_its_empty_fields_are_filled() -> None:
    world = World()
    values: dict[str, Value] = {"email": "Ann@acme.example", "last_name": "Known", "phone": ""}
    world.crm.records["77"] = Kept("person", "", values)
    world.sync(story(phone="+1 212 555 0100"))
    person = world.only("person")
    assert person.key.startswith("sa-")
    assert (person.values["last_name"], person.values["phone"]) == ("Known", "+1 212 555 0100")


def test_two_people_with_one_address_are_left_to_a_person() -> None:
    world = World()
    for number in ("7", "8"):
        world.crm.records[number] = Kept("person", "", {"email": "ann@acme.example"})
    link = world.sync(story())
    assert (link.status, link.candidates) == ("review", ["person 7", "person 8"])
    assert [record.key for record in world.kept("person")] == ["", ""]
    assert world.kept("deal") == world.kept("note") == []


def test_a_second_conversation_belongs_to_the_same_person() -> None:
    world = World()
    world.sync(story())
    world.sync(story("s2"))
    assert counted(world) == {"person": 1, "company": 1, "deal": 2, "note": 2}


def test_a_deleted_person_is_not_made_again() -> None:
    world = World()
    world.sync(story())
    del world.crm.records[next(n for n, r in world.crm.records.items() if r.kind == "person")]
    link = world.sync(story(version=2))
    assert link.status == "review"
    assert world.kept("person") == []


def test_a_deal_moves_on_with_the_conversation_but_never_back_and_never_against_a_person() -> None:
    world = World()
    world.sync(story())
    assert world.only("deal").values["stage"] == "1"
    qualified = story(version=2)
    lead = qualified.lead.model_copy(update={"qualified_at": NOW})
    world.sync(qualified.model_copy(update={"lead": lead}))
    assert world.only("deal").values["stage"] == "2"
    world.sync(story(version=3))
    assert world.only("deal").values["stage"] == "2"
    world.only("deal").values["stage"] = "4"
    world.sync(qualified.model_copy(update={"lead": lead.model_copy(update={"version": 4})}))
    assert world.only("deal").values["stage"] == "4"


def test_somebody_who_cannot_be_reached_is_no_record() -> None:
    world = World()
    assert world.sync(story(email="")) is None
    assert world.sync(session_id="unknown") is None
    assert world.crm.records == {}


def test_a_long_conversation_becomes_several_notes_and_loses_nothing() -> None:
    world = World()
    long = story()
    turns = [long.turns[0].model_copy(update={"seq": n, "text": f"question {n} " + "x" * 300}) for n in range(1, 40)]
    world.sync(long.model_copy(update={"turns": turns}))
    notes = [str(note.values["body"]) for note in world.kept("note")]
    assert all(len(note) <= world.crm.note_characters for note in notes)
    assert all(any(f"question {n} " in note for note in notes) for n in range(1, 40))
    assert len(notes) > 3


@pytest.mark.parametrize(
    ("error", "status"),
    [(Retriable("429"), "waiting"), (Fatal("reconnect"), "waiting"), (Skippable("bad phone"), "refused")],
)
def test_the_vendors_words_are_kept(error: Exception, status: str) -> None:
    class Refusing(MemoryCrm):
        def create(self, kind: Kind, key: str, values: Mapping[str, Value], links: Links) -> CrmRecord:
            raise error

    world = World(Refusing())
    if status == "refused":
        link = world.sync(story())
    else:
        with pytest.raises(type(error)):
            world.sync(story())
        link = world.links.find("acme", "s1", "memory")
    assert link
    assert (link.status, link.reason) == (status, str(error))


class Shaky(MemoryCrm):
    """Fails before or after any call, as told by a script of fates."""

    def __init__(self, fates: list[str]) -> None:
        super().__init__()
        self.fates = fates

    def _fate(self, call: Callable[[], Any]) -> Any:
        fate = self.fates.pop() if self.fates else "fine"
        if fate == "before":
            raise Retriable("503")
        result = call()
        if fate == "after":
            raise Unknown("no answer")
        return result

    def find(self, kind: Kind, key: str) -> CrmRecord | None:
        return self._fate(lambda: super(Shaky, self).find(kind, key))  # type: ignore[no-any-return]

    def create(self, kind: Kind, key: str, values: Mapping[str, Value], links: Links) -> CrmRecord:
        return self._fate(lambda: super(Shaky, self).create(kind, key, values, links))  # type: ignore[no-any-return]

    def update(self, ref: CrmRef, values: Mapping[str, Value]) -> None:
        self._fate(lambda: super(Shaky, self).update(ref, values))

    def link(self, ref: CrmRef, links: Links, *, was: Links = NO_LINKS) -> None:
        self._fate(lambda: super(Shaky, self).link(ref, links, was=was))


@settings(max_examples=400, deadline=None)
@given(st.lists(st.sampled_from(["fine", "before", "after"]), max_size=30), st.integers(1, 4))
def test_whatever_fails_and_whenever_each_record_is_there_once_and_ends_right(fates: list[str], versions: int) -> None:
    world = World(Shaky(list(fates)))
    for version in range(1, versions + 1):
        world.stories["s1"] = story(version=version, phone=f"+1 212 555 010{version}")
        try:
            world.sync()
        except Retriable:
            continue
    for _ in range(len(fates) + 1):
        try:
            world.sync()
        except Retriable:
            continue
    assert counted(world) == ONE_OF_EACH
    assert world.only("person").values["phone"] == f"+1 212 555 010{versions}"
