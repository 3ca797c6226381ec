"""Counts events for the reports, and serves the reports to staff."""

from datetime import date
from typing import Any

from aws_lambda_powertools.event_handler import Response
from aws_lambda_powertools.utilities.data_classes.sqs_event import SQSRecord

from sales_agent.batches import handle_batch
from sales_agent.bootstrap import reports
from sales_agent.domain.events import Event
from sales_agent.domain.record import utc_now
from sales_agent.observability import logger
from sales_agent.ports.errors import Refused
from sales_agent.services.report import USUAL_PERIOD
from sales_agent.web import answer, api

app = api()
YEARS = range(2000, 3000)


@app.get("/v1/reports/<report>")
def read_report(report: str) -> Response[str]:
    """One report; `first` and `last` are days, the last 30 when absent."""
    return answer(reports.report().report(_tenant(), report, *_period()))


@app.get("/v1/leads")
def read_leads() -> Response[str]:
    """The newest leads of the period."""
    rows = reports.report().leads(_tenant(), *_period())
    return answer({"leads": [row.model_dump(mode="json", exclude_none=True) for row in rows]})


def count(record: SQSRecord) -> None:
    """One message of the queue: an event of the bus."""
    event = Event.model_validate(record.json_body["detail"])
    reports.count_events()(event)


@logger.inject_lambda_context
def lambda_handler(event: dict[str, Any], context: Any) -> Any:
    """Entry point: a batch of the queue, or a staff request through API Gateway."""
    if "Records" in event:
        return handle_batch(event, count, context)
    return app.resolve(event, context)


def _tenant() -> str:
    return _query("tenant") or "default"


def _period() -> tuple[date, date]:
    today = utc_now().date()
    last = _day("last", today)
    return _day("first", last - USUAL_PERIOD), last


def _day(name: str, default: date) -> date:
    text = _query(name)
    if text is None:
        return default
    try:
        day = date.fromisoformat(text)
    except ValueError as error:
        raise Refused(f"{name} is a day such as 2026-12-01", field=name) from error
    if day.year not in YEARS:
        raise Refused(f"{name} lies outside of what can be reported", field=name)
    return day


def _query(name: str) -> str | None:
    return (app.current_event.query_string_parameters or {}).get(name)
