"""How a HubSpot account is set up: properties, pipelines, owners, and the property that holds our key."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from operator import itemgetter
from typing import Any
from urllib.parse import quote

from sales_agent.adapters.hubspot_forms import KEY, OBJECTS, field_of
from sales_agent.adapters.hubspot_http import VERSION, HubSpotHttp
from sales_agent.adapters.json_http import VendorRefused
from sales_agent.domain.config_crm import HubSpot
from sales_agent.domain.crm import CrmField, Kind, Stage
from sales_agent.ports.errors import Conflict, Fatal, NotFound

TITLES = {
    "contacts": "email",
    "companies": "name",
    "deals": "dealname",
    "notes": "hs_note_body",
    "meetings": "hs_meeting_title",
}
"""A property that every account has: ours goes into its group."""


class HubSpotAccount:
    """The account's metadata; what new records need of it is read once."""

    def __init__(self, http: HubSpotHttp, settings: HubSpot) -> None:
        self._http, self._settings = http, settings

    def portal(self) -> str:
        """The account's own id (developers.hubspot.com/docs/api-reference/latest/account/account-information)."""
        return str(self._http.read(f"/account-info/{VERSION}/details")["portalId"])

    def fields(self, kind: Kind) -> list[CrmField]:
        """The properties of a kind's object."""
        return [field_of(each) for each in self._properties(OBJECTS[kind])]

    def stages(self, pipeline: str) -> list[Stage]:
        """The stages of a pipeline, named by id or label; of the first one when empty. Raises Fatal."""
        found = sorted(self._pipeline(pipeline)["stages"], key=itemgetter("displayOrder"))
        return [_stage(each) for each in found if not each.get("archived")]

    def fixed(self, kind: Kind) -> dict[str, str]:
        """What every new record of a kind gets: the owner, and a deal its pipeline."""
        owner = {"hubspot_owner_id": self._owner} if self._settings.owner else {}
        return {**owner, "pipeline": self._pipeline_id} if kind == "deal" else owner

    def ensure_keys(self) -> list[str]:
        """Makes our key's property on every object that has none; returns what a person must do, a line each."""
        return [todo for name in OBJECTS.values() if (todo := self._ensured(name))]

    def _ensured(self, name: str) -> str:
        known = {each["name"]: each for each in self._properties(name)}
        if KEY in known:
            unique = known[KEY].get("hasUniqueValue")
            return "" if unique else f"{name}: delete the property {KEY}, which is not unique, and connect again"
        group = known.get(TITLES[name], {}).get("groupName", "")
        try:
            self._http.write("POST", f"/crm/properties/{VERSION}/{name}", _key_property(group))
        except VendorRefused as refused:
            meaning = self._http.meaning(refused)
            return "" if isinstance(meaning, Conflict) else f"{name}: make a unique text property {KEY} ({meaning})"
        return ""

    @cached_property
    def _owner(self) -> str:
        owner = self._settings.owner
        found = self._owners(owner)
        if not found:
            todo = "set crm_integration.hubspot.owner to a user's e-mail address or owner id"
            raise Fatal(f"HubSpot has no owner {owner!r}: {todo}")
        return str(found[0]["id"])

    def _owners(self, wanted: str) -> Sequence[Mapping[str, Any]]:
        """Those of this id or e-mail address; HubSpot tells of no deactivated ones."""
        path = f"/crm/owners/{VERSION}"
        if not wanted.isdecimal():
            return list(self._http.read(path, email=wanted)["results"])
        try:
            return [self._http.read(f"{path}/{wanted}")]
        except NotFound:
            return []

    @cached_property
    def _pipeline_id(self) -> str:
        return str(self._pipeline(self._settings.pipeline)["id"])

    def _pipeline(self, wanted: str) -> Mapping[str, Any]:
        every = self._http.read(f"/crm/pipelines/{VERSION}/deals")["results"]
        pipelines = sorted((each for each in every if not each.get("archived")), key=itemgetter("displayOrder"))
        found = [each for each in pipelines if not wanted or wanted in {each["id"], each["label"]}]
        if not found:
            known = ", ".join(each["label"] for each in pipelines)
            raise Fatal(f"HubSpot has no deal pipeline {wanted!r}; it has: {known}")
        return dict(found[0])

    def _properties(self, name: str) -> list[dict[str, Any]]:
        return list(self._http.read(f"/crm/properties/{VERSION}/{quote(name)}")["results"])


def _stage(described: Mapping[str, Any]) -> Stage:
    known = described["metadata"]
    probability = float(known.get("probability") or 0)
    return Stage(
        stage_id=described["id"],
        label=described["label"],
        probability=probability,
        closed=known.get("isClosed") == "true" or probability == 1,
    )


def _key_property(group: str) -> dict[str, Any]:
    return {
        "name": KEY,
        "label": "Sales Agent key",
        "description": "Keeps the Sales Agent from making a record twice. Do not change.",
        "groupName": group,
        "type": "string",
        "fieldType": "text",
        "hasUniqueValue": True,
    }
