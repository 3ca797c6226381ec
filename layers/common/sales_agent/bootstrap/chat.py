"""Talking with visitors."""

from functools import cache
from importlib import resources
from typing import Any

from sales_agent.bootstrap.core import config, conversations, secrets, tenants
from sales_agent.bootstrap.knowledge import libraries
from sales_agent.bootstrap.meetings import meeting_dialogue
from sales_agent.bootstrap.models import chat_models, instructions
from sales_agent.services.answer import Speak
from sales_agent.services.close_conversation import CloseConversation
from sales_agent.services.converse import Converse
from sales_agent.services.retrieve import Retrieve
from sales_agent.services.start_session import StartSession
from sales_agent.services.visitor_tokens import VisitorTokens
from sales_agent.settings import settings


@cache
def visitor_tokens() -> VisitorTokens:
    """Issues and reads visitor tokens."""
    return VisitorTokens(secrets(), settings().signing_secret_id)


def start_session() -> StartSession:
    """Opens sessions."""
    return StartSession(tenants(), conversations, visitor_tokens())


def converse(tenant: str) -> Converse:
    """Answers a tenant's visitors."""
    chosen = config(tenant)
    return Converse(
        config=chosen,
        conversations=conversations(tenant),
        retrieve=Retrieve(libraries(tenant)),
        speak=Speak(chat_models(tenant)),
        instructions=instructions(chosen.company.name, chosen.company.agent_name),
        meetings=meeting_dialogue(tenant),
    )


def close_conversation(tenant: str) -> CloseConversation:
    """Closes a tenant's conversations."""
    return CloseConversation(conversations(tenant))


def health() -> dict[str, Any]:
    """That this function answers, and at which stage."""
    return {"status": "ok", "stage": settings().stage}


@cache
def interface() -> str:
    """The OpenAPI document of the HTTP interface, as `scripts.schemas` wrote it."""
    return resources.files("sales_agent").joinpath("openapi.json").read_text(encoding="utf-8")
