"""One turn: answered once, from the site, with what the visitor told kept."""

from collections.abc import Sequence
from datetime import datetime, timedelta

import pytest

from sales_agent.adapters.conversations.memory import MemoryConversations
from sales_agent.domain.config import Limits, SalesAgentConfig
from sales_agent.domain.conversation import Reply, Turn
from sales_agent.domain.knowledge import Match, Passage
from sales_agent.domain.lead import Lead
from sales_agent.domain.profile import Profile
from sales_agent.ports.chat_models import Answer, Question
from sales_agent.ports.conversations import Snapshot
from sales_agent.ports.errors import Conflict, NotFound, Refused, Retriable, TooMany
from sales_agent.ports.meeting_dialogues import MeetingDialogue
from sales_agent.services.answer import Speak
from sales_agent.services.converse import Converse, Message
from sales_agent.services.retrieve import Library, Retrieve
from sales_agent.services.visitor_tokens import Visitor
from tests.conftest import NOW
from tests.unit.services.builders import opened

ANN = Visitor(tenant="acme", session_id="s1")
PRICES = Match(
    passage=Passage(
        passage_id="p1", url="https://www.acme.example/pricing", title="Pricing", text="The Box costs $49. It is blue."
    ),
    similarity=0.9,
    relevance=0.9,
)


class Words:
    """An embedder that needs no numbers."""

    name = "words"
    dimensions = 1

    def embed_passages(self, texts: Sequence[str]) -> list[Sequence[float]]:
        return [[1.0] for _ in texts]

    def embed_question(self, text: str) -> Sequence[float]:
        return [1.0]


class Shelf:
    """A knowledge store that finds what it was given, or fails."""

    def __init__(self, *matches: Match, fails: bool = False) -> None:
        self.matches, self.fails, self.asked = list(matches), fails, list[str]()

    def search(self, namespace: str, text: str, vector: Sequence[float], limit: int) -> list[Match]:
        self.asked.append(f"{namespace}: {text}")
        if self.fails:
            raise Retriable("down")
        return self.matches[:limit]


class Scripted:
    """A model that says what it was told to say, or fails."""

    def __init__(self, say: str | Exception, *asks: str) -> None:
        self.name, self.say, self.asks, self.questions = "scripted", say, list(asks), list[Question]()

    def answer(self, question: Question) -> Answer:
        self.questions.append(question)
        if isinstance(self.say, Exception):
            raise self.say
        return Answer(text=self.say, asks=self.asks)


class Clock:
    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=20)
        return self.now


@pytest.fixture
def store() -> MemoryConversations:
    conversations = MemoryConversations()
    opened(conversations)
    return conversations


class Diary:
    """Speaks about meetings when the word is said."""

    def __call__(self, text: str, _: Snapshot, profile: Profile) -> Reply | None:
        return Reply(text=f"For {profile.email}?", kind="meeting") if "meet" in text else None

    def invite(self, reply: Reply, _: Snapshot) -> Reply:
        return reply.model_copy(update={"text": f"{reply.text} Shall we meet?"})


def agent(
    store: MemoryConversations,
    *models: Scripted,
    shelf: Shelf | None = None,
    limits: Limits | None = None,
    meetings: MeetingDialogue | None = None,
) -> Converse:
    library = Library("shelf", Words(), shelf or Shelf(PRICES))  # type: ignore[arg-type]
    config = SalesAgentConfig(limits=limits or Limits())
    speak = Speak(models or [Scripted("The Box costs $49. [1]")])
    return Converse(config, store, Retrieve([library]), speak, "Be nice.", meetings, Clock())


def message(text: str = "What does the Box cost?", message_id: str = "message-1") -> Message:
    return Message(message_id=message_id, text=text)


def test_an_answer_carries_the_page_it_stands_on(store: MemoryConversations) -> None:
    turn = agent(store)(ANN, message())
    assert turn.reply.text == "The Box costs $49. [1]"
    assert [(c.number, c.url) for c in turn.reply.citations] == [(1, "https://www.acme.example/pricing")]
    assert store.turns("acme", "s1") == [turn]


