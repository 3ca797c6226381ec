"""Where the pages of an Astro project are found on the web.

Sources: Astro's documentation on routing (file names in `src/pages`) and on content collections (ids are slugs of the
file's path, made by github-slugger). Which route shows a collection is looked up in the dynamic route that queries it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sales_agent.adapters.packed_files import File, files_below, read_text, relative

_QUERIES = re.compile(r"get(?:Live)?(?:Collection|Entry|Entries)\(\s*(?:\{\s*collection:\s*)?['\"](\w[\w-]*)['\"]")
_SITE = re.compile(r"^\s*site:\s*['\"`](https?://[^'\"`\s]+)", re.MULTILINE)
_BASE = re.compile(r"^\s*base:\s*['\"`](/[^'\"`\s]*)", re.MULTILINE)
_NO_SLASH = re.compile(r"trailingSlash:\s*['\"]never['\"]")
_NOT_IN_SLUGS = re.compile(r"[^\w\- ]")
_AT_ROOT = frozenset({"", "docs", "home", "homepage", "page", "pages"})
_INDEX = frozenset({"index", "-index"})
_MAX_BYTES = 1024**2


@dataclass
class Routes:
    """The addresses of a project; `site` ends without a slash and may be empty."""

    site: str = ""
    trailing_slash: bool = True
    prefixes: dict[str, str] = field(default_factory=dict)

    def of_page(self, path: str) -> str:
        """The address of `src/pages/<path>`."""
        return self._address([part for part in _without_suffix(path) if part != "index"])

    def of_entry(self, collection: str, path: str, metadata: dict[str, Any]) -> str:
        """The address of a collection's entry: the permalink or slug it gives itself, else by its path."""
        for name in ("permalink", "url"):
            if str(metadata.get(name, "")).startswith("/"):
                return self._address(str(metadata[name]).split("/"))
        parts = [slug(part) for part in _without_suffix(path) if part not in _INDEX]
        own = str(metadata.get("slug") or "").strip("/")
        prefix = self.prefixes.get(collection, "" if collection in _AT_ROOT else slug(collection))
        return self._address([*prefix.split("/"), *(own.split("/") if own else parts)])

    def _address(self, parts: list[str]) -> str:
        path = "/".join(part for part in parts if part)
        return f"{self.site}/{path}" + ("/" if path and self.trailing_slash else "")


def read_routes(root: File, base_url: str) -> Routes:
    """The routes of the project at `root`; `base_url` goes before what the project says of itself."""
    config = "".join(_texts(root, "astro.config."))
    site, base = _SITE.search(config), _BASE.search(config)
    address = base_url or (site[1].rstrip("/") + (base[1] if base else "") if site else "")
    return Routes(address.rstrip("/"), not _NO_SLASH.search(config), dict(_prefixes(root / "src" / "pages")))


def slug(text: str) -> str:
    """A file name as github-slugger writes it into an address."""
    return _NOT_IN_SLUGS.sub("", text.lower()).replace(" ", "-")


def _texts(folder: File, start: str) -> Iterator[str]:
    for file in folder.iterdir():
        if file.name.startswith(start) and file.is_file():
            yield read_text(file, _MAX_BYTES)


def _prefixes(pages: File) -> Iterator[tuple[str, str]]:
    for file in files_below(pages) if pages.is_dir() else ():
        path = relative(file, pages)
        if "[" in path:
            prefix = path.partition("[")[0].strip("/")
            names = _QUERIES.findall(read_text(file, _MAX_BYTES))
            yield from ((name, prefix) for name in names or [prefix.rpartition("/")[2]] if name)


def _without_suffix(path: str) -> list[str]:
    return path.rpartition(".")[0].split("/")
