"""A CRM in this process's memory: the fake that the sync is tested on."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import count

from sales_agent.domain.crm import NO_LINKS, CrmField, CrmRecord, CrmRef, Kind, Links, Stage, Value
from sales_agent.ports.crms import CRM
from sales_agent.ports.errors import Skippable

PERSON = ("email", "phone", "first_name", "last_name", "company", "industry", "lead_source", "qualification_score")
FIELDS: dict[Kind, tuple[str, ...]] = {
    "person": PERSON,
    "company": ("name", "domain"),
    "deal": ("name", "stage"),
    "note": ("subject", "body", "at"),
    "meeting": ("subject", "start", "end", "status", "join_url", "host"),
}


@dataclass
class Kept:
    """A record with its links, as the memory CRM holds it."""

    kind: Kind
    key: str
    values: dict[str, Value]
    links: list[CrmRef] = field(default_factory=list)


class MemoryCrm(CRM):
    """Keeps records in `records`, by id; a person may change them there as a salesperson would."""

    name = "memory"
    kinds = frozenset[Kind](("person", "company", "deal", "note", "meeting"))
    default_mappings: Mapping[Kind, Mapping[str, str]] = {
        "person": {name: name for name in PERSON},
        "company": {"name": "name", "domain": "domain"},
        "deal": {"name": "name", "outcome": "stage"},
    }
    note_characters = 4000

    def __init__(self, account_id: str = "") -> None:
        self.account_id = account_id
        self.records: dict[str, Kept] = {}
        self._numbers = count(1)

    def account(self) -> str:
        return self.account_id

    def fields(self, kind: Kind) -> list[CrmField]:
        return [CrmField(name=name, type="text") for name in FIELDS[kind]]

    def stages(self, pipeline: str) -> list[Stage]:
        return [
            Stage(stage_id="1", label="New", probability=0.1),
            Stage(stage_id="2", label="Qualified", probability=0.3),
            Stage(stage_id="3", label="Meeting", probability=0.5),
            Stage(stage_id="4", label="Won", probability=1.0, closed=True),
        ]

    def find(self, kind: Kind, key: str) -> CrmRecord | None:
        found = (number for number, kept in self.records.items() if (kept.kind, kept.key) == (kind, key))
        return next((self._record(number) for number in found), None)

    def people(self, email: str) -> list[CrmRecord]:
        return self._where("person", "email", email)

    def companies(self, name: str, domain: str) -> list[CrmRecord]:
        return self._where("company", "domain", domain) if domain else self._where("company", "name", name)

    def read(self, ref: CrmRef, fields: Sequence[str]) -> CrmRecord | None:
        if ref.record_id not in self.records:
            return None
        found = self._record(ref.record_id)
        return found.model_copy(update={"values": dict.fromkeys(fields, "") | found.values})

    def create(self, kind: Kind, key: str, values: Mapping[str, Value], links: Links) -> CrmRecord:
        found = self.find(kind, key)
        if found:
            return found
        number = str(next(self._numbers))
        self.records[number] = Kept(kind, key, dict(values))
        self.link(self._record(number).ref, links)
        return self._record(number)

    def update(self, ref: CrmRef, values: Mapping[str, Value]) -> None:
        self.records[ref.record_id].values.update(values)

    def link(self, ref: CrmRef, links: Links, *, was: Links = NO_LINKS) -> None:
        kept = self.records[ref.record_id].links
        for (_, new), (_, old) in zip(links, was, strict=True):
            if new and old in kept:
                kept.remove(old)
        kept.extend(other for other in (links.person, links.company, links.deal) if other and other not in kept)

    def adopt(self, ref: CrmRef, key: str) -> None:
        holder = self.find(ref.kind, key)
        if holder and holder.ref != ref:
            raise Skippable(f"{holder.ref.record_id} already has the key {key}")
        self.records[ref.record_id].key = key

    def _where(self, kind: Kind, name: str, value: str) -> list[CrmRecord]:
        wanted = value.casefold()
        return [
            self._record(number)
            for number, kept in self.records.items()
            if kept.kind == kind and str(kept.values.get(name, "")).casefold() == wanted
        ]

    def _record(self, number: str) -> CrmRecord:
        kept = self.records[number]
        ref = CrmRef(kind=kept.kind, object=kept.kind, record_id=number)
        company = next((other for other in kept.links if (kept.kind, other.kind) == ("person", "company")), None)
        return CrmRecord(ref=ref, key=kept.key, values=dict(kept.values), company=company, url=f"memory://{number}")
