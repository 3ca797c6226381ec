"""One text file of an Astro project: its front matter and its text."""

import json
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

import frontmatter
import yaml
from frontmatter.default_handlers import YAMLHandler

from sales_agent.adapters.html_text import html_to_text
from sales_agent.adapters.markdown_text import markdown_to_text
from sales_agent.adapters.site_readers.astro.data import data_to_markdown, moment, nested_to_markdown, words
from sales_agent.adapters.site_readers.astro.markup import asides_to_markdown, component_to_html, mdx_to_markdown

_TITLES = ("title", "name", "question", "heading", "label")
_SUMMARIES = ("description", "excerpt", "summary", "subtitle", "tagline")
_CHANGED = ("lastUpdated", "updatedDate", "updateDate", "modDatetime", "updated")
_PUBLISHED = ("publishDate", "pubDate", "pubDatetime", "date")
_UNPUBLISHED = frozenset({"draft", "private"})
_FIRST_HEADING = re.compile(r"^# (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Entry:
    """What a file says; `title` is empty when it gives itself none."""

    title: str
    text: str
    metadata: Mapping[str, Any] = field(default_factory=dict)

    @property
    def is_draft(self) -> bool:
        """Whether the author has not published it."""
        get = self.metadata.get
        return bool(get("draft") or get("private")) or get("published") is False or get("status") in _UNPUBLISHED

    @property
    def updated_at(self) -> datetime | None:
        """When it was last changed, as far as its front matter knows."""
        moments = (moment(self.metadata.get(name)) for name in (*_CHANGED, *_PUBLISHED))
        return next((found for found in moments if found), None)


def read_entry(suffix: str, source: str) -> Entry:
    """The entry in a file's text. Raises ValueError when it cannot be read."""
    try:
        return _READERS[suffix](source)
    except (yaml.YAMLError, RecursionError) as error:
        raise ValueError(" ".join(str(error).split())) from error


def _markdown(source: str) -> Entry:
    metadata, body = frontmatter.parse(source, handler=_FrontMatter())
    return _entry(metadata, markdown_to_text(asides_to_markdown(body)))


def _mdx(source: str) -> Entry:
    metadata, body = frontmatter.parse(source, handler=_FrontMatter())
    return _entry(metadata, markdown_to_text(mdx_to_markdown(body, metadata), indented_code=False))


def _component(source: str) -> Entry:
    component = component_to_html(source)
    return Entry(component.title, html_to_text(component.html))


def _data(data: Any) -> Entry:
    metadata = data if isinstance(data, Mapping) else {}
    rest = {key: value for key, value in metadata.items() if key not in _TITLES[:2]} if metadata else data
    return Entry(_first(metadata, _TITLES), markdown_to_text(data_to_markdown(rest)), metadata)


def _entry(metadata: Mapping[str, Any], body: str) -> Entry:
    hero, heading = metadata.get("hero"), _FIRST_HEADING.search(body)
    title = _first(metadata, _TITLES) or (_first(hero, _TITLES) if isinstance(hero, Mapping) else "")
    title = title or (heading[1] if heading else "")
    summary = _first(metadata, _SUMMARIES)
    parts = (summary if summary not in body else "", body, markdown_to_text(nested_to_markdown(metadata)))
    return Entry(title, "\n\n".join(part for part in parts if part), metadata)


def _first(metadata: Mapping[str, Any], names: tuple[str, ...]) -> str:
    return next((found for found in (words(metadata.get(name)) for name in names) if found), "")


class _PlainLoader(yaml.SafeLoader):
    """YAML without aliases: a few lines of them unfold to more than any memory."""

    def compose_node(self, parent: yaml.Node | None, index: int) -> yaml.Node | None:
        if self.check_event(yaml.AliasEvent):
            raise yaml.YAMLError("YAML aliases are not read")
        return super().compose_node(parent, index)


class _FrontMatter(YAMLHandler):
    def load(self, fm: str, **_: object) -> Any:
        return _load_yaml(fm) or {}


def _load_yaml(source: str) -> Any:
    return yaml.load(source, Loader=_PlainLoader)  # noqa: S506 - it is a SafeLoader


_READERS: dict[str, Callable[[str], Entry]] = {
    ".md": _markdown,
    ".markdown": _markdown,
    ".mdoc": _markdown,
    ".mdx": _mdx,
    ".astro": _component,
    ".html": lambda source: Entry("", html_to_text(source)),
    ".json": lambda source: _data(json.loads(source)),
    ".yaml": lambda source: _data(_load_yaml(source)),
    ".yml": lambda source: _data(_load_yaml(source)),
}
PAGES = frozenset({".md", ".markdown", ".mdx", ".astro", ".html"})
ENTRIES = frozenset(_READERS) - {".astro", ".html"}
