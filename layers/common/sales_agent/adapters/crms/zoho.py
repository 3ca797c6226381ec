"""Zoho CRM v8, by plain requests.

A person is a lead until the sales team converts it, and the contact it became from then on. Our key is a unique field
of every module, so that Zoho itself refuses to insert a record twice; where it would not, we look before.
"""

from collections.abc import Mapping, Sequence
from itertools import chain
from typing import Any

from sales_agent.adapters.zoho_account import ZohoAccount
from sales_agent.adapters.zoho_fields import default_mappings
from sales_agent.adapters.zoho_forms import KEY, MODULES, NOTE_CHARACTERS, key_of, lookups_of, row_of, values_of
from sales_agent.adapters.zoho_http import KeyTaken, Row, ZohoHttp
from sales_agent.adapters.zoho_records import ZohoRecords
from sales_agent.domain.config_crm import Zoho
from sales_agent.domain.crm import KINDS, NO_LINKS, CrmField, CrmRecord, CrmRef, Kind, Links, Stage, Value
from sales_agent.domain.crm_merge import distinct
from sales_agent.ports.access_tokens import AccessTokens
from sales_agent.ports.crms import CRM
from sales_agent.ports.errors import Locked, Skippable

ABOUT, MODULE = "What_Id", "$se_module"
"""What an event is about, and the module of that record, which goes with it."""


class ZohoCrm(CRM):
    """One Zoho CRM organisation."""

    name = "zoho"
    kinds = frozenset(KINDS)
    leads = "Leads"
    note_characters = NOTE_CHARACTERS

    def __init__(self, *, tokens: AccessTokens, secret: Mapping[str, str], settings: Zoho) -> None:
        self._http = ZohoHttp(tokens, settings.api_domain, settings.trigger)
        self._account = ZohoAccount(self._http, settings)
        self._records = ZohoRecords(self._http, settings.api_domain)
        self.default_mappings = default_mappings(settings.person_object)
        order = 1 if settings.person_object == "lead" else -1
        self._modules: Mapping[Kind, Sequence[str]] = {**MODULES, "person": MODULES["person"][::order]}

    def account(self) -> str:
        return self._account.organisation()

    def fields(self, kind: Kind) -> list[CrmField]:
        return self._account.fields(self._modules[kind][0])

    def stages(self, pipeline: str) -> list[Stage]:
        return self._account.stages(pipeline)

    def ensure_fields(self) -> list[str]:
        """Makes our key's field where it is missing; what an administrator must do is returned, a line each."""
        return self._account.ensure_keys()

    def prove(self) -> None:
        self._account.fresh("Deals", {})

    def find(self, kind: Kind, key: str) -> CrmRecord | None:
        """A note is found only while it is new: later ones are looked for, by `create`, where they belong."""
        ways = (self._records.searched, self._records.recent)
        return next(chain.from_iterable(way(kind, module, key) for module in self._keyed(kind) for way in ways), None)

    def people(self, email: str) -> list[CrmRecord]:
        """A lead comes last: what is known of its conversion stays."""
        modules = reversed(MODULES["person"])
        return distinct([found for module in modules for found in self._records.people(module, email)])

    def companies(self, name: str, domain: str) -> list[CrmRecord]:
        return list(self._records.accounts(name, domain))

    def read(self, ref: CrmRef, fields: Sequence[str]) -> CrmRecord | None:
        found = self._records.read(ref)
        if not found or ref.kind in {"note", "meeting"}:
            return found
        empty = self._account.row(found.ref.object, dict.fromkeys(fields, ""))
        return found.model_copy(update={"values": {**empty, **found.values}})

    def create(self, kind: Kind, key: str, values: Mapping[str, Value], links: Links) -> CrmRecord:
        if known := self._known(kind, key, links):
            return known
        module, path = self._modules[kind][0], ""
        row = row_of(kind, key, values, {})
        if kind == "note":
            path = f"/{_parent(links).object}/{_parent(links).record_id}"
        else:
            row = self._account.fresh(module, {**row, KEY: key})
        try:
            record_id = self._http.insert(f"{path}/{module}", {**row, **lookups_of(module, links)}, KEY)
        except KeyTaken as taken:
            standing = self._records.read(CrmRef(kind=kind, object=module, record_id=taken.record_id))
            if standing:
                return standing
            raise Locked(f"Zoho CRM knows our key and not its record in {module}") from taken
        return self._records.record(kind, module, {**row, "id": record_id})

    def update(self, ref: CrmRef, values: Mapping[str, Value]) -> None:
        row = self._rewritten(ref, values) if ref.kind in {"note", "meeting"} else values
        if known := self._account.row(ref.object, row):
            self._http.change(ref.object, ref.record_id, known)

    def link(self, ref: CrmRef, links: Links, *, was: Links = NO_LINKS) -> None:
        """Fills the lookups that are empty; one that leads elsewhere was set by a person. A note stays in its place."""
        wanted = lookups_of(ref.object, links)
        if links.person and links.person.object == self.leads and ref.object == "Events":
            wanted["Who_Id"] = None  # it may lead to a contact that is gone; a lead stands in What_Id
        if wanted:
            stands, free = self._standing(ref), {None, *(old.record_id for _, old in was if old)}
            row = {
                field: end
                for field, end in wanted.items()
                if field != MODULE and _id(stands.get(field)) in free - {_id(end)}
            }
            if row:
                module = {MODULE: wanted[MODULE]} if ABOUT in row else {}
                self._http.change(ref.object, ref.record_id, row | module)

    def adopt(self, ref: CrmRef, key: str) -> None:
        self._http.change(ref.object, ref.record_id, self._account.row(ref.object, {KEY: key}))

    def _keyed(self, kind: Kind) -> Sequence[str]:
        """The modules of a kind. Raises Fatal when our key's field is missing: a search for it would be refused."""
        for module in self._modules[kind]:
            self._account.keyed(module)
        return self._modules[kind]

    def _known(self, kind: Kind, key: str, links: Links) -> CrmRecord | None:
        """What has our key where Zoho would insert another: a note, a converted lead, the contact that it became."""
        if kind == "note":
            return self._records.note(_parent(links), key)
        if kind == "person":
            found = (self._records.searched(kind, module, key) for module in self._keyed(kind))
            return next(chain.from_iterable(found), None)
        return None

    def _rewritten(self, ref: CrmRef, values: Mapping[str, Value]) -> Row:
        """A note or meeting whole again: one field of Zoho's holds several of ours."""
        stands = self._standing(ref)
        whole = {**values_of(ref.kind, stands), **values}
        row = row_of(ref.kind, key_of(ref.kind, stands), whole, stands)
        return {field: value for field, value in row.items() if value != stands.get(field)}

    def _standing(self, ref: CrmRef) -> Row:
        """The record as it stands; one that has just gone is for the next run to see. Raises Locked."""
        if row := self._records.row(ref.object, ref.record_id):
            return row
        raise Locked(f"the {ref.kind} {ref.record_id} is not in Zoho CRM any more")


def _id(lookup: Any) -> str | None:
    return lookup["id"] if lookup else None


def _parent(links: Links) -> CrmRef:
    """What a note belongs to, which with Zoho is one record: the person, for the sales team looks there first."""
    if parent := links.person or links.deal or links.company:
        return parent
    raise Skippable("a note of Zoho CRM must belong to a record")
