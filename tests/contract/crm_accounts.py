"""CRM accounts to run the contract on: the real adapter, and what people and the network do to the account behind it.

A vendor is one class and one function more: `Account.live` and `Account.linked` read the stand-in's state, the function
starts the stand-in and connects the adapter through the real token service.
"""

import json
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from typing import Any

import requests

from local.ports import free_port
from local.vendors import hubspot as hubspot_stand_in
from local.vendors import salesforce as salesforce_stand_in
from local.vendors import zoho as zoho_stand_in
from local.vendors.kit import Fault, RunningServer, serve
from sales_agent.adapters.crms.hubspot import HubSpotCrm
from sales_agent.adapters.crms.memory import Kept, MemoryCrm
from sales_agent.adapters.crms.salesforce import SalesforceCrm
from sales_agent.adapters.crms.zoho import ZohoCrm
from sales_agent.adapters.hubspot_identity import HubSpotIdentity
from sales_agent.adapters.integrations.memory import MemoryIntegrations
from sales_agent.adapters.salesforce_identity import SalesforceIdentity
from sales_agent.adapters.vaults.memory import MemoryVault
from sales_agent.adapters.zoho_identity import ZohoIdentity
from sales_agent.domain.config_crm import HubSpot, Salesforce, Zoho
from sales_agent.domain.crm import KINDS, CrmRef, Kind, Links, Value
from sales_agent.ports.access_tokens import TokenGiver
from sales_agent.ports.crms import CRM
from sales_agent.ports.integrations import Integration
from sales_agent.services.crm_tokens import SharedTokens

TENANT = "acme"


class Account(ABC):
    """A CRM account. `add` and `edit` take our field names and are what a salesperson does in the CRM's own screens."""

    crm: CRM
    twins = False
    """Whether the CRM lets two people have one e-mail address."""

    def named(self, kind: Kind, ours: Mapping[str, Value]) -> dict[str, Value]:
        """Values under the CRM's own field names."""
        mapping = self.crm.default_mappings[kind]
        return {mapping[name]: value for name, value in ours.items() if name in mapping}

    @abstractmethod
    def add(self, kind: Kind, **ours: Value) -> CrmRef: ...

    @abstractmethod
    def edit(self, ref: CrmRef, **ours: Value) -> None: ...

    @abstractmethod
    def delete(self, ref: CrmRef) -> None: ...

    @abstractmethod
    def count(self, kind: Kind) -> int:
        """How many records of a kind stand there."""

    @abstractmethod
    def linked(self, ref: CrmRef) -> set[str]:
        """The ids of the records that this one is linked to."""

    def linkable(self, ref: CrmRef, links: Links) -> set[str]:
        """The ids of those of the records that the CRM can link this one to."""
        return {other.record_id for other in (links.person, links.company, links.deal) if other}

    @property
    def of_each(self) -> dict[str, int]:
        """How many records of each kind one conversation makes: of a lead no company and no deal."""
        made: dict[str, int] = dict.fromkeys(KINDS, 1)
        return made | (dict.fromkeys(("company", "deal"), 0) if self.leads else {})

    @property
    def leads(self) -> bool:
        """Whether a new person is a lead here."""
        return False

    def settle(self) -> None:  # noqa: B027 - most have no such index
        """Lets a search index that lags behind catch up."""


class MemoryAccount(Account):
    """The memory CRM."""

    twins = True

    def __init__(self) -> None:
        self.crm: MemoryCrm = MemoryCrm()

    def add(self, kind: Kind, **ours: Value) -> CrmRef:
        number = str(900 + len(self.crm.records))
        self.crm.records[number] = Kept(kind, "", self.named(kind, ours))
        return CrmRef(kind=kind, object=kind, record_id=number)

    def edit(self, ref: CrmRef, **ours: Value) -> None:
        self.crm.records[ref.record_id].values.update(self.named(ref.kind, ours))

    def delete(self, ref: CrmRef) -> None:
        del self.crm.records[ref.record_id]

    def count(self, kind: Kind) -> int:
        return sum(kept.kind == kind for kept in self.crm.records.values())

    def linked(self, ref: CrmRef) -> set[str]:
        return {other.record_id for other in self.crm.records[ref.record_id].links}


