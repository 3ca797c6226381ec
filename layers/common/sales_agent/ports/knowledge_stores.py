"""Where the passages of the site are kept and found."""

from collections.abc import Mapping, Sequence
from typing import Protocol

from sales_agent.domain.knowledge import Match, Passage
from sales_agent.ports.embedders import Vector


class KnowledgeStore(Protocol):
    """Passages by namespace; a namespace belongs to one tenant (`<tenant>.<namespace>`)."""

    def page_hashes(self, namespace: str) -> Mapping[str, str]:
        """URL -> content hash of every page kept."""
        ...

    def replace_page(
        self, namespace: str, url: str, content_hash: str, passages: Sequence[tuple[Passage, Vector]]
    ) -> None:
        """Keeps these passages of the page, and no other of it."""
        ...

    def remove_page(self, namespace: str, url: str) -> None:
        """Forgets the page; nothing happens when it is not there."""
        ...

    def commit(self, namespace: str) -> None:
        """Makes what was replaced and removed since the last commit findable, all at once where the store can."""
        ...

    def search(self, namespace: str, text: str, vector: Vector, limit: int) -> list[Match]:
        """The best passages for a question, best first, with `relevance` filled. Raises Retriable or Fatal."""
        ...
