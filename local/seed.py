"""What a fresh system is given: the vendors' secrets, the demo company's configuration, its CRMs and its web site."""

import json
import os
import sys
from collections.abc import Mapping
from subprocess import CompletedProcess, run

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


def connect_crms(stack: Stack, credentials: Mapping[str, Secret]) -> None:
    """Connects the demo company's CRM accounts."""
    for crm, values in credentials.items():
        operate(stack, "crm", "connect", crm, "--credentials", "-", "--json", given=json.dumps(values))


def ingest_site(stack: Stack) -> None:
    """Reads the demo company's web site into the knowledge store."""
    operate(stack, "ingest", "local/site/astro")


def operate(stack: Stack, *arguments: str, given: str = "") -> str:
    """Runs the operator's command line on the stack and returns what it printed. Raises CannotStart."""
    result = command_line(stack, *arguments, given=given)
    if result.returncode:
        raise CannotStart(f"`sales-agent {' '.join(arguments)}` failed:\n{result.stdout}{result.stderr}")
    return result.stdout


def command_line(stack: Stack, *arguments: str, given: str = "") -> CompletedProcess[str]:
    """Runs the operator's command line on the stack; `given` is its standard input."""
    environment = {**os.environ, **stack.settings()}
    command = [sys.executable, "-m", "cli", *arguments]
    return run(command, cwd=ROOT, env=environment, input=given, capture_output=True, text=True, check=False)
