"""Every minute: settles bookings that were left between the table and the calendar."""

from typing import Any

from sales_agent.bootstrap import meetings
from sales_agent.observability import logger, measure


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Entry point: a schedule."""
    outcome = meetings.reconcile_bookings()()
    measure("calendar", "BookingsWaiting", outcome.waiting)
    logger.info("bookings settled", settled=outcome.settled, waiting=outcome.waiting)
    return outcome.model_dump()
