# ruff: noqa: T201 - it talks to a person
"""How much work a cold start is: instructions of importing each handler, against a bare `boto3.client("dynamodb")`.

    python -m tests.bench.cold_import [FUNCTION...]

Every function is built, unpacked as Lambda sees it and imported under valgrind, which counts the same to half a
percent whatever else the machine does. "First event" adds the clients and vendors' packages that an event then needs:
those load when they are first used. Sizes are unzipped, as Lambda counts them.
"""

import os
import re
import shutil
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from compileall import compile_dir
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from zipfile import ZipFile

import botocore
from cfnlint.decode import cfn_yaml

from scripts.build import MEGABYTES, MEGABYTES_OF_ANY_FUNCTION, Artifact, build, host_architecture
from scripts.environment import ROOT

VALGRIND = ["valgrind", "--tool=cachegrind", "--cache-sim=no", "--cachegrind-out-file=/dev/null"]
RUNTIME = ("boto3", "botocore", "s3transfer", "jmespath", "dateutil", "urllib3", "six.py")
"""What Lambda's runtime brings along."""
COUNTED = re.compile(r"I\s+refs:\s+([\d,]+)")
BARE_CLIENT = "import boto3; boto3.client('dynamodb')"
BUDGETS = {"chat": 2.0, "summarize": 1.7, "book": 2.3, "crm_sync": 1.3, "analytics": 0.9, "publish": 0.9}

TABLE = "from sales_agent.adapters.aws import aws_client; aws_client('dynamodb')"
OPENAI = "from openai import OpenAI; OpenAI(api_key='key')"
PINECONE = "from pinecone import Index; Index(host='https://index.example', api_key='key')"
GOOGLE = "from sales_agent.adapters.google_client import calendar_api; calendar_api({'refresh_token': 'token'})"
FIRST_EVENT = {
    "chat": [TABLE, "aws_client('secretsmanager')", OPENAI, PINECONE],
    "book": [TABLE, "aws_client('secretsmanager')", GOOGLE],
    "summarize": [TABLE, "aws_client('secretsmanager')", "aws_client('sesv2')", OPENAI],
    "crm_sync": [TABLE, "aws_client('secretsmanager')", "import sales_agent.adapters.crms.hubspot"],
    "analytics": [TABLE],
    "publish": [TABLE, "aws_client('events')"],
    "ingest": [TABLE, "aws_client('s3')", "import sales_agent.adapters.site_readers.wordpress", OPENAI, PINECONE],
}


@dataclass(frozen=True)
class Entry:
    """A function of the template: its folder in `functions/`, its handler's module, what is built of it."""

    folder: str
    module: str
    artifact: Artifact

    @property
    def megabytes(self) -> tuple[float, float]:
        """Size and budget."""
        return self.artifact.megabytes(), MEGABYTES.get(self.artifact.name, MEGABYTES_OF_ANY_FUNCTION)


class Container:
    """Where functions are unpacked and imported."""

    def __init__(self, folder: Path, layer: Artifact) -> None:
        self._folder = folder
        packages = Path(botocore.__file__).parents[1]
        for name in RUNTIME:
            copy = shutil.copytree if (packages / name).is_dir() else shutil.copy
            copy(packages / name, folder / "runtime" / name)
        compile_dir(folder / "runtime", quiet=2)
        ZipFile(layer.zip).extractall(folder / "opt")

    def unpack(self, entry: Entry) -> None:
        """Puts a function where Lambda has it."""
        task = self._folder / "task"
        shutil.rmtree(task, ignore_errors=True)
        ZipFile(entry.artifact.zip).extractall(task)

    def instructions(self, *statements: str) -> int:
        """What a process that does nothing else needs for these statements."""
        program = "\n".join([*statements, "import os; os._exit(0)"])  # without the interpreter's own end
        command = [*VALGRIND, sys.executable, "-S", "-P", "-c", program]
        done = subprocess.run(command, env=self._environment(), capture_output=True, text=True, check=False)
        counted = COUNTED.search(done.stderr)
        if done.returncode or not counted:
            raise SystemExit(f"{program}\n{done.stdout}{done.stderr}")
        return int(counted[1].replace(",", ""))

    def _environment(self) -> dict[str, str]:
        paths = [self._folder / "task", self._folder / "opt" / "python", self._folder / "runtime"]
        return {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": os.pathsep.join(map(str, paths)),
            "PYTHONHASHSEED": "0",
            "PYTHONDONTWRITEBYTECODE": "1",
            "AWS_DEFAULT_REGION": "eu-central-1",
            "AWS_ACCESS_KEY_ID": "test",
            "AWS_SECRET_ACCESS_KEY": "test",
        }


def entries(artifacts: Sequence[Artifact]) -> list[Entry]:
    """The functions of the template."""
    resources = cfn_yaml.load(str(ROOT / "template.yaml"))["Resources"]
    found = []
    for artifact in artifacts:
        if artifact.name.endswith("Function"):
            module = resources[artifact.name]["Properties"]["Handler"].rpartition(".")[0]
            found.append(Entry(module.split(".")[1], module, artifact))
    return found


def measure(entry: Entry, container: Container, bare: int) -> str:
    """A row of the table."""
    container.unpack(entry)
    imported = container.instructions(f"import {entry.module}") / bare
    first = container.instructions(f"import {entry.module}", *FIRST_EVENT[entry.folder]) / bare
    budget, (size, most) = BUDGETS.get(entry.folder), entry.megabytes
    return (
        f"| {entry.module.removeprefix('functions.')} | {imported:.2f} | {_against(imported, budget)} | {first:.2f}"
        f" | {size:.1f} | {_against(size, most)} |"
    )


def _against(figure: float, budget: float | None) -> str:
    return f"≤ {budget:g}: {'met' if figure <= budget else 'NOT MET'}" if budget else "none"


def main() -> None:
    """Measures the functions named on the command line, or all."""
    parser = ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("functions", nargs="*", help="folders of functions/, such as chat")
    wanted = parser.parse_args().functions
    if not shutil.which("valgrind"):
        sys.exit("cold imports are counted by valgrind; install it: sudo apt-get install -y valgrind")
    artifacts = build(host_architecture())
    layer = next(artifact for artifact in artifacts if artifact.name == "CommonLayer")
    with TemporaryDirectory() as folder:
        container = Container(Path(folder), layer)
        bare = container.instructions(BARE_CLIENT)
        print(f"1.00 = {bare / 1e6:,.0f} million instructions, bare boto3.client('dynamodb'); the layer: ", end="")
        print(f"{layer.megabytes():.1f} MB\n\n| handler | import | budget | first event | MB | budget |")
        print("|---|---|---|---|---|---|", flush=True)
        for entry in entries(artifacts):
            if not wanted or entry.folder in wanted:
                print(measure(entry, container, bare), flush=True)


if __name__ == "__main__":
    main()
