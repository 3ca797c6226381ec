"""The whole system, deployed to the emulator with IAM enforced, on ports of its own: started once, by one worker."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local import system
from local.ports import free_port
from local.system import System

BUILDING_ALLOWED_SECONDS = 1200


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.emulator)
            item.add_marker(pytest.mark.xdist_group("emulator"))
            item.add_marker(pytest.mark.timeout(BUILDING_ALLOWED_SECONDS))


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[System]:
    with system.running(tmp_path_factory.mktemp("emulator"), free_port(), site_url="http://localhost:8080") as started:
        yield started
