"""Tells people about their meetings: confirmations, changes, cancellations, reminders."""

from typing import Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from sales_agent.batches import handle_batch
from sales_agent.bootstrap import notices
from sales_agent.domain.events import Event
from sales_agent.observability import logger


def tell(record: SQSRecord) -> None:
    """One message of the queue: an event of the bus."""
    event = Event.model_validate(record.json_body["detail"])
    notices.confirm_meeting(event.tenant)(event)


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: Any) -> Any:
    """Entry point: a batch of the queue; messages that failed are delivered again."""
    return handle_batch(event, tell, context)
