"""Ends conversations in which nothing more came."""

from typing import Any

from sales_agent.bootstrap.mail import close_idle
from sales_agent.observability import logger


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: Any) -> dict[str, int]:
    """Entry point: the schedule, once a minute."""
    closed = close_idle()()
    logger.info("swept", closed=closed)
    return {"closed": closed}