class VendorAccount(Account):
    """An account at a stand-in. The control routes for records are the same at all of them."""

    objects: Mapping[Kind, str]
    """Our kind -> the table in which the stand-in keeps it."""
    api = "^/crm/"
    """What the paths of the CRM's interface, and not its token server's, look like."""
    index_lag = 0.0
    token_seconds = 3600.0
    read_timeout = "sales_agent.adapters.json_http.READ_SECONDS"
    """The constant that holds how long the adapter waits for an answer."""
    refusal = ""
    """Words of the vendor's own about an e-mail address that is none."""
    merge_moves = True
    """Whether the id of a merged record leads to the record it became."""

    def __init__(self, server: RunningServer) -> None:
        self.server = server

    @property
    def leads(self) -> bool:
        return self.objects["person"] == self.crm.leads

    @abstractmethod
    def live(self, kind: Kind) -> list[dict[str, Any]]:
        """The records of a kind that are not deleted, as the stand-in's state shows them."""

    def control(self, method: str, path: str, body: Any = None) -> Any:
        answer = requests.request(method, f"{self.server.url}/_control{path}", json=body, timeout=5)
        assert answer.ok, answer.text
        return answer.json() if answer.content else None

    def add(self, kind: Kind, **ours: Value) -> CrmRef:
        made = self.control("POST", f"/records/{self.objects[kind]}", self.named(kind, ours))
        return CrmRef(kind=kind, object=self.objects[kind], record_id=made.get("id") or made["Id"])

    def edit(self, ref: CrmRef, **ours: Value) -> None:
        self.control("PATCH", f"/records/{ref.object}/{ref.record_id}", self.named(ref.kind, ours))

    def delete(self, ref: CrmRef) -> None:
        self.control("DELETE", f"/records/{ref.object}/{ref.record_id}")

    def merge(self, into: CrmRef, other: CrmRef) -> None:
        """A person merges two records; `into` is the primary one."""
        self.control("POST", f"/records/{into.object}/{into.record_id}/merge/{other.record_id}")

    def count(self, kind: Kind) -> int:
        return len(self.live(kind))

    def settle(self) -> None:
        self.control("POST", "/clock", {"advance": self.index_lag + 1})

    def expire_token(self) -> None:
        """The access token ends at the vendor, and nobody here knows."""
        self.control("POST", "/clock", {"advance": self.token_seconds + 1})

    def disconnect(self) -> None:
        """The administrator withdraws our access."""
        self.control("POST", "/disconnect")

    def fault(self, kind: str, method: str = "", **options: Any) -> None:
        """The next call of the CRM's interface (with this method) goes wrong."""
        options = {"path": self.api, **options}
        self.server.stand_in.faults.add(Fault(kind=kind, method=method, **options))

    def mend(self) -> None:
        self.server.stand_in.faults.clear()


def connected(vendor: str, giver: TokenGiver, credentials: Mapping[str, str]) -> SharedTokens:
    """The real token service for a connection with these credentials."""
    integrations, vault = MemoryIntegrations(), MemoryVault()
    sealed = vault.seal(json.dumps(dict(credentials)), tenant=TENANT, vendor=vendor)
    integrations.connect(
        Integration(integration_id=f"{TENANT}-{vendor}", tenant=TENANT, crm_type=vendor, api_credentials=sealed)
    )
    return SharedTokens(TENANT, vendor, integrations, vault, giver, pause=lambda _: None)


@contextmanager
def memory() -> Iterator[Account]:
    yield MemoryAccount()


class HubSpotAccount(VendorAccount):
    """A HubSpot portal whose search lags 30 seconds behind."""

    objects: Mapping[Kind, str] = {
        "person": "contacts",
        "company": "companies",
        "deal": "deals",
        "note": "notes",
        "meeting": "meetings",
    }
    index_lag = 30.0
    token_seconds = 1800.0
    refusal = "ann at home is invalid.*correlation id"

    def live(self, kind: Kind) -> list[dict[str, Any]]:
        state = self.server.stand_in.store.state()
        return [record for record in state[self.objects[kind]] if not record["archived"]]

    def linked(self, ref: CrmRef) -> set[str]:
        (record,) = (each for each in self.live(ref.kind) if each["id"] == ref.record_id)
        return {other for others in record["associations"].values() for other in others}


@contextmanager
def hubspot() -> Iterator[Account]:
    with serve(hubspot_stand_in.build(index_lag=HubSpotAccount.index_lag, burst=1_000_000)) as server:
        account = HubSpotAccount(server)
        secret = {"base_url": server.url}
        credentials = {
            "client_id": hubspot_stand_in.CLIENT_ID,
            "client_secret": hubspot_stand_in.CLIENT_SECRET,
            "refresh_token": hubspot_stand_in.REFRESH_TOKEN,
        }
        tokens = connected("hubspot", HubSpotIdentity(secret=secret), credentials)
        account.crm = HubSpotCrm(tokens=tokens, secret=secret, settings=HubSpot(enabled=True))
        yield account


