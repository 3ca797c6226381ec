"""The whole system, deployed to the emulator with IAM enforced, on ports of its own: started once, by one worker."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from local import system
from local.ports import free_port
from local.system import System

BUILDING_ALLOWED_SECONDS = 1200


@pytest.hookimpl(tryfirst=True)  # before the workers read the groups, whatever the command line names
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.emulator)
            item.add_marker(pytest.mark.xdist_group("emulator"))
            item.add_marker(pytest.mark.timeout(BUILDING_ALLOWED_SECONDS))


@pytest.fixture(scope="session")
def site_url() -> str:
    """Where the demo company's pages will be: the one origin that may call the API."""
    return f"http://localhost:{free_port()}"


@pytest.fixture(scope="session")
def running(tmp_path_factory: pytest.TempPathFactory, site_url: str) -> Iterator[System]:
    with system.running(tmp_path_factory.mktemp("emulator"), free_port(), site_url=site_url) as started:
        yield started
