"""Small valid records for the tests of use cases."""

from sales_agent.domain.conversation import Conversation, Session
from sales_agent.ports.conversations import Conversations
from tests.conftest import NOW


def session(tenant: str = "acme", session_id: str = "s1", **fields: object) -> Session:
    """A session that came from a campaign to the pricing page."""
    values: dict[str, object] = {
        "tenant": tenant,
        "session_id": session_id,
        "visitor_id": "visitor-1",
        "referrer_page": "https://www.acme.example/pricing?utm_source=news",
        "utm": {"utm_source": "news", "utm_campaign": "spring"},
        "created_at": NOW,
    }
    return Session.model_validate(values | fields)


def opened(store: Conversations, tenant: str = "acme", session_id: str = "s1", **fields: object) -> Session:
    """A session kept in the store, its conversation open."""
    made = session(tenant, session_id, **fields)
    store.start(
        made, Conversation(tenant=tenant, session_id=session_id, conversation_id=f"c-{session_id}", last_activity=NOW)
    )
    return made
