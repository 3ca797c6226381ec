"""A Zoho CRM organisation's records."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from local.vendors.grants import Grants, Rotation
from local.vendors.kit import Clock
from local.vendors.zoho.credits import Credits
from local.vendors.zoho.errors import Refused, RowRefused, together
from local.vendors.zoho.fields import Field, Record
from local.vendors.zoho.modules import UPSERTED_BY, fresh_fields
from local.vendors.zoho.validation import check, check_stage, known

REFRESH_TOKEN = "1000.stand-in-zoho-refresh-token"  # noqa: S105 - opens nothing but this stand-in
ORGANISATION = "organisation"
TOKEN_LIFETIME = timedelta(hours=1)
USER = {"id": "5554580000000000001", "name": "Maria Weber", "email": "maria@example.com"}


@dataclass(frozen=True)
class Deleted:
    """What is left of a record in the recycle bin."""

    module: str
    id: str
    at: str
    into: str | None


class Organisation:
    """Its own details, records by module and id, field definitions, credits and tokens. Search lags by `index_lag`."""

    def __init__(self, clock: Clock, index_lag: timedelta, credits_a_day: int) -> None:
        self.clock, self.index_lag, self._fresh_credits = clock, index_lag, credits_a_day
        self.reset()

    def reset(self) -> None:
        """An organisation without records, connected."""
        self.org, self.fields = {"zgid": "20099", "type": "production"}, fresh_fields()
        self.records: dict[str, dict[str, Record]] = {module: {} for module in self.fields}
        self.attachments: list[dict[str, Any]] = []
        self.deleted: list[Deleted] = []
        self.workflows: list[str] = []
        self.credits = Credits(self.clock, self._fresh_credits)
        self.grants = Grants(self.clock, TOKEN_LIFETIME, Rotation.NONE)
        self.grants.connect(ORGANISATION, REFRESH_TOKEN)
        self._past: dict[str, list[tuple[datetime, Record]]] = {}
        self._last_id = 0

    def state(self) -> dict[str, Any]:
        """Every record, attachment (by name and size) and what was deleted."""
        files = [{**each, "content": len(each["content"])} for each in self.attachments]
        held = {module: list(records.values()) for module, records in self.records.items()}
        return {**held, "Attachments": files, "deleted": [vars(each) for each in self.deleted]}

    def module(self, name: str) -> dict[str, Field]:
        """The module's fields. Raises Refused."""
        if name not in self.fields:
            raise Refused(400, "INVALID_MODULE", resource_path_index=0)
        return self.fields[name]

    def get(self, module: str, record_id: str) -> Record:
        """The record. Raises RowRefused."""
        self.module(module)
        if record_id not in self.records[module]:
            raise RowRefused("INVALID_DATA", api_name="id", expected_data_type="bigint")
        return self.records[module][record_id]

    def create(self, module: str, values: Record, at: int = 0) -> Record:
        """A new record from the `at`-th row. Raises RowRefused."""
        fields = self.module(module)
        check(fields, values, at, creating=True)
        kept = known(fields, values)
        self._check_saved(module, kept, at, None)
        now = stamp(self.clock.now())
        record: Record = {"id": self._next_id(), "Owner": USER, "Created_Time": now, "Created_By": USER}
        if module == "Leads":
            record |= {"Converted__s": False, "$converted": False}
        self.records[module][record["id"]] = record
        return self._write(record, kept)

    def update(self, module: str, record: Record, values: Record, at: int = 0) -> Record:
        """Changes some values. Raises RowRefused."""
        if record.get("$converted"):
            raise RowRefused("ID_ALREADY_CONVERTED")
        fields = self.module(module)
        check(fields, values, at, creating=False)
        kept = known(fields, values)
        self._check_saved(module, {**record, **kept}, at, record)
        return self._write(record, kept)

    def duplicate_of(self, module: str, values: Record, fields: list[str]) -> tuple[Record, str] | None:
        """What an upsert updates, and the field that told: of several, the one changed last; never a converted lead."""
        for name in fields or [*UPSERTED_BY[module], *self._unique(module)]:
            found = [each for each in self._live(module) if values.get(name) and _same(each, values, name)]
            if found:
                return max(found, key=lambda each: str(each["Modified_Time"])), name
        return None

    def delete(self, module: str, record_id: str, into: str | None = None) -> None:
        """To the recycle bin, with its notes and attachments; `into` is what it was merged into.

        zoho.com/crm/developer/docs/api/v8/restore-recycle-bin-records.html brings them back together.
        """
        record = self.records[module].pop(record_id)
        self.attachments = [each for each in self.attachments if each["Parent_Id"]["id"] != record_id]
        for note in [each for each in self.records["Notes"].values() if each["Parent_Id"]["id"] == record_id]:
            self.delete("Notes", note["id"])
        self.deleted.append(Deleted(module, record["id"], stamp(self.clock.now()), into))

    def move(self, old_id: str, module: str, new_id: str) -> None:
        """A conversion or a merge: notes, attachments and activities of one record now are another's."""
        for thing in (*self.records["Notes"].values(), *self.attachments):
            if thing["Parent_Id"]["id"] == old_id:
                thing |= {"Parent_Id": {"id": new_id}, "$se_module": module}
        for activity in (*self.records["Tasks"].values(), *self.records["Events"].values()):
            _move_activity(activity, old_id, module, {"id": new_id})

    def attach(self, module: str, record_id: str, name: str, content: bytes) -> Record:
        """Files a document under a record."""
        about = {"Parent_Id": {"id": record_id}, "$se_module": module, "File_Name": name, "content": content}
        made = {"id": self._next_id(), "Created_Time": stamp(self.clock.now()), "Created_By": USER, **about}
        self.attachments.append(made)
        return made

    def indexed(self, module: str) -> Iterator[Record]:
        """The records as search sees them."""
        until = self.clock.now() - self.index_lag
        for record in self.records[module].values():
            seen = [values for at, values in self._past[record["id"]] if at <= until]
            if seen:
                yield {**seen[-1], **{name: record[name] for name in record if name.startswith("$conv")}}

    def _live(self, module: str) -> Iterator[Record]:
        return (each for each in self.records[module].values() if not each.get("$converted"))

    def _unique(self, module: str) -> list[str]:
        return [field.api_name for field in self.fields[module].values() if field.unique]

    def _check_saved(self, module: str, after: Record, at: int, itself: Record | None) -> None:
        problems = [
            RowRefused(
                "DUPLICATE_DATA",
                api_name=name,
                json_path=f"$.data[{at}].{name}",
                id=other["id"],
                duplicate_record={"id": other["id"], "module": {"api_name": module}},
            )
            for name in self._unique(module)
            for other in self._live(module)
            if other is not itself and after.get(name) and _same(other, after, name)
        ]
        problems += [
            RowRefused("INVALID_DATA", api_name=name, json_path=f"$.data[{at}].{name}.id")
            for name, target in self._lookups(module, after)
            if after[name]["id"] not in self.records.get(target, {})
        ]
        if problems:
            raise together(problems)
        if module == "Deals":
            check_stage(after, at)

    def _lookups(self, module: str, values: Record) -> Iterator[tuple[str, str]]:
        """(field, module it leads to) of the lookups that are set; a person's or record's own module is in the row."""
        for name, field in self.fields[module].items():
            if field.module and field.module != "Users" and values.get(name):
                target = values.get("$se_module", "") if field.module == "$se_module" else field.module
                yield name, str(target)

    def _write(self, record: Record, values: Record) -> Record:
        now = self.clock.now()
        record |= values | {"Modified_Time": stamp(now), "Modified_By": USER}
        if "Last_Name" in record:
            record["Full_Name"] = " ".join(filter(None, (record.get("First_Name"), record["Last_Name"])))
        self._past.setdefault(record["id"], []).append((now, dict(record)))
        return record

    def _next_id(self) -> str:
        self._last_id += 1
        return f"5554580000001{self._last_id:06d}"


def stamp(at: datetime) -> str:
    """Zoho's way to write an instant."""
    return at.isoformat(timespec="seconds")


def _same(record: Record, values: Record, name: str) -> bool:
    return str(record.get(name) or "").lower() == str(values[name]).lower()


def _move_activity(activity: Record, old_id: str, module: str, new: Record) -> None:
    if (activity.get("Who_Id") or {}).get("id") == old_id:
        activity["Who_Id"] = new
    if (activity.get("What_Id") or {}).get("id") == old_id:
        is_person = module == "Contacts"
        activity.update({"Who_Id": new, "What_Id": None, "$se_module": None} if is_person else {"What_Id": new})
