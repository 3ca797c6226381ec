"""Finding and reading records of HubSpot.

Search lags up to a minute behind, and compares words: what it finds is compared whole.
"""

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import quote

from sales_agent.adapters.hubspot_forms import KEY, OBJECTS, property_names, record_of
from sales_agent.adapters.hubspot_http import VERSION, HubSpotHttp
from sales_agent.domain.crm import CrmRecord, Kind
from sales_agent.ports.errors import NotFound

ROOT = f"/crm/objects/{VERSION}"
MORE_DOMAINS = "hs_additional_domains"


class HubSpotRecords:
    """The records of one account; `portal_id` makes links to them."""

    def __init__(self, http: HubSpotHttp, portal_id: int | None) -> None:
        self._http = http
        self._portal = portal_id

    def read(self, kind: Kind, value: str, fields: Sequence[str], *, id_property: str = "") -> CrmRecord | None:
        """The record of this id, or with this value of a unique property; None when there is none."""
        query = {"idProperty": id_property} if id_property else {}
        wanted, path = ",".join(property_names(kind, fields)), f"{ROOT}/{OBJECTS[kind]}/{quote(value, safe='')}"
        try:
            return self.record(kind, self._http.read(path, properties=wanted, **query))
        except NotFound:
            return None

    def companies(self, name: str, domain: str) -> list[CrmRecord]:
        """Those of this web domain, as their first or a further one, or, when it is empty, of exactly this name."""
        known = [("domain", "EQ"), (MORE_DOMAINS, "CONTAINS_TOKEN")] if domain else [("name", "EQ")]
        wanted = domain or name
        filters = [{"propertyName": field, "operator": operator, "value": wanted} for field, operator in known]
        body = {
            "filterGroups": [{"filters": [each]} for each in filters],
            "properties": [KEY, "name", "domain", MORE_DOMAINS],
            "sorts": [],
            "limit": 100,
            "after": "0",
        }
        found = [self.record("company", each) for each in self._http.ask(f"{ROOT}/companies/search", body)["results"]]
        return [each for each in found if _is_company(each, name, domain)]

    def record(self, kind: Kind, reply: Mapping[str, Any]) -> CrmRecord:
        """A record out of a reply."""
        return record_of(kind, reply, self._portal)


def _is_company(found: CrmRecord, name: str, domain: str) -> bool:
    """Search compares words; we compare the whole."""
    if not domain:
        return str(found.values.get("name", "")).casefold() == name.casefold()
    domains = f"{found.values.get('domain', '')};{found.values.get(MORE_DOMAINS, '')}"
    return domain.casefold() in {each.strip().casefold() for each in domains.split(";")}
