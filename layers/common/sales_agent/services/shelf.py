"""One library while a site is brought into it."""

from collections.abc import Sequence
from collections.abc import Set as AbstractSet
from hashlib import sha256

from sales_agent.domain.chunking import VERSION
from sales_agent.domain.knowledge import BrokenPage, Page, Passage
from sales_agent.ports.errors import Fatal, SalesAgentError
from sales_agent.services.embed_passages import embed_passages
from sales_agent.services.retrieve import Library

COMMIT_PAGES = 500
FAILURES_IN_A_ROW = 5

Cut = tuple[Page, list[Passage]]


class Shelf:
    """A namespace of a library. When the library gives out it is left as it is, `failure` says why.

    Every 500 pages are committed, so that a run that is cut short has not worked for nothing.
    """

    def __init__(self, library: Library, namespace: str) -> None:
        self.failure = ""
        self._library = library
        self._namespace = namespace
        self._hashes: dict[str, str] = {}
        self._uncommitted = self._failed_in_a_row = 0
        try:
            self._hashes = dict(library.store.page_hashes(namespace))
        except SalesAgentError as error:
            self._give_up(error)

    def lacks(self, page: Page) -> bool:
        """Whether the page is new here or has changed."""
        return not self.failure and self._hashes.get(page.url) != self._hash(page)

    def put(self, batch: Sequence[Cut]) -> list[BrokenPage]:
        """Embeds and keeps pages, and returns those that could not be: when some fail together, each is tried alone."""
        wanted = [cut for cut in batch if self.lacks(cut[0])]
        try:
            self._replace(wanted)
        except Fatal as error:
            self._give_up(error)
        except SalesAgentError as error:
            if len(wanted) > 1:
                return [broken for cut in wanted for broken in self.put([cut])]
            self._failed_in_a_row += 1
            if self._failed_in_a_row == FAILURES_IN_A_ROW:
                self._give_up(error)
            return [BrokenPage(source=wanted[0][0].url, error=f"{self._library.name}: {error}")]
        return []

    def remove_all_but(self, kept: AbstractSet[str]) -> set[str]:
        """Forgets the other pages that were here when the run began, and says which."""
        gone = set() if self.failure else self._hashes.keys() - kept
        try:
            for url in gone:
                self._library.store.remove_page(self._namespace, url)
        except SalesAgentError as error:
            self._give_up(error)
        return gone

    def commit(self) -> None:
        """Makes the changes findable, those before a failure too."""
        try:
            self._library.store.commit(self._namespace)
        except SalesAgentError as error:
            self._give_up(error)

    def _replace(self, cuts: Sequence[Cut]) -> None:
        if not cuts:
            return
        passages = [passage for _, passages in cuts for passage in passages]
        vectors = iter(embed_passages(self._library.embedder, passages))
        for page, own in cuts:
            pairs = [(passage, next(vectors)) for passage in own]
            self._library.store.replace_page(self._namespace, page.url, self._hash(page), pairs)
        self._failed_in_a_row = 0
        self._uncommitted += len(cuts)
        if self._uncommitted >= COMMIT_PAGES:
            self._uncommitted = 0
            self.commit()

    def _hash(self, page: Page) -> str:
        return sha256(f"{page.content_hash} {self._library.embedder.name} {VERSION}".encode()).hexdigest()

    def _give_up(self, error: SalesAgentError) -> None:
        self.failure = self.failure or f"{self._library.name}: {error}"
