"""Summaries and mails for conversations that ended, and what became of the mails."""

from typing import Any

from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from sales_agent.batches import handle_batch
from sales_agent.bootstrap import mail
from sales_agent.domain.events import Event
from sales_agent.observability import logger


def summarize(record: SQSRecord) -> None:
    """One message of the queue: an event of the bus, or a report of SES about a mail."""
    message = record.json_body
    if message["source"] == "aws.ses":
        mail.record_mail()(message["detail"])
        return
    event = Event.model_validate(message["detail"])
    mail.summarize(event.tenant)(event.tenant, event.session_id)


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: Any) -> Any:
    """Entry point: a batch of the queue; messages that failed are delivered again."""
    return handle_batch(event, summarize, context)
