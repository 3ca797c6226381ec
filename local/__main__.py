"""`make run`: the whole system and its pages on this machine, until Ctrl-C."""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from local import seed, system, web
from local.emulator import Emulator
from local.ports import CannotStart, require_free
from scripts.environment import ROOT

FOLDER = ROOT / ".local" / "run"
app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)


@contextmanager
def step(what: str) -> Iterator[None]:
    """Says what is being done, and how long it took."""
    print(f"  {what} …", end="", flush=True)
    began = time.monotonic()
    yield
    print(f" {time.monotonic() - began:.0f} s", flush=True)


def run(port: int, emulator_port: int, *, keep: bool) -> None:
    """Starts everything and waits."""
    site_url = f"http://localhost:{port}"
    require_free(port, "the pages", "--port")
    with system.running(FOLDER / str(emulator_port), emulator_port, site_url=site_url, keep=keep, step=step) as running:
        config = {"api": running.stack.api_url, "site_key": seed.SITE_KEY}
        with web.serving(web.pages(config, web.sources(running)), port):
            print(f"\n  {site_url}  the demo company's site, with the agent on it")
            print(f"  {site_url}/_local/  mails, conversations, CRM, calendar")
            print(f"  {running.stack.api_url}  the API\n\nCtrl-C stops everything.", flush=True)
            wait(running.stack.emulator)


def wait(emulator: Emulator) -> None:
    """Waits for the person, or for the emulator to die. Raises CannotStart then."""
    while emulator.alive():
        time.sleep(0.5)
    raise CannotStart(f"The AWS emulator ended by itself; its log is {emulator.log}.")


@app.command()
def main(
    port: Annotated[int, typer.Option(envvar="WEB_PORT", help="of the pages")] = 8080,
    emulator_port: Annotated[int, typer.Option(envvar="EMULATOR_PORT", help="of the AWS emulator")] = 4566,
    keep: Annotated[bool, typer.Option("--keep", help="remember everything until the next start with --keep")] = False,
) -> None:
    """Runs the whole system on this machine until Ctrl-C or SIGTERM, and stops all of it on the way out."""
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(0))
    print("Sales Agent on this machine", flush=True)
    try:
        run(port, emulator_port, keep=keep)
    except CannotStart as error:
        sys.exit(f"\n{error}")
    except KeyboardInterrupt:
        print("\nStopped.")


if __name__ == "__main__":
    app()
