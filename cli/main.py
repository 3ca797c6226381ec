"""`sales-agent`: the operator's command line. One module holds one group of commands."""

from typing import Annotated

import typer

from cli import config, crm, deployment, ingest, mails, meetings, queues, report
from cli.answers import WRONG
from sales_agent.ports.errors import Refused

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
app.command("ingest")(ingest.ingest)
app.command("mails")(mails.mails)
app.command("report")(report.report)
app.add_typer(config.app, name="config")
app.add_typer(crm.app, name="crm")
app.add_typer(meetings.app, name="meetings")
app.add_typer(queues.app, name="queues")


@app.callback()
def main(
    stack: Annotated[
        str, typer.Option(envvar="SALES_AGENT_STACK", help="The deployed stack to work on; needs AWS credentials")
    ] = "",
) -> None:
    """Runs and looks after a Sales Agent."""
    if not stack:
        return
    try:
        deployment.adopt(stack)
    except Refused as refusal:
        typer.echo(str(refusal), err=True)
        raise typer.Exit(WRONG) from refusal
