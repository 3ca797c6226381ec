"""Blobs in this process."""

from pathlib import Path

from sales_agent.ports.blobs import Blobs
from sales_agent.ports.errors import Conflict, NotFound


class MemoryBlobs(Blobs):
    """Keeps blobs in a dict; a tag is the number of the version."""

    def __init__(self) -> None:
        self._kept: dict[str, tuple[str, bytes]] = {}

    def download(self, key: str, target: Path, *, unless: str = "") -> str | None:
        if key not in self._kept:
            raise NotFound(key)
        tag, content = self._kept[key]
        if tag == unless:
            return None
        target.write_bytes(content)
        return tag

    def upload(self, key: str, source: Path, *, expected: str) -> str:
        present, _ = self._kept.get(key, ("", b""))
        if present != expected:
            raise Conflict(f"{key} was replaced meanwhile")
        tag = str(int(present or 0) + 1)
        self._kept[key] = (tag, source.read_bytes())
        return tag
