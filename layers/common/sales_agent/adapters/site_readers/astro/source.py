"""Reads the website in the sources of an Astro project: its content collections and its static pages."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from sales_agent.adapters.packed_files import File, entries_of, files_below, read_start, read_text, relative
from sales_agent.adapters.site_readers.astro.entries import ENTRIES, PAGES, Entry, read_entry
from sales_agent.adapters.site_readers.astro.facts import page_kind, product_facts, read_product
from sales_agent.adapters.site_readers.astro.routes import Routes, read_routes
from sales_agent.domain.clean_text import one_line
from sales_agent.domain.knowledge import BrokenPage, Page, SkippedPage
from sales_agent.ports.site_readers import PageOutcome

MAX_FILE_BYTES = 4 * 1024**2
_COLLECTION_BASE = re.compile(r"base:\s*['\"`](?:\./)?([\w./-]+)['\"`]")
_CONTENT_CONFIGS = ("src/content.config.ts", "src/content.config.mjs", "src/content.config.js", "src/content/config.ts")
_ERROR_PAGES = frozenset({"404", "500"})
_LANGUAGE = re.compile(r"[a-z]{2}(?:-[a-zA-Z]{2})?")
_FEWEST_WORDS = 8


class _Found(NamedTuple):
    """A file that may be a page: `collection` is None below `src/pages`, `path` is what its address is made of."""

    file: File
    collection: str | None
    path: str


class AstroSources:
    """A project whose built pages are not at hand."""

    def __init__(self, root: File, base_url: str = "") -> None:
        self._root = root
        self._base_url = base_url

    def read(self) -> Iterator[PageOutcome]:
        """The pages in the order of collections and names, then those of `src/pages`."""
        routes = read_routes(self._root, self._base_url)
        addresses: set[str] = set()
        for found in [*_collections(self._root), *_pages(self._root)]:
            outcome = self._outcome(found, routes)
            if isinstance(outcome, Page) and outcome.url in addresses:
                outcome = outcome.model_copy(update={"url": f"{outcome.url}#{found.path.replace('/', '-')}"})
            if isinstance(outcome, Page):
                addresses.add(outcome.url)
            yield outcome

    def _outcome(self, found: _Found, routes: Routes) -> PageOutcome:
        source = relative(found.file, self._root)
        if reason := _why_no_page(found):
            return SkippedPage(source=source, reason=reason)
        try:
            entry = read_entry(_suffix(found.file), read_text(found.file, MAX_FILE_BYTES))
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one page, the others go in
            return BrokenPage(source=_address(found, routes, Entry("", "")), error=f"{source}: {error}")
        if entry.is_draft:
            return SkippedPage(source=source, reason="draft")
        if _says_nothing(found, entry):
            return SkippedPage(source=source, reason="no text of its own")
        return _page(found, entry, _address(found, routes, entry))


def _page(found: _Found, entry: Entry, url: str) -> Page:
    title = one_line(entry.title) or _name(found)
    product = read_product(entry, found.path, title)
    first_part = found.path.partition("/")[0]
    return Page(
        url=url,
        title=title,
        text=f"{product_facts(product)}\n\n{entry.text}" if product else entry.text,
        kind="product" if product else page_kind(found.collection, entry),
        language=str(entry.metadata.get("lang") or (first_part if _LANGUAGE.fullmatch(first_part) else "")),
        updated_at=entry.updated_at,
        product=product,
    )


def _why_no_page(found: _Found) -> str:
    if any(part.startswith("_") for part in found.path.split("/")):
        return "its name begins with an underscore"
    if "[" in found.path:
        return "a template for many pages"
    return "error page" if found.path.rpartition("/")[2].partition(".")[0] in _ERROR_PAGES else ""


def _says_nothing(found: _Found, entry: Entry) -> bool:
    if _suffix(found.file) in {".json", ".yaml", ".yml"}:
        return len(entry.text.split()) < _FEWEST_WORDS
    return not entry.text and (not entry.title or _suffix(found.file) == ".astro")


def _address(found: _Found, routes: Routes, entry: Entry) -> str:
    if found.collection is None:
        return routes.of_page(found.path)
    return routes.of_entry(found.collection, found.path, dict(entry.metadata))


def _name(found: _Found) -> str:
    parts = [part for part in found.path.rpartition(".")[0].split("/") if part.strip("-") != "index"]
    return re.sub(r"[-_]+", " ", parts[-1] if parts else found.collection or "Home").strip().capitalize()


def _suffix(file: File) -> str:
    return f".{file.name.rpartition('.')[2].lower()}"


def _collections(root: File) -> Iterator[_Found]:
    for home in (root / "src" / "content", root / "src" / "data"):
        for entry in entries_of(home) if home.is_dir() else ():
            if entry.is_dir():
                yield from _entries(entry, entry.name)
            elif _suffix(entry) in ENTRIES:
                yield _Found(entry, entry.name.partition(".")[0], f"index{_suffix(entry)}")
    for base in _other_bases(root):
        yield from _entries(root.joinpath(*base.split("/")), base.rpartition("/")[2])


def _other_bases(root: File) -> list[str]:
    configs = [root.joinpath(*path.split("/")) for path in _CONTENT_CONFIGS]
    texts = [read_start(config) for config in configs if config.is_file()]
    bases = {base.strip("/") for text in texts for base in _COLLECTION_BASE.findall(text) if ".." not in base}
    return sorted(base for base in bases if not base.startswith(("src/content", "src/data", "src/pages")))


def _entries(folder: File, collection: str) -> Iterator[_Found]:
    for file in files_below(folder) if folder.is_dir() else ():
        if _suffix(file) in ENTRIES:
            yield _Found(file, collection, relative(file, folder))


def _pages(root: File) -> Iterator[_Found]:
    pages = root / "src" / "pages"
    for file in files_below(pages) if pages.is_dir() else ():
        if _suffix(file) in PAGES:
            yield _Found(file, None, relative(file, pages))
