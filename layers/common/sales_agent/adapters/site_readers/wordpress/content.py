"""The text of a WordPress post: blocks, shortcodes, classic paragraphs and Elementor's data."""

import json
import re
from collections.abc import Iterator, Mapping
from typing import Any

from sales_agent.adapters.html_text import html_to_text
from sales_agent.adapters.site_readers.wordpress.fields import Item
from sales_agent.adapters.site_readers.wordpress.shortcodes import shortcodes_to_html

_REUSED_BLOCK = re.compile(r'<!--\s*wp:block\s*\{[^{}]*"ref"\s*:\s*(\d+)[^{}]*\}\s*/?-->')
_FOOTNOTES = re.compile(r"<!--\s*wp:footnotes\s*(?:\{[^{}]*\}\s*)?/-->")
_DATA_BLOCK = re.compile(r"<!--\s*wp:[a-z0-9-]+/[a-z0-9-]+\s+(\{[^<>]*\})\s*/-->")
_HEADINGS = frozenset({"accordion_title", "heading", "question", "tab_title", "title", "title_text"})
_TEXT_KEYS = """
    alert_description answer blockquote_content content description description_text editor html item_text price
    sub_heading tab_content testimonial_content text
"""
_TEXTS = frozenset(_TEXT_KEYS.split())


def post_text(item: Item, reused_blocks: Mapping[str, str]) -> str:
    """The post's text; when it has none, what Elementor keeps of it, and the excerpt when that says something more."""
    content = _REUSED_BLOCK.sub(lambda found: reused_blocks.get(found[1], ""), item.fields.get("encoded", ""))
    content = _FOOTNOTES.sub(lambda _: _data_html(item.meta("footnotes")), content)
    text = _read(_DATA_BLOCK.sub(lambda found: _data_html(found[1]), content))
    if not text:
        text = _read(_data_html(item.meta("_elementor_data")))
    excerpt = _read(item.fields.get("excerpt", ""))
    return text if _said(excerpt, text) else f"{excerpt}\n\n{text}".strip()


def _read(content: str) -> str:
    return html_to_text(shortcodes_to_html(content), wordpress_lines=True)


def _said(words: str, text: str) -> bool:
    return "".join(words.split()) in "".join(text.split())


def _data_html(source: str) -> str:
    try:
        return "".join(_texts(json.loads(source)))
    except (ValueError, RecursionError):
        return ""


def _texts(data: Any) -> Iterator[str]:
    if isinstance(data, list):
        for part in data:
            yield from _texts(part)
    elif isinstance(data, dict):
        for key, value in data.items():
            if isinstance(value, (list, dict)):
                yield from _texts(value)
            elif isinstance(value, (str, int, float)) and str(value).strip():
                yield _element(key, str(value))


def _element(key: str, value: str) -> str:
    if key in _HEADINGS:
        return f"<h3>{value}</h3>"
    return f"<div>{value}</div>" if key in _TEXTS else ""
