"""One conversation into one CRM: the queue's name says which."""

import random
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from sales_agent.bootstrap import crm
from sales_agent.domain.events import Event
from sales_agent.domain.redelivery import LONGEST_ASKED, seconds_before
from sales_agent.observability import logger, metrics
from sales_agent.ports.errors import Fatal, SalesAgentError

processor = BatchProcessor(event_type=EventType.SQS, raise_on_entire_batch_failure=False)


def sync(record: SQSRecord) -> None:
    """One message of a queue `…-crm-<name>`: something that a CRM should know has changed."""
    event, queue = Event.model_validate(record.json_body["detail"]), record.event_source_arn.rpartition(":")[2]
    try:
        if syncing := crm.sync_crm(event.tenant, queue.rpartition("-crm-")[2]):
            syncing(event.tenant, event.session_id)
    except SalesAgentError as trouble:
        _postpone(queue, record, trouble)
        raise


def _postpone(queue: str, record: SQSRecord, trouble: SalesAgentError) -> None:
    """The message comes again when it may have a chance; its neighbours do not wait for it."""
    refused = isinstance(trouble, Fatal)
    asked = LONGEST_ASKED if refused else getattr(trouble, "retry_after", None)
    attempt = int(record.attributes.approximate_receive_count)
    seconds = seconds_before(attempt, asked, random.random())  # noqa: S311 - spreads, protects nothing
    logger.warning("not synced", queue=queue, error=type(trouble).__name__, attempt=attempt, again_in=seconds)
    metrics.add_metric(name="CrmRefused" if refused else "CrmWaiting", unit="Count", value=1)
    crm.queue(queue).postpone(record.receipt_handle, seconds)


@metrics.log_metrics
@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: Any) -> Any:
    """Entry point: a batch of the queue; messages that failed are delivered again."""
    crm.deadline.set(context.get_remaining_time_in_millis() / 1000)
    metrics.add_metric(name="CrmMessages", unit="Count", value=len(event["Records"]))
    return process_partial_response(event, sync, processor, context)
