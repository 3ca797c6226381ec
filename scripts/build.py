"""Builds what is deployed into `.aws-sam/<architecture>`: a zip for each function and layer, and their template.

SAM CLI builds; each artifact is then pruned, compiled, packed and weighed. What did not change is left as it is.
"""

import argparse
import fcntl
import json
import os
import platform
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import sha256
from multiprocessing import get_context
from pathlib import Path
from subprocess import run
from typing import Any

from cfnlint.decode import cfn_yaml

from scripts.environment import ROOT
from scripts.prune import megabytes, pack, prune

SAM_SETTINGS = {
    "PIP_DISABLE_PIP_VERSION_CHECK": "1",
    "PIP_NO_DEPS": "1",  # requirements.txt lists everything a function needs beyond its layer
    "SAM_CLI_ENABLE_LANGUAGE_EXTENSIONS": "1",
    "SAM_CLI_POLL_DELAY": "1",
    "SAM_CLI_TELEMETRY": "0",
}
OUTPUT = ROOT / ".aws-sam"
SOURCE_KEYS = {"AWS::Serverless::Function": "CodeUri", "AWS::Serverless::LayerVersion": "ContentUri"}
MEGABYTES = {"BookFunction": 40}
MEGABYTES_OF_ANY_FUNCTION = 60
MEGABYTES_WITH_LAYERS = 250  # Lambda's own limit, for a function and its layers together
FUNCTIONS_WITH_MODELS = ("ChatFunction", "IngestFunction")


@dataclass(frozen=True)
class Artifact:
    """A function or layer of the template: what it is made from, and what its zip was last made from."""

    name: str
    key: str
    source: Path
    folder: Path
    architecture: str

    @property
    def zip(self) -> Path:
        """The packed artifact."""
        return self.folder / f"{self.name}.zip"

    @property
    def built(self) -> Path:
        """What `sam build` made of it."""
        return self.folder / "sam" / self.name

    @property
    def note(self) -> Path:
        """The fingerprint and size of the present zip."""
        return self.folder / f"{self.name}.json"

    def fingerprint(self) -> str:
        """A hash of everything that it is made from."""
        digest = sha256(self.architecture.encode())
        files = [path for path in self.source.rglob("*") if path.is_file() and "__pycache__" not in path.parts]
        for path in [*sorted(files), ROOT / "scripts" / "prune.py"]:
            digest.update(str(path.relative_to(ROOT)).encode() + sha256(path.read_bytes()).digest())
        return digest.hexdigest()

    def current(self) -> bool:
        """Whether its zip is made from what is there now."""
        return self.note.exists() and json.loads(self.note.read_text())["fingerprint"] == self.fingerprint()

    def megabytes(self) -> float:
        """Its unzipped size."""
        return float(json.loads(self.note.read_text())["megabytes"])

    def finish(self, fingerprint: str) -> None:
        """Prunes and packs what SAM built."""
        layer = self.key == "ContentUri"
        prune(self.built / "python" if layer else self.built, "/opt/python" if layer else "/var/task")
        pack(self.built, self.zip)
        self.note.write_text(json.dumps({"fingerprint": fingerprint, "megabytes": megabytes(self.built)}))


def host_architecture() -> str:
    """Lambda's name for this machine's processor."""
    return "arm64" if platform.machine() in ("aarch64", "arm64") else "x86_64"


def sam_environment() -> dict[str, str]:
    """The environment SAM CLI runs in, its own Python first."""
    path = f"{ROOT / '.local' / 'sam' / 'bin'}{os.pathsep}{os.environ.get('PATH', '')}"
    return {**os.environ, **SAM_SETTINGS, "PATH": path}


def sam_build(stale: list[Artifact]) -> None:
    """Runs `sam build`, showing what it said only when it fails.

    An interrupted build leaves SAM's cache without some dependencies, which SAM does not notice: that cache goes.
    """
    folder, architecture = stale[0].folder, stale[0].architecture
    interrupted = folder / "interrupted"
    if interrupted.exists():
        for cache in (folder / "cache", OUTPUT / "deps"):
            shutil.rmtree(cache, ignore_errors=True)
        (folder / "build.toml").unlink(missing_ok=True)
    interrupted.touch()
    command = ["sam", "build", *([stale[0].name] if len(stale) == 1 else [])]
    command += ["--build-dir", str(folder / "sam"), "--cache-dir", str(folder / "cache")]
    command += ["--parameter-overrides", f"Architecture={architecture}"]
    result = run(command, cwd=ROOT, env=sam_environment(), capture_output=True, text=True, check=False)
    if result.returncode:
        sys.exit(result.stdout + result.stderr)
    interrupted.unlink()


def artifacts(template: dict[str, Any], folder: Path, architecture: str) -> list[Artifact]:
    """The functions and layers of the template."""
    return [
        Artifact(name, key, ROOT / resource["Properties"][key], folder, architecture)
        for name, resource in sorted(template["Resources"].items())
        if (key := SOURCE_KEYS.get(resource.get("Type", "") if isinstance(resource, dict) else ""))
    ]


@contextmanager
def alone() -> Iterator[None]:
    """Lets one process build at a time."""
    OUTPUT.mkdir(exist_ok=True)
    with (OUTPUT / "lock").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        yield


def build(architecture: str) -> list[Artifact]:
    """Builds what changed and writes the template to deploy, `.aws-sam/<architecture>/template.yaml`."""
    folder = OUTPUT / architecture
    with alone():
        folder.mkdir(exist_ok=True)
        template = json.loads(json.dumps(cfn_yaml.load(str(ROOT / "template.yaml"))))
        found = artifacts(template, folder, architecture)
        if stale := [artifact for artifact in found if not artifact.current()]:
            fingerprints = [artifact.fingerprint() for artifact in stale]
            sam_build(stale)
            with ProcessPoolExecutor(mp_context=get_context("spawn")) as pool:
                list(pool.map(Artifact.finish, stale, fingerprints))
        for artifact in found:
            template["Resources"][artifact.name]["Properties"][artifact.key] = artifact.zip.name
        (folder / "template.yaml").write_text(json.dumps(template, indent=1))
    return found


def over_budget(sizes: dict[str, float]) -> list[str]:
    """What is larger than it may be."""
    layers = sum(size for name, size in sizes.items() if name.endswith("Layer"))
    budgets = {name: MEGABYTES.get(name, MEGABYTES_OF_ANY_FUNCTION) for name in sizes if name.endswith("Function")}
    alone_too_big = [f"{name} (limit {limit} MB)" for name, limit in budgets.items() if sizes[name] > limit]
    together = [name for name in FUNCTIONS_WITH_MODELS if sizes[name] + layers > MEGABYTES_WITH_LAYERS]
    return alone_too_big + [f"{name} with its layers (limit {MEGABYTES_WITH_LAYERS} MB)" for name in together]


def main() -> None:
    """Builds and reports the sizes."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--here", action="store_true", help="for this machine's processor instead of arm64")
    architecture = host_architecture() if parser.parse_args().here else "arm64"
    sizes = {artifact.name: artifact.megabytes() for artifact in build(architecture)}
    for name, size in sizes.items():
        print(f"{size:8.1f} MB  {name}")
    if problems := over_budget(sizes):
        sys.exit(f"Too big: {'; '.join(problems)}")


if __name__ == "__main__":
    main()
