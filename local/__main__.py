"""`make run`: the whole system on this machine, until Ctrl-C."""

import signal
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Annotated

import typer

from local import seed, stack, stand_ins, web
from local.emulator import Emulator
from local.ports import CannotStart, require_free
from local.vendors.smtp import SmtpServer
from scripts.environment import ROOT

app = typer.Typer(add_completion=False, pretty_exceptions_enable=False)
FOLDER = ROOT / ".local" / "run"


@contextmanager
def step(what: str) -> Iterator[None]:
    """Says what is being done, and how long it took."""
    print(f"  {what} …", end="", flush=True)
    began = time.monotonic()
    try:
        yield
    finally:
        print(f" {time.monotonic() - began:.0f} s", flush=True)


def run(port: int, emulator_port: int, *, keep: bool) -> None:
    """Starts everything, in the order in which it depends on one another, and waits."""
    site_url = f"http://localhost:{port}"
    require_free(port, "the pages", "--port")
    with ExitStack() as running:
        mailbox = running.enter_context(SmtpServer())
        with step("Building"):
            stack.build_here()
        with step("Starting the AWS emulator and the vendors' stand-ins"):
            servers = running.enter_context(stand_ins.running())
            emulator = Emulator(FOLDER, emulator_port, mail_port=mailbox.port, keep=keep)
            running.enter_context(emulator)
        with step("Deploying template.yaml"):
            deployed = stack.deploy(emulator, PublicSiteUrl=site_url, AllowedOrigins=site_url)
        with step("Configuring the demo company and reading its web site"):
            seed.write_secrets(deployed, stand_ins.secrets(servers))
            seed.apply_config(deployed)
            seed.ingest_site(deployed)
        config = {"api": deployed.api_url, "site_key": seed.SITE_KEY}
        server = web.WebServer(web.pages(config, web.sources(deployed, mailbox.mailbox, servers)), port)
        server.start()
        running.callback(server.stop)
        print(f"\n  {site_url}          the company's site, with the agent on it")
        print(f"  {site_url}/_local/  mails, conversations, CRM, calendar")
        print(f"  {deployed.api_url}  the API\n\n  Ctrl-C stops everything.", flush=True)
        wait(emulator)


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
