"""What the website says: pages, the passages cut from them, and how well a passage matches a question."""

from datetime import datetime
from hashlib import sha256
from typing import Literal

from pydantic import Field

from sales_agent.domain.record import Record

PageKind = Literal["page", "post", "product", "faq", "doc"]


class Product(Record):
    """What a shop page says of the product it sells. Prices are decimal strings, as written by the shop."""

    product_id: str
    name: str
    price: str = ""
    currency: str = ""
    sku: str = ""


class Page(Record):
    """One public page of the site as clean text.

    `text` keeps headings as Markdown `#` lines, lists as `- ` lines and table rows as `a | b` lines.
    """

    url: str
    title: str
    text: str
    kind: PageKind = "page"
    language: str = ""
    updated_at: datetime | None = None
    product: Product | None = None

    @property
    def content_hash(self) -> str:
        """SHA-256 over everything a passage is made from: equal hash, nothing to do."""
        product = self.product.model_dump_json() if self.product else ""
        return sha256(f"{self.url}\x1f{self.title}\x1f{self.text}\x1f{product}".encode()).hexdigest()


class SkippedPage(Record):
    """A page left out on purpose, e.g. a draft."""

    source: str
    reason: str


class BrokenPage(Record):
    """A page that could not be read; the rest of the site still goes in."""

    source: str
    error: str


class Passage(Record):
    """A piece of one page, small enough to quote. `passage_id` is stable for the same page and place."""

    passage_id: str
    url: str
    title: str
    headings: list[str] = Field(default_factory=list)
    text: str
    ordinal: int = 0
    kind: PageKind = "page"
    product: Product | None = None

    @property
    def title_path(self) -> str:
        """The page title and the headings above the passage, outermost first."""
        return " > ".join([self.title, *(h for h in self.headings if h != self.title)])


class Match(Record):
    """A passage found for a question.

    `similarity` is the cosine of the vectors, `lexical` the BM25 score as a share of the best one (0 to 1), `relevance`
    their blend calibrated so that 0.7 is "about this" on any site (0 to 1).
    """

    passage: Passage
    similarity: float = 0.0
    lexical: float = 0.0
    relevance: float = 0.0
