"""A HubSpot portal's records."""

from collections.abc import Callable, Iterator, Mapping
from datetime import timedelta
from typing import Any

from local.vendors.grants import Grants, Rotation
from local.vendors.hubspot import schema
from local.vendors.hubspot.errors import PORTAL_ID, Refused, conflict, invalid_properties, not_found
from local.vendors.hubspot.limits import Limits
from local.vendors.hubspot.links import Links
from local.vendors.hubspot.properties import REQUIRED, fresh_properties
from local.vendors.hubspot.record import Record
from local.vendors.hubspot.rules import Rules
from local.vendors.hubspot.validation import check_values
from local.vendors.kit import Clock

ACCESS_TOKEN = "pat-eu1-stand-in"  # noqa: S105 - opens nothing but this stand-in
REFRESH_TOKEN = "stand-in-hubspot-refresh-token"  # noqa: S105 - opens nothing but this stand-in
PORTAL = "portal"
ACCOUNT = {
    "portalId": PORTAL_ID,
    "accountType": "STANDARD",
    "timeZone": "Europe/London",
    "companyCurrency": "GBP",
    "additionalCurrencies": [],
    "utcOffset": "+00:00",
    "utcOffsetMilliseconds": 0,
    "uiDomain": "app.hubspot.com",
    "dataHostingLocation": "eu1",
}
TOKEN_LIFETIME = timedelta(minutes=30)
"""developers.hubspot.com/docs/methods/oauth2/refresh-access-token"""


