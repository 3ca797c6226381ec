"""A knowledge store in this process."""

from collections.abc import Mapping, Sequence
from functools import cached_property
from math import sumprod

from sales_agent.domain.calibration import OFF_TOPIC, baseline, best_cosines
from sales_agent.domain.knowledge import Match, Passage
from sales_agent.domain.ranking import ranked
from sales_agent.ports.embedders import Embedder, Vector
from sales_agent.ports.knowledge_stores import KnowledgeStore

Pages = dict[str, tuple[str, list[tuple[Passage, Vector]]]]


class MemoryStore(KnowledgeStore):
    """Keeps pages in dicts and looks at all of them."""

    def __init__(self, embedder: Embedder) -> None:
        self._embedder = embedder
        self._found: dict[str, Pages] = {}
        self._coming: dict[str, Pages] = {}

    def page_hashes(self, namespace: str) -> Mapping[str, str]:
        return {url: content_hash for url, (content_hash, _) in self._found.get(namespace, {}).items()}

    def replace_page(
        self, namespace: str, url: str, content_hash: str, passages: Sequence[tuple[Passage, Vector]]
    ) -> None:
        self._next(namespace)[url] = (content_hash, list(passages))

    def remove_page(self, namespace: str, url: str) -> None:
        self._next(namespace).pop(url, None)

    def commit(self, namespace: str) -> None:
        self._found[namespace] = self._coming.pop(namespace, self._found.get(namespace, {}))

    def search(self, namespace: str, text: str, vector: Vector, limit: int) -> list[Match]:
        kept = [pair for _, pairs in self._found.get(namespace, {}).values() for pair in pairs]
        off_topic = baseline(best_cosines(self._off_topic, [its for _, its in kept]))
        return ranked(text, [(passage, sumprod(its, vector)) for passage, its in kept], off_topic, limit)

    def _next(self, namespace: str) -> Pages:
        return self._coming.setdefault(namespace, dict(self._found.get(namespace, {})))

    @cached_property
    def _off_topic(self) -> list[Vector]:
        return self._embedder.embed_passages(OFF_TOPIC)
