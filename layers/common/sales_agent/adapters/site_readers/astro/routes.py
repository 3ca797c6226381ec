"""Where the pages of an Astro project are found on the web.

Sources: Astro's documentation on routing (file names in `src/pages`) and on content collections (ids are slugs of the
file's path, made by github-slugger). Which route shows a collection is looked up in the dynamic route that queries it.
"""

import re
from dataclasses import dataclass, field
from typing import Any

from sales_agent.adapters.packed_files import File, entries_of, files_below, read_start, relative

_QUERY = re.compile(r"get(?:Live)?(?:Collection|Entry|Entries)\(\s*(?:\{\s*collection:\s*)?['\"](\w[\w-]*)['\"]")
_SITE = re.compile(r"^\s*site:\s*['\"`](https?://[^'\"`\s]+)", re.MULTILINE)
_BASE = re.compile(r"^\s*base:\s*['\"`](/[^'\"`\s]*)", re.MULTILINE)
_NO_SLASH = re.compile(r"trailingSlash:\s*['\"]never['\"]")
_NOT_IN_SLUGS = re.compile(r"[^\w\- ]")
_AT_ROOT = frozenset({"", "docs", "home", "homepage", "page", "pages"})
_INDEX = frozenset({"index", "-index"})
_LISTING = re.compile(r"\[(?:\.\.\.)?(?:author|category|page|p|tag|tags|year)\]")


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
    config = "".join(read_start(file) for file in entries_of(root) if file.name.startswith("astro.config."))
    site, base = _SITE.search(config), _BASE.search(config)
    address = base_url or (site[1].rstrip("/") + (base[1] if base else "") if site else "")
    return Routes(address.rstrip("/"), not _NO_SLASH.search(config), _prefixes(root / "src" / "pages"))


def slug(text: str) -> str:
    """A file name as github-slugger writes it into an address."""
    return _NOT_IN_SLUGS.sub("", text.lower()).replace(" ", "-")


def _prefixes(pages: File) -> dict[str, str]:
    """Collection -> folder of the route that shows its entries; routes of tags and page numbers only list them."""
    prefixes: dict[str, str] = {}
    for file in files_below(pages) if pages.is_dir() else ():
        path = relative(file, pages)
        if "[" in path and not _LISTING.search(path):
            prefix = path.partition("[")[0].strip("/")
            query = _QUERY.search(read_start(file))
            prefixes.setdefault(query[1] if query else prefix.rpartition("/")[2], prefix)
    return prefixes


def _without_suffix(path: str) -> list[str]:
    return path.rpartition(".")[0].split("/")
