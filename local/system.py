"""The whole system on this machine: emulator, stand-ins, mailbox, the deployed stack, the demo company on it."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from dataclasses import dataclass
from pathlib import Path

from local import seed, stack, stand_ins
from local.emulator import Emulator
from local.stack import Stack
from local.vendors.kit import RunningServer
from local.vendors.smtp import Mailbox, SmtpServer

Step = Callable[[str], AbstractContextManager[None]]


@dataclass(frozen=True)
class System:
    """What runs: the deployed stack, the mailbox that gets its mails, the vendors' stand-ins by name."""

    stack: Stack
    mailbox: Mailbox
    vendors: Mapping[str, RunningServer]


def quietly(_what: str) -> AbstractContextManager[None]:
    """A step that nobody watches."""
    return nullcontext()


@contextmanager
def running(
    folder: Path, emulator_port: int, *, site_url: str = "", keep: bool = False, step: Step = quietly
) -> Iterator[System]:
    """Starts everything in the order in which it depends on one another, and stops it again. Raises CannotStart."""
    with ExitStack() as started:
        with step("Building what changed"):
            stack.build_here()
        with step("Starting the AWS emulator and the vendors' stand-ins"):
            mail = started.enter_context(SmtpServer())
            vendors = started.enter_context(stand_ins.running())
            emulator = started.enter_context(Emulator(folder, emulator_port, mail_port=mail.port, keep=keep))
        with step("Deploying template.yaml"):
            deployed = stack.deploy(emulator, PublicSiteUrl=site_url, AllowedOrigins=site_url)
        with step("Configuring the demo company and reading its web site"):
            to_mailbox = {"host": "127.0.0.1", "port": str(mail.port), "tls": "none"}
            seed.write_secrets(deployed, {**stand_ins.secrets(vendors), "smtp": to_mailbox})
            seed.apply_config(deployed)
            seed.connect_crms(deployed, stand_ins.credentials(vendors))
            seed.ingest_site(deployed)
        yield System(deployed, mail.mailbox, vendors)
