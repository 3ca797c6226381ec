"""A visitor who talks about meetings, without a stack."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from sales_agent.domain.conversation import Reply, Turn
from sales_agent.domain.meeting import Appointment
from sales_agent.domain.profile import Fact
from sales_agent.services.book_meeting import BookMeeting
from sales_agent.services.meeting_dialogue import MeetingDialogue
from tests.meetings import SESSION, TENANT, Office, config

NEW_YORK = ZoneInfo("America/New_York")


class Chat:
    """A conversation that is only about meetings; the visitor sits in New York, the office in London."""

    def __init__(self, office: Office | None = None, **profile: str) -> None:
        self.office = office or Office(config=config(minimum_notice=0))
        self.office.visitor(**profile)

    def say(self, text: str, **learnt: str) -> Reply:
        reply = self.hear(text, **learnt)
        assert reply is not None
        return reply

    def hear(self, text: str, **learnt: str) -> Reply | None:
        office = self.office
        snapshot = office.conversations.load(TENANT, SESSION)
        facts = [Fact(field=field, value=value) for field, value in learnt.items()]
        profile = snapshot.profile.learn(facts)
        dialogue = MeetingDialogue(office.desk, BookMeeting(office.desk, office.conversations))
        reply = dialogue(text, snapshot, profile)
        seq = snapshot.turns[-1].seq + 1
        turn = Turn(
            tenant=TENANT,
            session_id=SESSION,
            seq=seq,
            message_id=f"m-{seq}",
            text=text,
            at=office.clock(),
            reply=reply or Reply(text="something else"),
        )
        office.conversations.append(turn, profile if profile != snapshot.profile else None)
        return reply

    def book(self, text: str) -> Reply:
        """Asks for one exact time, and says yes to it."""
        assert self.say(text).text.endswith("is free. Shall I book it for you?")
        return self.say("yes please")

    @property
    def meetings(self) -> list[Appointment]:
        return self.office.bookings.of_session(TENANT, SESSION)


def at(day: int, hour: int, minute: int = 0) -> datetime:
    return datetime(2026, 12, day, hour, minute, tzinfo=NEW_YORK).astimezone(UTC)
