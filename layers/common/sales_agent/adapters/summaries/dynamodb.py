"""Summaries in DynamoDB, in the session's partition."""

from datetime import timedelta

from sales_agent.adapters import keys
from sales_agent.adapters.dynamo import ConditionFailed, Table, as_item
from sales_agent.domain.record import utc_now
from sales_agent.domain.summary import Summary
from sales_agent.ports.summaries import Summaries

SUMMARY = "SUMMARY#0001"
"""The one conversation of a session; the number leaves room for more."""


class DynamoSummaries(Summaries):
    """Keeps summaries for `retention_days`."""

    def __init__(self, table: Table, *, retention_days: int = 365) -> None:
        self._table = table
        self._retention = timedelta(days=retention_days)

    def keep(self, summary: Summary) -> None:
        now = utc_now()
        expires_at = int((now + self._retention).timestamp())
        key = keys.key(keys.session(summary.tenant, summary.session_id), SUMMARY)
        item = as_item(summary, **key, kind="summary", written_at=now.isoformat(), expires_at=expires_at)
        try:
            self._table.put(
                item,
                ConditionExpression="attribute_not_exists(PK) OR covers_seq < :covers",
                ExpressionAttributeValues={":covers": summary.covers_seq},
            )
        except ConditionFailed:
            return

    def find(self, tenant: str, session_id: str) -> Summary | None:
        item = self._table.get(keys.key(keys.session(tenant, session_id), SUMMARY), consistent=True)
        return Summary.model_validate(item) if item else None
