"""What a CRM holds, in words that fit all of them."""

from typing import Literal, get_args

from pydantic import Field

from sales_agent.domain.record import Record

Kind = Literal["person", "company", "deal", "note", "meeting"]
KINDS: tuple[Kind, ...] = get_args(Kind)
FieldType = Literal["text", "number", "boolean", "date", "datetime", "choice", "choices", "other"]
Value = str | int | float | bool


class CrmRef(Record):
    """Where a record is: `object` is the CRM's own name of its table, e.g. `contacts`, `Lead`, `Deals`."""

    kind: Kind
    object: str
    record_id: str


class CrmRecord(Record):
    """A record as it stands in the CRM.

    `ref` may differ from the one asked for: a merged or converted record answers for the old one. `key` is our key of
    it, empty when it carries none. `company` is the one that a person belongs to there, `deal` what a conversion made.
    """

    ref: CrmRef
    key: str = ""
    values: dict[str, Value] = Field(default_factory=dict)
    company: CrmRef | None = None
    deal: CrmRef | None = None
    url: str = ""


class CrmField(Record):
    """A field as the CRM's own metadata describes it; `length` is 0 when it has none."""

    name: str
    label: str = ""
    type: FieldType = "text"
    length: int = 0
    options: list[str] = Field(default_factory=list)
    required: bool = False
    writable: bool = True
    unique: bool = False


class Stage(Record):
    """A stage of a sales pipeline; `probability` from 0 to 1, 1 is won."""

    stage_id: str
    label: str
    probability: float = 0.0
    closed: bool = False


class Links(Record):
    """The records that another one belongs to."""

    person: CrmRef | None = None
    company: CrmRef | None = None
    deal: CrmRef | None = None

    def beyond(self, others: "Links") -> "Links":
        """Those that the others have not, or have elsewhere."""
        return Links(**{kind: ref for kind, ref in self if ref != getattr(others, kind)})

    def joined(self, others: "Links") -> "Links":
        """These, with the others in their place where there are any."""
        return self.model_copy(update={kind: ref for kind, ref in others if ref})


NO_LINKS = Links()
