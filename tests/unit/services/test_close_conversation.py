"""Conversations end because the visitor says so, or because nothing more comes."""

from datetime import timedelta

import pytest

from sales_agent.adapters.conversations.memory import MemoryConversations
from sales_agent.domain.config import ConversationSummaries, SalesAgentConfig
from sales_agent.ports.errors import NotFound, Retriable
from sales_agent.services.close_conversation import CloseConversation, CloseIdle
from tests.conftest import NOW
from tests.unit.services.builders import opened


def config(tenant: str) -> SalesAgentConfig:
    if tenant == "gone":
        raise NotFound("no such tenant")
    minutes = {"acme": 30, "patient": 60}[tenant]
    return SalesAgentConfig(conversation_summaries=ConversationSummaries(idle_minutes=minutes))


def status(store: MemoryConversations, session_id: str = "s1", tenant: str = "acme") -> tuple[str, str | None]:
    conversation = store.load(tenant, session_id).conversation
    return conversation.status, conversation.close_reason


def test_the_visitor_ends_it_once() -> None:
    store = MemoryConversations()
    opened(store)
    close = CloseConversation(store, lambda: NOW)
    assert [close("acme", "s1"), close("acme", "s1")] == [True, False]
    assert status(store) == ("closed", "visitor")


def test_what_does_not_exist_cannot_be_closed() -> None:
    with pytest.raises(NotFound):
        CloseConversation(MemoryConversations())("acme", "s1")


def test_quiet_conversations_are_closed_after_their_tenants_time() -> None:
    store = MemoryConversations()
    opened(store)
    opened(store, "patient", "s2")
    sweep = lambda minutes: CloseIdle(store, config, lambda: NOW + timedelta(minutes=minutes))()  # noqa: E731
    assert sweep(29) == 0
    assert sweep(31) == 1
    assert status(store) == ("closed", "idle")
    assert status(store, "s2", "patient") == ("open", None)
    assert sweep(61) == 1
    assert sweep(62) == 0


def test_a_conversation_that_goes_on_is_left_open() -> None:
    store = MemoryConversations()
    opened(store)
    store.touch("acme", "s1", NOW + timedelta(minutes=20))
    assert CloseIdle(store, config, lambda: NOW + timedelta(minutes=40))() == 0


def test_one_that_cannot_be_closed_does_not_hold_up_the_others(monkeypatch: pytest.MonkeyPatch) -> None:
    store = MemoryConversations()
    for tenant, session_id in (("gone", "s0"), ("acme", "s1"), ("acme", "s2")):
        opened(store, tenant, session_id)
    close = store.close

    def fails_for_s1(tenant: str, session_id: str, *rest: object, **options: object) -> bool:
        if session_id == "s1":
            raise Retriable("busy")
        return close(tenant, session_id, *rest, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(store, "close", fails_for_s1)
    assert CloseIdle(store, config, lambda: NOW + timedelta(hours=1))() == 1
    assert status(store, "s2") == ("closed", "idle")
