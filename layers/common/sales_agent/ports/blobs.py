"""Files that are replaced as a whole."""

from pathlib import Path
from typing import Protocol


class Blobs(Protocol):
    """Named files. Every version of one has a tag; a write names the version it is based on."""

    def download(self, key: str, target: Path, *, unless: str = "") -> str | None:
        """Writes the newest version to `target` and returns its tag; None when its tag is `unless`.

        Raises NotFound, Retriable or Fatal.
        """
        ...

    def upload(self, key: str, source: Path, *, expected: str) -> str:
        """Keeps the file and returns its tag, when the newest version still is `expected` (empty: there is none).

        Readers get the old version or the new one, whole. Raises Conflict, Retriable or Fatal.
        """
        ...
