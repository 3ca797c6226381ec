"""A sales lead: what the sales team works with."""

from datetime import datetime
from typing import Any

from pydantic import Field, field_validator

from sales_agent.domain.profile import Fact
from sales_agent.domain.record import Record


class Lead(Record):
    """One prospect of one conversation, with the fields of `sales_leads`; money and sizes are the visitor's words.

    `crm_lead_id` has the id of the person's record in each CRM, by the CRM's name.
    """

    tenant: str
    lead_id: str
    session_id: str
    conversation_id: str
    crm_lead_id: dict[str, str] = Field(default_factory=dict)
    qualification_score: int = 0
    lead_source: str = ""
    company_size: str = ""
    budget_range: str = ""
    timeline: str = ""
    decision_maker: bool | None = None
    created_at: datetime
    qualified_at: datetime | None = None
    evidence: dict[str, Fact] = Field(default_factory=dict)
    version: int = 1

    @field_validator("crm_lead_id", mode="before")
    @classmethod
    def _of_before(cls, value: Any) -> Any:
        """Leads kept before 2026-11-26 have an empty text here."""
        return value or {}
