"""What a WooCommerce shop says of a product: the facts in its post meta and its terms.

Prices are the shop's own decimal strings; an export does not name the currency. Meta keys: WooCommerce's
`WC_Product_Data_Store_CPT`.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal, InvalidOperation
from typing import NamedTuple

from sales_agent.adapters.site_readers.wordpress.fields import Item
from sales_agent.domain.clean_text import one_line
from sales_agent.domain.knowledge import Product

_STOCK = {"instock": "in stock", "outofstock": "out of stock", "onbackorder": "on backorder"}
_TERMS = {"product_cat": "Category", "product_tag": "Tags", "product_brand": "Brand"}


class Variation(NamedTuple):
    """One version of a product that is sold in several."""

    name: str
    price: str
    sku: str


def read_variation(item: Item) -> Variation:
    """A variation from its own item of the export."""
    title = one_line(item.get("title"))
    chosen = [values[0] for key, values in item.metas.items() if key.startswith("attribute_") and values[0]]
    name = title.rpartition(" - ")[2] if " - " in title else ", ".join(chosen)
    return Variation(name or title, next(iter(_prices(item)), ""), item.meta("_sku"))


def read_product(item: Item, variations: Sequence[Variation]) -> Product:
    """The product an item sells; what is sold in several versions costs what the cheapest does."""
    prices = [one.price for one in variations if one.price] or _prices(item)
    return Product(
        product_id=item.get("post_id") or item.get("post_name"),
        name=one_line(item.get("title")),
        price=min(prices, key=Decimal, default=""),
        sku=item.meta("_sku"),
    )


def product_facts(item: Item, product: Product, variations: Sequence[Variation]) -> str:
    """One paragraph of price, article number, stock and attributes."""
    facts = {
        "Price": _price_words(item, product, variations),
        "SKU": product.sku,
        "Availability": _STOCK.get(item.meta("_stock_status"), ""),
        **_attributes(item),
    }
    return _named(product.name, facts)


def variations_text(product: Product, variations: Sequence[Variation]) -> str:
    """A list of the versions, each line complete in itself."""
    if not variations:
        return ""
    lines = [f"- {_named(f'{product.name}, {one.name}', {'Price': one.price, 'SKU': one.sku})}" for one in variations]
    return "\n".join([f"## {product.name}: versions", "", *lines])


def _named(name: str, facts: Mapping[str, str]) -> str:
    return f"{name}: " + ", ".join(f"{label} {value}" for label, value in facts.items() if value)


def _prices(item: Item) -> list[str]:
    values = item.metas.get("_price") or [item.meta("_sale_price") or item.meta("_regular_price")]
    return [value.strip() for value in values if _is_amount(value)]


def _is_amount(value: str) -> bool:
    try:
        return Decimal(value.strip()).is_finite()
    except InvalidOperation:
        return False


def _price_words(item: Item, product: Product, variations: Sequence[Variation]) -> str:
    prices = sorted({Decimal(one.price) for one in variations if one.price} or set(map(Decimal, _prices(item))))
    if len(prices) > 1:
        return f"from {prices[0]} to {prices[-1]}"
    regular = item.meta("_regular_price")
    return f"{product.price} (regular price {regular})" if regular not in {"", product.price} else product.price


def _attributes(item: Item) -> dict[str, str]:
    named: dict[str, list[str]] = {}
    for taxonomy, term in item.terms:
        label = _TERMS.get(taxonomy) or (taxonomy.startswith("pa_") and taxonomy[3:].replace("-", " ").capitalize())
        if label and term not in named.setdefault(label, []):
            named[label].append(one_line(term))
    return {label: " / ".join(terms) for label, terms in named.items()}
