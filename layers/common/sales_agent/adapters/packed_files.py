"""Opening what an operator drops: plain, gzipped and zipped files, within limits, as text.

Nothing is unpacked to disk and no link is followed. The limits stop decompression bombs (a 195 KB zip can hold 200 MB).
"""

import codecs
import gzip
import re
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import IO
from zipfile import BadZipFile, ZipFile, is_zipfile
from zipfile import Path as ZipPath

from sales_agent.ports.errors import Refused

File = Path | ZipPath

MAX_BYTES = 2 * 1024**3
MAX_FILES = 100_000
SUSPECT_BYTES = 100 * 1024**2
SUSPECT_RATIO = 100
_IGNORED = frozenset({"node_modules", "__MACOSX"})
_UNREADABLE = (BadZipFile, EOFError, NotImplementedError, OSError, zlib.error)
_CHUNK = 256 * 1024
_BYTE_ORDER_MARKS = {codecs.BOM_UTF8: "utf-8-sig", codecs.BOM_UTF16_LE: "utf-16", codecs.BOM_UTF16_BE: "utf-16"}
_DECLARED = re.compile(rb"""<\?xml[^>]*?encoding=["']([\w.-]+)["']""")


def open_folder(path: Path) -> File | None:
    """The folder or the zip file's content as a folder, None for any other file. Raises Refused for an unsafe zip."""
    if path.is_dir():
        return path
    if not is_zipfile(path):
        return None
    try:
        archive = ZipFile(path)
    except BadZipFile as error:
        raise Refused(f"{path.name} is a damaged zip file: {error}") from error
    entries = archive.infolist()
    size = sum(entry.file_size for entry in entries)
    _check(path.name, size, sum(entry.compress_size for entry in entries))
    if len(entries) > MAX_FILES or any(entry.flag_bits & 1 for entry in entries):
        raise Refused(f"{path.name} holds encrypted files or more than {MAX_FILES:,} of them")
    return ZipPath(archive)


def entries_of(folder: File) -> list[File]:
    """What lies in a folder, in the order of names."""
    entries: list[File] = [*folder.iterdir()]
    return sorted(entries, key=lambda entry: entry.name)


def files_below(folder: File) -> Iterator[File]:
    """Every file below a folder in the order of names; hidden ones, links and `node_modules` are left out."""
    for entry in entries_of(folder):
        if entry.name.startswith(".") or entry.name in _IGNORED or entry.is_symlink():
            continue
        if entry.is_dir():
            yield from files_below(entry)
        elif entry.is_file():
            yield entry


def relative(file: File, folder: File) -> str:
    """The path of a file below a folder, with slashes."""
    return str(file).replace("\\", "/")[len(str(folder)) :].strip("/")


def read_text(file: File, max_bytes: int) -> str:
    """A whole small text file. Raises ValueError when it is larger or cannot be read."""
    data = _read(file, max_bytes + 1)
    if len(data) > max_bytes:
        raise ValueError(f"larger than {max_bytes:,} bytes")
    return data.decode(_encoding(data), "replace")


def read_start(file: File, max_bytes: int = 1024**2) -> str:
    """The beginning of a text file, nothing of one that cannot be read."""
    try:
        return _read(file, max_bytes).decode("utf-8", "replace")
    except ValueError:
        return ""


def text_chunks(file: File) -> Iterator[str]:
    """The text of a plain or gzipped file, piece by piece. Raises Refused when it is damaged or grows too large."""
    with closing(_open(file)) as packed, closing(_unpacked(packed)) as stream:
        first = stream.read(_CHUNK)
        decoder = codecs.getincrementaldecoder(_encoding(first))("mixed")
        size, chunk = 0, first
        try:
            while chunk:
                size += len(chunk)
                _check(file.name, size, packed.tell() if stream is not packed else size)
                yield decoder.decode(chunk)
                chunk = stream.read(_CHUNK)
        except _UNREADABLE as error:
            raise Refused(f"{file.name} ends early or is damaged: {error}") from error
        yield decoder.decode(b"", final=True)


def _read(file: File, max_bytes: int) -> bytes:
    try:
        with closing(_open(file)) as stream:
            return stream.read(max_bytes)
    except _UNREADABLE as error:
        raise ValueError(f"cannot be read: {error}") from error


def _open(file: File) -> IO[bytes]:
    stream: IO[bytes] = file.open("rb")
    return stream


def _unpacked(packed: IO[bytes]) -> IO[bytes]:
    is_gzip = packed.read(2) == b"\x1f\x8b"
    packed.seek(0)
    return gzip.GzipFile(fileobj=packed) if is_gzip else packed  # type: ignore[return-value]


def _check(name: str, size: int, packed_size: int) -> None:
    if size > MAX_BYTES or (size > SUSPECT_BYTES and size > SUSPECT_RATIO * max(packed_size, 1)):
        raise Refused(f"{name} unpacks to more than {size // 1024**2:,} MB: too large, or a decompression bomb")


def _encoding(start: bytes) -> str:
    for mark, encoding in _BYTE_ORDER_MARKS.items():
        if start.startswith(mark):
            return encoding
    declared = _DECLARED.search(start[:200])
    try:
        return codecs.lookup(declared[1].decode()).name if declared else "utf-8"
    except LookupError:
        return "utf-8"


def _western(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error("mixed", _western)
