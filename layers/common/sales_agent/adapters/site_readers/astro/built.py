"""Reads the website in a built Astro project: the HTML that visitors get."""

import re
from collections.abc import Iterator
from urllib.parse import urlsplit

from lxml.html import HtmlElement

from sales_agent.adapters.html_text import drop, element_text, parse_html
from sales_agent.adapters.packed_files import File, files_below, read_text, relative
from sales_agent.adapters.site_readers.astro.data import moment
from sales_agent.adapters.site_readers.astro.facts import product_facts
from sales_agent.adapters.site_readers.astro.structured_data import described_product, has_type, structured_data
from sales_agent.domain.clean_text import one_line
from sales_agent.domain.knowledge import BrokenPage, Page, SkippedPage
from sales_agent.ports.site_readers import PageOutcome

MAX_PAGE_BYTES = 8 * 1024**2
_ERROR_PAGES = frozenset({"404", "500"})
_FRAME = frozenset({"aside", "footer", "header", "nav"})
_FRAME_ROLES = frozenset({"banner", "complementary", "contentinfo", "navigation", "search"})
_OF_CONTENT = frozenset({"aside", "header"})
_INDEX = re.compile(r"(?:(?:^|(?<=/))index)?\.html?$")


class BuiltSite:
    """The folder a build wrote (`dist`). Menus, headers and footers that every page repeats are left out."""

    def __init__(self, folder: File, site: str = "") -> None:
        self._folder = folder
        self._site = site.rstrip("/")

    def read(self) -> Iterator[PageOutcome]:
        """Every HTML file, in the order of names."""
        for file in files_below(self._folder):
            if file.name.endswith((".html", ".htm")):
                yield self._outcome(file, relative(file, self._folder))

    def _outcome(self, file: File, path: str) -> PageOutcome:
        try:
            return self._read(file, path)
        except Exception as error:  # noqa: BLE001 - whatever is wrong with one page, the others go in
            return BrokenPage(source=self._place(path), error=f"{path}: {error}")

    def _read(self, file: File, path: str) -> PageOutcome:
        root = parse_html(read_text(file, MAX_PAGE_BYTES))
        reason = "error page" if file.name.partition(".")[0] in _ERROR_PAGES else _why_not_shown(root)
        if root is None or reason:
            return SkippedPage(source=path, reason=reason)
        page = _page(root, self._canonical(root) or self._place(path))
        return page if page.text or page.title else SkippedPage(source=path, reason="no text of its own")

    def _place(self, path: str) -> str:
        return f"{self._site}/{_INDEX.sub('', path)}"

    def _canonical(self, root: HtmlElement) -> str:
        """The address the page gives itself, on this site's host where that is known."""
        named, site = urlsplit(_attribute(root, "//link[@rel='canonical']/@href")), urlsplit(self._site)
        origin = site if site.hostname else named
        if not named.path or named.scheme not in {"http", "https", ""}:
            return ""
        return f"{origin.scheme}://{origin.netloc}{named.path}" if origin.hostname else named.path


def _why_not_shown(root: HtmlElement | None) -> str:
    if root is None:
        return "no text of its own"
    if "noindex" in _attribute(root, "//meta[@name='robots']/@content").lower():
        return "noindex"
    return "redirect" if root.xpath("//meta[translate(@http-equiv, 'REFSH', 'refsh')='refresh']") else ""


def _page(root: HtmlElement, url: str) -> Page:
    things = structured_data(root)
    product = described_product(things, url)
    language, updated = (
        _attribute(root, "/html/@lang"),
        _attribute(root, "//meta[@property='article:modified_time']/@content"),
    )
    title = _title(root)
    text = element_text(_content(root))
    return Page(
        url=url,
        title=title,
        text=f"{product_facts(product)}\n\n{text}" if product else text,
        kind="product" if product else "faq" if any(has_type(thing, "FAQPage") for thing in things) else "page",
        language=language,
        updated_at=moment(updated),
        product=product,
    )


def _content(root: HtmlElement) -> HtmlElement:
    """The page's own part, freed of its frame."""
    for path in ("//main", "//*[@role='main']", "//article"):
        found = root.xpath(path)
        if len(found) == 1 and found[0].text_content().strip():
            drop(found[0], lambda element: element.tag in _FRAME - _OF_CONTENT or element.get("role") == "navigation")
            return found[0]
    drop(root, lambda element: element.tag in _FRAME or element.get("role") in _FRAME_ROLES)
    return root


def _title(root: HtmlElement) -> str:
    headings = [one_line(heading.text_content()) for heading in root.xpath("//main//h1 | //article//h1")]
    named = _attribute(root, "//meta[@property='og:title']/@content") or (root.findtext(".//title") or "")
    return headings[0] if headings and headings[0] else one_line(named)


def _attribute(root: HtmlElement, path: str) -> str:
    found = root.xpath(path)
    return one_line(str(found[0])) if found else ""
