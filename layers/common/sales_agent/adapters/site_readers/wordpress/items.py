"""Cuts a WordPress export (WXR) into its items, however long it is, holding one of them at a time.

Each item is parsed on its own afterwards: a damaged one costs nobody else, and no document type or entity of the file
is ever in force.
"""

import re
from collections.abc import Iterator
from typing import NamedTuple

from sales_agent.ports.errors import Refused

MAX_ITEM_CHARACTERS = 16 * 1024**2
_START = re.compile(r"<!\[CDATA\[|<!--|<!DOCTYPE|<!ENTITY|<item(?=[\s>])", re.IGNORECASE)
_STOP = re.compile(r"<!\[CDATA\[|<!--|</item\s*>")
_ITEM_END = re.compile(r"</item\s*>")
_CLOSERS = {"<![CDATA[": re.compile(r"\]\]>"), "<!--": re.compile(r"-->")}
_LONGEST_TOKEN = 16
_NOT_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")


class RawItem(NamedTuple):
    """The XML of an item; `damage` says why it cannot be whole."""

    xml: str
    damage: str = ""


class ItemStream:
    """The header of an export (all before its first item), then its items. Raises Refused for a document type."""

    def __init__(self, chunks: Iterator[str]) -> None:
        self._window = _Window(chunks)
        start = self._next_item()
        self.header = self._window.take(len(self._window.text) if start is None else start)

    def __iter__(self) -> Iterator[RawItem]:
        while (start := self._next_item()) is not None:
            self._window.take(start)
            yield self._read_item()

    @property
    def is_complete(self) -> bool:
        """Whether the export's last line is there, once all items are read."""
        return "</rss" in self._window.text or "</rss" in self.header

    def _next_item(self) -> int | None:
        try:
            found = self._window.find_outside(_START)
        except OverflowError as error:
            raise Refused(f"no item within {MAX_ITEM_CHARACTERS:,} characters: not a WordPress export") from error
        if found and found[0].startswith("<!"):
            raise Refused("the export declares a document type or entities, which no WordPress export has")
        return found.start() if found else None

    def _read_item(self) -> RawItem:
        try:
            found = self._window.find_outside(_STOP)
        except OverflowError:
            self._window.skip_past(_ITEM_END)
            return RawItem("", f"the item is longer than {MAX_ITEM_CHARACTERS:,} characters")
        if found is None:
            return RawItem(self._window.take(len(self._window.text)), "the export ends within this item")
        return RawItem(self._window.take(found.end()))


class _Window:
    """A moving window over the text."""

    def __init__(self, chunks: Iterator[str]) -> None:
        self._chunks = chunks
        self.text = ""

    def find_outside(self, tokens: re.Pattern[str]) -> re.Match[str] | None:
        """The first token that is neither in a CDATA section nor in a comment."""
        position, unclosed = 0, set[str]()
        while found := self._find(tokens, position):
            opener = found[0].upper()
            if opener not in _CLOSERS:
                return found
            closed = None if opener in unclosed else self._find(_CLOSERS[opener], found.end())
            unclosed |= set() if closed else {opener}
            position = (closed or found).end()
        return None

    def take(self, end: int) -> str:
        """Moves on by so many characters and returns them."""
        taken, self.text = self.text[:end], self.text[end:]
        return taken

    def skip_past(self, token: re.Pattern[str]) -> None:
        """Moves on behind the token, or to the end."""
        while (found := token.search(self.text)) is None:
            self.text = self.text[-_LONGEST_TOKEN:]
            if not self._read():
                return
        self.take(found.end())

    def _find(self, token: re.Pattern[str], position: int) -> re.Match[str] | None:
        while (found := token.search(self.text, position)) is None:
            position = max(position, len(self.text) - _LONGEST_TOKEN)
            if len(self.text) > MAX_ITEM_CHARACTERS:
                raise OverflowError
            if not self._read():
                return None
        return found

    def _read(self) -> bool:
        chunk = next(self._chunks, None)
        self.text += _NOT_XML.sub("", chunk or "")
        return chunk is not None
