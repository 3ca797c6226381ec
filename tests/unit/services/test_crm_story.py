"""What the CRMs are told of a conversation."""

import pytest

from sales_agent.adapters.bookings.memory import MemoryBookings
from sales_agent.adapters.conversations.memory import MemoryConversations
from sales_agent.adapters.summaries.memory import MemorySummaries
from sales_agent.domain.crm_records import Story
from sales_agent.domain.meeting import Pending
from sales_agent.domain.summary import Summary
from sales_agent.services.crm_story import LoadStory
from tests.conftest import NOW
from tests.dossiers import TURNS, lead, meeting, profile
from tests.unit.services.builders import opened


class World:
    def __init__(self) -> None:
        self.conversations, self.summaries, self.bookings = MemoryConversations(), MemorySummaries(), MemoryBookings()
        opened(self.conversations)

    def talk(self) -> None:
        for turn in TURNS:
            known = (profile(), lead()) if turn.seq == 4 else (None, None)
            self.conversations.append(turn, *known)

    def summarize(self) -> None:
        self.summaries.keep(
            Summary(
                tenant="acme", session_id="s1", conversation_id="c1", covers_seq=5, headline="h", overview="o", at=NOW
            )
        )

    def load(self, session_id: str = "s1") -> Story | None:
        return LoadStory(self.conversations, self.summaries, self.bookings)("acme", session_id)


@pytest.fixture
def world() -> World:
    return World()


def test_a_session_that_is_gone_or_has_no_lead_has_no_story(world: World) -> None:
    assert world.load("erased") is None
    world.conversations.append(TURNS[0])
    assert world.load() is None


def test_before_the_summary_only_the_person_is_told(world: World) -> None:
    world.talk()
    story = world.load()
    assert story
    assert (story.profile.email, story.lead.lead_id) == ("maria@acme.example", "l1")
    assert (story.turns, story.summary, story.appointments) == ([], None, [])


def test_afterwards_everything(world: World) -> None:
    world.talk()
    world.summarize()
    pending = Pending(action="book", start=meeting().start, until=NOW)
    world.bookings.hold(meeting(status="held", event_id="", pending=pending), NOW)
    story = world.load()
    assert story
    assert story.summary
    assert [turn.seq for turn in story.turns] == [1, 2, 3, 4, 5]
    assert story.summary.headline == "h"
    assert [one.appointment_id for one in story.appointments] == ["a1"]
