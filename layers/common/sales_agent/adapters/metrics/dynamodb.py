"""Counters in DynamoDB: one item per tenant, day and dimension, and one mark per thing counted."""

from collections import Counter
from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

from sales_agent.adapters import keys
from sales_agent.adapters.dynamo import ConditionFailed, Table
from sales_agent.domain.metrics import MEASURES, Count, Totals
from sales_agent.domain.record import utc_now
from sales_agent.ports.metrics import Metrics

MARKS_KEPT = timedelta(days=90)


class DynamoMetrics(Metrics):
    """Counts in the metrics table; the mark and the sums are written in one transaction, so nothing counts twice."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def add(self, count: Count) -> bool:
        mark = {
            **keys.key(f"{keys.tenant(count.tenant)}#COUNTED", count.key),
            "expires_at": int((utc_now() + MARKS_KEPT).timestamp()),
        }
        once = {"Item": mark, "ConditionExpression": "attribute_not_exists(PK)"}
        try:
            self._table.transact([{"Put": once}, *({"Update": _one_more(count, name)} for name in count.dimensions)])
        except ConditionFailed:
            return False
        return True

    def totals(self, tenant: str, first: date, last: date) -> list[Totals]:
        sums: dict[str, Counter[str]] = {}
        for item in self._between(f"{keys.tenant(tenant)}#DAYS", first, last):
            counts = {measure: item[measure] for measure in MEASURES if measure in item}
            sums.setdefault(item["dimension"], Counter()).update(counts)
        return [Totals.model_validate({"dimension": dimension, **sums[dimension]}) for dimension in sorted(sums)]

    def note_lead(self, tenant: str, day: date, session_id: str) -> None:
        place = keys.key(f"{keys.tenant(tenant)}#LEADS", f"{day.isoformat()}#{session_id}")
        self._table.put({**place, "session_id": session_id})

    def lead_sessions(self, tenant: str, first: date, last: date) -> Sequence[str]:
        found = self._between(f"{keys.tenant(tenant)}#LEADS", first, last)
        return [str(item["session_id"]) for item in reversed(found)]

    def _between(self, pk: str, first: date, last: date) -> list[dict[str, Any]]:
        days = {":pk": pk, ":first": first.isoformat(), ":after": (last + timedelta(days=1)).isoformat()}
        condition = "PK = :pk AND SK BETWEEN :first AND :after"
        return list(self._table.query_all(KeyConditionExpression=condition, ExpressionAttributeValues=days))


def _one_more(count: Count, dimension: str) -> dict[str, Any]:
    return {
        "Key": keys.key(f"{keys.tenant(count.tenant)}#DAYS", f"{count.day.isoformat()}#{dimension}"),
        "UpdateExpression": "SET dimension = :dimension ADD #measure :one",
        "ExpressionAttributeNames": {"#measure": count.measure},
        "ExpressionAttributeValues": {":dimension": dimension, ":one": 1},
    }
