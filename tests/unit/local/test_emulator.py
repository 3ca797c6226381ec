import sys
from pathlib import Path

import pytest

from local import __main__ as command
from local import emulator
from local.emulator import Emulator
from local.ports import CannotStart, free_port


def test_an_emulator_that_does_not_start_is_explained_with_its_log(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(emulator, "PYTHON", sys.executable)  # has no MiniStack
    with pytest.raises(CannotStart, match=r"did not start; its log is .*emulator\.log"):
        Emulator(tmp_path, free_port()).start()
    assert "ministack" in (tmp_path / "emulator.log").read_text()


def test_an_emulator_that_ends_by_itself_is_explained(tmp_path: Path) -> None:
    with pytest.raises(CannotStart, match="ended by itself"):
        command.wait(Emulator(tmp_path, free_port()))


def test_tools_are_led_to_the_emulator_and_to_no_account_of_the_operator(tmp_path: Path) -> None:
    environment = Emulator(tmp_path, 4566).environment()
    assert environment["AWS_ENDPOINT_URL"] == "http://localhost:4566"
    assert environment["AWS_SHARED_CREDENTIALS_FILE"] == environment["AWS_CONFIG_FILE"] == "/dev/null"
