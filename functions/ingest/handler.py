"""Ingests a site export when it is dropped into the bucket."""

from typing import Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from sales_agent.batches import handle_batch
from sales_agent.bootstrap.site import ingest_drop
from sales_agent.observability import logger
from sales_agent.ports.errors import Refused


def ingest(record: SQSRecord) -> None:
    """One message of the queue: EventBridge's "Object Created" of S3, whose keys are not URL-encoded."""
    key = record.json_body["detail"]["object"]["key"]
    if key.endswith("/"):
        return
    try:
        report = ingest_drop()(key)
    except Refused as refusal:
        logger.error("site refused", extra={"key": key, "reason": str(refusal)})
        return
    counts = {name: value for name, value in report.to_json().items() if isinstance(value, int)}
    logger.info("site ingested", extra={"key": key, **counts, "broken": len(report.broken)})


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: Any) -> Any:
    """Entry point: a batch of the queue."""
    return handle_batch(event, ingest, context)
