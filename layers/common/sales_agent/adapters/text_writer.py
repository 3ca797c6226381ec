"""Puts the elements of a page, one after the other, into lines of clean text."""

import re
from textwrap import dedent, indent

from sales_agent.domain.clean_text import clean_text, one_line, visible

_HEADINGS = {f"h{level}": "#" * level + " " for level in range(1, 7)}
_BLOCK_NAMES = """
    address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form
    header hr html legend li main nav ol p pre search section summary table tbody td tfoot th thead tr ul
"""
_BLOCKS = frozenset(_BLOCK_NAMES.split()) | frozenset(_HEADINGS)
_SOFT_BLOCKS = frozenset({"p", "div", "section", "article", "figure"})
_SPACES = re.compile(r"[ \t\r\f\v\u00a0]+")
_BLANK_LINE = re.compile(r"\n[ \t]*\n\s*")


class TextWriter:
    """Collects lines: `_prefix` stands before the words of the line being written, `_cells` is a table row's."""

    def __init__(self, *, wordpress_lines: bool) -> None:
        self._wordpress_lines = wordpress_lines
        self._blocks: list[str] = []
        self._kind = ""
        self._words: list[str] = []
        self._prefix = ""
        self._cells: list[str] | None = None
        self._tables = self._verbatim = self._paragraphs = 0

    def open(self, tag: str) -> None:
        """An element begins."""
        self._boundary(tag)
        self._count(tag, 1)
        if self._tables == 1 and tag == "tr":
            self._cells = []
        elif self._cells is None and (tag == "li" or tag in _HEADINGS):
            self._prefix = _HEADINGS.get(tag, "- ")

    def close(self, tag: str) -> None:
        """An element ends."""
        self._boundary(tag)
        if self._cells is not None and self._tables == 1:
            self._end_of_cell(tag)
        elif self._cells is None and (tag == "li" or tag in _HEADINGS):
            self._prefix = ""
        self._count(tag, -1)

    def write(self, text: str | None) -> None:
        """Adds words to the line."""
        if not text:
            return
        if self._verbatim or not self._wordpress_lines or self._paragraphs or self._prefix or self._cells is not None:
            self._words.append(text if self._verbatim else text.replace("\n", " "))
            return
        first, *others = _BLANK_LINE.split(text)
        self._words.append(first)
        for paragraph in others:
            self._flush()
            self._words.append(paragraph)

    def text(self) -> str:
        """Everything written."""
        self._flush()
        return clean_text("".join(self._blocks))

    def _count(self, tag: str, step: int) -> None:
        self._tables += step * (tag == "table")
        self._verbatim += step * (tag == "pre")
        self._paragraphs += step * (tag == "p")

    def _boundary(self, tag: str) -> None:
        if tag == "br":
            self._words.append("\n" if not self._prefix and self._cells is None else " ")
        elif self._cells is not None or (self._prefix and tag in _SOFT_BLOCKS):
            self._words.append(" " if tag in _BLOCKS else "")
        elif tag in _BLOCKS:
            self._flush()

    def _end_of_cell(self, tag: str) -> None:
        words = one_line("".join(self._words))
        if tag in {"td", "th"}:
            self._cells = [*(self._cells or []), words]
            self._words.clear()
        elif tag == "tr":
            row, self._cells = " | ".join(self._cells or []), None
            self._add(row if row.strip(" |") else "", kind="row" if "|" in row else "")

    def _flush(self) -> None:
        words = visible("".join(self._words))
        self._words.clear()
        if self._verbatim:
            self._add(indent(dedent(words).strip("\n"), "    "), kind="code")
        else:
            lines = (" ".join(_SPACES.split(line)).strip() for line in words.split("\n"))
            text = "\n".join(line for line in lines if line)
            self._add(text and self._prefix + text, kind="list" if self._prefix == "- " else "")
            self._prefix = "" if text else self._prefix

    def _add(self, text: str, *, kind: str) -> None:
        if text.strip():
            self._blocks.append("\n" if kind and kind == self._kind else "\n\n")
            self._blocks.append(text)
            self._kind = kind
