import marshal
import subprocess
import sys
import sysconfig
from importlib.util import MAGIC_NUMBER
from pathlib import Path
from zipfile import ZipFile

import pytest

from scripts.prune import pack, prune, waste

UNCHECKED_HASH = b"\x01\x00\x00\x00"
SIGN_IN = """
import sys
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from google.auth.crypt import RSASigner
from sales_agent.adapters import CALENDARS
from sales_agent.adapters.google_client import calendar_api
from sales_agent.domain import invitation

for place in CALENDARS.values():
    __import__(place.partition(":")[0])
key = generate_private_key(65537, 2048).private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
RSASigner.from_string(key.decode()).sign(b"claims")
calendar_api({"refresh_token": "t"}).events().list(calendarId="primary")
print(*(found for module in list(sys.modules.values()) if (found := getattr(module, "__file__", None))), sep="\\n")
"""


@pytest.fixture
def package(tmp_path: Path) -> Path:
    files = {
        "pkg/__init__.py": "X = 1\n",
        "pkg/tests/test_pkg.py": "",
        "pkg/native.c": "",
        "pkg-1.dist-info/METADATA": "Name: pkg",
        "pkg-1.dist-info/RECORD": "",
        "googleapiclient/discovery_cache/documents/calendar.v3.json": "{}",
        "googleapiclient/discovery_cache/documents/drive.v3.json": "{}",
        "requirements.txt": "",
    }
    for name, text in files.items():
        (tmp_path / "built" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "built" / name).write_text(text)
    return tmp_path / "built"


def test_what_lambda_never_reads_goes_and_the_rest_is_compiled(package: Path) -> None:
    prune(package, "/var/task")
    assert {str(path.relative_to(package)) for path in package.rglob("*") if path.is_file()} == {
        "googleapiclient/discovery_cache/documents/calendar.v3.json",
        "pkg-1.dist-info/METADATA",
        "pkg/__init__.py",
        "pkg/__pycache__/__init__.cpython-313.pyc",
    }


def test_compiled_files_hold_whatever_the_time_and_name_the_place_in_lambda(package: Path) -> None:
    prune(package, "/opt/python")
    compiled = (package / "pkg/__pycache__/__init__.cpython-313.pyc").read_bytes()
    assert compiled[:8] == MAGIC_NUMBER + UNCHECKED_HASH
    assert marshal.loads(compiled[16:]).co_filename == "/opt/python/pkg/__init__.py"


def test_a_file_that_does_not_compile_stops_the_build(package: Path) -> None:
    (package / "pkg" / "broken.py").write_text("def (")
    with pytest.raises(SystemExit, match="does not compile"):
        prune(package, "/var/task")


def test_equal_content_gives_equal_zips(package: Path, tmp_path: Path) -> None:
    pack(package, tmp_path / "one.zip")
    (package / "pkg" / "__init__.py").touch()
    pack(package, tmp_path / "two.zip")
    assert (tmp_path / "one.zip").read_bytes() == (tmp_path / "two.zip").read_bytes()
    assert "pkg/__init__.py" in ZipFile(tmp_path / "one.zip").namelist()


def test_what_the_calendars_load_is_not_pruned() -> None:
    done = subprocess.run([sys.executable, "-c", SIGN_IN], check=True, capture_output=True, text=True)
    loaded = {Path(line) for line in done.stdout.splitlines()}
    packages = Path(sysconfig.get_path("purelib"))
    pruned = {path for path in waste(packages) if path.name != "__pycache__"}
    assert packages / "googleapiclient" / "discovery.py" in loaded
    assert not [path for path in loaded if pruned & {path, *path.parents}]
