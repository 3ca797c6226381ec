"""Reads the website in a WordPress export (WXR 1.0 to 1.2), page by page."""

import re
from collections.abc import Iterator

from sales_agent.adapters.packed_files import File, text_chunks
from sales_agent.adapters.site_readers.wordpress.addresses import page_address, short_address, site_address
from sales_agent.adapters.site_readers.wordpress.fields import Item, read_header, read_item, root_tag
from sales_agent.adapters.site_readers.wordpress.items import ItemStream, RawItem
from sales_agent.adapters.site_readers.wordpress.pages import PageParts, read_page
from sales_agent.adapters.site_readers.wordpress.publication import why_not_public
from sales_agent.domain.clean_text import one_line
from sales_agent.domain.knowledge import BrokenPage, SkippedPage
from sales_agent.ports.errors import Refused, Skippable
from sales_agent.ports.site_readers import PageOutcome

_WORDPRESS = re.compile(r"wordpress\.org/export/|<wp:|<generator>[^<]*wordpress", re.IGNORECASE)
_BETWEEN_ITEMS = re.compile(r"(?<=</item>)")


class WordPressExport:
    """One export file. It is read twice: first for what pages are put together from, then for the pages."""

    def __init__(self, file: File, base_url: str = "") -> None:
        self._file = file
        self._base_url = base_url

    def read(self) -> Iterator[PageOutcome]:
        """The pages. Raises Refused when the file is unsafe or no export, Skippable at the end when it is cut off."""
        parts = self._collect_parts()
        stream = self._open()
        channel = read_header(stream.header)
        if channel.damage:
            yield BrokenPage(source=self._file.name, error=f"the channel is damaged: {channel.damage}")
        root, addresses = root_tag(stream.header), dict[str, str]()
        for raw in stream:
            for item in _items(raw, root):
                yield self._outcome(item, channel, parts, addresses)
        if not stream.is_complete:
            raise Skippable(f"{self._file.name} is cut off: what follows its last item is missing")

    def _open(self) -> ItemStream:
        stream = ItemStream(text_chunks(self._file))
        if "<rss" not in stream.header or not _WORDPRESS.search(stream.header):
            raise Refused(f"{self._file.name} is not a WordPress export (Tools > Export)")
        return stream

    def _collect_parts(self) -> PageParts:
        parts, stream = PageParts(), self._open()
        root = root_tag(stream.header)
        for raw in stream:
            if parts.may_hold(raw.xml):
                parts.add(read_item(raw.xml, root))
        return parts

    def _outcome(self, item: Item, channel: Item, parts: PageParts, addresses: dict[str, str]) -> PageOutcome:
        site = site_address(channel)
        url = page_address(item, site, self._base_url)
        source = url or one_line(item.get("title")) or f"an item of {self._file.name}"
        if not item.is_readable:
            return BrokenPage(source=source, error=item.damage or "it says neither its type nor its status")
        if reason := why_not_public(item):
            return SkippedPage(source=source, reason=reason)
        number = item.get("post_id")
        if addresses.setdefault(url, number) != number:
            url = short_address(item, self._base_url or site)
        try:
            page = read_page(item, url, channel.get("language"), parts)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one page, the others go in
            return BrokenPage(source=source, error=str(error))
        return (
            page if url and (page.title or page.text) else SkippedPage(source=source, reason="neither text nor title")
        )


def _items(raw: RawItem, root: str) -> Iterator[Item]:
    """The items in a piece of the export: one, unless an unclosed CDATA section hid where the next begins."""
    if raw.damage:
        yield read_item(raw.xml, root)._replace(damage=raw.damage)
        return
    item = read_item(raw.xml, root)
    pieces = [piece for piece in _BETWEEN_ITEMS.split(raw.xml) if piece.strip()] if item.damage else []
    yield from (read_item(piece, root) for piece in pieces) if len(pieces) > 1 else [item]
