"""The structure of a page's clean text: sections under headings, made of blocks of lines.

A short line that asks a question heads what follows it, as in the many FAQ lists that mark no headings.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import groupby, pairwise
from typing import Literal, NamedTuple

BlockKind = Literal["heading", "paragraph", "list", "table", "code"]

_HEADING = re.compile(r"(#{1,6}) (\S.*)")
_LONGEST_QUESTION = 200
_QUESTION_LEVEL = 7


class Block(NamedTuple):
    """Consecutive lines of one kind."""

    kind: BlockKind
    lines: list[str]


@dataclass
class Section:
    """What stands under one heading: `headings` are those above it and its own, outermost first."""

    headings: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)

    @property
    def is_question(self) -> bool:
        """Whether its heading asks what the section answers."""
        return bool(self.headings) and self.headings[-1].endswith("?")


def outline(text: str) -> list[Section]:
    """The sections of a clean text, in order; the first has no heading when the text begins without one."""
    path: list[tuple[int, str]] = []
    sections = [Section()]
    for level, title, block in _parts(text):
        if title:
            path = [*(above for above in path if above[0] < level), (level, title)]
            sections.append(Section([name for _, name in path]))
        if block.lines:
            sections[-1].blocks.append(block)
    return sections if sections[0].blocks else sections[1:]


def _parts(text: str) -> Iterator[tuple[int, str, Block]]:
    parts = (part.strip("\n").split("\n") for part in text.split("\n\n") if part.strip())
    blocks = [Block(kind, list(lines)) for part in parts for kind, lines in groupby(part, _kind)]
    for block, following in pairwise([*blocks, Block("heading", [""])]):
        if block.kind == "heading":
            for line in block.lines:
                marks, _, title = line.partition(" ")
                yield len(marks), title, Block("heading", [])
        elif _asks(block) and (len(block.lines) > 1 or not (following.kind == "heading" or _asks(following))):
            yield _QUESTION_LEVEL, block.lines[0], Block("paragraph", block.lines[1:])
        else:
            yield 0, "", block


def _asks(block: Block) -> bool:
    line = block.lines[0]
    return block.kind == "paragraph" and line.endswith("?") and len(line) <= _LONGEST_QUESTION


def _kind(line: str) -> BlockKind:
    if _HEADING.fullmatch(line):
        return "heading"
    if line.startswith("- "):
        return "list"
    if line.startswith("    "):
        return "code"
    return "table" if " | " in line else "paragraph"
