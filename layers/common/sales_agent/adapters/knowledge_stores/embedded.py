"""A knowledge store without a server: one index file a namespace among the blobs, its vectors searched with numpy.

Overlapping ingests do not harm one another: changes wait in a local file, a commit brings them into a copy of the
newest index and replaces it only if it still is the newest, else does so again on top of the other's.
"""

import json
from collections.abc import Callable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic

from sales_agent.adapters.passage_index import Changes, PassageIndex, facts_of, revise
from sales_agent.adapters.published import Published
from sales_agent.domain.calibration import OFF_TOPIC, baseline, best_cosines, higher
from sales_agent.domain.knowledge import Match, Passage
from sales_agent.ports.blobs import Blobs
from sales_agent.ports.embedders import Embedder, Vector
from sales_agent.ports.errors import Fatal
from sales_agent.ports.knowledge_stores import KnowledgeStore


class EmbeddedStore(KnowledgeStore):
    """Keeps `knowledge/<namespace>.sqlite`. An index made with another embedder counts as empty."""

    def __init__(self, blobs: Blobs, embedder: Embedder, clock: Callable[[], float] = monotonic) -> None:
        self._embedder = embedder
        self._indexes = Published(blobs, PassageIndex, clock)
        self._folder = TemporaryDirectory(prefix="changes-")
        self._changes: dict[str, Changes] = {}
        self._best: dict[str, list[float]] = {}

    def page_hashes(self, namespace: str) -> Mapping[str, str]:
        index = self._indexes.latest(_key(namespace), at_once=True)
        return index.hashes() if index and index.facts["embedder"] == self._embedder.name else {}

    def replace_page(
        self, namespace: str, url: str, content_hash: str, passages: Sequence[tuple[Passage, Vector]]
    ) -> None:
        self._changes_of(namespace).replace(url, content_hash, passages)
        best = best_cosines(self._off_topic, [vector for _, vector in passages])
        self._best[namespace] = higher(self._best.get(namespace, []), best)

    def remove_page(self, namespace: str, url: str) -> None:
        self._changes_of(namespace).replace(url, None, [])

    def commit(self, namespace: str) -> None:
        changes = self._changes.get(namespace)
        if changes is None:
            return
        self._indexes.revise(_key(namespace), lambda path: self._bring_in(namespace, changes, path))
        changes.path.unlink()
        del self._changes[namespace]
        self._best.pop(namespace, None)

    def search(self, namespace: str, text: str, vector: Vector, limit: int) -> list[Match]:
        index = self._indexes.latest(_key(namespace))
        if index is None:
            return []
        if index.facts["embedder"] != self._embedder.name:
            raise Fatal("the site was ingested with another embedder: ingest it again")
        return index.search(text, vector, baseline(json.loads(index.facts["off_topic"])), limit)

    def _bring_in(self, namespace: str, changes: Changes, path: Path) -> None:
        known = facts_of(path)
        if known.get("embedder", self._embedder.name) != self._embedder.name:
            path.unlink()
            known = {}
        best = higher(json.loads(known.get("off_topic", "[]")), self._best.get(namespace, []))
        revise(path, changes, {"embedder": self._embedder.name, "off_topic": json.dumps(best)})

    def _changes_of(self, namespace: str) -> Changes:
        if namespace not in self._changes:
            path = Path(self._folder.name) / f"{namespace}.sqlite"
            self._changes[namespace] = Changes(path)
        return self._changes[namespace]

    @cached_property
    def _off_topic(self) -> list[Vector]:
        return self._embedder.embed_passages(OFF_TOPIC)


def _key(namespace: str) -> str:
    return f"knowledge/{namespace}.sqlite"
