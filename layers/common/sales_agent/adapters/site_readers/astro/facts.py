"""What an Astro page is about: its kind, and the product it sells."""

import re

from sales_agent.adapters.site_readers.astro.data import words
from sales_agent.adapters.site_readers.astro.entries import Entry
from sales_agent.domain.knowledge import PageKind, Product

_KINDS: tuple[tuple[PageKind, re.Pattern[str]], ...] = (
    ("faq", re.compile(r"faqs?|questions?")),
    ("post", re.compile(r"blogs?|news|posts?|articles?|changelog|releases?")),
    ("doc", re.compile(r"docs?|documentation|guides?|help|kb|knowledge\w*|support|tutorials?")),
)
_FAQ_LISTS = frozenset({"faq", "faqs", "questions"})
_AMOUNT = re.compile(r"\D*?(?P<amount>\d+(?:,\d{3})*(?:\.\d+)?)\D*")


def page_kind(collection: str | None, entry: Entry) -> PageKind:
    """What kind of page an entry of a collection is; `src/pages` has no collection."""
    if not _FAQ_LISTS.isdisjoint(entry.metadata):
        return "faq"
    return next((kind for kind, names in _KINDS if names.fullmatch((collection or "").lower())), "page")


def read_product(entry: Entry, path: str, name: str) -> Product | None:
    """The product whose single price the front matter gives."""
    price = _AMOUNT.fullmatch(words(entry.metadata.get("price")))
    if price is None:
        return None
    sku = words(entry.metadata.get("sku"))
    return Product(
        product_id=sku or path.rpartition(".")[0],
        name=name,
        price=price["amount"].replace(",", ""),
        currency=words(entry.metadata.get("currency")),
        sku=sku,
    )


def product_facts(product: Product) -> str:
    """The first paragraph of a product's page."""
    price = f"Price {product.price} {product.currency}".strip()
    return f"{product.name}: {price}" + (f", SKU {product.sku}" if product.sku else "")
