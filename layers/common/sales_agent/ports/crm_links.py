"""What we know of a conversation's records in a CRM."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Literal, Protocol

from pydantic import Field

from sales_agent.domain.crm import Value
from sales_agent.domain.crm_merge import LinkedRecord
from sales_agent.domain.record import Record

LinkStatus = Literal["new", "synced", "waiting", "review", "refused"]


class CrmLink(Record):
    """One conversation in one CRM.

    `account` is the account that it is about, empty for the first one that was connected: another account's are apart.
    `synced_state` marks the state that was written last (`lead_version` its lead): a repeated message costs nothing.
    `waiting` will be tried again, `review` and `refused` need a person; `reason` holds the vendor's own words,
    `candidates` the records among which a person must choose. `records` is keyed by our keys. `intents` are values
    about to be written: found standing after a crash, they are ours. `shared` names the keys under which other
    conversations find what this one wrote. `person_key` and `company_key` are those that person and company got first,
    whatever becomes known of them later.
    """

    tenant: str
    session_id: str
    crm: str
    account: str = ""
    status: LinkStatus = "new"
    records: dict[str, LinkedRecord] = Field(default_factory=dict)
    intents: dict[str, dict[str, Value]] = Field(default_factory=dict)
    shared: list[str] = Field(default_factory=list)
    person_key: str = ""
    company_key: str = ""
    synced_state: str = ""
    lead_version: int = 0
    reason: str = ""
    candidates: list[str] = Field(default_factory=list)
    attempts: int = 0
    last_sync: datetime | None = None
    changed_at: datetime
    leased_until: datetime | None = None
    version: int = 0


class CrmLinks(Protocol):
    """Keeps links; one worker at a time holds one."""

    account: str
    """The account whose records they are about, empty for the first one that was connected."""

    def claim(self, tenant: str, session_id: str, crm: str, *, now: datetime, seconds: int) -> CrmLink:
        """The link, held for so many seconds. Raises Retriable while another worker holds it."""
        ...

    def keep(self, link: CrmLink, wrote: LinkedRecord | None = None, *, instead_of: str = "") -> CrmLink:
        """Stores the next version of a claimed link. Raises Conflict when the claim was lost.

        What it `wrote` into a record that other conversations share is stored with it, for `others` to find, and what
        they found under the key `instead_of` is taken away.
        """
        ...

    def others(self, tenant: str, crm: str, key: str, *, but_for: str) -> Sequence[LinkedRecord]:
        """What all conversations but one know of the shared record that carries this key."""
        ...

    def release(self, link: CrmLink) -> None:
        """Stores the link and lets it go."""
        ...

    def find(self, tenant: str, session_id: str, crm: str) -> CrmLink | None:
        """The link as it stands, not held."""
        ...

    def statuses(self, tenant: str, crm: str) -> Mapping[str, LinkStatus]:
        """Every session of a tenant that has a link in a CRM, in the order of their ids, and how it stands."""
        ...

    def list(self, tenant: str, crm: str, status: LinkStatus | None = None) -> Sequence[CrmLink]:
        """Links of a tenant in a CRM, all or those of a status, oldest change first."""
        ...
