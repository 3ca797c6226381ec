"""`sales-agent`: the operator's command line. One module holds one group of commands."""

import typer

from cli import config, crm, ingest

app = typer.Typer(no_args_is_help=True, rich_markup_mode=None, pretty_exceptions_enable=False)
app.command("ingest")(ingest.ingest)
app.add_typer(config.app, name="config")
app.add_typer(crm.app, name="crm")


@app.callback()
def main() -> None:
    """Runs and looks after a Sales Agent."""
