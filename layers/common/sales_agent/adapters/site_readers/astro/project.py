"""Finds the Astro project in a folder or a zip file, and the best way to read it."""

from collections.abc import Iterator

from sales_agent.adapters.packed_files import File, entries_of
from sales_agent.adapters.site_readers.astro.built import BuiltSite
from sales_agent.adapters.site_readers.astro.routes import read_routes
from sales_agent.adapters.site_readers.astro.source import AstroSources

_DEEPEST = 3
_IGNORED = frozenset({"node_modules", "public", "__MACOSX"})


def open_projects(folder: File, base_url: str = "") -> list[AstroSources | BuiltSite]:
    """Readers of the projects nearest to the folder's top; none when it holds no project.

    What a build wrote is what visitors see: it goes before the sources.
    """
    level = [folder] if folder.is_dir() else []
    for _ in range(_DEEPEST):
        readers = [reader for one in level if (reader := _reader(one, base_url))]
        if readers:
            return readers
        level = [below for one in level for below in _folders(one)]
    return []


def _reader(folder: File, base_url: str) -> AstroSources | BuiltSite | None:
    for built in (folder / "dist" / "client", folder / "dist"):
        if built.is_dir() and _has_html(built):
            return BuiltSite(built, read_routes(folder, base_url).site)
    if any((folder / "src" / name).is_dir() for name in ("content", "data", "pages")):
        return AstroSources(folder, base_url)
    return BuiltSite(folder, base_url) if (folder / "index.html").is_file() else None


def _has_html(folder: File) -> bool:
    return any(entry.name.endswith(".html") or (entry.is_dir() and _has_html(entry)) for entry in folder.iterdir())


def _folders(folder: File) -> Iterator[File]:
    for entry in entries_of(folder):
        if entry.is_dir() and not entry.name.startswith(".") and entry.name not in _IGNORED:
            yield entry
