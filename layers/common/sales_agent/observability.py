"""The one logger and the one set of metrics.

A log line is an event with fields, never personal data or message text.
"""

from aws_lambda_powertools import Logger, Metrics

logger = Logger(log_uncaught_exceptions=True)
metrics = Metrics(namespace="SalesAgent")
