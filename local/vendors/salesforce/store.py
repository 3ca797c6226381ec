"""A Salesforce org's records."""

from collections.abc import Iterator
from copy import deepcopy
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from local.vendors.grants import Grants, Rotation
from local.vendors.kit import Clock
from local.vendors.salesforce import derived, duplicates
from local.vendors.salesforce.errors import Refused, SeveralMatch, not_found
from local.vendors.salesforce.fields import Field, Record
from local.vendors.salesforce.ids import record_id, with_suffix
from local.vendors.salesforce.objects import PREFIXES, STAGES, USERS, fresh_fields
from local.vendors.salesforce.validation import check

USERNAME = "agent@example.com"
REFRESH_TOKEN = "stand-in-salesforce-refresh-token"  # noqa: S105 - opens nothing but this stand-in
SESSION = timedelta(hours=2)
VERSION = "v67.0"
HANGING = {"Task": ("WhoId", "WhatId"), "Event": ("WhoId", "WhatId"), "ContentDocumentLink": ("LinkedEntityId",)}
"""What hangs on a record, and the fields that say so."""


@dataclass(frozen=True)
class Rule:
    """An administrator's validation rule: `required` must be filled, once `when` has the value `equals` (or always)."""

    sobject: str
    required: str
    when: str = ""
    equals: str = ""
    message: str = "A required value is missing."

    def broken_by(self, sobject: str, record: Record) -> bool:
        """Whether a record with these values may not be saved."""
        if sobject != self.sobject or record.get(self.required):
            return False
        return not self.when or record.get(self.when) == self.equals


