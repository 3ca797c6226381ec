"""Budgets in DynamoDB: one counter per tenant and day, raised only while there is room."""

from datetime import UTC, date, datetime, time, timedelta

from sales_agent.adapters import keys
from sales_agent.adapters.dynamo import ConditionFailed, Table
from sales_agent.ports.budgets import Budgets

KEPT = timedelta(days=90)


class DynamoBudgets(Budgets):
    """Check and sum are one conditional write, so workers that race cannot go over the limit together."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def take(self, tenant: str, day: date, tokens: int, limit: int) -> bool:
        if tokens > limit:
            return False
        forgotten = datetime.combine(day, time(), UTC) + KEPT
        try:
            self._table.update(
                keys.key(keys.tenant(tenant), f"BUDGET#{day.isoformat()}"),
                UpdateExpression="SET kind = :kind, expires_at = :forgotten ADD booked_tokens :tokens",
                ConditionExpression="attribute_not_exists(booked_tokens) OR booked_tokens <= :room",
                ExpressionAttributeValues={
                    ":kind": "budget",
                    ":forgotten": int(forgotten.timestamp()),
                    ":tokens": tokens,
                    ":room": limit - tokens,
                },
            )
        except ConditionFailed:
            return False
        return True
