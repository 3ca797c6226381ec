"""`sales-agent meetings`."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from typer.testing import CliRunner

from cli.main import app
from sales_agent.adapters.bookings.dynamodb import DynamoBookings
from sales_agent.adapters.dynamo import Table
from sales_agent.bootstrap import core
from sales_agent.domain.config import SalesAgentConfig
from sales_agent.domain.record import utc_now
from sales_agent.settings import settings
from tests.meetings import Office


@pytest.fixture(autouse=True)
def deployed(agent_table: Table, monkeypatch: pytest.MonkeyPatch) -> Iterator[Table]:
    monkeypatch.setenv("TABLE_NAME", "AgentTable")
    forget()
    core.tenants().keep("default", SalesAgentConfig())
    yield agent_table
    forget()


def forget() -> None:
    for made in (settings, core.table, core.tenants, core._config):
        made.cache_clear()


def told(*arguments: str, exit_code: int = 0) -> Any:
    result = CliRunner().invoke(app, ["meetings", *arguments, "--json"])
    assert result.exit_code == exit_code, result.output
    return json.loads(result.stdout)


def kept(table: Table, minutes_ago: int) -> str:
    """A meeting that began so long ago."""
    start = (utc_now() - timedelta(minutes=minutes_ago)).replace(second=0, microsecond=0)
    made = Office().booked().model_copy(update={"tenant": "default", "session_id": "s1", "start": start, "version": 1})
    DynamoBookings(table).settle(made.changed(utc_now()), made.model_copy(update={"version": 0}))
    return made.appointment_id


def test_whether_a_meeting_took_place_is_kept_and_can_be_corrected(deployed: Table) -> None:
    meeting = kept(deployed, minutes_ago=60)
    assert told("missed", "s1", meeting)["status"] == "missed"
    assert told("attended", "s1", meeting)["status"] == "attended"
    assert [(one["appointment_id"], one["status"]) for one in told("list", "s1")] == [(meeting, "attended")]


def test_a_meeting_that_has_not_begun_or_does_not_exist_is_refused(deployed: Table) -> None:
    assert "not begun" in told("attended", "s1", kept(deployed, minutes_ago=-60), exit_code=2)["error"]
    assert "no such appointment" in told("attended", "s1", "0" * 32, exit_code=2)["error"]
    assert told("list", "s2") == []
