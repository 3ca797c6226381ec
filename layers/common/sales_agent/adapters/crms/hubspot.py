"""HubSpot's CRM.

Our key is a unique property on every object. Records are made and found by it: HubSpot itself refuses a second one, and
nothing of ours waits for its search, whose index lags up to a minute behind.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sales_agent.adapters.hubspot_account import HubSpotAccount
from sales_agent.adapters.hubspot_forms import (
    FIELDS,
    KEY,
    NOTE_CHARACTERS,
    OBJECTS,
    associations_of,
    properties_of,
)
from sales_agent.adapters.hubspot_http import HubSpotHttp
from sales_agent.adapters.hubspot_records import ROOT, HubSpotRecords
from sales_agent.adapters.json_http import VendorRefused
from sales_agent.domain.config_crm import HubSpot
from sales_agent.domain.crm import KINDS, NO_LINKS, CrmField, CrmRecord, CrmRef, Kind, Links, Stage, Value
from sales_agent.ports.access_tokens import AccessTokens
from sales_agent.ports.crms import CRM
from sales_agent.ports.errors import Conflict, Fatal, Locked, NotFound, Skippable


class HubSpotCrm(CRM):
    """One HubSpot account. `secret` may hold `base_url`, `settings` names pipeline, owner and `portal_id`."""

    name = "hubspot"
    kinds = frozenset(KINDS)
    default_mappings: Mapping[Kind, Mapping[str, str]] = {
        "person": {
            "email": "email",
            "phone": "phone",
            "first_name": "firstname",
            "last_name": "lastname",
            "company": "company",
            "industry": "industry",
            **{name: name for name in ("lead_source", "qualification_score", "company_size", "budget_range")},
            **{name: name for name in ("timeline", "decision_maker", "referrer_page")},
        },
        "company": {"name": "name", "domain": "domain", "industry": "industry"},
        "deal": {"name": "dealname", "outcome": "dealstage"},
    }
    note_characters = NOTE_CHARACTERS

    def __init__(self, *, tokens: AccessTokens, secret: Mapping[str, str], settings: HubSpot) -> None:
        self._http = HubSpotHttp(tokens, secret.get("base_url", ""))
        self._account = HubSpotAccount(self._http, settings)
        self._records = HubSpotRecords(self._http, settings.portal_id)

    def account(self) -> str:
        return self._account.portal()

    def fields(self, kind: Kind) -> list[CrmField]:
        return self._account.fields(kind)

    def stages(self, pipeline: str) -> list[Stage]:
        return self._account.stages(pipeline)

    def ensure_fields(self) -> list[str]:
        """Makes our key's property where it is missing; what an administrator must do is returned, a line each."""
        return self._account.ensure_keys()

    def prove(self) -> None:
        self._account.fixed("deal")

    def find(self, kind: Kind, key: str) -> CrmRecord | None:
        try:
            return self._records.read(kind, key, list(FIELDS.get(kind, ())), id_property=KEY)
        except Skippable as refused:
            todo = f"make {KEY} a unique property of {OBJECTS[kind]} (sales-agent crm connect hubspot does)"
            raise Fatal(f"{refused}; {todo}") from refused

    def people(self, email: str) -> list[CrmRecord]:
        """An address belongs to one contact, as its first or as a further one."""
        found = self._records.read("person", email, ["email"], id_property="email")
        return [found] if found else []

    def companies(self, name: str, domain: str) -> list[CrmRecord]:
        return self._records.companies(name, domain)

    def read(self, ref: CrmRef, fields: Sequence[str]) -> CrmRecord | None:
        return self._records.read(ref.kind, ref.record_id, fields)

    def create(self, kind: Kind, key: str, values: Mapping[str, Value], links: Links) -> CrmRecord:
        properties = {KEY: key, **self._account.fixed(kind), **properties_of(kind, values)}
        body = {"properties": properties, "associations": associations_of(kind, links)}
        try:
            return self._records.record(kind, self._change("POST", f"{ROOT}/{OBJECTS[kind]}", body))
        except (Skippable, Conflict) as refused:
            standing = self.find(kind, key)
            if standing:
                return standing
            if isinstance(refused, Conflict):  # somebody else made it just now: the next look finds it
                raise Locked(str(refused)) from refused
            raise

    def update(self, ref: CrmRef, values: Mapping[str, Value]) -> None:
        self._patch(ref, properties_of(ref.kind, self._whole(ref, values)))

    def link(self, ref: CrmRef, links: Links, *, was: Links = NO_LINKS) -> None:
        for other in filter(None, (links.person, links.company, links.deal)):
            self._change("PUT", f"{_path(ref)}/associations/default/{other.object}/{other.record_id}")

    def adopt(self, ref: CrmRef, key: str) -> None:
        self._patch(ref, {KEY: key})

    def _whole(self, ref: CrmRef, values: Mapping[str, Value]) -> Mapping[str, Value]:
        """A note's subject and body are one property: the one that does not change is taken as it stands."""
        if ref.kind != "note" or len(values.keys() & {"subject", "body"}) != 1:
            return values
        stands = self.read(ref, ["subject", "body"])
        return {**({name: stands.values[name] for name in ("subject", "body")} if stands else {}), **values}

    def _patch(self, ref: CrmRef, properties: Mapping[str, str]) -> None:
        try:
            self._change("PATCH", _path(ref), {"properties": properties})
        except Conflict as taken:  # a value that another record has
            raise Skippable(str(taken)) from taken

    def _change(self, method: str, path: str, body: Any = None) -> Any:
        """The answer to a write; what is not there any more is looked at again by the next run."""
        try:
            return self._http.write(method, path, body)
        except VendorRefused as refused:
            meaning = self._http.meaning(refused)
            raise (Locked(str(meaning)) if isinstance(meaning, NotFound) else meaning) from refused


def _path(ref: CrmRef) -> str:
    return f"{ROOT}/{ref.object}/{ref.record_id}"
