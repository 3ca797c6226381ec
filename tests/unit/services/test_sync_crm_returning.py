"""The sync when a visitor comes back: news reach the record that an earlier conversation made."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from sales_agent.adapters.read_backs.memory import MemoryReadBacks
from sales_agent.domain.crm import Value
from sales_agent.domain.crm_records import Story
from sales_agent.domain.profile import Fact
from sales_agent.services.read_back import ReadBackCrm
from tests.conftest import NOW
from tests.dossiers import meeting
from tests.unit.services.test_sync_crm import World, story

LATER = NOW + timedelta(days=1)
FIRST: dict[str, Any] = {"phone": "+1 212 555 0100", "industry": "Furniture"}
NEWS: dict[str, Any] = {"phone": "+49 30 555 0199", "industry": "Offices"}


def chat(session_id: str, at: datetime, *, score: int | None = None, budget: str = "", **profile: Any) -> Story:
    """A conversation that began at an instant; its score stands on a budget when one was named."""
    told = story(session_id, **profile)
    evidence = {"budget_range": Fact(field="budget_range", value=budget, seq=1)} if budget else {}
    return told.model_copy(
        update={
            "session": told.session.model_copy(update={"created_at": at}),
            "turns": [turn.model_copy(update={"at": at}) for turn in told.turns],
            "lead": told.lead.model_copy(update={"qualification_score": score, "evidence": evidence}),
        }
    )


def values(world: World, *names: str) -> list[Value]:
    person = world.only("person").values
    return [person[name] for name in names]


def test_news_of_a_returning_visitor_take_the_place_of_what_we_wrote() -> None:
    world = World()
    world.sync(chat("s1", NOW, score=40, budget="EUR 5,000", **FIRST))
    link = world.sync(chat("s2", LATER, score=80, budget="EUR 20,000", **NEWS))
    assert (link.status, link.reason) == ("synced", "")
    assert values(world, "phone", "industry", "qualification_score") == ["+49 30 555 0199", "Offices", "80"]


def test_an_older_conversation_synced_again_does_not_bring_its_own_back() -> None:
    world = World()
    first = chat("s1", NOW, score=40, budget="EUR 5,000", **FIRST)
    world.sync(first)
    world.sync(chat("s2", LATER, score=80, budget="EUR 20,000", **NEWS))
    world.sync(first.model_copy(update={"lead": first.lead.model_copy(update={"version": 9})}))
    assert values(world, "phone", "qualification_score") == ["+49 30 555 0199", "80"]


def test_the_older_conversation_gone_on_with_counts_by_when_it_was_said() -> None:
    world = World()
    world.sync(chat("s1", NOW, **FIRST))
    world.sync(chat("s2", LATER, **NEWS))
    world.sync(chat("s1", LATER + timedelta(days=1), phone="+33 1 55 50 01 77"))
    assert values(world, "phone", "industry") == ["+33 1 55 50 01 77", "Offices"]


@pytest.mark.parametrize("edit", ["+1 999", "", "+1 212 555 0100"])
def test_what_a_person_changed_between_two_conversations_stays(edit: str) -> None:
    world = World()
    world.sync(chat("s1", NOW, **FIRST))
    world.sync(chat("s2", LATER, **NEWS))
    world.only("person").values["phone"] = edit
    world.sync(chat("s3", LATER + timedelta(days=1), phone="+33 1 55 50 01 77"))
    assert values(world, "phone", "industry") == [edit, "Offices"]


def test_what_nobody_said_changes_nothing_that_was_said() -> None:
    """A name read from an address, half a name, a score made of nothing."""
    world = World()
    world.sync(chat("s1", NOW, score=80, budget="EUR 5,000"))
    for number, name in enumerate(("", "Anna"), start=2):
        told = chat(f"s{number}", LATER, score=5, customer_name=name)
        world.sync(told.model_copy(update={"lead": told.lead.model_copy(update={"lead_source": "direct"})}))
    assert values(world, "first_name", "last_name", "qualification_score", "lead_source") == [
        "Ann",
        "Lee",
        "80",
        "news",
    ]


@pytest.mark.parametrize(("edited", "stands"), [("", "Acme Corporation"), ("ACME Inc.", "ACME Inc.")])
def test_a_company_of_several_people_is_brought_up_to_date_too(edited: str, stands: str) -> None:
    world = World()
    world.sync(chat("s1", NOW))
    if edited:
        world.only("company").values["name"] = edited
    world.sync(chat("s2", LATER, email="bob@acme.example", company="Acme Corporation"))
    assert world.only("company").values["name"] == stands


def test_what_an_earlier_conversation_told_is_not_kept_with_the_later_one() -> None:
    world = World()
    world.sync(chat("s1", NOW, **FIRST))
    link = world.sync(chat("s2", LATER, industry="Offices"))
    written = link.records[link.person_key].written
    assert set(written) == {"industry"}
    assert "0100" not in link.model_dump_json()


def test_the_comparison_knows_that_a_later_conversation_changed_it() -> None:
    world = World()
    world.sync(chat("s1", NOW, **FIRST))
    world.sync(chat("s2", LATER, **NEWS))
    look = ReadBackCrm("acme", world.worker(), MemoryReadBacks(), lambda *_: [], lambda: 600.0)
    assert look().findings == []
    world.only("person").values["phone"] = "+1 999"
    drifted = {(one.session_id, *one.fields) for one in look(anew=True).findings}
    assert drifted == {("s1", "phone"), ("s2", "phone")}


START = NOW + timedelta(days=2)
HALF_HOUR = timedelta(minutes=30)


def meets(start: datetime, minutes: int = 30, version: int = 1) -> Story:
    """The conversation with an appointment."""
    booked = meeting(start=start, duration=minutes)
    return story(version=version).model_copy(update={"appointments": [booked]})


@pytest.mark.parametrize(
    ("colleague", "visitor", "stands"),
    [
        ({"start": START + HALF_HOUR}, (START + timedelta(days=1), 30), (START + HALF_HOUR, START + HALF_HOUR)),
        ({"end": START + 2 * HALF_HOUR}, (START + timedelta(days=1), 30), (START, START + 2 * HALF_HOUR)),
        ({"start": START - HALF_HOUR}, (START, 60), (START - HALF_HOUR, START + HALF_HOUR)),
        ({}, (START + timedelta(days=1), 30), (START + timedelta(days=1), START + timedelta(days=1) + HALF_HOUR)),
        ({}, (START, 60), (START, START + 2 * HALF_HOUR)),
    ],
)
def test_begin_and_end_of_a_meeting_change_together_or_not_at_all(
    colleague: dict[str, datetime], visitor: tuple[datetime, int], stands: tuple[datetime, datetime]
) -> None:
    """A colleague moved the start by 30 minutes, then the visitor moved it a day."""
    world = World()
    world.sync(meets(START))
    world.only("meeting").values.update({field: at.isoformat() for field, at in colleague.items()})
    assert world.sync(meets(*visitor, version=2)).status == "synced"
    found = world.only("meeting").values
    assert (found["start"], found["end"]) == tuple(at.isoformat() for at in stands)
