"""Finds the WordPress exports in what was dropped: one file, or all in a folder or a zip file."""

from collections.abc import Iterator
from pathlib import Path

from sales_agent.adapters.packed_files import File, files_below, open_folder
from sales_agent.adapters.site_readers.wordpress.reader import WordPressExport

_SUFFIXES = (".xml", ".wxr", ".xml.gz", ".wxr.gz")
_GZIP = b"\x1f\x8b"
_UTF_16 = (b"\xff\xfe", b"\xfe\xff")


def open_exports(source: File, base_url: str = "") -> list[WordPressExport]:
    """Readers of the exports, in the order of names; none when there is no XML file."""
    files = _exports(source) if source.is_dir() else [source] if _is_packed_or_xml(source) else []
    return [WordPressExport(file, base_url) for file in files]


def _exports(folder: File) -> Iterator[File]:
    for file in files_below(folder):
        if file.name.lower().endswith(_SUFFIXES):
            yield file
        elif isinstance(file, Path) and (inside := open_folder(file)):
            yield from _exports(inside)


def _is_packed_or_xml(file: File) -> bool:
    with file.open("rb") as stream:
        start = stream.read(1024)
    return start.startswith((_GZIP, *_UTF_16)) or b"<?xml" in start or b"<rss" in start
