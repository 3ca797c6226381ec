"""Front matter and data files to Markdown: questions, plans, features and contacts as a visitor would read them."""

import re
from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime, time
from typing import Any

_HEADINGS = ("title", "question", "heading", "headline", "name", "label", "q")
_TEXTS = (
    *("subtitle", "tagline", "description", "excerpt", "summary", "intro", "content", "text", "body", "answer", "a"),
    *("bio", "quote", "message", "note"),
)
_PERIODS = ("period", "interval", "per", "billing", "unit", "type")
_UNREAD_KEYS = """
    action actions alt author avatar button class classname color cta date draft enable enabled head href icon id image
    images img lang layout link links logo metadata next order permalink position prev pubdate publishdate sidebar slug
    src tableofcontents tags target template theme updateddate url variant video weight
"""
_UNREAD = frozenset(_UNREAD_KEYS.split())
_NOT_WORDS = re.compile(
    r"(?:https?:|mailto:|[./~#@])\S*|\S+\.(?:astro|avif|css|gif|jpe?g|js|json|mdx?|mp4|pdf|png|svg|tsx?|webp)"
    r"|[a-z0-9]+(?:[:_][a-z0-9-]+)+|\d{4}-\d\d-\d\d.*",
    re.IGNORECASE,
)
_DEEPEST_HEADING = 6


def data_to_markdown(data: Any, level: int = 2) -> str:
    """All readable text of structured data, titles as headings from `level` down."""
    return "\n\n".join(_parts(data, min(level, _DEEPEST_HEADING)))


def nested_to_markdown(metadata: Mapping[str, Any]) -> str:
    """The readable text of a front matter's lists and tables; its plain settings are not for visitors."""
    return data_to_markdown({key: value for key, value in metadata.items() if isinstance(value, (list, dict))})


def words(value: Any) -> str:
    """A value as text, empty when it is an address, a file, a date or a code."""
    if isinstance(value, bool) or not isinstance(value, (str, int, float)):
        return ""
    text = str(value).strip()
    return "" if _NOT_WORDS.fullmatch(text) else text


def moment(value: Any) -> datetime | None:
    """A date, a time or its ISO 8601 text as an aware instant, None for anything else."""
    if isinstance(value, str):
        try:
            value = datetime.fromisoformat(value)
        except ValueError:
            return None
    if isinstance(value, date) and not isinstance(value, datetime):
        value = datetime.combine(value, time())
    return value.replace(tzinfo=value.tzinfo or UTC) if isinstance(value, datetime) else None


def _parts(data: Any, level: int) -> Iterator[str]:
    if isinstance(data, Mapping):
        yield from _mapping(data, level)
    elif isinstance(data, list):
        lines = [f"- {line}" for line in map(words, data) if line]
        yield from ["\n".join(lines)] if lines else []
        for part in data:
            if isinstance(part, (Mapping, list)):
                yield data_to_markdown(part, level)


def _mapping(data: Mapping[str, Any], level: int) -> Iterator[str]:
    known = {str(key).lower(): value for key, value in data.items() if str(key).lower() not in _UNREAD}
    title_key = next((key for key in _HEADINGS if words(known.get(key))), "")
    title = words(known.pop(title_key, ""))
    if title:
        yield f"{'#' * level} {title}"
    yield from (
        text for text in (words(known.pop(key, "")) for key in _TEXTS if isinstance(known.get(key), str)) if text
    )
    yield from _facts(title, known)
    for key, value in known.items():
        if isinstance(value, list) and any(map(words, value)):
            yield f"{_label(key)}:"
        if isinstance(value, (Mapping, list)):
            yield data_to_markdown(value, min(level + bool(title), _DEEPEST_HEADING))


def _facts(title: str, known: dict[str, Any]) -> list[str]:
    price = words(known.pop("price", ""))
    period = next((found for found in (words(known.pop(key, "")) for key in _PERIODS if price) if found), "")
    if price:
        known = {"price": " / ".join(part for part in (price, period) if part), **known}
    facts = [f"{_label(key)}: {words(value)}" for key, value in known.items() if words(value)]
    if price and title:
        facts[0] = f"{title}, {facts[0]}"
    return ["\n".join(facts)] if facts else []


def _label(key: str) -> str:
    return re.sub(r"[_-]+", " ", key).capitalize()
