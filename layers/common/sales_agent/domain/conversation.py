"""A conversation: its session, its turns and what each answer stood on."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from sales_agent.domain.page_source import PageSource
from sales_agent.domain.record import Record

ReplyKind = Literal["answer", "closest", "unknown", "smalltalk", "profile", "meeting"]
CloseReason = Literal["visitor", "idle"]


class Consent(Record):
    """What the visitor agreed to, which wording and when."""

    privacy: bool
    version: str = ""
    at: datetime


class Session(PageSource):
    """One visitor on one site; it knows the page it came from."""

    tenant: str
    session_id: str
    visitor_id: str
    locale: str = "en"
    time_zone: str = "UTC"
    consent: Consent | None = None
    created_at: datetime


class Conversation(Record):
    """The state of a session's conversation."""

    tenant: str
    session_id: str
    conversation_id: str
    status: Literal["open", "closed"] = "open"
    last_activity: datetime
    closed_at: datetime | None = None
    close_reason: CloseReason | None = None


class Citation(Record):
    """The place on the site that an answer stands on; `number` is its [n] in the text."""

    number: int
    title: str
    url: str
    passage: str


class OfferedSlot(Record):
    """A meeting time the visitor may choose; `offer` is the signed token that makes it bookable."""

    offer: str
    start: datetime
    end: datetime
    label: str


class ProductCard(Record):
    """A product shown beside an answer."""

    product_id: str
    name: str
    price: str = ""
    url: str = ""


class Reply(Record):
    """What the agent said."""

    text: str
    kind: ReplyKind = "answer"
    citations: list[Citation] = Field(default_factory=list)
    asks: list[str] = Field(default_factory=list)
    slots: list[OfferedSlot] = Field(default_factory=list)
    appointment: dict[str, Any] | None = None
    products: list[ProductCard] = Field(default_factory=list)


class Usage(Record):
    """What an answer cost, in the model's tokens."""

    model: str = ""
    input_tokens: int = 0
    cached_tokens: int = 0
    output_tokens: int = 0


class Turn(Record):
    """A visitor's message and the answer to it; `seq` counts from 1.

    `earlier_ids`, in every eighth turn, carries fingerprints of the messages before it: a late repeat is recognised
    without another read.
    """

    tenant: str
    session_id: str
    seq: int
    message_id: str
    text: str
    at: datetime
    page_url: str = ""
    reply: Reply
    learnt: dict[str, str] = Field(default_factory=dict)
    degraded: list[str] = Field(default_factory=list)
    usage: Usage = Usage()
    earlier_ids: list[str] = Field(default_factory=list)


class Feedback(Record):
    """A visitor's verdict on one answer."""

    tenant: str
    session_id: str
    seq: int
    helpful: bool
    comment: str = ""
    at: datetime
