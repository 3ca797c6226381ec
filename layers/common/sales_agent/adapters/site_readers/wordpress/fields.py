"""The fields of one item of a WordPress export, read strictly where possible and salvaged where not."""

import re
from collections.abc import Iterable
from typing import Any, NamedTuple
from xml.etree.ElementTree import ParseError

from defusedxml import ElementTree
from lxml import etree

_RSS = re.compile(r"<rss\b[^>]*>")
_PLAIN_RSS = (
    '<rss xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/"'
    ' xmlns:excerpt="http://wordpress.org/export/1.2/excerpt/" xmlns:wp="http://wordpress.org/export/1.2/">'
)
_CDATA = re.compile(r"(<!\[CDATA\[.*?(?:\]\]>|\Z))", re.DOTALL)
_LOOSE_AMPERSAND = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);)")
_DECIDING = frozenset({"status", "post_type", "post_password"})


class Item(NamedTuple):
    """One item: its simple fields by local name, its post meta (keys may repeat), its terms as (taxonomy, name)."""

    fields: dict[str, str]
    metas: dict[str, list[str]]
    terms: list[tuple[str, str]]
    damage: str = ""

    def get(self, name: str) -> str:
        """A simple field, without surrounding white space."""
        return self.fields.get(name, "").strip()

    def meta(self, key: str) -> str:
        """The first value of a post meta key."""
        return self.metas.get(key, [""])[0].strip()

    @property
    def is_readable(self) -> bool:
        """Whether it can be told if the item is public; of a damaged one all that decides it must have survived."""
        return bool(self.get("status") and self.get("post_type")) and not (
            self.damage and _DECIDING - self.fields.keys()
        )


def root_tag(header: str) -> str:
    """The start tag that declares the prefixes of the export's names."""
    found = _RSS.search(header)
    return found[0] if found else _PLAIN_RSS


def read_item(xml: str, root: str) -> Item:
    """The item in a piece of XML."""
    try:
        return _item(next(iter(ElementTree.fromstring(f"{root}{xml}</rss>", forbid_dtd=True)), ()))
    except (ParseError, ValueError) as error:
        return _salvage(xml, root)._replace(damage=str(error))


def read_header(header: str) -> Item:
    """The fields of the channel, as far as they can be read; `damage` says where it is broken."""
    channel, closed, _ = header[_start_of_channel(header) :].partition("</rss")
    return read_item(channel if closed else f"{channel}</channel>", root_tag(header))


def _start_of_channel(header: str) -> int:
    found = _RSS.search(header)
    return found.end() if found else max(header.find("<channel"), 0)


def _salvage(xml: str, root: str) -> Item:
    parser = etree.XMLParser(
        recover=True, resolve_entities=False, no_network=True, remove_comments=True, remove_pis=True
    )
    parts = _CDATA.split(xml)
    parts[::2] = [_LOOSE_AMPERSAND.sub("&amp;", part) for part in parts[::2]]
    try:
        document = etree.fromstring(f"{root}{''.join(parts)}</rss>".encode(), parser)
        return _item(document[0] if document is not None and len(document) else ())
    except (etree.LxmlError, ValueError):
        return _item(())


def _item(element: Iterable[Any]) -> Item:
    item = Item({}, {}, [])
    for child in element:
        name = _name(child)
        if name == "postmeta":
            meta = {_name(part): _text(part) for part in child}
            item.metas.setdefault(meta.get("meta_key", ""), []).append(meta.get("meta_value", ""))
        elif name == "category":
            item.terms.append((child.get("domain", ""), _text(child)))
        else:
            item.fields.setdefault(name, _text(child))
    return item


def _name(element: Any) -> str:
    tag = element.tag if isinstance(element.tag, str) else ""
    name = tag.rpartition("}")[2].rpartition(":")[2]
    return "excerpt" if name == "encoded" and "excerpt" in tag else name


def _text(element: Any) -> str:
    return "".join(element.itertext()) or ("?" if len(element) else "")