def test_what_the_visitor_tells_is_kept_in_profile_and_lead(store: MemoryConversations) -> None:
    agent(store)(ANN, message("I am Ann Lee, ann@example.com. We are about 120 people."))
    snapshot = store.load("acme", "s1")
    assert (snapshot.profile.customer_name, snapshot.profile.email) == ("Ann Lee", "ann@example.com")
    assert snapshot.profile.evidence["email"].seq == 1
    assert snapshot.lead is not None
    assert snapshot.lead.lead_source == "news"
    assert "120" in snapshot.lead.company_size
    assert snapshot.lead.qualification_score == 30


def test_no_lead_is_made_of_a_visitor_who_told_nothing(store: MemoryConversations) -> None:
    agent(store)(ANN, message())
    assert store.load("acme", "s1").lead is None


def test_a_repeated_message_gets_the_same_answer_once(store: MemoryConversations) -> None:
    model = Scripted("The Box costs $49. [1]")
    converse = agent(store, model)
    first = converse(ANN, message())
    for number in range(2, 20):
        converse(ANN, message(message_id=f"message-{number}"))
    asked = len(model.questions)
    assert converse(ANN, message()) == first
    assert len(model.questions) == asked
    assert len(store.turns("acme", "s1")) == 19


def test_a_message_id_with_another_text_is_a_conflict(store: MemoryConversations) -> None:
    converse = agent(store)
    converse(ANN, message())
    with pytest.raises(Conflict, match="message id"):
        converse(ANN, message("Something else"))


def test_a_message_that_came_second_becomes_the_next_turn(store: MemoryConversations) -> None:
    class Overtaken(MemoryConversations):
        overtaken = False

        def append(self, turn: Turn, profile: Profile | None = None, lead: Lead | None = None) -> Turn:
            if not self.overtaken:
                self.overtaken = True
                other = turn.model_copy(update={"message_id": "other-message", "text": "I was first"})
                super().append(other, Profile(tenant="acme", session_id="s1", phone="+1 212 555 0100", version=1))
            return super().append(turn, profile, lead)

    racing = Overtaken()
    opened(racing)
    turn = agent(racing)(ANN, message("I am Ann Lee, ann@example.com"))
    snapshot = racing.load("acme", "s1")
    assert (turn.seq, [t.message_id for t in snapshot.turns]) == (2, ["other-message", "message-1"])
    assert (snapshot.profile.email, snapshot.profile.phone) == ("ann@example.com", "+1 212 555 0100")
    assert snapshot.profile.evidence["email"].seq == 2


def test_a_closed_conversation_takes_no_message_but_repeats_its_answers(store: MemoryConversations) -> None:
    converse = agent(store)
    first = converse(ANN, message())
    store.close("acme", "s1", "visitor", NOW)
    assert converse(ANN, message()) == first
    with pytest.raises(Conflict, match="closed"):
        converse(ANN, message(message_id="message-2"))


def test_a_session_of_another_tenant_is_not_found(store: MemoryConversations) -> None:
    with pytest.raises(NotFound):
        agent(store)(Visitor(tenant="other", session_id="s1"), message())


def test_a_message_that_is_too_long_is_refused_by_name(store: MemoryConversations) -> None:
    with pytest.raises(Refused) as refused:
        agent(store)(ANN, message("x" * 4001))
    assert refused.value.field == "text"
    assert store.turns("acme", "s1") == []


def test_a_visitor_has_a_turn_limit(store: MemoryConversations) -> None:
    converse = agent(store, limits=Limits(turns_per_session=2))
    for number in (1, 2):
        converse(ANN, message(message_id=f"message-{number}"))
    with pytest.raises(TooMany):
        converse(ANN, message(message_id="message-3"))


def test_a_failing_model_is_replaced_by_the_next(store: MemoryConversations) -> None:
    turn = agent(store, Scripted(Retriable("down")), Scripted("It is blue. [1]"))(ANN, message())
    assert (turn.reply.text, turn.degraded) == ("It is blue. [1]", ["scripted"])


