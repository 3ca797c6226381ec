"""HTML to the clean text of a page: headings as `#` lines, list items as `- ` lines, table rows as `a | b` lines.

lxml alone: it parses whatever a browser does, in C, and `iterwalk` needs no recursion. Converters to Markdown
(markdownify, html2text) escape what they meet, keep link targets in the text and know neither hidden elements nor
WordPress' line rules.
"""

import re
from collections.abc import Callable

from lxml import etree, html

from sales_agent.adapters.text_writer import TextWriter
from sales_agent.domain.clean_text import one_line

_UNREAD_NAMES = """
    audio canvas datalist dialog embed head iframe map math noscript object script select style svg template textarea
    video
"""
_UNREAD = frozenset(_UNREAD_NAMES.split())
_UNSEEN_STYLE = re.compile(
    r"display:none|visibility:hidden|opacity:0(?:\.0+)?(?:;|$)|font-size:0(?:px|em|rem|%)?(?:;|$)"
    r"|text-indent:-\d{3,}|(?:left|top):-\d{4,}"
)
_CELL = 120
_UNSEEN_CLASSES = frozenset({"screen-reader-text", "sr-only", "visually-hidden"})
_CONTROLS = frozenset({"a", "button"})
_NOTE_MARK = re.compile(r"\s*\[?\w{1,3}\]?\s*")
_SUPERSCRIPTS = str.maketrans("0123456789", "⁰¹²³⁴⁵⁶⁷⁸⁹")
_PARSER = html.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)


def parse_html(source: str) -> html.HtmlElement | None:
    """The document of an HTML text, None when it is empty. Raises ValueError when it is nested too deep to be read."""
    try:
        root = html.document_fromstring(source.replace("\x00", "").encode("utf-8", "replace"), parser=_PARSER)
    except etree.ParserError:
        return None
    if any("depth" in error.message for error in _PARSER.error_log):
        raise ValueError("the HTML is nested too deep to be read")
    return root


def html_to_text(fragment: str, *, wordpress_lines: bool = False) -> str:
    """The text of an HTML fragment.

    With `wordpress_lines` a blank line outside a paragraph begins one and a line's end breaks it, as in WordPress.
    """
    root = parse_html(f"<div>{fragment}</div>") if fragment.strip() else None
    return "" if root is None else element_text(root, wordpress_lines=wordpress_lines)


def element_text(root: html.HtmlElement, *, wordpress_lines: bool = False) -> str:
    """The text of an element. What a visitor cannot see is taken out of its document."""
    drop(root, _unseen)
    for listed in [*root.iter("dl")]:
        _set_as_rows(listed)
    writer = TextWriter(wordpress_lines=wordpress_lines)
    for event, element in etree.iterwalk(root, events=("start", "end")):
        if event == "start":
            writer.open(element.tag)
            writer.write(_raised(element.text) if element.tag == "sup" else element.text)
        else:
            writer.write(_address(element))
            writer.close(element.tag)
            writer.write(None if element is root else element.tail or _gap(element))
    return writer.text()


def _set_as_rows(listed: html.HtmlElement) -> None:
    """Makes a list of short terms and values the table that it looks like; questions and long texts stay."""
    pairs = [*zip(listed[::2], listed[1::2], strict=False)]
    alternate = len(listed) == 2 * len(pairs) and all((one.tag, two.tag) == ("dt", "dd") for one, two in pairs)
    texts = [one_line(child.text_content()) for child in listed]
    if not alternate or any(len(text) > _CELL or text.endswith("?") for text in texts):
        return
    if any(True for _ in listed.iterancestors("table")):
        return
    listed.tag = "table"
    for term, value in pairs:
        row = etree.SubElement(listed, "tr")
        term.tag = value.tag = "td"
        row.extend([term, value])


def drop(root: html.HtmlElement, unwanted: Callable[[html.HtmlElement], bool]) -> None:
    """Removes the elements below `root` that are unwanted, and keeps the text that follows them."""
    for element in [found for found in root.iterdescendants(etree.Element) if unwanted(found)]:
        if element.getparent() is not None:
            element.drop_tree()


def _unseen(element: html.HtmlElement) -> bool:
    if element.tag in _UNREAD or element.get("hidden", "until-found") != "until-found":
        return True
    if element.tag == "sup" and _NOTE_MARK.fullmatch(element.text_content()):
        return element.find(".//a") is not None
    style = element.get("style")
    if style and _UNSEEN_STYLE.search(re.sub(r"\s", "", style.lower())):
        return True
    return not _UNSEEN_CLASSES.isdisjoint(element.get("class", "").split())


def _raised(text: str | None) -> str | None:
    return text.translate(_SUPERSCRIPTS) if text and text.strip().isdecimal() else text


def _gap(element: html.HtmlElement) -> str:
    """A space between neighbouring links and between the parts of a card, which only the style sheet sets apart."""
    parent, following = element.getparent(), element.getnext()
    if following is None or parent is None:
        return ""
    return " " if parent.tag in _CONTROLS or {element.tag, following.tag} <= _CONTROLS else ""


def _address(element: html.HtmlElement) -> str | None:
    """The mail address or phone number behind a link that does not show it."""
    target = element.get("href", "") if element.tag == "a" else ""
    if not target.startswith(("mailto:", "tel:")):
        return None
    address = target.split(":", 1)[1].split("?")[0].strip()
    shown = element.text_content()
    digits = re.sub(r"\D", "", address)
    known = address in shown or (digits and digits in re.sub(r"\D", "", shown))
    return None if known or not address else f" ({address})"