class Portal:
    """Its own details, records, associations, property definitions, the administrator's rules, limits and tokens.

    Search lags by `index_lag`.
    """

    def __init__(
        self, clock: Clock, index_lag: timedelta, rotation: Rotation, limits: Callable[[Clock], Limits]
    ) -> None:
        self.clock, self.index_lag = clock, index_lag
        self._rotation, self._fresh_limits = rotation, limits
        self.reset()

    def reset(self) -> None:
        """An empty, connected portal with the properties of `fresh_properties`."""
        self.records: dict[str, dict[str, Record]] = {object_type: {} for object_type in schema.OBJECT_TYPES}
        self.account = dict(ACCOUNT)
        self.properties = fresh_properties()
        self.links = Links()
        self.rules = Rules()
        self.limits = self._fresh_limits(self.clock)
        self.grants = Grants(self.clock, TOKEN_LIFETIME, self._rotation)
        self.grants.connect(PORTAL, REFRESH_TOKEN)
        self._moved: dict[str, str] = {}
        self._last_id = 100_000

    def state(self) -> dict[str, Any]:
        """Every record with its associations, archived ones too."""
        return {
            object_type: [
                {**record.envelope(dict(record.properties)), "associations": self.links.of(object_type, record.id)}
                for record in records.values()
            ]
            for object_type, records in self.records.items()
        }

    def held(self, record: Record) -> dict[str, str]:
        """A record's properties, with those that HubSpot works out itself."""
        companies = self.links.between((record.object_type, record.id), "companies")
        primary = schema.PRIMARY_ASSOCIATIONS.get((record.object_type, "companies"))
        first = next((each for each, types in companies.items() if primary in types), next(iter(companies), ""))
        known = {"associatedcompanyid": first} if record.object_type == "contacts" else {}
        return record.properties | known

    def live(self, object_type: str) -> Iterator[Record]:
        """The records that are not archived."""
        return (record for record in self.records[object_type].values() if not record.archived)

    def get(self, object_type: str, record_id: str, id_property: str = "", *, archived: bool = False) -> Record:
        """The record with this id (a merged one's id leads to what it became), or this value of a unique property.

        Raises Refused.
        """
        found = self.find(object_type, id_property, record_id) if id_property else self._by_id(object_type, record_id)
        if found is None or found.archived != archived:
            raise not_found(object_type)
        return found

    def find(self, object_type: str, id_property: str, value: str) -> Record | None:
        """The living record with `value` in the unique property. Raises Refused when it is not unique."""
        if id_property == "email" and object_type == "contacts":
            return next((each for each in self.live(object_type) if each.answers_to(value.lower())), None)
        definition = self.properties[object_type].get(id_property)
        if definition is None or not (definition.unique or id_property == "hs_object_id"):
            raise Refused(400, f"Property '{id_property}' is not a unique property of {object_type}")
        return next((each for each in self.live(object_type) if each.properties.get(id_property) == value), None)

    def create(self, object_type: str, values: Mapping[str, str | None]) -> Record:
        """A new record. Raises Refused."""
        self._check(object_type, values, None)
        missing = [name for name in REQUIRED.get(object_type, ()) if not values.get(name)]
        if missing:
            raise Refused(400, f"Error creating {schema.SINGULAR[object_type]}. Some required properties were not set.",
                          context={"properties": missing})  # fmt: skip
        self.rules.check(object_type, {name: value or "" for name, value in values.items()}, creating=True)
        record = Record(object_type, self._next_id(), self.clock.now())
        record.write(dict(values), record.created)
        self.records[object_type][record.id] = record
        return record

    def update(self, record: Record, values: Mapping[str, str | None]) -> Record:
        """Changes some values. Raises Refused."""
        self._check(record.object_type, values, record)
        after = record.properties | {name: value or "" for name, value in values.items()}
        self.rules.check(record.object_type, after, creating=False)
        record.write(dict(values), self.clock.now())
        return record

    def merge(self, object_type: str, primary_id: str, other_id: str) -> Record:
        """Two become a new record: the primary's values, the other's where those are empty; both ids lead to it."""
        old = [self.get(object_type, primary_id), self.get(object_type, other_id)]
        values: dict[str, str | None] = {**_filled(old[1]), **_filled(old[0])}
        merged = Record(object_type, self._next_id(), old[0].created)
        if object_type == "contacts":
            others = sorted((old[0].emails | old[1].emails) - {str(values.get("email", ""))})
            values["hs_additional_emails"] = ";".join(others)
        values["hs_merged_object_ids"] = ";".join(record.id for record in old)
        for record in old:
            record.archive(self.clock.now())
            self._moved[record.id] = merged.id
            self.links.move(object_type, record.id, merged.id)
        merged.write(values, self.clock.now())
        self.records[object_type][merged.id] = merged
        return merged

    def purge(self, object_type: str, record_id: str) -> None:
        """GDPR deletion: the record, its associations and its values are gone for good."""
        record = self.get(object_type, record_id)
        del self.records[object_type][record.id]
        self.links.forget(object_type, record.id)

    def _by_id(self, object_type: str, record_id: str) -> Record | None:
        while record_id in self._moved:
            record_id = self._moved[record_id]
        return self.records[object_type].get(record_id)

    def _check(self, object_type: str, values: Mapping[str, str | None], itself: Record | None) -> None:
        check_values(self.properties[object_type], values)
        for name, value in values.items():
            if not value or not self.properties[object_type][name].unique:
                continue
            holder = self.find(object_type, name, value)
            if holder and holder is not itself:
                raise _taken(object_type, name, value, holder, itself)

    def _next_id(self) -> str:
        self._last_id += 1
        return str(self._last_id)


def _filled(record: Record) -> dict[str, str]:
    return {name: value for name, value in record.properties.items() if value}


def _taken(object_type: str, name: str, value: str, holder: Record, itself: Record | None) -> Refused:
    if name == "email":
        return conflict(schema.SINGULAR[object_type], holder.id)
    where = f"PropertyValueCoordinates{{objectTypeId={schema.OBJECT_TYPES[object_type]}, propertyName={name}}}"
    message = f"Cannot set {where} to {value} on {itself.id if itself else 'new'}. {holder.id} already has that value."
    return invalid_properties([{"name": name, "error": "CONFLICTING_UNIQUE_VALUE", "message": message}])
