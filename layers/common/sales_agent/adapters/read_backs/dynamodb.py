"""Comparisons with CRMs in DynamoDB: one item per tenant and account of a CRM, forgotten after 90 days."""

from datetime import timedelta

from sales_agent.adapters import keys
from sales_agent.adapters.dynamo import Table, as_item
from sales_agent.domain.crm_read_back import ReadBack
from sales_agent.domain.record import utc_now
from sales_agent.ports.read_backs import ReadBacks

KEPT = timedelta(days=90)


class DynamoReadBacks(ReadBacks):
    """MOST_FINDINGS of them fit into the 400 KB of an item."""

    def __init__(self, table: Table, account: str = "") -> None:
        self._table, self._account = table, account

    def keep(self, read_back: ReadBack) -> None:
        expires_at = int((utc_now() + KEPT).timestamp())
        place = self._place(read_back.tenant, read_back.crm)
        self._table.put(as_item(read_back, **place, kind="read_back", expires_at=expires_at))

    def find(self, tenant: str, crm: str) -> ReadBack | None:
        item = self._table.get(self._place(tenant, crm), consistent=True)
        return ReadBack.model_validate(item) if item else None

    def _place(self, tenant: str, crm: str) -> dict[str, str]:
        return keys.key(keys.tenant(tenant), f"READBACK#{keys.of_account(crm, self._account)}")
