"""The sync when another account of the same CRM is connected: a sandbox before, the real one now."""

from copy import deepcopy
from datetime import timedelta

import pytest

from sales_agent.adapters.crm_links.memory import MemoryCrmLinks
from sales_agent.adapters.crms.memory import Kept, MemoryCrm
from sales_agent.adapters.read_backs.memory import MemoryReadBacks
from sales_agent.domain.crm import NO_LINKS
from sales_agent.domain.crm_read_back import ReadBack
from sales_agent.ports.errors import Retriable
from sales_agent.services.crm_replay import ReplayCrm
from sales_agent.services.crm_untold import Untold
from sales_agent.services.read_back import LEAD_DAYS, ReadBackCrm
from tests.unit.services.test_sync_crm import ONE_OF_EACH, Shaky, World, counted, story


class Moving(World):
    """A tenant that connects one account after another; what is known of each is apart."""

    def __init__(self, crm: MemoryCrm | None = None) -> None:
        super().__init__(crm)
        self.accounts = {"": (self.crm, self.links)}

    def connect(self, account: str, crm: MemoryCrm | None = None) -> None:
        fresh = (crm or MemoryCrm(account), MemoryCrmLinks(account))
        self.crm, self.links = self.accounts.setdefault(account, fresh)

    def bring_in(self) -> list[str]:
        """What `replay --missing` does."""
        untold = Untold("acme", self.worker(), lambda *_: list(self.stories), LEAD_DAYS)
        missing = [session_id for session_id in untold.sessions() if untold.since(session_id)]
        return [f"{one.session_id} {one.status}" for one in ReplayCrm("acme", self.worker())(missing)]

    def look(self) -> ReadBack:
        self.now += timedelta(hours=2)
        worker = self.worker()
        leads = lambda *_: list(self.stories)  # noqa: E731
        return ReadBackCrm("acme", worker, MemoryReadBacks(), leads, lambda: 900.0, worker.clock)(anew=True)


def moved(*sessions: str) -> Moving:
    """Conversations of one visitor were synced into the sandbox; now the real account is connected."""
    world = Moving()
    for session_id in sessions:
        world.sync(story(session_id))
    world.connect("production")
    return world


def test_everything_comes_into_the_new_account_once_and_the_one_before_stays_as_it_is() -> None:
    world = moved("s1", "s2")
    sandbox, _ = world.accounts[""]
    before = deepcopy(sandbox.records)
    assert world.bring_in() == ["s1 synced", "s2 synced"]
    assert world.bring_in() == []
    assert counted(world) == {"person": 1, "company": 1, "deal": 2, "note": 2}
    assert sandbox.records == before


def test_what_is_only_in_the_account_before_is_missing_and_not_deleted() -> None:
    world = moved("s1", "s2")
    report = world.look()
    assert [(one.session_id, one.problem) for one in report.findings] == [("s1", "missing"), ("s2", "missing")]
    assert (report.untold, report.records) == (2, 0)
    world.bring_in()
    assert world.look().findings == []


def test_a_returning_visitor_is_one_person_of_the_new_account() -> None:
    world = moved("s1")
    link = world.sync(story("s2"))
    assert (link.status, link.account, counted(world)) == ("synced", "production", ONE_OF_EACH)
    assert world.bring_in() == ["s1 synced"]
    assert counted(world) == {"person": 1, "company": 1, "deal": 2, "note": 2}


def test_a_record_that_the_new_account_has_already_keeps_what_people_typed_there() -> None:
    world = Moving()
    world.sync(story(phone="+1 212 555 0100", industry="Furniture"))
    world.connect("production")
    world.crm.records["77"] = Kept("person", "", {"email": "ann@acme.example", "phone": "+49 30 1", "industry": ""})
    assert world.bring_in() == ["s1 synced"]
    person = world.only("person").values
    assert (person["phone"], person["industry"]) == ("+49 30 1", "Furniture")


def test_what_was_written_into_the_one_account_says_nothing_of_who_wrote_it_in_the_other() -> None:
    """The same value stands there, typed by a person: the visitor's news do not take its place."""
    world = Moving()
    world.sync(story(phone="+1 212 555 0100"))
    world.connect("production")
    world.crm.records["77"] = Kept("person", "", {"email": "ann@acme.example", "phone": "+1 212 555 0100"})
    world.sync(story(version=2, phone="+49 30 555 0199"))
    assert world.only("person").values["phone"] == "+1 212 555 0100"


@pytest.mark.parametrize("calls", range(1, 9))
@pytest.mark.parametrize("fate", ["before", "after"])
def test_a_conversation_that_was_half_way_in_begins_afresh(fate: str, calls: int) -> None:
    world = Moving(Shaky([fate, *["fine"] * (calls - 1)]))
    with pytest.raises(Retriable):
        world.sync(story())
    world.connect("production")
    assert world.sync().status == "synced"
    assert counted(world) == ONE_OF_EACH


def test_the_lead_names_the_record_of_the_account_that_is_connected() -> None:
    world = moved("s1")
    world.crm.create("person", "somebody", {}, NO_LINKS)
    named: list[str] = []
    worker = world.worker()
    worker.named = lambda *told: named.append(told[-1])
    worker("acme", "s1")
    person = next(number for number, kept in world.crm.records.items() if kept.values.get("email"))
    assert named == [person] != ["1"]


def test_the_account_before_goes_on_where_it_was_when_it_comes_back() -> None:
    world = moved("s1")
    world.bring_in()
    world.connect("")
    world.sync(story(version=2, phone="+1 212 555 0100"))
    assert counted(world) == ONE_OF_EACH
    assert world.only("person").values["phone"] == "+1 212 555 0100"
    assert world.look().findings == []


def test_the_same_account_under_another_id_gets_nothing_twice() -> None:
    world = Moving()
    world.sync(story())
    world.connect("seen wrongly", world.crm)
    assert world.bring_in() == ["s1 synced"]
    assert counted(world) == ONE_OF_EACH
