"""What every store of conversations promises."""

from collections.abc import Iterator
from datetime import timedelta

import pytest

from sales_agent.adapters import keys
from sales_agent.adapters.conversations.dynamodb import DynamoConversations
from sales_agent.adapters.conversations.memory import MemoryConversations
from sales_agent.adapters.dynamo import Table
from sales_agent.domain.conversation import Conversation, Feedback, Reply, Session, Turn
from sales_agent.domain.lead import Lead
from sales_agent.domain.profile import Fact, Profile
from sales_agent.ports.conversations import Conversations
from sales_agent.ports.errors import Conflict, NotFound
from tests.conftest import NOW


@pytest.fixture(params=["memory", "dynamodb"])
def store(request: pytest.FixtureRequest) -> Iterator[Conversations]:
    if request.param == "memory":
        yield MemoryConversations()
    else:
        yield DynamoConversations(request.getfixturevalue("agent_table"))


def session(session_id: str = "s1", tenant: str = "acme") -> Session:
    return Session(
        tenant=tenant,
        session_id=session_id,
        visitor_id="v1",
        created_at=NOW,
        referrer_page="https://acme.example/pricing",
        utm={"utm_source": "news"},
    )


def conversation(session_id: str = "s1", tenant: str = "acme") -> Conversation:
    return Conversation(tenant=tenant, session_id=session_id, conversation_id="c1", last_activity=NOW)


def turn(seq: int, message_id: str | None = None, text: str = "hello") -> Turn:
    return Turn(
        tenant="acme",
        session_id="s1",
        seq=seq,
        message_id=message_id or f"message-{seq}",
        text=text,
        at=NOW + timedelta(seconds=seq),
        reply=Reply(text=f"answer {seq}"),
    )


def profile(version: int, email: str = "ann@example.com") -> Profile:
    evidence = {"email": Fact(field="email", value=email, seq=1, quote=email)}
    return Profile(tenant="acme", session_id="s1", email=email, version=version, evidence=evidence)


def lead(version: int) -> Lead:
    return Lead(
        tenant="acme", lead_id="l1", session_id="s1", conversation_id="c1", created_at=NOW, version=version,
        qualification_score=20,
    )  # fmt: skip


@pytest.fixture
def started(store: Conversations) -> Conversations:
    store.start(session(), conversation())
    return store


def test_a_started_session_is_read_back_whole(started: Conversations) -> None:
    snapshot = started.load("acme", "s1")
    assert snapshot.session == session()
    assert snapshot.conversation == conversation()
    assert snapshot.turns == []
    assert snapshot.lead is None
    assert snapshot.profile.version == 0


def test_a_session_starts_once(started: Conversations) -> None:
    with pytest.raises(Conflict):
        started.start(session(), conversation())


@pytest.mark.parametrize(("tenant", "session_id"), [("other", "s1"), ("acme", "s2")])
def test_nothing_of_another_tenant_or_session_is_found(started: Conversations, tenant: str, session_id: str) -> None:
    started.append(turn(1))
    with pytest.raises(NotFound):
        started.load(tenant, session_id)
    assert started.turns(tenant, session_id) == []
    assert started.export(tenant, session_id) == []
    assert not started.close(tenant, session_id, "visitor", NOW)


def test_the_window_holds_the_last_turns_oldest_first(started: Conversations) -> None:
    for seq in range(1, 13):
        started.append(turn(seq))
    assert [t.seq for t in started.load("acme", "s1", last_turns=3).turns] == [10, 11, 12]
    assert [t.seq for t in started.turns("acme", "s1", after=9)] == [10, 11, 12]


def test_a_window_is_whole_when_profile_and_lead_are_there(started: Conversations) -> None:
    started.append(turn(1), profile(1), lead(1))
    for seq in (2, 3, 4):
        started.append(turn(seq))
    snapshot = started.load("acme", "s1", last_turns=3)
    assert [t.seq for t in snapshot.turns] == [2, 3, 4]
    assert snapshot.profile == profile(1)
    assert snapshot.lead == lead(1)


def test_a_repeated_message_gets_the_stored_turn(started: Conversations) -> None:
    first = started.append(turn(1, "same-id"))
    again = started.append(turn(1, "same-id").model_copy(update={"reply": Reply(text="another answer")}))
    assert again == first


def test_a_taken_number_is_a_conflict_and_keeps_nothing(started: Conversations) -> None:
    started.append(turn(1, "one"))
    with pytest.raises(Conflict):
        started.append(turn(1, "two"), profile(1), lead(1))
    snapshot = started.load("acme", "s1")
    assert [t.message_id for t in snapshot.turns] == ["one"]
    assert snapshot.profile.version == 0
    assert snapshot.lead is None


