"""Receipts in DynamoDB, forgotten after a week."""

from sales_agent.adapters import keys
from sales_agent.adapters.dynamo import ConditionFailed, Table
from sales_agent.domain.record import utc_now
from sales_agent.ports.receipts import Receipts

SECONDS = 7 * 24 * 3600


class DynamoReceipts(Receipts):
    """One item a delivery."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def claim(self, source: str, delivery_id: str) -> bool:
        item = {**_key(source, delivery_id), "kind": "receipt", "expires_at": int(utc_now().timestamp()) + SECONDS}
        try:
            self._table.put(item, ConditionExpression="attribute_not_exists(PK)")
        except ConditionFailed:
            return False
        return True

    def release(self, source: str, delivery_id: str) -> None:
        self._table.delete(_key(source, delivery_id))


def _key(source: str, delivery_id: str) -> dict[str, str]:
    return keys.key(f"RECEIPT#{source}#{delivery_id}", "RECEIPT")
