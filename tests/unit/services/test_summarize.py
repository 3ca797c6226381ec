"""What follows when a conversation ends."""

from datetime import timedelta
from typing import Any

import pytest

from sales_agent.adapters.bookings.memory import MemoryBookings
from sales_agent.adapters.conversations.memory import MemoryConversations
from sales_agent.adapters.deliveries.memory import MemoryDeliveries
from sales_agent.adapters.mailers.memory import MemoryMailer
from sales_agent.adapters.summaries.memory import MemorySummaries
from sales_agent.domain.config import ConversationSummaries, SalesAgentConfig
from sales_agent.domain.conversation import Conversation
from sales_agent.ports.errors import Fatal, Retriable, SalesAgentError
from sales_agent.ports.mailers import Mail
from sales_agent.services.close_conversation import CloseConversation
from sales_agent.services.send_once import SendOnce
from sales_agent.services.summarize import Summarize
from sales_agent.services.summary_mails import CUSTOMER, TEAM, SummaryMails
from tests.conftest import NOW
from tests.dossiers import CONFIG, TURNS, lead, profile, session


class Writer:
    """A model that writes what it was told to write, or fails."""

    name = "writer"

    def __init__(self, text: str | Exception) -> None:
        self.text, self.asked = text, list[str]()

    def complete(self, instructions: str, text: str, *, seconds: float) -> str:
        self.asked.append(f"{instructions}\n{text}")
        if isinstance(self.text, Exception):
            raise self.text
        return self.text


class Office:
    """Everything around one conversation."""

    def __init__(
        self, chosen: SalesAgentConfig = CONFIG, turns: int = 5, writer: Any = None, mailer: Any = None
    ) -> None:
        self.conversations, self.summaries = MemoryConversations(), MemorySummaries()
        self.deliveries, self.mailer = MemoryDeliveries(), mailer or MemoryMailer()
        begun = Conversation(tenant="acme", session_id="s1", conversation_id="c1", last_activity=NOW)
        self.conversations.start(session(), begun)
        for turn in TURNS[:turns]:
            last = turn.seq == turns
            self.conversations.append(turn, profile() if last else None, lead() if last else None)
        self.summarize = Summarize(
            config=chosen,
            conversations=self.conversations,
            summaries=self.summaries,
            mails=SummaryMails(chosen),
            send=SendOnce(self.mailer, self.deliveries, lambda: NOW),
            bookings=MemoryBookings(),
            writer=writer,
            clock=lambda: NOW,
        )

    def close(self) -> None:
        CloseConversation(self.conversations, lambda: NOW + timedelta(minutes=9))("acme", "s1")

    def purposes(self) -> list[str]:
        return [one.purpose for one in self.deliveries.list("acme", "s1") if one.status == "sent"]


def test_a_closed_conversation_is_summarized_and_mailed() -> None:
    office = Office()
    office.close()
    summary = office.summarize("acme", "s1")
    assert summary == office.summaries.find("acme", "s1")
    assert summary
    assert summary.covers_seq == 5
    assert office.purposes() == [CUSTOMER, TEAM]


def test_asking_again_changes_nothing() -> None:
    office = Office(writer=Writer(Retriable("busy")))
    office.close()
    first = office.summarize("acme", "s1")
    assert office.summarize("acme", "s1") == first
    assert len(office.mailer.sent) == 2


def test_nobody_hears_of_a_conversation_that_is_open_empty_or_gone() -> None:
    still_open, empty = Office(), Office(turns=0)
    empty.close()
    assert [still_open.summarize("acme", "s1"), empty.summarize("acme", "s1")] == [None, None]
    assert empty.summarize("acme", "erased") is None
    assert still_open.mailer.sent == empty.mailer.sent == []
    assert empty.summaries.find("acme", "s1") is None


@pytest.mark.parametrize(
    ("settings", "kept", "sent"),
    [({"auto_generate": False}, False, 0), ({"email_enabled": False}, True, 0), ({"send_to_customer": False}, True, 1)],
)
def test_the_settings_are_kept(settings: dict[str, bool], kept: bool, sent: int) -> None:
    chosen = CONFIG.model_copy(update={"conversation_summaries": ConversationSummaries.model_validate(settings)})
    office = Office(chosen)
    office.close()
    assert bool(office.summarize("acme", "s1")) == kept
    assert len(office.mailer.sent) == sent


def test_a_model_puts_the_summary_in_better_words() -> None:
    writer = Writer("HEADLINE: Maria wants desks\nOVERVIEW: She asked for prices.\nINTEREST: desks")
    office = Office(writer=writer)
    office.close()
    summary = office.summarize("acme", "s1")
    assert summary
    assert summary.headline == "Maria wants desks"
    assert "What does the Lyra standing desk cost?" in writer.asked[0]


@pytest.mark.parametrize("says", [Retriable("busy"), Fatal("cannot write"), "Sure! Here you go: https://evil.example"])
def test_without_a_usable_model_the_visitors_own_words_stand(says: str | Exception) -> None:
    office = Office(writer=Writer(says))
    office.close()
    summary = office.summarize("acme", "s1")
    assert summary
    assert summary.headline.startswith("Maria Lopez (Acme GmbH): ")
    assert office.purposes() == [CUSTOMER, TEAM]


class Picky(MemoryMailer):
    """Fails once for one recipient."""

    def __init__(self, error: SalesAgentError, recipient: str) -> None:
        super().__init__()
        self.error: SalesAgentError | None = error
        self.recipient = recipient

    def send(self, mail: Mail) -> str:
        if self.error and mail.recipient == self.recipient:
            error, self.error = self.error, None
            raise error
        return super().send(mail)


def test_one_mail_that_fails_does_not_hold_up_the_other_and_is_tried_again_alone() -> None:
    office = Office(mailer=Picky(Retriable("busy"), "maria@acme.example"))
    office.close()
    with pytest.raises(Retriable):
        office.summarize("acme", "s1")
    assert office.purposes() == [TEAM]
    office.summarize("acme", "s1")
    assert sorted(office.purposes()) == [CUSTOMER, TEAM]
    assert len(office.mailer.sent) == 2
