"""`sales-agent queues`: what waits, what was given up, and giving that another try."""

from typing import Annotated

import typer
from rich.table import Table

from cli.answers import AsJson, document, exit_unless, refusals, shown
from sales_agent.domain.config_crm import CrmIntegration
from sales_agent.ports.errors import NotFound

NAMES = ("summarize", "notices", "analytics", "ingest", *(f"crm-{crm}" for crm in CrmIntegration.model_fields))

app = typer.Typer(no_args_is_help=True, help="The queues between the functions, and their dead letters.")


@app.command("list")
def list_queues(as_json: AsJson = False) -> None:
    """Say how much waits in each queue and how much was given up.

    Exit code 1: messages were given up.
    """
    from sales_agent.bootstrap.queues import queue

    with refusals(as_json=as_json):
        depths = {name: queue(name).depth() for name in NAMES}
    if as_json:
        document({name: depth.model_dump() for name, depth in depths.items()})
    else:
        table = Table("queue", "waiting", "at work or hidden", "given up")
        for name, depth in depths.items():
            table.add_row(name, str(depth.waiting), str(depth.hidden), str(depth.given_up))
        shown(table)
    exit_unless(well=not any(depth.given_up for depth in depths.values()))


@app.command()
def redrive(name: Annotated[str, typer.Argument(help=", ".join(NAMES))], as_json: AsJson = False) -> None:
    """Put the messages that a queue gave up back into it, once what they failed on is mended."""
    from sales_agent.bootstrap.queues import queue

    with refusals(as_json=as_json):
        if name not in NAMES:
            raise NotFound(f"there is no queue {name!r}; there are: {', '.join(NAMES)}")
        moved = queue(name).redrive()
    if as_json:
        document({"redriven": moved})
    else:
        shown(f"{moved} messages are tried again")
