"""`sales-agent ingest`: a website into the knowledge stores, with a report of what went in and what did not."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn
from rich.table import Table

from sales_agent.adapters.site_readers import open_site
from sales_agent.domain.coverage import CoverageReport
from sales_agent.ports.errors import Refused, SalesAgentError
from sales_agent.services.ingest_site import IngestSite
from sales_agent.services.ingest_site import Progress as Told

SHOWN_BROKEN = 20
NOT_BROUGHT_IN = 1
UNREADABLE = 2


def ingest(
    path: Annotated[Path, typer.Argument(help="WordPress export, Astro project, or a folder or .zip of either")],
    base_url: Annotated[str, typer.Option(help="Where the site is served, when the export does not say so")] = "",
    tenant: Annotated[str, typer.Option(help="Whose site it is")] = "default",
    dry_run: Annotated[bool, typer.Option(help="Only report; needs neither AWS nor keys")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as one JSON document")] = False,
    limit: Annotated[int | None, typer.Option(min=1, help="Stop after so many pages; removes none")] = None,
) -> None:
    """Bring a website into the knowledge stores.

    Exit code 0: done, broken pages are reported; 1: a store could not be brought up to date; 2: no site could be read.
    """
    try:
        with _progress(shown=not as_json) as told:
            report = _use_case(tenant, dry_run=dry_run)(open_site(path, base_url), limit=limit, progress=told)
    except Refused as refusal:
        typer.echo(json.dumps({"refused": str(refusal)}) if as_json else str(refusal), err=not as_json)
        raise typer.Exit(UNREADABLE) from refusal
    except SalesAgentError as error:
        typer.echo(str(error), err=True)
        raise typer.Exit(NOT_BROUGHT_IN) from error
    if as_json:
        typer.echo(json.dumps(report.to_json(), ensure_ascii=False))
    else:
        _show(report)
    if report.failures:
        typer.echo("\n".join(report.failures), err=True)
        raise typer.Exit(NOT_BROUGHT_IN)


def _use_case(tenant: str, *, dry_run: bool) -> IngestSite:
    if dry_run:
        return IngestSite()
    from sales_agent.bootstrap.site import ingest_site

    return ingest_site(tenant)


@contextmanager
def _progress(*, shown: bool) -> Iterator[Told]:
    columns = (SpinnerColumn(), TextColumn("{task.description}"), TimeElapsedColumn())
    with Progress(*columns, console=Console(stderr=True), disable=not shown) as progress:
        task = progress.add_task("Reading")

        def told(report: CoverageReport) -> None:
            counts = f"{len(report.pages)} pages, {len(report.skipped)} left out, {len(report.broken)} broken"
            progress.update(task, description=counts)

        yield told


def _show(report: CoverageReport) -> None:
    table = Table("what", "count", title="Coverage")
    rows = {
        "pages in": len(report.pages),
        "of these unchanged": len(report.pages) - report.changed,
        "passages": report.passages,
        "pages removed": report.removed,
        **{f"left out: {reason}": count for reason, count in report.skipped_by_reason.most_common()},
        "broken": len(report.broken),
    }
    for what, count in rows.items():
        table.add_row(what, f"{count:,}")
    console = Console()
    console.print(table)
    for page in report.broken[:SHOWN_BROKEN]:
        console.print(f"broken: {page.source}: {page.error}", markup=False, highlight=False, soft_wrap=True)
