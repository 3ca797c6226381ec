"""Who the visitor is: each field with the message it came from."""

from collections.abc import Iterable, Sequence
from typing import Literal, get_args

from pydantic import Field

from sales_agent.domain.record import Record

ProfileField = Literal["customer_name", "email", "phone", "company", "industry"]
PROFILE_FIELDS: tuple[str, ...] = get_args(ProfileField)


class Fact(Record):
    """One thing learnt from a visitor's message: `quote` is the piece of text it was read from."""

    field: str
    value: str
    seq: int = 0
    quote: str = ""


class Profile(Record):
    """A customer profile; `version` grows with every change, `evidence` names the source of each field."""

    tenant: str
    session_id: str
    customer_name: str = ""
    email: str = ""
    phone: str = ""
    company: str = ""
    industry: str = ""
    evidence: dict[str, Fact] = Field(default_factory=dict)
    version: int = 0

    def value(self, field: str) -> str:
        """The value of one profile field, empty when it is not known."""
        return str(getattr(self, field))

    def missing(self, wanted: Iterable[str]) -> list[str]:
        """Those of the wanted fields that are not known yet, in order."""
        return [field for field in wanted if not self.value(field)]

    def learn(self, facts: Sequence[Fact]) -> "Profile":
        """The profile with the facts taken in; unchanged (same version) when they say nothing new."""
        news = {
            fact.field: fact for fact in facts if fact.field in PROFILE_FIELDS and fact.value != self.value(fact.field)
        }
        if not news:
            return self
        values = {field: fact.value for field, fact in news.items()}
        return self.model_copy(update={**values, "evidence": {**self.evidence, **news}, "version": self.version + 1})
