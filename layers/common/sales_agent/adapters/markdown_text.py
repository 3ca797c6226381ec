"""Markdown to the clean text of a page, by way of the HTML that a site would show."""

from markdown_it import MarkdownIt

from sales_agent.adapters.html_text import html_to_text

_MARKDOWN = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"])
_MDX = MarkdownIt("commonmark", {"html": True}).enable(["table", "strikethrough"]).disable("code")


def markdown_to_text(source: str, *, indented_code: bool = True) -> str:
    """The text of a Markdown document; MDX has no indented code."""
    return html_to_text((_MARKDOWN if indented_code else _MDX).render(source))
