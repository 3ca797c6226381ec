"""DynamoDB as the stores use it: plain values in, plain values out, errors of ours."""

import json
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from pydantic import BaseModel

from sales_agent.adapters.aws import aws_client
from sales_agent.ports.errors import Fatal, Retriable

Item = dict[str, Any]

PASSING = {
    "ProvisionedThroughputExceededException",
    "ThrottlingException",
    "RequestLimitExceeded",
    "InternalServerError",
    "ServiceUnavailable",
    "TransactionInProgressException",
    "TransactionConflictException",
    "TransactionConflict",
}


class ConditionFailed(Exception):
    """A condition did not hold; `item` is what stands there instead, when it was asked for."""

    def __init__(self, item: Item | None = None) -> None:
        super().__init__("condition failed")
        self.item = item


class Table:
    """One DynamoDB table. Raises Retriable when DynamoDB is busy or away, Fatal when it refuses for good."""

    def __init__(self, name: str, client: Any = None) -> None:
        self.name = name
        self._given = client

    @property
    def _client(self) -> Any:
        return self._given or aws_client("dynamodb")

    def get(self, key: Mapping[str, str], *, consistent: bool = False) -> Item | None:
        """The item at a key, or None."""
        reply = self.call("get_item", Key=encode(key), ConsistentRead=consistent)
        return decode(reply["Item"]) if "Item" in reply else None

    def put(self, item: Item, **options: Any) -> None:
        """Writes a whole item. Raises ConditionFailed."""
        self.call("put_item", Item=encode(item), **_values(options))

    def update(self, key: Mapping[str, str], **options: Any) -> Item:
        """Changes an item and returns the attributes that `ReturnValues` asks for. Raises ConditionFailed."""
        reply = self.call("update_item", Key=encode(key), **_values(options))
        return decode(reply.get("Attributes", {}))

    def delete(self, key: Mapping[str, str], **options: Any) -> None:
        """Deletes an item, if it is there. Raises ConditionFailed."""
        self.call("delete_item", Key=encode(key), **_values(options))

    def query(self, **options: Any) -> list[Item]:
        """One page of a query: at most 1 MB or `Limit` items."""
        return [decode(item) for item in self.call("query", **_values(options))["Items"]]

    def query_all(self, **options: Any) -> Iterator[Item]:
        """Every item of a query, page by page."""
        options = _values(options)
        while True:
            reply = self.call("query", **options)
            yield from (decode(item) for item in reply["Items"])
            if "LastEvaluatedKey" not in reply:
                return
            options["ExclusiveStartKey"] = reply["LastEvaluatedKey"]

    def transact(self, writes: Sequence[Mapping[str, Mapping[str, Any]]], *, token: str | None = None) -> None:
        """All writes or none, each `{"Put"|"Update"|"Delete"|"ConditionCheck": {…}}` of plain values.

        A `token` makes repeats within ten minutes one transaction, also after a lost answer. Raises ConditionFailed.
        """
        actions = [{verb: {"TableName": self.name, **_wire(body)}} for write in writes for verb, body in write.items()]
        once = {"ClientRequestToken": token} if token else {}
        self.call("transact_write_items", TransactItems=actions, **once)

    def call(self, operation: str, **arguments: Any) -> Any:
        """One request in DynamoDB's own format, its errors turned into ours."""
        if operation != "transact_write_items":
            arguments["TableName"] = self.name
        try:
            return getattr(self._client, operation)(**arguments)
        except ClientError as error:
            raise _ours(error) from error
        except BotoCoreError as error:
            raise Retriable(f"DynamoDB cannot be reached: {type(error).__name__}") from error


def as_item(record: BaseModel, **extra: Any) -> Item:
    """A record as an item: JSON types, exact decimals, no nulls; `extra` attributes such as keys beside it."""
    fields: Item = json.loads(record.model_dump_json(exclude_none=True), parse_float=Decimal)
    return {**fields, **extra}


def instant(at: datetime) -> str:
    """An instant as items hold it: ISO 8601 in UTC as pydantic writes it, so that text sorts by time."""
    return at.isoformat().replace("+00:00", "Z")


def encode(values: Mapping[str, Any]) -> Item:
    """Plain values in DynamoDB's wire format."""
    return {name: _to_wire(value) for name, value in values.items()}


def decode(item: Mapping[str, Any]) -> Item:
    """A wire-format item as plain values; numbers become int or float."""
    return {name: _from_wire(value) for name, value in item.items()}


def _values(options: Mapping[str, Any]) -> Item:
    return (
        _wire(options)
        if "ExpressionAttributeValues" in options or "Item" in options or "Key" in options
        else dict(options)
    )


def _wire(body: Mapping[str, Any]) -> Item:
    plain = {"Item", "Key", "ExpressionAttributeValues", "ExclusiveStartKey"}
    return {name: encode(value) if name in plain else value for name, value in body.items()}


def _ours(error: ClientError) -> Exception:
    code = error.response["Error"]["Code"]
    if code == "ConditionalCheckFailedException":
        old = error.response.get("Item")
        return ConditionFailed(decode(old) if isinstance(old, dict) else None)
    if code == "TransactionCanceledException":
        return _cancelled(error)
    return (Retriable if code in PASSING else Fatal)(f"DynamoDB: {code}")


def _cancelled(error: ClientError) -> Exception:
    reasons: list[Any] = list(error.response.get("CancellationReasons", []))
    failed = [reason for reason in reasons if reason.get("Code") == "ConditionalCheckFailed"]
    if failed:
        old = next((reason["Item"] for reason in failed if reason.get("Item")), None)
        return ConditionFailed(decode(old) if old else None)
    codes = ", ".join(reason.get("Code", "?") for reason in reasons)
    return Retriable(f"DynamoDB cancelled the transaction: {codes}")


def _to_wire(value: Any) -> Item:
    match value:
        case str():
            return {"S": value}
        case bool():
            return {"BOOL": value}
        case int() | float() | Decimal():
            return {"N": str(value)}
        case None:
            return {"NULL": True}
        case Mapping():
            return {"M": encode(value)}
        case list() | tuple():
            return {"L": [_to_wire(child) for child in value]}
    raise TypeError(f"items hold JSON types, not {type(value).__name__}")


def _from_wire(value: Mapping[str, Any]) -> Any:
    ((kind, content),) = value.items()
    match kind:
        case "S" | "BOOL":
            return content
        case "N":
            number = Decimal(content)
            return int(number) if number == number.to_integral_value() else float(number)
        case "NULL":
            return None
        case "M":
            return decode(content)
        case "L":
            return [_from_wire(child) for child in content]
    raise TypeError(f"items hold JSON types, not {kind}")