def test_an_older_profile_never_replaces_a_newer_one(started: Conversations) -> None:
    started.append(turn(1), profile(2, "new@example.com"))
    with pytest.raises(Conflict):
        started.append(turn(2), profile(2, "old@example.com"))
    snapshot = started.load("acme", "s1")
    assert snapshot.profile.email == "new@example.com"
    assert [t.seq for t in snapshot.turns] == [1]


def test_a_lead_is_named_by_each_crm_and_that_is_no_new_version(started: Conversations) -> None:
    started.name_lead("acme", "s1", "zoho", "5")
    assert started.load("acme", "s1").lead is None
    started.append(turn(1), None, lead(1))
    for crm, record_id in (("hubspot", "100"), ("zoho", "5"), ("hubspot", "101")):
        started.name_lead("acme", "s1", crm, record_id)
    named = lead(1).model_copy(update={"crm_lead_id": {"hubspot": "101", "zoho": "5"}})
    assert started.load("acme", "s1").lead == named
    started.append(turn(2), None, lead(2))


def test_a_lead_from_before_it_could_name_several_crms_is_named_too(agent_table: Table) -> None:
    store = DynamoConversations(agent_table)
    store.start(session(), conversation())
    store.append(turn(1), None, lead(1))
    place = keys.key(keys.session("acme", "s1"), keys.LEAD)
    agent_table.update(place, UpdateExpression="SET crm_lead_id = :id", ExpressionAttributeValues={":id": ""})
    store.name_lead("acme", "s1", "hubspot", "100")
    store.name_lead("acme", "s1", "zoho", "5")
    found = store.load("acme", "s1").lead
    assert found
    assert found.crm_lead_id == {"hubspot": "100", "zoho": "5"}


def test_closing_happens_once(started: Conversations) -> None:
    assert started.close("acme", "s1", "visitor", NOW)
    assert not started.close("acme", "s1", "idle", NOW)
    closed = started.load("acme", "s1").conversation
    assert (closed.status, closed.close_reason, closed.closed_at) == ("closed", "visitor", NOW)


def test_a_conversation_that_went_on_is_not_closed_as_idle(started: Conversations) -> None:
    started.touch("acme", "s1", NOW + timedelta(minutes=5))
    assert not started.close("acme", "s1", "idle", NOW, idle_since=NOW)
    assert started.close("acme", "s1", "idle", NOW, idle_since=NOW + timedelta(minutes=5))


def test_activity_only_moves_forward_and_only_while_open(started: Conversations) -> None:
    started.touch("acme", "s1", NOW - timedelta(minutes=5))
    assert started.load("acme", "s1").conversation.last_activity == NOW
    started.close("acme", "s1", "visitor", NOW)
    started.touch("acme", "s1", NOW + timedelta(minutes=5))
    assert started.load("acme", "s1").conversation.last_activity == NOW


def test_idle_conversations_are_open_ones_without_recent_activity(started: Conversations) -> None:
    started.start(session("s2", "other"), conversation("s2", "other"))
    started.start(session("s3"), conversation("s3"))
    started.touch("acme", "s1", NOW + timedelta(minutes=9))
    started.close("acme", "s3", "visitor", NOW)
    idle = started.idle(NOW + timedelta(minutes=1))
    assert [(c.tenant, c.session_id) for c in idle] == [("other", "s2")]


def test_export_holds_everything_and_erasure_leaves_nothing(started: Conversations) -> None:
    started.append(turn(1, text="my secret wish"), profile(1), lead(1))
    started.give_feedback(Feedback(tenant="acme", session_id="s1", seq=1, helpful=True, at=NOW))
    exported = started.export("acme", "s1")
    assert "my secret wish" in str(exported)
    assert "ann@example.com" in str(exported)
    assert started.erase("acme", "s1") == len(exported) == 6
    assert started.export("acme", "s1") == []
    with pytest.raises(NotFound):
        started.load("acme", "s1")


def test_a_verdict_needs_an_answer_to_judge(started: Conversations) -> None:
    started.append(turn(1))
    for tenant, seq in [("acme", 2), ("other", 1)]:
        with pytest.raises(NotFound):
            started.give_feedback(Feedback(tenant=tenant, session_id="s1", seq=seq, helpful=True, at=NOW))
        assert "feedback" not in str(started.export(tenant, "s1"))
    for helpful in (True, False):
        started.give_feedback(Feedback(tenant="acme", session_id="s1", seq=1, helpful=helpful, at=NOW))
    assert [item["helpful"] for item in started.export("acme", "s1") if "helpful" in item] == [False]
