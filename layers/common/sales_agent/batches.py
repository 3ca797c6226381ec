"""The queue edge: each message of a batch by itself; those that failed are delivered again.

Powertools' own error for a batch that failed as a whole carries every error's text, and those may quote a visitor's
address or message: vendors do. Here the log says what kind of error it was and where.
"""

from collections.abc import Callable
from typing import Any

from aws_lambda_powertools.utilities.batch import BatchProcessor, EventType, process_partial_response
from aws_lambda_powertools.utilities.batch.exceptions import BatchProcessingError
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from sales_agent.observability import logger, places


class BatchFailed(Exception):
    """No message of the batch could be handled; the log says why."""


class _Processor(BatchProcessor):
    def failure_handler(self, record: Any, exception: Any) -> Any:
        """Says which message failed and where."""
        error = exception[1]
        logger.error("message failed", message_id=record.message_id, error=type(error).__name__, at=places(error))
        return super().failure_handler(record, exception)


def handle_batch(event: dict[str, Any], handle: Callable[[SQSRecord], None], context: Any) -> Any:
    """Handles every message and names those to be delivered again. Raises BatchFailed when it is all of them."""
    try:
        return process_partial_response(event, handle, _Processor(event_type=EventType.SQS), context)
    except BatchProcessingError as failed:
        raise BatchFailed(f"{len(failed.child_exceptions)} messages failed") from None
