"""Builds WordPress exports for tests."""

from collections.abc import Mapping
from pathlib import Path

from sales_agent.adapters.site_readers import open_site
from sales_agent.domain.knowledge import BrokenPage, Page, SkippedPage
from sales_agent.ports.site_readers import PageOutcome

HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
  xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/">
<channel><title>Acme</title><link>https://acme.example</link><language>en-GB</language>
<wp:wxr_version>1.2</wp:wxr_version><wp:base_blog_url>https://acme.example</wp:base_blog_url>
"""
TAIL = "</channel></rss>"


def item(number: int, content: str = "Some text.", meta: Mapping[str, str] | None = None, **fields: str) -> str:
    """The XML of one item; fields replace those of a published page, an empty one is left out."""
    values = {
        "title": f"Page {number}",
        "link": f"https://acme.example/page-{number}/",
        "content:encoded": f"<![CDATA[{content}]]>",
        "wp:post_id": str(number),
        "wp:post_name": f"page-{number}",
        "wp:status": "publish",
        "wp:post_type": "page",
        "wp:post_password": " ",
    } | {_name(name): value for name, value in fields.items()}
    xml = "".join(f"<{name}>{value}</{name}>" for name, value in values.items() if value)
    metas = "".join(
        f"<wp:postmeta><wp:meta_key>{key}</wp:meta_key><wp:meta_value><![CDATA[{value}]]></wp:meta_value></wp:postmeta>"
        for key, value in (meta or {}).items()
    )
    return f"<item>{xml}{metas}</item>\n"


def export(*items: str, head: str = HEAD, tail: str = TAIL) -> str:
    """The text of an export."""
    return "".join([head, *items, tail])


def read(path: Path, text: str, base_url: str = "") -> list[PageOutcome]:
    """What comes of an export of this text."""
    path = path / "export.xml"
    path.write_text(text, "utf-8")
    return list(open_site(path, base_url).read())


def pages(outcomes: list[PageOutcome]) -> list[Page]:
    """The pages among outcomes."""
    return [outcome for outcome in outcomes if isinstance(outcome, Page)]


def skipped(outcomes: list[PageOutcome]) -> dict[str, str]:
    """The reasons by source."""
    return {outcome.source: outcome.reason for outcome in outcomes if isinstance(outcome, SkippedPage)}


def broken(outcomes: list[PageOutcome]) -> dict[str, str]:
    """The errors by source."""
    return {outcome.source: outcome.error for outcome in outcomes if isinstance(outcome, BrokenPage)}


def _name(field: str) -> str:
    plain = {"title", "link", "guid", "pubDate", "category"}
    special = {"excerpt": "excerpt:encoded", "content": "content:encoded"}
    return field if field in plain else special.get(field, f"wp:{field}")