class Org:
    """Records by object and id, field definitions, rules, API budget and tokens."""

    def __init__(self, clock: Clock, daily: int, rotation: Rotation = Rotation.NONE) -> None:
        self.clock, self._fresh_daily, self._rotation = clock, daily, rotation
        self.reset()

    def reset(self) -> None:
        """An org with its users and stages and no records, connected."""
        self.fields = fresh_fields()
        self.records: dict[str, dict[str, Record]] = {name: {} for name in self.fields}
        self.rules: list[Rule] = []
        self.duplicate_rules = {"Lead": duplicates.ALERT, "Contact": duplicates.ALERT}
        self.cursors: dict[str, list[Record]] = {}
        self.daily, self.used = self._fresh_daily, 0
        self.grants = Grants(self.clock, SESSION, self._rotation)
        self.grants.connect(USERNAME, REFRESH_TOKEN)
        self.metadata_changed: datetime = self.clock.now().replace(microsecond=0)
        self._numbers = dict.fromkeys(PREFIXES, 0)
        self.save("Organization", {"Name": "Wren & Kettle"})
        for user in USERS:
            self.save("User", dict(user))
        for at, (name, probability, closed, won) in enumerate(STAGES, 1):
            flags = {"IsActive": True, "IsClosed": closed, "IsWon": won, "SortOrder": at}
            label = {"MasterLabel": name, "ApiName": name, "DefaultProbability": probability}
            self.save("OpportunityStage", {**label, **flags})

    def state(self) -> dict[str, Any]:
        """Every record of every object, deleted ones too, without the contents of files."""
        return {
            name: [{key: value for key, value in record.items() if key != "VersionData"} for record in records.values()]
            for name, records in self.records.items()
        }

    def live(self, sobject: str) -> Iterator[Record]:
        """The records outside the recycle bin."""
        return (record for record in self.records[sobject].values() if not record["IsDeleted"])

    def described(self, sobject: str) -> dict[str, Field]:
        """The object's fields by name. Raises Refused for an unknown object."""
        if sobject not in self.fields:
            raise Refused(404, "NOT_FOUND")
        return self.fields[sobject]

    def get(self, sobject: str, given_id: str) -> Record:
        """The record. Raises Refused when it is not there or deleted."""
        self.described(sobject)
        record = self.records[sobject].get(with_suffix(given_id))
        if record is None:
            raise not_found(given_id)
        if record["IsDeleted"]:
            raise Refused(404, "ENTITY_IS_DELETED", "entity is deleted")
        return record

    def by_external_id(self, sobject: str, field: str, value: str) -> Record | None:
        """The one record with this value in an external id (or Email, which is not unique).

        Raises Refused for a field that cannot be looked up by, SeveralMatch when several fit.
        """
        definition = self.described(sobject).get(field)
        if definition is None or not (definition.external_id or definition.id_lookup):
            raise not_found(field)
        found = [each for each in self.live(sobject) if str(each.get(field) or "").lower() == value.lower()]
        if len(found) > 1:
            raise SeveralMatch([url(sobject, each["Id"]) for each in found])
        return found[0] if found else None

    def create(self, sobject: str, values: Record, *, allow_duplicates: bool = False) -> Record:
        """A new record through the API. Raises Refused."""
        check(sobject, self.described(sobject), values, creating=True)
        self._check_unique(sobject, values, None)
        self._check_saved(sobject, values)
        if not allow_duplicates or self.duplicate_rules.get(sobject) == duplicates.BLOCK:
            duplicates.check(self, sobject, values)
        return self.save(sobject, values)

    def update(self, sobject: str, record: Record, values: Record) -> Record:
        """Changes a record through the API. Raises Refused."""
        check(sobject, self.described(sobject), values, creating=False)
        if record.get("IsConverted"):
            raise Refused(400, "CANNOT_UPDATE_CONVERTED_LEAD", "cannot reference converted lead")
        self._check_unique(sobject, values, record)
        self._check_saved(sobject, record | values)
        self._write(sobject, record, values)
        return record

    def save(self, sobject: str, values: Record) -> Record:
        """Stores a new record as it is."""
        self._numbers[sobject] += 1
        record: Record = dict.fromkeys(self.fields[sobject])
        record |= {name: each.default for name, each in self.fields[sobject].items() if each.default is not None}
        record |= {name: False for name, each in self.fields[sobject].items() if each.type == "boolean"}
        record["Id"] = record_id(PREFIXES[sobject], self._numbers[sobject])
        record["CreatedDate"] = stamp(self.clock.now())
        self.records[sobject][record["Id"]] = record
        self._write(sobject, record, values)
        derived.after_insert(self, sobject, record)
        return record

    def delete(self, record: Record, master_id: str | None = None) -> None:
        """Moves a record to the recycle bin; `master_id` is what it was merged into."""
        record |= {"IsDeleted": True, "MasterRecordId": master_id, "SystemModstamp": stamp(self.clock.now())}

    def move(self, old_id: str, new_id: str) -> None:
        """A conversion or a merge: activities and files of one record now are another's."""
        for sobject, names in HANGING.items():
            for record in self.live(sobject):
                record |= {name: new_id for name in names if record[name] == old_id}

    def snapshot(self) -> dict[str, dict[str, Record]]:
        """The records as they are, to go back to."""
        return deepcopy(self.records)

    def _write(self, sobject: str, record: Record, values: Record) -> None:
        now = stamp(self.clock.now())
        record |= {name: None if value == "" else value for name, value in values.items()}
        record |= {"LastModifiedDate": now, "SystemModstamp": now, **derived.values(sobject, record)}
        if sobject in ("Task", "Event"):
            record["AccountId"] = derived.account_of(self, record)

    def _check_unique(self, sobject: str, values: Record, itself: Record | None) -> None:
        for name in (name for name in values if self.fields[sobject][name].unique and values[name]):
            holder = self.by_external_id(sobject, name, values[name])
            if holder is not None and holder is not itself:
                message = f"duplicate value found: {name} duplicates value on record with id: {holder['Id'][:15]}"
                raise Refused(400, "DUPLICATE_VALUE", message)

    def _check_saved(self, sobject: str, record: Record) -> None:
        derived.check_references(self, sobject, record)
        for rule in self.rules:
            if rule.broken_by(sobject, record):
                raise Refused(400, "FIELD_CUSTOM_VALIDATION_EXCEPTION", rule.message, (rule.required,))


def stamp(at: datetime) -> str:
    """Salesforce's way to write an instant."""
    return at.strftime("%Y-%m-%dT%H:%M:%S.") + f"{at.microsecond // 1000:03d}+0000"


def url(sobject: str, given_id: str) -> str:
    """A record's address below the host."""
    return f"/services/data/{VERSION}/sobjects/{sobject}/{given_id}"
