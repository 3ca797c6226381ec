"""Circuits in DynamoDB: one item per tenant and vendor, changed by compare and swap."""

from datetime import timedelta

from sales_agent.adapters import keys
from sales_agent.adapters.dynamo import ConditionFailed, Table, as_item
from sales_agent.domain.circuit import Circuit
from sales_agent.domain.record import utc_now
from sales_agent.ports.circuits import Circuits
from sales_agent.ports.errors import Conflict

FORGOTTEN_AFTER = timedelta(days=7)


class DynamoCircuits(Circuits):
    """A vendor that was not called for a week is a new one."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def find(self, tenant: str, vendor: str) -> Circuit:
        item = self._table.get(_place(tenant, vendor), consistent=True)
        return Circuit.model_validate(item) if item else Circuit(tenant=tenant, vendor=vendor)

    def keep(self, circuit: Circuit) -> Circuit:
        kept = circuit.model_copy(update={"version": circuit.version + 1})
        expires_at = int((utc_now() + FORGOTTEN_AFTER).timestamp())
        item = as_item(kept, **_place(circuit.tenant, circuit.vendor), kind="circuit", expires_at=expires_at)
        try:
            self._table.put(
                item,
                ConditionExpression="version = :version" if circuit.version else "attribute_not_exists(PK)",
                **({"ExpressionAttributeValues": {":version": circuit.version}} if circuit.version else {}),
            )
        except ConditionFailed as faster:
            raise Conflict("another worker called this vendor meanwhile") from faster
        return kept


def _place(tenant: str, vendor: str) -> dict[str, str]:
    return keys.key(keys.tenant(tenant), f"CIRCUIT#{vendor}")
