"""Counting, and reading the counts."""

from functools import cache

from sales_agent.adapters.dynamo import Table
from sales_agent.adapters.metrics.dynamodb import DynamoMetrics
from sales_agent.bootstrap.core import all_conversations
from sales_agent.ports.metrics import Metrics
from sales_agent.services.count_events import CountEvents
from sales_agent.services.report import ReportSales
from sales_agent.settings import settings


@cache
def metrics() -> Metrics:
    """The counters."""
    return DynamoMetrics(Table(settings().metrics_table_name))


def count_events() -> CountEvents:
    """Counts events for the reports."""
    return CountEvents(all_conversations(), metrics())


def report() -> ReportSales:
    """Reads the reports."""
    return ReportSales(metrics(), all_conversations())
