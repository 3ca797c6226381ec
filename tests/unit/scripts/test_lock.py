from pathlib import Path

from scripts.lock import leave_out, requirements

LIST = """# made by make lock
anyio==4.16.0 \\
    --hash=sha256:aa \\
    --hash=sha256:bb
colorama==0.4.6 ; sys_platform == 'win32' \\
    --hash=sha256:cc
pydantic==2.14.3 \\
    --hash=sha256:dd
"""


def test_an_entry_keeps_its_hashes() -> None:
    entries = requirements(LIST)
    assert len(entries) == 3
    assert entries["anyio==4.16.0 \\\n"].count("--hash") == 2


def test_what_the_layer_carries_is_left_out_of_a_function(tmp_path: Path) -> None:
    (tmp_path / "own.txt").write_text(LIST)
    (tmp_path / "layer.txt").write_text("pydantic==2.14.3 \\\n    --hash=sha256:dd\n")
    leave_out(tmp_path, "own.txt", "layer.txt")
    left = (tmp_path / "own.txt").read_text()
    assert "pydantic" not in left
    assert left == LIST.replace("pydantic==2.14.3 \\\n    --hash=sha256:dd\n", "")
