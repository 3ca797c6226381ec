"""The visitor's conversation over HTTP: open, ask, read again, judge, close, take away, erase."""

from http import HTTPStatus
from typing import Any

from aws_lambda_powertools.event_handler import Response
from pydantic import BaseModel, Field

from sales_agent.bootstrap import chat, core
from sales_agent.domain.conversation import Feedback, Turn
from sales_agent.domain.record import utc_now
from sales_agent.observability import logger
from sales_agent.ports.errors import Forbidden, Refused
from sales_agent.services.converse import Message
from sales_agent.services.start_session import Opening
from sales_agent.services.visitor_tokens import Visitor
from sales_agent.web import answer, api, bearer_token, read_body

app = api()
LAST_SEQ = 99_999_999
SHOWN = {"seq", "message_id", "text", "at", "reply"}


class Verdict(BaseModel):
    """The body of `POST /v1/sessions/{id}/feedback`."""

    seq: int = Field(ge=1, le=LAST_SEQ)
    helpful: bool
    comment: str = Field(default="", max_length=1000)


@app.post("/v1/sessions")
def open_session() -> Response[str]:
    """Starts a conversation."""
    origin = app.current_event.headers.get("Origin") or ""
    return answer(chat.start_session()(read_body(app, Opening), origin=origin), HTTPStatus.CREATED)


@app.post("/v1/sessions/<session_id>/messages")
def take_turn(session_id: str) -> Response[str]:
    """Answers a message."""
    visitor = _visitor(session_id)
    return answer(_shown(chat.converse(visitor.tenant)(visitor, read_body(app, Message))))


@app.get("/v1/sessions/<session_id>/messages")
def read_turns(session_id: str) -> Response[str]:
    """The conversation so far, from `after` on."""
    visitor = _visitor(session_id)
    conversations = core.conversations(visitor.tenant)
    status = conversations.load(visitor.tenant, session_id, last_turns=1, consistent=True).conversation.status
    turns = conversations.turns(visitor.tenant, session_id, after=_after())
    return answer({"messages": [_shown(turn) for turn in turns], "status": status})


@app.post("/v1/sessions/<session_id>/close")
def close(session_id: str) -> Response[str]:
    """Ends the conversation; the summaries follow by mail."""
    visitor = _visitor(session_id)
    chat.close_conversation(visitor.tenant)(visitor.tenant, session_id)
    return answer({"status": "closed"})


@app.post("/v1/sessions/<session_id>/feedback")
def judge(session_id: str) -> Response[str]:
    """Keeps the visitor's verdict on an answer."""
    visitor, verdict = _visitor(session_id), read_body(app, Verdict)
    feedback = Feedback(**verdict.model_dump(), tenant=visitor.tenant, session_id=session_id, at=utc_now())
    core.conversations(visitor.tenant).give_feedback(feedback)
    return Response(status_code=HTTPStatus.NO_CONTENT)


@app.get("/v1/sessions/<session_id>/data")
def export(session_id: str) -> Response[str]:
    """Everything kept of the session (GDPR, Art. 15 and 20)."""
    visitor = _visitor(session_id)
    return answer({"items": core.conversations(visitor.tenant).export(visitor.tenant, session_id)})


@app.delete("/v1/sessions/<session_id>/data")
def erase(session_id: str) -> Response[str]:
    """Deletes everything kept of the session in the product's own store (GDPR, Art. 17)."""
    visitor = _visitor(session_id)
    return answer({"erased_items": core.conversations(visitor.tenant).erase(visitor.tenant, session_id)})


@app.get("/v1/health")
def health() -> Response[str]:
    """Whether the function answers, and which providers it would use."""
    return answer(chat.health())


@app.get("/v1/openapi.json")
def describe() -> Response[str]:
    """The OpenAPI document of every route."""
    return Response(status_code=HTTPStatus.OK, content_type="application/json", body=chat.interface())


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Entry point: API Gateway proxy events."""
    return app.resolve(event, context)


def _visitor(session_id: str) -> Visitor:
    visitor = chat.visitor_tokens().read(bearer_token(app))
    if visitor.session_id != session_id:
        raise Forbidden("this token belongs to another session")
    return visitor


def _after() -> int:
    text = (app.current_event.query_string_parameters or {}).get("after", "0")
    if not (text.isascii() and text.isdecimal()) or len(text) > len(str(LAST_SEQ)):
        raise Refused("after is the number of a message", field="after")
    return int(text)


def _shown(turn: Turn) -> dict[str, Any]:
    return turn.model_dump(mode="json", include=SHOWN, exclude_none=True)
