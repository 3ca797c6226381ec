"""What came of reading a site: which pages went in, which did not, and why."""

from collections import Counter
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from sales_agent.domain.knowledge import BrokenPage, Page, SkippedPage

_ADDRESS = ("http://", "https://", "/")


class PageLine(NamedTuple):
    """A page that is in, in a few bytes: a report of ten thousand stays small."""

    url: str
    title: str
    kind: str
    characters: int
    passages: int


@dataclass
class CoverageReport:
    """Counts and lists of one run. `failures` are the stores that could not be brought up to date."""

    pages: list[PageLine] = field(default_factory=list)
    skipped: list[SkippedPage] = field(default_factory=list)
    broken: list[BrokenPage] = field(default_factory=list)
    failures: list[str] = field(default_factory=list)
    changed: int = 0
    removed: int = 0
    duplicates: int = 0
    is_whole: bool = True

    def add(self, page: Page, passages: int) -> None:
        """Counts a page of the site."""
        self.pages.append(PageLine(page.url, page.title, page.kind, len(page.text), passages))

    @property
    def passages(self) -> int:
        """How many passages the pages make."""
        return sum(line.passages for line in self.pages)

    @property
    def skipped_by_reason(self) -> Counter[str]:
        """How many were left out for each reason."""
        return Counter(page.reason for page in self.skipped)

    @property
    def broken_addresses(self) -> set[str] | None:
        """Where the broken pages are; None when one of them could be any page of the site."""
        sources = {page.source for page in self.broken}
        return sources if all(source.startswith(_ADDRESS) for source in sources) else None

    def to_json(self) -> dict[str, Any]:
        """The whole report as plain data."""
        return {
            "pages_in": len(self.pages),
            "changed": self.changed,
            "unchanged": len(self.pages) - self.changed,
            "removed": self.removed,
            "duplicates": self.duplicates,
            "passages": self.passages,
            "is_whole": self.is_whole,
            "failures": self.failures,
            "skipped": [page.model_dump() for page in self.skipped],
            "broken": [page.model_dump() for page in self.broken],
            "pages": [line._asdict() for line in self.pages],
        }
