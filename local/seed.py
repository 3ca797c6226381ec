"""What a fresh system is given: the vendors' secrets, the demo company's configuration, and its web site."""

import json
import os
import sys
from collections.abc import Mapping
from subprocess import run

from local.ports import CannotStart
from local.stack import NAME, Stack
from local.stand_ins import Secret
from scripts.environment import ROOT

SITE_KEY = "wren-and-kettle"


def write_secrets(stack: Stack, secrets: Mapping[str, Secret]) -> None:
    """Fills in the vendors' secrets, as an operator does once."""
    client = stack.emulator.client("secretsmanager")
    for vendor, values in secrets.items():
        if values:
            client.put_secret_value(SecretId=f"{NAME}/{vendor}", SecretString=json.dumps(values))


def apply_config(stack: Stack) -> None:
    """Makes the demo company a tenant."""
    operate(stack, "config", "apply", "local/app.yaml")


def ingest_site(stack: Stack) -> None:
    """Reads the demo company's web site into the knowledge store."""
    operate(stack, "ingest", "local/site/astro")


def operate(stack: Stack, *arguments: str) -> str:
    """Runs the operator's command line on the stack and returns what it printed. Raises CannotStart."""
    environment = {**os.environ, **stack.settings()}
    command = [sys.executable, "-m", "cli", *arguments]
    result = run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False)
    if result.returncode:
        raise CannotStart(f"`sales-agent {' '.join(arguments)}` failed:\n{result.stdout}{result.stderr}")
    return result.stdout