class SalesforceAccount(VendorAccount):
    """A Salesforce org whose visitors become leads, or contacts."""

    twins = True
    api = "^/services/data/"
    token_seconds = 7200.0
    read_timeout = "sales_agent.adapters.salesforce_client.READ_SECONDS"
    refusal = "INVALID_EMAIL_ADDRESS Email: invalid email address: ann at home"

    def __init__(self, server: RunningServer, person: str) -> None:
        super().__init__(server)
        self.objects: Mapping[Kind, str] = {
            "person": person,
            "company": "Account",
            "deal": "Opportunity",
            "note": "Task",
            "meeting": "Event",
        }

    def rows(self, name: str) -> list[dict[str, Any]]:
        return [row for row in self.server.stand_in.store.state()[name] if not row["IsDeleted"]]

    def live(self, kind: Kind) -> list[dict[str, Any]]:
        return self.rows(self.objects[kind])

    def linked(self, ref: CrmRef) -> set[str]:
        (row,) = (each for each in self.rows(ref.object) if each["Id"] == ref.record_id)
        roles = [
            each["ContactId"] for each in self.rows("OpportunityContactRole") if each["OpportunityId"] == row["Id"]
        ]
        ends = [row.get(field) for field in ("WhoId", "WhatId", "AccountId")]
        return {other for other in (*ends, *roles) if other}

    def linkable(self, ref: CrmRef, links: Links) -> set[str]:
        """Salesforce links a lead to no account and to no opportunity; its activities are its own alone."""
        if ref.object == "Lead":
            return set()
        if not links.person or links.person.object == "Contact":
            return super().linkable(ref, links)
        if ref.kind == "deal":
            return {links.company.record_id} if links.company else set()
        return {links.person.record_id}


@contextmanager
def salesforce(settings: Salesforce | None = None) -> Iterator[Account]:
    settings = settings or Salesforce(enabled=True)
    port = free_port()
    with serve(salesforce_stand_in.build(instance_url=f"http://127.0.0.1:{port}"), port) as server:
        account = SalesforceAccount(server, settings.person_object.capitalize())
        secret = {"base_url": server.url, "client_id": salesforce_stand_in.CONSUMER_KEY}
        credentials = {"refresh_token": salesforce_stand_in.REFRESH_TOKEN}
        tokens = connected("salesforce", SalesforceIdentity(secret=secret, settings=settings), credentials)
        account.crm = SalesforceCrm(tokens=tokens, secret=secret, settings=settings)
        yield account


class ZohoAccount(VendorAccount):
    """A Zoho organisation whose visitors become leads, or contacts, and whose search lags a minute behind."""

    twins = True
    api = "^/crm/v8/"
    index_lag = 60.0
    refusal = "INVALID_DATA: invalid data.*Email"
    merge_moves = False

    def __init__(self, server: RunningServer, people: str) -> None:
        super().__init__(server)
        self.objects: Mapping[Kind, str] = {
            "person": people,
            "company": "Accounts",
            "deal": "Deals",
            "note": "Notes",
            "meeting": "Events",
        }

    def live(self, kind: Kind) -> list[dict[str, Any]]:
        state = self.server.stand_in.store.state()
        modules = ("Leads", "Contacts") if kind == "person" else (self.objects[kind],)
        return [row for module in modules for row in state[module] if not row.get("$converted")]

    def linked(self, ref: CrmRef) -> set[str]:
        (row,) = (each for each in self.live(ref.kind) if each["id"] == ref.record_id)
        lookups = ("Who_Id", "What_Id", "Parent_Id", "Account_Name", "Contact_Name")
        ends = [row.get(field) for field in lookups]
        return {end["id"] for end in ends if isinstance(end, dict)}

    def linkable(self, ref: CrmRef, links: Links) -> set[str]:
        """Zoho links a lead to nothing and no deal to one; a note has one place, a meeting a contact and one more."""
        person, company, deal = links.person, links.company, links.deal
        contact = person if person and person.object == "Contacts" else None
        ends: Mapping[str, tuple[CrmRef | None, ...]] = {
            "Leads": (),
            "Contacts": (company,),
            "Deals": (contact, company),
            "Notes": (person,),
            "Events": (contact, deal or company) if contact else (person,),
        }
        return {end.record_id for end in ends[ref.object] if end}


@contextmanager
def zoho(settings: Zoho | None = None) -> Iterator[ZohoAccount]:
    settings = settings or Zoho(enabled=True)
    with serve(zoho_stand_in.build(index_lag=ZohoAccount.index_lag, credits_a_day=1_000_000)) as server:
        account = ZohoAccount(server, {"lead": "Leads", "contact": "Contacts"}[settings.person_object])
        secret = {"accounts_url": server.url, "client_id": zoho_stand_in.CLIENT_ID}
        credentials = {"client_secret": zoho_stand_in.CLIENT_SECRET, "refresh_token": zoho_stand_in.REFRESH_TOKEN}
        tokens = connected("zoho", ZohoIdentity(secret=secret), credentials)
        account.crm = ZohoCrm(tokens=tokens, secret=secret, settings=settings)
        yield account


ACCOUNTS: dict[str, Callable[[], AbstractContextManager[Account]]] = {
    "memory": memory,
    "hubspot": hubspot,
    "salesforce": salesforce,
    "salesforce-contacts": lambda: salesforce(Salesforce(enabled=True, person_object="contact")),
    "zoho": zoho,
    "zoho-contacts": lambda: zoho(Zoho(enabled=True, person_object="contact")),
}
VENDORS = ["hubspot", "salesforce", "zoho"]
"""Each vendor once, as it is set up by default: Salesforce and Zoho with leads."""
EVERY_WAY = [name for name in ACCOUNTS if name != "memory"]
