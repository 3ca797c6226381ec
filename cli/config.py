"""`sales-agent config`: check `app.yaml`, bring it to a tenant, write its JSON Schema."""

import json
import sys
from pathlib import Path
from typing import Annotated

import typer

from cli.answers import WRONG
from sales_agent.domain.config import SalesAgentConfig
from sales_agent.domain.config_file import ConfigError, config_schema, read_config

app = typer.Typer(no_args_is_help=True, help="The company's decisions in app.yaml.")
FILE = typer.Argument(help="The file", exists=True, dir_okay=False)


@app.command()
def check(path: Annotated[Path, FILE] = Path("app.yaml")) -> None:
    """Say what is wrong in the file, line by line."""
    _read(path)
    typer.echo(f"{path} is fine")


@app.command("apply")
def apply_config(
    path: Annotated[Path, FILE] = Path("app.yaml"),
    tenant: Annotated[str, typer.Option(help="Whose configuration it is")] = "default",
) -> None:
    """Bring the file to the deployment; it counts within a minute. Reads TABLE_NAME from the environment."""
    from sales_agent.bootstrap.core import tenants

    tenants().keep(tenant, _read(path))
    typer.echo(f"{path} now counts for tenant {tenant}")


@app.command()
def schema() -> None:
    """Print the JSON Schema of app.yaml, for editors."""
    json.dump(config_schema(), sys.stdout, indent=2)
    sys.stdout.write("\n")


def _read(path: Path) -> SalesAgentConfig:
    try:
        return read_config(_text(path))
    except ConfigError as error:
        for problem in error.problems:
            typer.echo(f"{path}: {problem}", err=True)
        raise typer.Exit(WRONG) from error


def _text(path: Path) -> str:
    raw = path.read_bytes()
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise ConfigError([f"line {raw.count(b'\n', 0, error.start) + 1}: not UTF-8 text"]) from error
