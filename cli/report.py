"""`sales-agent report`: which pages, campaigns and referrers bring customers."""

from datetime import datetime
from typing import Annotated

import typer
from rich.table import Table

from cli.answers import AsJson, Tenant, document, refusals, shown
from sales_agent.domain.record import utc_now
from sales_agent.services.report import REPORTS, USUAL_PERIOD, Report

FIGURES = ("conversations", "leads", "qualified", "meetings", "unanswered")
Day = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], metavar="YYYY-MM-DD")]


def report(
    name: Annotated[str, typer.Argument(metavar="[REPORT]", help=", ".join(REPORTS))] = "pages",
    first: Day = None,
    last: Day = None,
    tenant: Tenant = "default",
    as_json: AsJson = False,
) -> None:
    """Show one report; without days, the last thirty."""
    from sales_agent.bootstrap.reports import report as reader

    until = (last or utc_now()).date()
    since = first.date() if first else until - USUAL_PERIOD
    with refusals(as_json=as_json):
        found = reader().report(tenant, name, since, until)
    if as_json:
        document(found.model_dump(mode="json"))
    else:
        shown(_table(found))


def _table(found: Report) -> Table:
    table = Table(title=f"{found.report}, {found.first} to {found.last}", min_width=78)
    table.add_column(found.report, overflow="fold", min_width=20)
    for figure in (*FIGURES, "lead rate"):
        table.add_column(figure, justify="right", overflow="fold")
    for row in found.rows:
        figures = (f"{getattr(row, figure):,}" for figure in FIGURES)
        table.add_row(row.dimension.partition(":")[2] or row.dimension, *figures, f"{row.conversion_rate:.0%}")
    return table
