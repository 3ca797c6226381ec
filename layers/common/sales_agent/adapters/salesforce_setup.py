"""How an org is set up: its objects' metadata, our key in them, and whose and of what type new records are."""

from collections.abc import Mapping
from functools import cache, cached_property
from typing import Any

from sales_agent.adapters.salesforce_client import SalesforceClient
from sales_agent.adapters.salesforce_objects import ACTIVITIES, KEY, KEY_LENGTH, OBJECTS
from sales_agent.domain.config_crm import Salesforce
from sales_agent.ports.errors import Fatal

USER = "SELECT Id FROM User WHERE IsActive = true AND (Username = {owner} OR Email = {owner})"


class SalesforceSetup:
    """Reads each object's metadata once."""

    def __init__(self, org: SalesforceClient, settings: Salesforce) -> None:
        self._org = org
        self._settings = settings
        self.described = cache(org.describe)

    def names(self, name: str) -> set[str]:
        """The names of an object's fields."""
        return {field["name"] for field in self.described(name)["fields"]}

    def belongings(self, name: str) -> dict[str, str]:
        """Owner and record type of a new record. Raises Fatal when what the tenant names is not there."""
        return {**self._owner, **(self._record_type if name == "Opportunity" else {})}

    def missing_keys(self) -> list[str]:
        """What an administrator must still do for our key, an object a line.

        Whoever may make fields may change everything in an org: the integration's user should not.
        """
        names = [name for objects in OBJECTS.values() for name in objects if not self._has_key(name)]
        return [
            f"{'Activity' if name in ACTIVITIES else name}: make the custom field {KEY}, Text({KEY_LENGTH}),"
            f" External ID, Unique (case-insensitive), and let the integration's user read and edit it on {name}"
            for name in names
        ]

    def is_unique(self, name: str) -> bool:
        """Whether Salesforce itself refuses a second record under our key; an org's activities may do without."""
        return bool(self._key(name).get("unique"))

    def _has_key(self, name: str) -> bool:
        field, unique = self._key(name), self.is_unique(name) or name in ACTIVITIES
        return bool(field.get("externalId") and unique and field["updateable"] and field["length"] >= KEY_LENGTH)

    def _key(self, name: str) -> Mapping[str, Any]:
        return next((one for one in self.described(name)["fields"] if one["name"] == KEY), {})

    @cached_property
    def _owner(self) -> dict[str, str]:
        owner = self._settings.owner
        if not owner:
            return {}
        rows = self._org.query(USER, owner=owner)
        if len(rows) != 1:
            todo = "set crm_integration.salesforce.owner to a user's own user name"
            raise Fatal(f"Salesforce has {len(rows)} active users of user name or e-mail address {owner!r}: {todo}")
        return {"OwnerId": rows[0]["Id"]}

    @cached_property
    def _record_type(self) -> dict[str, str]:
        wanted = self._settings.pipeline
        if not wanted:
            return {}
        for kind in self.described("Opportunity").get("recordTypeInfos") or ():
            if wanted in {kind["developerName"], kind["name"], kind["recordTypeId"]} and kind["available"]:
                return {"RecordTypeId": kind["recordTypeId"]}
        raise Fatal(f"Salesforce has no record type {wanted!r} of Opportunity that the integration's user may use")
