"""Makes one virtual environment from one hash-locked list: `environment.py FOLDER LOCK`.

Runs on any Python from 3.9 with pip and nothing else, since this is what a fresh clone has.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
UV_FOLDER = ROOT / ".local" / "uv"
IMPORTABLE = [ROOT / "layers" / "common", ROOT / "layers" / "embedded"]
NO_PYTHON = """Python 3.13 is needed and was not found, and uv could not download it.
Install it (python.org, your system's packages, or `pyenv install 3.13`) and run the command again."""


def say(line: str) -> None:
    """Prints a progress line at once, also into a pipe."""
    print(f"[setup] {line}", flush=True)


def find_uv() -> str:
    """The path of uv: ours, else the machine's, else installed into `.local/uv` from its hash lock."""
    own = UV_FOLDER / "bin" / "uv"
    if own.exists():
        return str(own)
    installed = shutil.which("uv")
    if installed:
        return installed
    say("installing uv")
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--require-hashes"]
    subprocess.run([*pip, "--target", str(UV_FOLDER), "-r", str(ROOT / "requirements" / "uv.txt")], check=True)
    return str(own)


def search_path() -> str:
    """PATH without pyenv's shims: a shim of a version that is not selected exits 127, which stops uv's search."""
    parts = os.environ.get("PATH", "").split(os.pathsep)
    return os.pathsep.join(part for part in parts if Path(part).name != "shims")


def run_uv(uv: str, *arguments: str) -> "subprocess.CompletedProcess[str]":
    """Runs uv quietly and returns what it said."""
    environment = {**os.environ, "PATH": search_path()}
    return subprocess.run([uv, *arguments], env=environment, capture_output=True, text=True, check=False)


def pyenv_pythons() -> "list[str]":
    """Pythons 3.13 that pyenv keeps, newest last."""
    root = Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"))
    return sorted(str(path) for path in root.glob("versions/3.13.*/bin/python3.13"))


def find_python(uv: str) -> str:
    """A Python 3.13: the machine's, pyenv's, or one that uv downloads."""
    found = run_uv(uv, "python", "find", "--system", "3.13")
    if found.returncode == 0:
        return found.stdout.strip()
    if pyenv_pythons():
        return pyenv_pythons()[-1]
    say("no Python 3.13 here: downloading one")
    if run_uv(uv, "python", "install", "3.13").returncode == 0:
        return run_uv(uv, "python", "find", "3.13").stdout.strip()
    sys.exit(NO_PYTHON)


def make(folder: Path, lock: Path) -> None:
    """Makes or updates the environment and marks it ready for make."""
    uv = find_uv()
    if not (folder / "bin" / "python").exists():
        made = run_uv(uv, "venv", "--quiet", "--clear", "--python", find_python(uv), str(folder))
        if made.returncode:
            sys.exit(made.stderr)
    say(f"{folder.relative_to(ROOT)} from {lock.relative_to(ROOT)}")
    python = str(folder / "bin" / "python")
    subprocess.run([uv, "pip", "sync", "--quiet", "--require-hashes", "--python", python, str(lock)], check=True)
    if lock.name == "lock.txt":
        site_packages = next(folder.glob("lib/python*/site-packages"))
        (site_packages / "sales_agent_layers.pth").write_text("".join(f"{path}\n" for path in IMPORTABLE))
    (folder / ".ready").touch()


if __name__ == "__main__":
    make((ROOT / sys.argv[1]).absolute(), (ROOT / sys.argv[2]).absolute())
