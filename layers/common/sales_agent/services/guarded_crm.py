"""A CRM whose every call goes through the gate."""

from collections.abc import Mapping, Sequence

from sales_agent.domain.crm import NO_LINKS, CrmField, CrmRecord, CrmRef, Kind, Links, Stage, Value
from sales_agent.ports.crms import CRM
from sales_agent.services.gate import Gate


class GuardedCrm(CRM):
    """Adds nothing of its own to what the CRM does."""

    def __init__(self, crm: CRM, gate: Gate) -> None:
        self.name, self.kinds = crm.name, crm.kinds
        self.default_mappings, self.note_characters = crm.default_mappings, crm.note_characters
        self.leads = crm.leads
        self._crm, self._gate = crm, gate

    def account(self) -> str:
        """Through the gate."""
        return self._gate(self._crm.account)

    def fields(self, kind: Kind) -> list[CrmField]:
        """Through the gate."""
        return self._gate(lambda: self._crm.fields(kind))

    def stages(self, pipeline: str) -> list[Stage]:
        """Through the gate."""
        return self._gate(lambda: self._crm.stages(pipeline))

    def ensure_fields(self) -> list[str]:
        """Through the gate."""
        return self._gate(self._crm.ensure_fields)

    def prove(self) -> None:
        """Through the gate."""
        self._gate(self._crm.prove)

    def find(self, kind: Kind, key: str) -> CrmRecord | None:
        """Through the gate."""
        return self._gate(lambda: self._crm.find(kind, key))

    def people(self, email: str) -> list[CrmRecord]:
        """Through the gate."""
        return self._gate(lambda: self._crm.people(email))

    def companies(self, name: str, domain: str) -> list[CrmRecord]:
        """Through the gate."""
        return self._gate(lambda: self._crm.companies(name, domain))

    def read(self, ref: CrmRef, fields: Sequence[str]) -> CrmRecord | None:
        """Through the gate."""
        return self._gate(lambda: self._crm.read(ref, fields))

    def create(self, kind: Kind, key: str, values: Mapping[str, Value], links: Links) -> CrmRecord:
        """Through the gate."""
        return self._gate(lambda: self._crm.create(kind, key, values, links))

    def update(self, ref: CrmRef, values: Mapping[str, Value]) -> None:
        """Through the gate."""
        self._gate(lambda: self._crm.update(ref, values))

    def link(self, ref: CrmRef, links: Links, *, was: Links = NO_LINKS) -> None:
        """Through the gate."""
        self._gate(lambda: self._crm.link(ref, links, was=was))

    def adopt(self, ref: CrmRef, key: str) -> None:
        """Through the gate."""
        self._gate(lambda: self._crm.adopt(ref, key))
