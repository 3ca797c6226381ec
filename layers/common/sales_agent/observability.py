"""The one logger and the one set of metrics.

A log line is an event with fields, never personal data or message text.
"""

import traceback

from aws_lambda_powertools import Logger, Metrics, single_metric
from aws_lambda_powertools.metrics import MetricUnit

logger = Logger(log_uncaught_exceptions=True)
metrics = Metrics(namespace="SalesAgent")


def places(error: BaseException) -> list[str]:
    """Where an error arose, innermost last; for the log instead of its text, which may quote what a visitor sent."""
    return [f"{frame.filename}:{frame.lineno}" for frame in traceback.extract_tb(error.__traceback__)[-3:]]


def measure(part: str, name: str, value: int = 1) -> None:
    """Writes one number about a part of the product at once, for an alarm to watch."""
    with single_metric(name=name, unit=MetricUnit.Count, value=value, namespace="SalesAgent") as metric:
        metric.add_dimension("part", part)
