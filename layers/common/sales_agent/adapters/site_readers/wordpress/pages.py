"""Makes a page of an item of a WordPress export."""

import re
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

from sales_agent.adapters.html_text import html_to_text
from sales_agent.adapters.site_readers.wordpress.content import post_text
from sales_agent.adapters.site_readers.wordpress.fields import Item
from sales_agent.adapters.site_readers.wordpress.products import (
    Variation,
    product_facts,
    read_product,
    read_variation,
    variations_text,
)
from sales_agent.adapters.site_readers.wordpress.publication import page_kind
from sales_agent.domain.clean_text import one_line
from sales_agent.domain.knowledge import Page

_PARTS = re.compile(r"<wp:post_type>\s*(?:<!\[CDATA\[)?\s*(?:product_variation|wp_block)\b")
_TITLE_LENGTH = 80


@dataclass
class PageParts:
    """What stands in items of its own and is shown on other pages: versions of products, and reused blocks."""

    variations: dict[str, list[Variation]] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)

    def may_hold(self, xml: str) -> bool:
        """Whether it is worth parsing an item for parts."""
        return _PARTS.search(xml) is not None

    def add(self, item: Item) -> None:
        """Keeps the part, if it is public."""
        if item.get("status") != "publish" or item.get("post_password"):
            return
        if item.get("post_type") == "wp_block":
            self.blocks[item.get("post_id")] = item.fields.get("encoded", "")
        else:
            self.variations.setdefault(item.get("post_parent"), []).append(read_variation(item))


def read_page(item: Item, url: str, language: str, parts: PageParts) -> Page:
    """The page of a public item. Raises ValueError when its content cannot be read."""
    text = post_text(item, parts.blocks)
    product = None
    if item.get("post_type") == "product":
        variations = parts.variations.get(item.get("post_id"), [])
        product = read_product(item, variations)
        sections = (product_facts(item, product, variations), text, variations_text(product, variations))
        text = "\n\n".join(section for section in sections if section)
    return Page(
        url=url,
        title=_title(item, text),
        text=text,
        kind=page_kind(item.get("post_type")),
        language=language,
        updated_at=_updated_at(item),
        product=product,
    )


def _title(item: Item, text: str) -> str:
    title = one_line(html_to_text(item.get("title")))
    first_line = text.partition("\n")[0].lstrip("#- ")
    return title or first_line[:_TITLE_LENGTH] or item.get("post_name").replace("-", " ").capitalize()


def _updated_at(item: Item) -> datetime | None:
    for name in ("post_modified_gmt", "post_date_gmt"):
        try:
            return datetime.fromisoformat(item.get(name)).replace(tzinfo=UTC)
        except ValueError:
            continue
    try:
        return parsedate_to_datetime(item.get("pubDate"))
    except ValueError:
        return None