@pytest.mark.parametrize(
    "invented", ["The Box costs $1. [1]", "You get 40% off. [1]", "Done! Your meeting is booked for Tuesday.", "  "]
)
def test_an_answer_that_the_site_does_not_carry_is_overruled(store: MemoryConversations, invented: str) -> None:
    turn = agent(store, Scripted(invented), Scripted("It is blue. [1]"))(ANN, message())
    assert turn.reply.text == "It is blue. [1]"
    assert turn.degraded == ["scripted: overruled"]


def test_when_everything_fails_the_visitor_is_told_and_the_lead_is_kept(
    store: MemoryConversations, capsys: pytest.CaptureFixture[str]
) -> None:
    converse = agent(store, Scripted(Retriable("down")), shelf=Shelf(fails=True))
    turn = converse(ANN, message("What is it? ann@example.com"))
    assert "AnswersDegraded" in capsys.readouterr().out
    assert turn.reply.kind == "unknown"
    assert turn.reply.asks == ["email"]
    assert turn.degraded == ["shelf", "scripted"]
    assert store.load("acme", "s1").profile.email == "ann@example.com"


def test_a_bare_answer_counts_for_what_was_asked(store: MemoryConversations) -> None:
    converse = agent(store, Scripted("It is blue. [1] What is your name?", "customer_name"))
    converse(ANN, message())
    converse(ANN, message("maria lopez", "message-2"))
    assert store.load("acme", "s1").profile.customer_name == "Maria Lopez"


def test_the_model_gets_the_history_the_passages_and_what_is_known(store: MemoryConversations) -> None:
    model, shelf = Scripted("It is blue. [1]"), Shelf(PRICES)
    converse = agent(store, model, shelf=shelf)
    converse(ANN, message("What does the Box cost? I am Ann Lee"))
    converse(ANN, message("and is it blue?", "message-2"))
    question = model.questions[-1]
    assert [exchange.question for exchange in question.history] == ["What does the Box cost? I am Ann Lee"]
    assert question.known == {"customer_name": "Ann Lee"}
    assert question.missing == ["email"]
    assert question.matches == [PRICES]
    assert shelf.asked[-1] == "acme.sales_content: What does the Box cost? I am Ann Lee and is it blue?"


def test_who_does_not_want_to_be_written_to_is_not_asked_for_an_address(store: MemoryConversations) -> None:
    model = Scripted("It is blue. [1]")
    converse = agent(store, model)
    converse(ANN, message("I am Ann Lee, please don't e-mail me"))
    converse(ANN, message("What does the Box cost?", "message-2"))
    assert [question.missing for question in model.questions] == [[], []]


def test_a_message_about_a_meeting_is_answered_by_the_meeting_dialogue(store: MemoryConversations) -> None:
    converse = agent(store, meetings=Diary())
    assert converse(ANN, message("Can we meet? ann@example.com")).reply.text == "For ann@example.com?"
    assert converse(ANN, message(message_id="message-2")).reply.kind == "answer"


def test_who_has_just_qualified_is_offered_a_meeting_once(store: MemoryConversations) -> None:
    converse = agent(store, meetings=Diary())
    assert "Shall we meet?" not in converse(ANN, message("I am ann@example.com, what does the Box cost?")).reply.text
    qualifying = "Our budget is $20,000, we need it next month and I decide. What does the Box cost?"
    assert converse(ANN, message(qualifying, "message-2")).reply.text.endswith("Shall we meet?")
    assert store.load("acme", "s1").lead.qualified_at  # type: ignore[union-attr]
    assert "Shall we meet?" not in converse(ANN, message(message_id="message-3")).reply.text


def test_a_mistyped_address_is_asked_back_and_corrected_only_by_the_visitor(store: MemoryConversations) -> None:
    converse = agent(store)
    turn = converse(ANN, message("I am ann@gmial.com"))
    assert turn.reply.text.endswith("Is your address ann@gmail.com?")
    assert turn.reply.asks == ["email"]
    assert store.load("acme", "s1").profile.email == "ann@gmial.com"
    converse(ANN, message("yes", "message-2"))
    assert store.load("acme", "s1").profile.email == "ann@gmail.com"
