"""Pinecone (SDK 10): passages as vectors with their text as metadata, one namespace a tenant.

What counts as published is written down in a manifest among the blobs. A vector's id names its page's content hash, so
old and new passages of a page stand side by side until the manifest changes; whatever it does not know (leftovers of a
broken run, vectors that others wrote) is never shown. Words are compared among the candidates that the vectors find.
"""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from functools import cached_property
from itertools import batched
from time import monotonic
from typing import TYPE_CHECKING, Any

from sales_agent.adapters.manifest import KeptPage, Manifest, Revision
from sales_agent.adapters.published import Published
from sales_agent.domain.calibration import OFF_TOPIC, baseline, best_cosines, higher
from sales_agent.domain.knowledge import Match, Passage
from sales_agent.domain.ranking import ranked
from sales_agent.ports.blobs import Blobs
from sales_agent.ports.embedders import Embedder, Vector
from sales_agent.ports.errors import Fatal, Retriable
from sales_agent.ports.knowledge_stores import KnowledgeStore

if TYPE_CHECKING:
    from pinecone import Index

SEARCH_SECONDS = 1.5  # an attempt; the SDK makes up to four, whatever it is told
WRITE_SECONDS = 20.0
CANDIDATES = 40
IDS_PER_DELETE = 1000
PASSING = {408, 409, 429}
SERVER_ERROR = 500
REQUEST_BYTES = 1_500_000  # 2 MB is the most
BYTES_PER_NUMBER = 22


class PineconeStore(KnowledgeStore):
    """`secret` holds `api_key` and the index's own `host`, or `base_url` in its place. Raises Fatal without them."""

    def __init__(
        self, secret: Mapping[str, str], blobs: Blobs, embedder: Embedder, clock: Callable[[], float] = monotonic
    ) -> None:
        self._secret = secret
        self._embedder = embedder
        self._manifests = Published(blobs, Manifest.read, clock)
        self._revisions: dict[str, Revision] = {}
        self._batch = max(1, REQUEST_BYTES // (embedder.dimensions * BYTES_PER_NUMBER + 4000))

    def page_hashes(self, namespace: str) -> Mapping[str, str]:
        manifest = self._manifests.latest(_key(namespace), at_once=True)
        if manifest is None or manifest.embedder != self._embedder.name:
            return {}
        return {url: page.content_hash for url, page in manifest.pages.items()}

    def replace_page(
        self, namespace: str, url: str, content_hash: str, passages: Sequence[tuple[Passage, Vector]]
    ) -> None:
        page = KeptPage(content_hash=content_hash, passages=len(passages))
        for numbered in batched(zip(page.ids(url), passages, strict=True), self._batch, strict=False):
            vectors = [
                {"id": name, "values": list(vector), "metadata": _metadata(passage, content_hash)}
                for name, (passage, vector) in numbered
            ]
            with _translated():
                self._index.upsert(vectors=vectors, namespace=namespace, timeout=WRITE_SECONDS)
        revision = self._revision(namespace)
        revision.pages[url] = page
        best = best_cosines(self._off_topic, [vector for _, vector in passages])
        revision.off_topic = higher(revision.off_topic, best)

    def remove_page(self, namespace: str, url: str) -> None:
        self._revision(namespace).pages[url] = None

    def commit(self, namespace: str) -> None:
        revision = self._revisions.get(namespace)
        if revision is None:
            return
        self._manifests.revise(_key(namespace), revision.bring_in)
        for ids in batched(revision.stale, IDS_PER_DELETE, strict=False):
            with _translated():
                self._index.delete(ids=list(ids), namespace=namespace, timeout=WRITE_SECONDS)
        del self._revisions[namespace]

    def search(self, namespace: str, text: str, vector: Vector, limit: int) -> list[Match]:
        manifest = self._manifests.latest(_key(namespace))
        if manifest is None:
            return []
        if manifest.embedder != self._embedder.name:
            raise Fatal("the site was ingested with another embedder: ingest it again")
        with _translated():
            found = self._index.query(
                vector=list(vector), top_k=max(CANDIDATES, limit), namespace=namespace, include_metadata=True
            )
        candidates = [
            (passage, hit.score)
            for hit in found.matches
            if (passage := _published(manifest, hit.id, hit.metadata or {})) is not None
        ]
        return ranked(text, candidates, baseline(manifest.off_topic), limit)

    @cached_property
    def _index(self) -> "Index":
        from pinecone import Index

        host = self._secret.get("base_url") or self._secret.get("host")
        if not host or not self._secret.get("api_key"):
            raise Fatal("Pinecone: the secret lacks host or api_key")
        return Index(host=host, api_key=self._secret["api_key"], timeout=SEARCH_SECONDS)

    def _revision(self, namespace: str) -> Revision:
        return self._revisions.setdefault(namespace, Revision(embedder=self._embedder.name))

    @cached_property
    def _off_topic(self) -> list[Vector]:
        return self._embedder.embed_passages(OFF_TOPIC)


def _key(namespace: str) -> str:
    return f"knowledge/{namespace}.pinecone.json"


def _metadata(passage: Passage, content_hash: str) -> dict[str, Any]:
    """Pinecone keeps strings, numbers and lists of strings, 40 KB in all."""
    product = passage.product.model_dump_json() if passage.product else ""
    return passage.model_dump(exclude={"product"}) | {"product": product, "content_hash": content_hash}


def _published(manifest: Manifest, name: str, metadata: Mapping[str, Any]) -> Passage | None:
    """The passage behind a hit, unless the manifest does not know it or it is not one of ours."""
    page = manifest.pages.get(str(metadata.get("url")))
    if page is None or name not in page.ids(str(metadata["url"])):
        return None
    product = metadata.get("product")
    try:
        return Passage.model_validate({**metadata, "product": json.loads(product) if product else None})
    except ValueError:
        return None


@contextmanager
def _translated() -> Iterator[None]:
    """The SDK's errors as ours."""
    from pinecone.errors.exceptions import ApiError, PineconeError, PineconeValueError

    try:
        yield
    except ApiError as error:
        status = error.status_code or 0
        failure = Retriable if status >= SERVER_ERROR or status in PASSING else Fatal
        raise failure(f"Pinecone answered {status}") from error
    except PineconeValueError as error:
        raise Fatal(f"Pinecone: {error}") from error
    except PineconeError as error:
        raise Retriable(f"Pinecone: {type(error).__name__}") from error
