"""Reading a website's export."""

from collections.abc import Iterator
from typing import Protocol

from sales_agent.domain.knowledge import BrokenPage, Page, SkippedPage

PageOutcome = Page | SkippedPage | BrokenPage


class SiteReader(Protocol):
    """Reads one site, page by page, without holding it in memory."""

    def read(self) -> Iterator[PageOutcome]:
        """Yields every page of the site, and says of each one left out or broken why."""
        ...
