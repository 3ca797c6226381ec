"""The JSON-LD a page carries for search engines (schema.org): products and question lists."""

import json
from collections.abc import Iterator, Mapping
from typing import Any

from lxml.html import HtmlElement

from sales_agent.domain.clean_text import one_line
from sales_agent.domain.knowledge import Product


def structured_data(root: HtmlElement) -> list[Mapping[str, Any]]:
    """Every thing described in the page's JSON-LD; what cannot be read is left out."""
    things: list[Mapping[str, Any]] = []
    for script in root.xpath("//script[@type='application/ld+json']"):
        try:
            things += _things(json.loads(script.text or ""))
        except (ValueError, RecursionError):
            continue
    return things


def has_type(thing: Mapping[str, Any], name: str) -> bool:
    """Whether the thing is of a schema.org type."""
    types = thing.get("@type")
    return name in types if isinstance(types, list) else types == name


def described_product(things: list[Mapping[str, Any]], product_id: str) -> Product | None:
    """The one product a page is about; None on pages that list several."""
    products = [thing for thing in things if has_type(thing, "Product")]
    if len(products) != 1:
        return None
    offer = _offer(products[0].get("offers"))
    price = offer.get("price") or offer.get("lowPrice")
    if not price or not products[0].get("name"):
        return None
    return Product(
        product_id=str(products[0].get("productID") or products[0].get("sku") or product_id),
        name=one_line(str(products[0]["name"])),
        price=str(price),
        currency=str(offer.get("priceCurrency", "")),
        sku=str(products[0].get("sku") or ""),
    )


def _offer(offers: Any) -> Mapping[str, Any]:
    offer = offers[0] if isinstance(offers, list) and offers else offers
    return offer if isinstance(offer, Mapping) else {}


def _things(data: Any) -> Iterator[Mapping[str, Any]]:
    for thing in data if isinstance(data, list) else [data]:
        if isinstance(thing, Mapping):
            yield thing
            yield from _things(thing.get("@graph") or [])
