"""The ledger of mails in DynamoDB: one item a mail, in its session's partition."""

from collections.abc import Sequence
from datetime import timedelta

from sales_agent.adapters import keys
from sales_agent.adapters.dynamo import ConditionFailed, Item, Table, as_item
from sales_agent.domain.record import utc_now
from sales_agent.ports.deliveries import ORDER, TROUBLE, Deliveries, Delivery

MAIL = "MAIL#"
STATUS = {"#status": "status"}


class DynamoDeliveries(Deliveries):
    """Keeps deliveries for `retention_days` after they last changed."""

    def __init__(self, table: Table, *, retention_days: int = 365) -> None:
        self._table = table
        self._retention = timedelta(days=retention_days)

    def intend(self, delivery: Delivery) -> Delivery | None:
        try:
            self._table.put(
                self._item(delivery),
                ConditionExpression="attribute_not_exists(PK)",
                ReturnValuesOnConditionCheckFailure="ALL_OLD",
            )
        except ConditionFailed as standing:
            return self._standing(delivery, standing.item)
        return None

    def settle(self, delivery: Delivery) -> None:
        before = ORDER[: ORDER.index(delivery.status)]
        names = {f":s{place}": status for place, status in enumerate(before)}
        allowed = f" OR #status IN ({', '.join(names)})" if names else ""
        options = {"ExpressionAttributeNames": STATUS, "ExpressionAttributeValues": names} if names else {}
        try:
            self._table.put(self._item(delivery), ConditionExpression=f"attribute_not_exists(PK){allowed}", **options)
        except ConditionFailed:
            return

    def release(self, delivery: Delivery) -> None:
        try:
            self._table.delete(
                _key(delivery),
                ConditionExpression="#status = :intended AND #at = :at",
                ExpressionAttributeNames=STATUS | {"#at": "at"},
                ExpressionAttributeValues={":intended": "intended", ":at": as_item(delivery)["at"]},
            )
        except ConditionFailed:
            return

    def list(self, tenant: str, session_id: str) -> list[Delivery]:
        items = self._table.query_all(
            KeyConditionExpression="PK = :pk AND begins_with(SK, :kind)",
            ExpressionAttributeValues={":pk": keys.session(tenant, session_id), ":kind": MAIL},
            ConsistentRead=True,
        )
        return [Delivery.model_validate(item) for item in items]

    def troubled(self, tenant: str) -> Sequence[Delivery]:
        items = self._table.query_all(
            IndexName=keys.UNFINISHED,
            KeyConditionExpression="open_shard = :shard",
            ExpressionAttributeValues={":shard": _trouble(tenant)},
        )
        return [Delivery.model_validate(item) for item in items]

    def _standing(self, delivery: Delivery, item: Item | None) -> Delivery | None:
        """What was there before; our own claim when the SDK wrote it twice because an answer was lost."""
        standing = Delivery.model_validate(item or self._table.get(_key(delivery), consistent=True))
        return None if standing == delivery else standing

    def _item(self, delivery: Delivery) -> Item:
        now = utc_now()
        expires_at = int((now + self._retention).timestamp())
        extra = {"kind": "delivery", "written_at": now.isoformat(), "expires_at": expires_at}
        if delivery.status in TROUBLE:
            extra |= {"open_shard": _trouble(delivery.tenant), "last_activity": delivery.at.isoformat()}
        return as_item(delivery, **_key(delivery), **extra)


def _trouble(tenant: str) -> str:
    return f"MAIL#{tenant}"


def _key(delivery: Delivery) -> dict[str, str]:
    return keys.key(keys.session(delivery.tenant, delivery.session_id), f"{MAIL}{delivery.mail_id}")
