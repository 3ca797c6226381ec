"""Writes every locked list of requirements; with `--check`, says which one is out of date instead.

`requirements/lock.txt` is the one truth for the product. What SAM installs into each layer and function is derived from
it: a function's list leaves out what its layer already carries, so pip must take each list as complete (`--no-deps`).
The embedded layer takes only what it names: the rest of those packages' trees serves training and downloads.
"""

import filecmp
import shutil
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from subprocess import run
from tempfile import TemporaryDirectory

from scripts.environment import ROOT, find_uv

COMPILE = [
    *("pip", "compile", "--quiet", "--universal", "--python-version", "3.13", "--generate-hashes"),
    *("--no-emit-index-url", "--no-emit-package", "sales-agent-common", "--custom-compile-command", "make lock"),
]
FUNCTIONS = sorted(path.parent.name for path in ROOT.glob("functions/*/pyproject.toml"))
PRODUCT = [
    "layers/common/pyproject.toml",
    *(f"functions/{name}/pyproject.toml" for name in FUNCTIONS),
    *(f"requirements/{name}.in" for name in ("cli", "dev", "embedded", "runtime")),
]
LOCK = "requirements/lock.txt"
LAYER = "layers/common/requirements.txt"
EMBEDDED = "layers/embedded/requirements.txt"


def compile_list(folder: Path, output: str, sources: list[str], *options: str) -> None:
    """Resolves sources (paths in the repository) into `folder/output`, keeping the pins that are there."""
    run([find_uv(), *COMPILE, *options, *sources, "-o", str(folder / output)], cwd=ROOT, check=True)


def derive(folder: Path, output: str, source: str, *options: str) -> None:
    """Resolves a deployable's own list under the pins of the lock."""
    (folder / output).unlink(missing_ok=True)
    compile_list(folder, output, [source], "--no-annotate", "--constraint", str(folder / LOCK), *options)


def requirements(text: str) -> dict[str, str]:
    """The requirements of a compiled list: the line with the pin -> the whole entry with its hashes."""
    entries: dict[str, str] = {}
    for line in text.splitlines(keepends=True):
        if "==" in line:
            pin = line
        if not line.startswith("#"):
            entries[pin] = entries.get(pin, "") + line
    return entries


def leave_out(folder: Path, output: str, carried: str) -> None:
    """Takes the requirements that the list `carried` has out of the list `output`."""
    text = (folder / output).read_text()
    header = "".join(line for line in text.splitlines(keepends=True) if line.startswith("#"))
    own = requirements(text)
    names = {pin.split("==")[0] for pin in requirements((folder / carried).read_text())}
    (folder / output).write_text(header + "".join(own[pin] for pin in own if pin.split("==")[0] not in names))


def derive_function(folder: Path, name: str) -> None:
    """Writes one function's list: its own dependencies without the layer's."""
    output = f"functions/{name}/requirements.txt"
    derive(folder, output, f"functions/{name}/pyproject.toml")
    leave_out(folder, output, LAYER)


def write(folder: Path) -> list[str]:
    """Writes all lists below `folder` and returns their names."""
    with ThreadPoolExecutor() as pool:
        tools = [
            pool.submit(compile_list, folder, f"requirements/{name}.txt", [f"requirements/{name}.in"])
            for name in ("emulator", "sam", "uv")
        ]
        compile_list(folder, LOCK, PRODUCT)
        derive(folder, LAYER, "layers/common/pyproject.toml")
        derived = [pool.submit(derive_function, folder, name) for name in FUNCTIONS]
        derived.append(pool.submit(derive, folder, EMBEDDED, "requirements/embedded.in", "--no-deps"))
        for job in [*tools, *derived]:
            job.result()
    names = [LOCK, LAYER, EMBEDDED]
    names += [f"requirements/{name}.txt" for name in ("emulator", "sam", "uv")]
    return names + [f"functions/{name}/requirements.txt" for name in FUNCTIONS]


def check() -> int:
    """Writes the lists aside, starting from the present pins, and names those that differ."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        for path in [*ROOT.glob("requirements/*.txt"), *ROOT.glob("*/*/requirements.txt")]:
            copy = folder / path.relative_to(ROOT)
            copy.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(path, copy)
        stale = [name for name in write(folder) if not filecmp.cmp(folder / name, ROOT / name, shallow=False)]
    for name in stale:
        print(f"{name} is out of date: run `make lock` and commit the result")
    return len(stale)


if __name__ == "__main__":
    sys.exit(bool(check()) if "--check" in sys.argv else not write(ROOT))
