"""Writes the demo company's WordPress export from its Astro project: `python -m local.site.build`.

The pages under public/ are what `npm install && npm run build` makes of astro/; their content becomes the export's
content, in the block markup that WordPress stores.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from pathlib import Path

import frontmatter
import yaml
from bs4 import BeautifulSoup, Tag
from jinja2 import Environment, FileSystemLoader

HERE = Path(__file__).parent
SITE = "https://www.wrenandkettle.example"
CONTENT = HERE / "astro" / "src" / "content"
PUBLIC = HERE / "public"
SHORTCODES = {
    "contact": '[contact-form-7 id="d4f2a11" title="Contact"]',
    "pricing": '[products limit="3" columns="3" category="coffee-machines"]',
    "oat-milk-foam": '[caption id="attachment_90" align="alignright"]Eleven oat drinks, one winner[/caption]',
}
BLOCKS = {"p": "paragraph", "ul": "list", "ol": 'list {"ordered":true}', "table": "table", "blockquote": "quote"}
FIRST_DAY = datetime(2026, 1, 12, 9, 0)  # noqa: DTZ001 - WordPress stores times without a zone


@dataclass
class Item:
    """One <item> of the export."""

    type: str
    title: str
    slug: str
    id: int = 0
    status: str = "publish"
    content: str = ""
    excerpt: str = ""
    password: str = ""
    parent: int = 0
    path: str = ""
    date: datetime = FIRST_DAY
    terms: list[tuple[str, str]] = field(default_factory=list)
    meta: dict[str, str] = field(default_factory=dict)
    comments: list[str] = field(default_factory=list)

    @property
    def url(self) -> str:
        """Where the item is read; what is not public has WordPress's plain address."""
        if self.type == "attachment":
            return f"{SITE}/wp-content/uploads/{self.meta['_wp_attached_file']}"
        public = self.status == "publish" and self.type in ("page", "post", "product")
        return f"{SITE}{self.path or f'/{self.slug}/'}" if public else f"{SITE}/?p={self.id}"


def main() -> None:
    """Writes the export."""
    items = [*pages(), *posts(), *products(), *private()]
    for number, item in enumerate(items):
        item.id = 100 + number
        item.date = max(item.date, FIRST_DAY + timedelta(days=number))
    environment = Environment(loader=FileSystemLoader(HERE), trim_blocks=True, autoescape=False)  # noqa: S701 - not HTML
    environment.filters |= {"slug": slug, "cdata": cdata}
    categories = sorted({name for item in items for domain, name in item.terms if domain == "product_cat"})
    export = environment.get_template("wordpress-export.xml.j2").render(items=items, site=SITE, categories=categories)
    (HERE / "wordpress-export.xml").write_text(export + "\n")


def pages() -> Iterator[Item]:
    """The collection's pages, and the two that are written in .astro."""
    yield Item("page", "Good coffee at work", "home", path="/", content=blocks("index.html", "main"))
    yield Item("page", "Compare the coffee machines", "compare", content=blocks("compare/index.html"))
    for slug_, post in collection("pages"):
        yield Item("page", str(post["title"]), slug_, content=blocks(f"{slug_}/index.html") + shortcode(slug_))


def posts() -> Iterator[Item]:
    """The journal, without drafts."""
    for slug_, post in collection("blog"):
        if post.get("draft"):
            continue
        content = blocks(f"blog/{slug_}/index.html") + shortcode(slug_)
        date = datetime.combine(post["pubDate"], FIRST_DAY.time())  # type: ignore[arg-type] # a date, says the schema
        item = Item("post", str(post["title"]), slug_, content=content, excerpt=str(post["description"]), date=date)
        item.path, item.terms = f"/blog/{slug_}/", [("category", "Journal")]
        if slug_ == "oat-milk-foam":
            item.comments = ["I am sure the winner was kingfisher brand."]
        yield item


def products() -> Iterator[Item]:
    """WooCommerce products: plain HTML, as its editor stores it, and prices as metadata."""
    for slug_, post in collection("products"):
        price = f"{post['price']}"
        meta = {"_sku": str(post["sku"]), "_regular_price": price, "_price": price, "_stock_status": "instock"}
        item = Item("product", str(post["title"]), slug_, path=f"/products/{slug_}/", meta=meta)
        item.content = "\n".join(map(str, body(f"products/{slug_}/index.html")))
        item.excerpt = str(post["description"])
        item.terms = [("product_type", "simple"), ("product_cat", str(post["category"]))]
        yield item


def private() -> Iterator[Item]:
    """What must never be answered from."""
    for item in yaml.safe_load((HERE / "private.yaml").read_text()):
        yield Item(**item)


def collection(name: str) -> Iterator[tuple[str, frontmatter.Post]]:
    """The documents of a content collection by slug."""
    for path in sorted((CONTENT / name).glob("*.md*")):
        yield path.stem, frontmatter.load(str(path))


def body(page: str, inside: str = ".prose") -> list[Tag]:
    """The elements of a built page's content."""
    content = BeautifulSoup((PUBLIC / page).read_text(), "lxml").select_one(inside)
    if content is None:
        raise ValueError(f"{page} has no {inside}: run npm run build first")
    return [child for child in content.children if isinstance(child, Tag)]


def blocks(page: str, inside: str = ".prose") -> str:
    """A built page's content in WordPress's block markup."""
    return "\n\n".join(block(element) for element in body(page, inside))


def block(element: Tag) -> str:
    """One element as a block: the comment before it is what WordPress reads it by."""
    kind = BLOCKS.get(element.name, "html")
    html = str(element)
    if re.fullmatch("h[1-6]", element.name):
        level = int(element.name[1])
        kind = "heading" if level == 2 else f'heading {{"level":{level}}}'  # noqa: PLR2004 - the editor's default level
        html = f'<{element.name} class="wp-block-heading">{element.decode_contents()}</{element.name}>'
    elif element.name == "table":
        html = f'<figure class="wp-block-table">{element}</figure>'
    elif element.name in ("ul", "ol"):
        children = element("li", recursive=False)
        items = "\n\n".join(f"<!-- wp:list-item -->\n{item}\n<!-- /wp:list-item -->" for item in children)
        html = f'<{element.name} class="wp-block-list">{items}</{element.name}>'
    return f"<!-- wp:{kind} -->\n{html}\n<!-- /wp:{kind.split()[0]} -->"


def shortcode(slug_: str) -> str:
    """The page's shortcode, if it has one, in a block of its own."""
    code = SHORTCODES.get(slug_)
    return f"\n\n<!-- wp:shortcode -->\n{code}\n<!-- /wp:shortcode -->" if code else ""


def slug(name: str) -> str:
    """Accessories of Wren -> accessories-of-wren."""
    return re.sub(r"\W+", "-", name.lower()).strip("-")


def cdata(text: str) -> str:
    """Text that may stand in a CDATA section."""
    return text.replace("]]>", "]]]]><![CDATA[>")


if __name__ == "__main__":
    main()
