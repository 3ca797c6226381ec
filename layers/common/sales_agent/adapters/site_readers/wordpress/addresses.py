"""Where the pages of a WordPress export are found on the web."""

import re
from html import unescape
from urllib.parse import urlsplit

from sales_agent.adapters.site_readers.wordpress.fields import Item
from sales_agent.domain.clean_text import visible


def site_address(channel: Item) -> str:
    """The site's own address, without a slash at its end; empty when the export does not name it."""
    for name in ("base_blog_url", "link", "base_site_url"):
        address = _web_address(channel.get(name))
        if address:
            return address.rstrip("/")
    return ""


def page_address(item: Item, site: str, base_url: str) -> str:
    """The page's address: its link, or the one by id. `base_url` replaces the site the export names."""
    address = _web_address(item.get("link")) or short_address(item, site)
    served = base_url.rstrip("/")
    place, own_place = address.partition("://")[2], site.partition("://")[2]
    if served and (address.startswith("/") or (own_place and re.match(rf"{re.escape(own_place)}(?=[/?#]|$)", place))):
        return served + (address if address.startswith("/") else place[len(own_place) :])
    return address


def short_address(item: Item, site: str) -> str:
    """The address by id, which WordPress redirects to the page; by slug when there is no id."""
    guid = _web_address(item.get("guid"))
    number, slug = item.get("post_id"), item.get("post_name")
    if number:
        return f"{site}/?{'page_id' if item.get('post_type') == 'page' else 'p'}={number}"
    return guid or (f"{site}/{slug}/" if slug else "")


def _web_address(text: str) -> str:
    address = re.sub(r"\s", "", unescape(visible(text)))
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    return address if parts.scheme in {"http", "https"} and parts.hostname else ""
