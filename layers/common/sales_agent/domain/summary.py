"""What a conversation came to."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from sales_agent.domain.conversation import Citation
from sales_agent.domain.record import Record


class Summary(Record):
    """A conversation in short. `covers_seq` is the last turn it knows of.

    `interests` are the visitor's questions and wishes, `open_questions` what the site could not answer,
    `next_steps` what sales should do.
    """

    tenant: str
    session_id: str
    conversation_id: str
    covers_seq: int
    headline: str
    overview: str
    interests: list[str] = Field(default_factory=list)
    open_questions: list[str] = Field(default_factory=list)
    next_steps: list[str] = Field(default_factory=list)
    sources: list[Citation] = Field(default_factory=list)
    outcome: Literal["answered", "lead", "meeting", "unanswered"] = "answered"
    language: str = "en"
    at: datetime
