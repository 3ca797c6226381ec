"""Finds the passages for a question, and goes on without a part that fails."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from time import monotonic

from sales_agent.domain.config import VectorDatabase
from sales_agent.domain.knowledge import Match
from sales_agent.domain.offer_questions import asks_of_offer
from sales_agent.domain.offering import shortlisted
from sales_agent.domain.rephrasing import rephrased
from sales_agent.ports.embedders import Embedder
from sales_agent.ports.errors import Fatal, Retriable
from sales_agent.ports.knowledge_stores import KnowledgeStore

REST_SECONDS = 30.0
CANDIDATES = 30


@dataclass
class Library:
    """An embedder and the store that holds its vectors; after a failure it rests for half a minute."""

    name: str
    embedder: Embedder
    store: KnowledgeStore
    rests_until: float = 0.0


@dataclass(frozen=True)
class Found:
    """Passages, best first, and the libraries that failed on the way; `looked_up` is False when all did."""

    matches: list[Match]
    failed: list[str]
    looked_up: bool


class Retrieve:
    """Asks the libraries in order until one answers."""

    def __init__(self, libraries: Sequence[Library], clock: Callable[[], float] = monotonic) -> None:
        self._libraries = libraries
        self._clock = clock

    def __call__(self, tenant: str, text: str, settings: VectorDatabase) -> Found:
        """The best passages of the tenant's site for a question, at most `max_results`."""
        failed: list[str] = []
        asked, text = text, rephrased(text)
        namespace = f"{tenant}.{settings.namespace}"
        for library in self._libraries:
            if library.rests_until > self._clock():
                failed.append(library.name)
                continue
            try:
                vector = library.embedder.embed_question(text)
                limit = CANDIDATES if asks_of_offer(asked) else settings.max_results
                matches = library.store.search(namespace, text, vector, limit)
            except (Retriable, Fatal):
                library.rests_until = self._clock() + REST_SECONDS
                failed.append(library.name)
            else:
                return Found(shortlisted(asked, matches, settings.max_results), failed, looked_up=True)
        return Found([], failed, looked_up=False)
