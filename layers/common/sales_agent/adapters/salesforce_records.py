"""Reading an org's records: what stands there today for what was asked for.

SOQL reads the database itself, and with deleted records and archived activities among the rows: a merged record still
leads to the one it became, an old note is still there.
"""

from collections.abc import Iterable, Sequence
from typing import Any

from sales_agent.adapters.salesforce_client import Moved, Row, SalesforceClient
from sales_agent.adapters.salesforce_objects import ACTIVITIES, AGAIN, KEY, OBJECTS, TRACES, values_of
from sales_agent.adapters.salesforce_setup import SalesforceSetup
from sales_agent.domain.crm import CrmRecord, CrmRef, Kind
from sales_agent.domain.crm_merge import distinct


class SalesforceRecords:
    """The records of one org."""

    def __init__(self, org: SalesforceClient, setup: SalesforceSetup) -> None:
        self._org = org
        self._setup = setup

    def standing(self, kind: Kind, where: str, /, **values: Any) -> list[CrmRecord]:
        """What the rows of this kind are today, each once."""
        rows = ((name, row) for name in OBJECTS[kind] for row in self.rows(name, where, **values))
        records = (self._became(kind, name, row, ()) for name, row in rows)
        return distinct([record for record in records if record])

    def read(self, ref: CrmRef, fields: Sequence[str]) -> CrmRecord | None:
        """The record, or what became of it; None when it is deleted."""
        rows = self.rows(ref.object, "Id = {record_id}", fields, record_id=ref.record_id)
        return self._became(ref.kind, ref.object, rows[0], fields) if rows else None

    def row(self, ref: CrmRef, fields: Iterable[str] = ()) -> Row:
        """A record's own row. Raises Moved when it has been deleted."""
        for row in self.rows(ref.object, "Id = {record_id} AND IsDeleted = false", fields, record_id=ref.record_id):
            return row
        raise Moved(f"the {ref.object} {ref.record_id} has been deleted in Salesforce")

    def rows(self, name: str, where: str, fields: Iterable[str] = (), /, **values: Any) -> list[Row]:
        """The rows of an object with those of these fields that it has."""
        asked = ACTIVITIES.get(name) or [field for field in fields if field in self._setup.names(name)]
        columns = ", ".join(dict.fromkeys(["Id", KEY, "IsDeleted", *TRACES.get(name, ()), *asked]))
        # Names come from Salesforce's own metadata, values are quoted.
        return self._org.query(f"SELECT {columns} FROM {name} WHERE {where}", **values)  # noqa: S608

    def record(self, kind: Kind, name: str, row: Row) -> CrmRecord:
        """A row as a record."""
        account = row.get("AccountId") if name == "Contact" else None
        return CrmRecord(
            ref=CrmRef(kind=kind, object=name, record_id=row["Id"]),
            key=(row.get(KEY) or "").removesuffix(AGAIN),
            values=values_of(name, row),
            company=CrmRef(kind="company", object="Account", record_id=account) if account else None,
            url=f"{self._org.instance_url}/lightning/r/{name}/{row['Id']}/view",
        )

    def _became(self, kind: Kind, name: str, row: Row, fields: Sequence[str]) -> CrmRecord | None:
        """The record itself, the one it was merged into, or the contact that a lead became; None when it is deleted."""
        if row["IsDeleted"]:
            master = row.get("MasterRecordId")
            return self.read(CrmRef(kind=kind, object=name, record_id=master), fields) if master else None
        if not row.get("IsConverted"):
            return self.record(kind, name, row)
        contact = self.read(CrmRef(kind=kind, object="Contact", record_id=row["ConvertedContactId"]), fields)
        made = row["ConvertedOpportunityId"]
        deal = CrmRef(kind="deal", object="Opportunity", record_id=made) if made else None
        return contact and contact.model_copy(update={"deal": deal})
