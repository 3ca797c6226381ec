"""Blobs in a folder of this machine."""

import fcntl
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sales_agent.ports.blobs import Blobs
from sales_agent.ports.errors import Conflict, NotFound


class FolderBlobs(Blobs):
    """One file a blob. A version is put in place by renaming, so its inode and time of writing are its tag."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def download(self, key: str, target: Path, *, unless: str = "") -> str | None:
        try:
            with (self._folder / key).open("rb") as file:
                tag = _tag(os.fstat(file.fileno()))
                if tag == unless:
                    return None
                with target.open("wb") as copy:
                    shutil.copyfileobj(file, copy)
        except FileNotFoundError as error:
            raise NotFound(key) from error
        return tag

    def upload(self, key: str, source: Path, *, expected: str) -> str:
        path = self._folder / key
        path.parent.mkdir(parents=True, exist_ok=True)
        with self._one_writer():
            if (_tag(path.stat()) if path.exists() else "") != expected:
                raise Conflict(f"{key} was replaced meanwhile")
            draft = path.with_name(f".{path.name}")
            shutil.copyfile(source, draft)
            draft.replace(path)
            return _tag(path.stat())

    @contextmanager
    def _one_writer(self) -> Iterator[None]:
        with (self._folder / ".lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def _tag(status: os.stat_result) -> str:
    return f"{status.st_ino}-{status.st_mtime_ns}"
