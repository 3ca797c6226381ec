"""MiniStack, the AWS emulator, as a process of ours with IAM enforced."""

import os
import shutil
import signal
import subprocess
import time
from contextlib import suppress
from pathlib import Path
from typing import Any, Self
from urllib.error import URLError
from urllib.request import urlopen

import boto3

from local.ports import CannotStart, require_free
from scripts.environment import ROOT

PYTHON = ROOT / ".local" / "emulator" / "bin" / "python"
REGION = "us-east-1"
KEY = "test"  # the emulator's root user
STARTS_WITHIN_SECONDS = 60
STOPS_WITHIN_SECONDS = 10


class Emulator:
    """AWS on `http://localhost:<port>`; its Lambdas are processes on its own Python."""

    def __init__(self, folder: Path, port: int, *, mail_port: int | None = None, keep: bool = False) -> None:
        """Keeps its files in `folder`; relays mail to `mail_port`; with `keep`, remembers its state over a restart."""
        self.port = port
        self.url = f"http://localhost:{port}"
        self.log = folder / "emulator.log"
        self._folder, self._mail_port, self._keep = folder, mail_port, keep
        self._process: subprocess.Popen[bytes] | None = None

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def start(self) -> None:
        """Starts it and waits until it answers. Raises CannotStart."""
        require_free(self.port, "the AWS emulator", "--emulator-port")
        for name in ("tmp", "s3", "state"):
            if name == "tmp" or not self._keep:
                shutil.rmtree(self._folder / name, ignore_errors=True)
            (self._folder / name).mkdir(parents=True, exist_ok=True)
        with self.log.open("wb") as log:
            self._process = subprocess.Popen(
                [PYTHON, "-m", "ministack"],
                env=self._own_environment(),
                cwd=self._folder,
                stdout=log,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._wait()

    def _own_environment(self) -> dict[str, str]:
        # A clean one: Lambdas inherit it, and on AWS they would not see the operator's keys either.
        kept = {name: os.environ[name] for name in ("HOME", "PATH") if name in os.environ}
        tmp = str(self._folder / "tmp")
        mail = {"SMTP_HOST": f"127.0.0.1:{self._mail_port}"} if self._mail_port else {}
        return kept | mail | {
            "AUTH": "true",
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_SECRET_ACCESS_KEY": KEY,
            "BIND_HOST": "127.0.0.1",
            "GATEWAY_PORT": str(self.port),
            "LANG": "C.UTF-8",
            "PERSIST_STATE": str(int(self._keep)),
            "S3_DATA_DIR": str(self._folder / "s3"),
            "S3_PERSIST": str(int(self._keep)),
            "STATE_DIR": str(self._folder / "state"),
            "TMPDIR": tmp,
        }  # fmt: skip

    def _wait(self) -> None:
        give_up = time.monotonic() + STARTS_WITHIN_SECONDS
        while time.monotonic() < give_up:
            if not self.alive():
                break
            try:
                with urlopen(f"{self.url}/_ministack/ready", timeout=2):  # noqa: S310 - our own http address
                    return
            except (URLError, OSError):
                time.sleep(0.1)
        self.stop()
        raise CannotStart(f"The AWS emulator did not start; its log is {self.log}.")

    def alive(self) -> bool:
        """Whether its process runs."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Ends it and its Lambdas."""
        if self._process is None:
            return
        _signal_group(self._process.pid, signal.SIGTERM)
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(STOPS_WITHIN_SECONDS)
        _signal_group(self._process.pid, signal.SIGKILL)  # Lambdas that outlived it are in its process group
        self._process.wait()
        shutil.rmtree(self._folder / "tmp", ignore_errors=True)

    def environment(self) -> dict[str, str]:
        """What points the AWS tools at it and at nothing else: no profile, no real key."""
        return {
            "AWS_ACCESS_KEY_ID": KEY,
            "AWS_CONFIG_FILE": os.devnull,
            "AWS_DEFAULT_REGION": REGION,
            "AWS_EC2_METADATA_DISABLED": "true",
            "AWS_ENDPOINT_URL": self.url,
            "AWS_REGION": REGION,
            "AWS_SECRET_ACCESS_KEY": KEY,
            "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
            "NO_PROXY": "localhost,127.0.0.1",
        }

    def client(self, service: str) -> Any:
        """A boto3 client with every right."""
        return boto3.client(  # type: ignore[call-overload]
            service,
            endpoint_url=self.url,
            region_name=REGION,
            aws_access_key_id=KEY,
            aws_secret_access_key=KEY,
        )


def _signal_group(group: int, number: signal.Signals) -> None:
    with suppress(ProcessLookupError):
        os.killpg(group, number)
