"""What the sync asks of a CRM. The sync decides what to write; a provider only knows how."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from sales_agent.domain.crm import NO_LINKS, CrmField, CrmRecord, CrmRef, Kind, Links, Stage, Value


class CRM(Protocol):
    """One CRM account.

    Every call raises Retriable (with the vendor's `retry_after`), Unknown (a write that may have happened), Fatal
    (reconnect or configure) or Skippable (this record is refused, in the vendor's words). A 2xx that carries a failure
    is a failure.
    """

    name: str
    kinds: frozenset[Kind]
    """What this CRM, as it is set up, keeps as records of its own."""
    default_mappings: Mapping[Kind, Mapping[str, str]]
    """Our field -> the CRM's field for persons, companies and deals, before the tenant's own `field_mappings`.

    Notes and meetings are written with our own names (`domain.crm_records`); a provider puts them into its own form.
    """
    note_characters: int
    """How long the text of one note may be."""
    leads: str = ""
    """The object of people who are no contacts yet: until they are converted they have no company and no deal."""

    def account(self) -> str:
        """The vendor's own id of this account; empty where it tells none."""
        return ""

    def fields(self, kind: Kind) -> list[CrmField]:
        """The fields of the object that this kind is kept in, from the CRM's metadata."""
        ...

    def stages(self, pipeline: str) -> list[Stage]:
        """The stages of a pipeline (the default one when empty), in order."""
        ...

    def ensure_fields(self) -> list[str]:
        """Makes the field of our key where it is missing; what an administrator must still do, a line each."""
        return []

    def prove(self) -> None:
        """Looks up what the settings name, owner and pipeline. Raises Fatal for one that the account does not have."""

    def find(self, kind: Kind, key: str) -> CrmRecord | None:
        """The record that carries our key, read in a way that sees a record written a moment ago."""
        ...

    def people(self, email: str) -> list[CrmRecord]:
        """Everybody with this e-mail address; a converted lead counts as the contact it became, once."""
        ...

    def companies(self, name: str, domain: str) -> list[CrmRecord]:
        """Companies of this web domain, or, where the domain is empty, of exactly this name."""
        ...

    def read(self, ref: CrmRef, fields: Sequence[str]) -> CrmRecord | None:
        """The record with these fields' values; None when it has been deleted."""
        ...

    def create(self, kind: Kind, key: str, values: Mapping[str, Value], links: Links) -> CrmRecord:
        """Makes the record under our key, linked; when the key exists already, returns what stands there, unchanged."""
        ...

    def update(self, ref: CrmRef, values: Mapping[str, Value]) -> None:
        """Changes these fields of the record and no other."""
        ...

    def link(self, ref: CrmRef, links: Links, *, was: Links = NO_LINKS) -> None:
        """Makes sure that the record is linked to these; done already is fine.

        `was` are those that we had linked it to: where there is room for one only, ours gives way.
        """
        ...

    def adopt(self, ref: CrmRef, key: str) -> None:
        """Writes our key on a record that somebody else made. Raises Skippable when another record has it."""
        ...
