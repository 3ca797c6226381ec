"""Brings the knowledge stores up to date with a site: what changed is embedded, what is gone disappears.

A run may be repeated at any time and may overlap another: pages are compared by hash and replaced one by one, and only
pages that were there when the run began are removed, so no run removes what a newer one brought in. What a commit is
based on is the store's to check. Where runs of different exports overlap, a page may stay as the older has it until the
next run.
"""

from collections.abc import Callable, Sequence

from sales_agent.domain.chunking import passages
from sales_agent.domain.coverage import CoverageReport
from sales_agent.domain.knowledge import BrokenPage, Page, SkippedPage
from sales_agent.ports.errors import Skippable
from sales_agent.ports.site_readers import PageOutcome, SiteReader
from sales_agent.services.retrieve import Library
from sales_agent.services.shelf import Cut, Shelf

BATCH_PASSAGES = 64

Progress = Callable[[CoverageReport], None]


class IngestSite:
    """Reads a site into a namespace of libraries; without any library it only reports what would go in.

    `website` is where addresses begin that the site gives without a host.
    """

    def __init__(self, libraries: Sequence[Library] = (), namespace: str = "", website: str = "") -> None:
        self._libraries = libraries
        self._namespace = namespace
        self._website = website.rstrip("/")

    def __call__(
        self, reader: SiteReader, *, limit: int | None = None, progress: Progress | None = None
    ) -> CoverageReport:
        """Reads every page, or the first `limit`, and says what came of it; `progress` is told after each.

        Nothing is removed when the site could not be read to its end. Raises Refused for input that is no site.
        """
        run = _Run([Shelf(library, self._namespace) for library in self._libraries])
        try:
            for outcome in reader.read():
                run.take(self._placed(outcome))
                if progress:
                    progress(run.report)
                if len(run.report.pages) == limit or run.has_failed:
                    run.report.is_whole = False
                    break
        except Skippable as problem:
            run.report.broken.append(BrokenPage(source="site", error=str(problem)))
            run.report.is_whole = False
        return run.finish()

    def _placed(self, outcome: PageOutcome) -> PageOutcome:
        if isinstance(outcome, Page) and outcome.url.startswith("/"):
            return outcome.model_copy(update={"url": self._website + outcome.url})
        if isinstance(outcome, BrokenPage) and outcome.source.startswith("/"):
            return outcome.model_copy(update={"source": self._website + outcome.source})
        return outcome


class _Run:
    """The pages seen so far, and those waiting to be embedded together."""

    def __init__(self, shelves: Sequence[Shelf]) -> None:
        self.report = CoverageReport()
        self._shelves = shelves
        self._seen: set[str] = set()
        self._waiting: list[Cut] = []

    @property
    def has_failed(self) -> bool:
        """Whether there is no library left to bring pages into."""
        return bool(self._shelves) and all(shelf.failure for shelf in self._shelves)

    def take(self, outcome: PageOutcome) -> None:
        """Notes an outcome; a page waits until there are enough for a batch."""
        if isinstance(outcome, BrokenPage):
            self.report.broken.append(outcome)
        elif isinstance(outcome, SkippedPage):
            self.report.skipped.append(outcome)
        elif outcome.url in self._seen:
            self.report.duplicates += 1
            self.report.skipped.append(SkippedPage(source=outcome.url, reason="duplicate address"))
        else:
            self._take_page(outcome)

    def finish(self) -> CoverageReport:
        """Brings in what waits, removes what is gone, commits."""
        self._flush()
        broken = self.report.broken_addresses
        if self.report.pages and self.report.is_whole and broken is not None:
            gone = [shelf.remove_all_but(self._seen | broken) for shelf in self._shelves]
            self.report.removed = len(set().union(*gone))
        for shelf in self._shelves:
            shelf.commit()
        self.report.failures = [shelf.failure for shelf in self._shelves if shelf.failure]
        return self.report

    def _take_page(self, page: Page) -> None:
        self._seen.add(page.url)
        own = passages(page)
        self.report.add(page, len(own))
        if not self._shelves or any(shelf.lacks(page) for shelf in self._shelves):
            self.report.changed += 1
            self._waiting.append((page, own))
        if sum(len(waiting) for _, waiting in self._waiting) >= BATCH_PASSAGES:
            self._flush()

    def _flush(self) -> None:
        for shelf in self._shelves:
            self.report.broken += shelf.put(self._waiting)
        self._waiting.clear()
