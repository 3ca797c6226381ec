"""Makes a built artifact into the zip that Lambda gets: without what it never reads, compiled for a fast cold start.

Without `.pyc` files a cold start compiles every module anew on a read-only disk (2.15 times the time). They are written
unchecked-hash, since a zip's file times would invalidate the usual kind. Equal content gives equal zips, so that what
did not change is not deployed again.
"""

import shutil
import warnings
from compileall import compile_dir
from pathlib import Path
from py_compile import PycInvalidationMode
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

HUBSPOT = ("automation", "cms", "conversations", "events", "marketing", "settings", "webhooks")
GOOGLE = ("_upb", "api", "cloud", "gapic", "logging", "longrunning", "protobuf", "rpc", "type")
HUBSPOT_CRM = ("commerce", "exports", "extensions", "imports", "lists", "tickets", "timeline")
WASTE = [
    # Any package
    "**/__pycache__", "**/tests", "**/*.pyi", "**/*.px[di]", "**/*.pyx", "**/*.[cha]", "bin",
    "*.dist-info/RECORD", "*.dist-info/INSTALLER", "*.dist-info/REQUESTED", "*.dist-info/direct_url.json",
    # Of our own, what only the build reads
    "pyproject.toml", "requirements.txt", "functions/*/pyproject.toml", "functions/*/requirements.txt",
    # Names of places and carriers: we only validate and format numbers
    "phonenumbers/geodata", "phonenumbers/carrierdata", "phonenumbers/tzdata",
    # Vendor parts nobody calls
    "recognizers_*",  # a second copy under a second name
    *(f"hubspot/{part}" for part in HUBSPOT), *(f"hubspot/crm/{part}" for part in HUBSPOT_CRM),
    *(f"google/{part}" for part in GOOGLE), "proto", "pyasn1", "pyasn1_modules",  # for gRPC, and for a pure-Python RSA
    "pycparser",  # cffi's, for modules that are compiled on the spot
    "lxml/includes", "lxml/isoschematron",
    "numpy/f2py", "numpy/distutils", "numpy/_pyinstaller",
    *(f"onnxruntime/{part}" for part in ("backend", "datasets", "quantization", "tools", "transformers")),
]  # fmt: skip
DISCOVERY = "googleapiclient/discovery_cache/documents"
DISCOVERY_KEPT = {"calendar.v3.json"}


def waste(folder: Path) -> list[Path]:
    """What an artifact's packages can do without."""
    found = [path for pattern in WASTE for path in folder.glob(pattern)]
    documents = (folder / DISCOVERY).glob("*.json")
    return found + [path for path in documents if path.name not in DISCOVERY_KEPT]


def remove(path: Path) -> None:
    """Removes a file or a folder; its parent may be gone already."""
    if path.is_dir():
        shutil.rmtree(path)
    else:
        path.unlink(missing_ok=True)


def prune(folder: Path, mounted: str) -> None:
    """Prunes and compiles what Lambda sees at `mounted` (`/var/task`, `/opt/python`)."""
    for path in waste(folder):
        remove(path)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SyntaxWarning)  # of vendors' packages, which nobody here can mend
        compiled = compile_dir(
            folder,
            quiet=1,
            maxlevels=30,
            stripdir=str(folder),
            prependdir=mounted,
            invalidation_mode=PycInvalidationMode.UNCHECKED_HASH,
        )
    if not compiled:
        raise SystemExit(f"{folder}: a file does not compile with this Python")


def pack(folder: Path, target: Path) -> None:
    """Writes the zip of everything below `folder`; the same files give the same bytes."""
    with ZipFile(target, "w", ZIP_DEFLATED, compresslevel=6) as archive:
        for path in sorted(path for path in folder.rglob("*") if path.is_file()):
            entry = ZipInfo(str(path.relative_to(folder)))
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, path.read_bytes())


def megabytes(folder: Path) -> float:
    """The unzipped size, as Lambda counts it."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6
