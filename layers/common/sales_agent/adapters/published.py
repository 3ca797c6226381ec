"""Files that one process publishes and others read: local copies, looked at again from time to time."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from sales_agent.ports.blobs import Blobs
from sales_agent.ports.errors import Conflict, NotFound, Retriable

LOOK_AGAIN_SECONDS = 30.0
ATTEMPTS = 5


@dataclass
class _Copy[T]:
    content: T | None
    tag: str
    looked_at: float


class Published[T]:
    """Blobs read into a `T` each. A reader sees a newer version within half a minute, at one conditional read."""

    def __init__(self, blobs: Blobs, read: Callable[[Path], T], clock: Callable[[], float] = monotonic) -> None:
        self._blobs = blobs
        self._read = read
        self._clock = clock
        self._copies: dict[str, _Copy[T]] = {}
        self._folder = TemporaryDirectory(prefix="knowledge-")
        self._count = 0

    def latest(self, key: str, *, at_once: bool = False) -> T | None:
        """The newest version, None where there is none. While the blobs are away, the version read last is used."""
        copy = self._copies.get(key)
        if copy and not at_once and self._clock() - copy.looked_at < LOOK_AGAIN_SECONDS:
            return copy.content
        try:
            copy = self._look(key, copy or _Copy(None, "", 0.0))
        except Retriable:
            if copy is None or at_once:
                raise
        copy.looked_at = self._clock()
        self._copies[key] = copy
        return copy.content

    def revise(self, key: str, change: Callable[[Path], None]) -> None:
        """Lets `change` work on a copy of the newest version (a missing file: there is none) and publishes it.

        When another process publishes meanwhile, the change is made again on top of its version: both count.
        """
        for _ in range(ATTEMPTS):
            path = self._new_path()
            try:
                tag = self._blobs.download(key, path) or ""
            except NotFound:
                tag = ""
            try:
                change(path)
                self._blobs.upload(key, path, expected=tag)
            except Conflict:
                continue
            finally:
                path.unlink(missing_ok=True)
            self._copies.pop(key, None)
            return
        raise Retriable(f"{key} is being replaced again and again")

    def _look(self, key: str, copy: _Copy[T]) -> _Copy[T]:
        path = self._new_path()
        try:
            tag = self._blobs.download(key, path, unless=copy.tag)
            return copy if tag is None else _Copy(self._read(path), tag, 0.0)
        except NotFound:
            return _Copy(None, "", 0.0)
        finally:
            path.unlink(missing_ok=True)

    def _new_path(self) -> Path:
        self._count += 1
        return Path(self._folder.name) / str(self._count)
