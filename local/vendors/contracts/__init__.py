"""The project's own interface documents of the CRMs, written from public documentation and SDK behaviour."""

from pathlib import Path

from local.vendors import specs
from local.vendors.kit import Contract

HERE = Path(__file__).parent


def contracts(*names: str) -> list[Contract]:
    """The project's documents of these names, and those of the same names beside the repository when present."""
    own = [Contract(HERE / f"{name}.openapi.json") for name in names]
    return [*own, *specs.contracts(*names)]
