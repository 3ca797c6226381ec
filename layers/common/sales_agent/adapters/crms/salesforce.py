"""Salesforce's CRM.

A visitor is a Lead (or, by the tenant's choice, a Contact) under our unique external id, which Salesforce itself lets
stand only once. A converted lead is answered for by the Contact it became.
"""

from collections.abc import Mapping, Sequence

from sales_agent.adapters.salesforce_client import Moved, SalesforceClient, Taken
from sales_agent.adapters.salesforce_objects import (
    ACTIVITIES,
    AGAIN,
    KEY,
    NOTE_CHARACTERS,
    OBJECTS,
    default_mappings,
    field_of,
    fields_of,
    host_of,
    lookups_of,
    required_of,
    stage_of,
)
from sales_agent.adapters.salesforce_records import SalesforceRecords
from sales_agent.adapters.salesforce_setup import SalesforceSetup
from sales_agent.domain.config_crm import Salesforce
from sales_agent.domain.crm import KINDS, NO_LINKS, CrmField, CrmRecord, CrmRef, Kind, Links, Stage, Value
from sales_agent.ports.access_tokens import AccessTokens
from sales_agent.ports.crms import CRM
from sales_agent.ports.errors import Skippable

STAGES = (
    "SELECT ApiName, MasterLabel, DefaultProbability, IsClosed FROM OpportunityStage"
    " WHERE IsActive = true ORDER BY SortOrder"
)
CONTACT_ROLE = "SELECT Id FROM OpportunityContactRole WHERE OpportunityId = {deal} AND ContactId = {contact}"


class SalesforceCrm(CRM):
    """One org. The tokens' `base_url` is the org's own instance."""

    name = "salesforce"
    kinds = frozenset(KINDS)
    leads = "Lead"
    note_characters = NOTE_CHARACTERS

    def __init__(self, *, tokens: AccessTokens, secret: Mapping[str, str], settings: Salesforce) -> None:
        self.default_mappings = default_mappings(settings.person_object)
        self._objects = {kind: objects[0] for kind, objects in OBJECTS.items()}
        self._objects["person"] = settings.person_object.capitalize()
        self._org = SalesforceClient(tokens)
        self._setup = SalesforceSetup(self._org, settings)
        self._records = SalesforceRecords(self._org, self._setup)

    def account(self) -> str:
        """The org's id, a sandbox's own (help.salesforce.com, Sandboxes: Servers and IDs); new after each refresh."""
        return str(self._org.query("SELECT Id FROM Organization")[0]["Id"])

    def fields(self, kind: Kind) -> list[CrmField]:
        return [field_of(field) for field in self._setup.described(self._objects[kind])["fields"]]

    def stages(self, pipeline: str) -> list[Stage]:
        return [stage_of(row) for row in self._org.query(STAGES)]

    def prove(self) -> None:
        self._setup.belongings("Opportunity")

    def find(self, kind: Kind, key: str) -> CrmRecord | None:
        found = self._records.standing(kind, f"{KEY} IN ({{key}}, {{again}})", key=key, again=key + AGAIN)
        if len(found) > 1:
            ids = ", ".join(record.ref.record_id for record in found)
            raise Skippable(f"several {kind} records carry our key {key}: {ids}; {KEY} must be unique")
        return found[0] if found else None

    def people(self, email: str) -> list[CrmRecord]:
        return self._records.standing("person", "Email = {email} AND IsDeleted = false", email=email)

    def companies(self, name: str, domain: str) -> list[CrmRecord]:
        if not domain:
            return self._records.standing("company", "Name = {name} AND IsDeleted = false", name=name)
        where = "Website LIKE '%{domain:like}%' AND IsDeleted = false"
        rows = self._records.rows("Account", where, ["Website"], domain=domain)
        same = [row for row in rows if host_of(row["Website"]) == domain.lower()]
        return [self._records.record("company", "Account", row) for row in same]

    def read(self, ref: CrmRef, fields: Sequence[str]) -> CrmRecord | None:
        return self._records.read(ref, fields)

    def create(self, kind: Kind, key: str, values: Mapping[str, Value], links: Links) -> CrmRecord:
        name = self._objects[kind]
        if not self._setup.is_unique(name) and (standing := self.find(kind, key)):
            return standing
        known = {field: value for field, value in fields_of(name, values, {}).items() if value != ""}
        body = {**required_of(name), **known, **lookups_of(name, links), **self._setup.belongings(name)}
        try:
            record_id = self._org.create(name, {**body, KEY: key})
        except Taken:
            if found := self.find(kind, key):
                return found
            record_id = self._org.create(name, {**body, KEY: key + AGAIN})
        return self._records.record(kind, name, {**body, "Id": record_id, KEY: key})

    def update(self, ref: CrmRef, values: Mapping[str, Value]) -> None:
        try:
            self._write(ref, values)
        except Moved:
            stands = self.read(ref, [])
            if not stands or stands.ref == ref:
                raise
            self.update(stands.ref, values)

    def link(self, ref: CrmRef, links: Links, *, was: Links = NO_LINKS) -> None:
        wanted: dict[str, str | None] = {**lookups_of(ref.object, links)}
        contact, ours = wanted.pop("ContactId", ""), {"", *(old.record_id for _, old in was if old)}
        if links.person and links.person.object == self.leads and ref.object in ACTIVITIES:
            wanted["WhatId"] = None  # a lead's activity belongs to it alone
        if wanted:
            stands = self._records.row(ref, wanted)
            free = {field: end for field, end in wanted.items() if (stands[field] or "") in ours - {end or ""}}
            if free:
                self._org.update(ref.object, ref.record_id, free)
        if contact and not self._org.query(CONTACT_ROLE, deal=ref.record_id, contact=contact):
            self._org.create("OpportunityContactRole", {"OpportunityId": ref.record_id, "ContactId": contact})

    def adopt(self, ref: CrmRef, key: str) -> None:
        self.update(ref, {KEY: key})

    def ensure_fields(self) -> list[str]:
        """What an administrator must still do for our key, a line each; empty when all is there."""
        return self._setup.missing_keys()

    def _write(self, ref: CrmRef, values: Mapping[str, Value]) -> None:
        if ref.object in ACTIVITIES and KEY not in values:
            body = fields_of(ref.object, values, self._records.row(ref))
        else:
            names = self._setup.names(ref.object)
            body = {field: value for field, value in values.items() if field in names}
        if body:
            self._org.update(ref.object, ref.record_id, body)
