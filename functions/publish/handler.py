"""The table's change stream becomes domain events on the bus."""

from typing import Any

from sales_agent.adapters.dynamo import decode
from sales_agent.bootstrap.outbox import announce
from sales_agent.observability import logger
from sales_agent.services.announce import Change


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, list[dict[str, str]]]:
    """Entry point: DynamoDB stream records; those whose events the bus did not take are delivered again."""
    changes = [_change(record["dynamodb"]) for record in event["Records"]]
    failed = announce()(changes)
    logger.info("announced", changes=len(changes), failed=len(failed))
    return {"batchItemFailures": [{"itemIdentifier": place} for place in failed]}


def _change(record: dict[str, Any]) -> Change:
    old, new = record.get("OldImage"), record.get("NewImage")
    return Change(
        place=record["SequenceNumber"],
        old=decode(old) if old else None,
        new=decode(new) if new else None,
    )
