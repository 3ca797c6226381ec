"""Keeping and finding what the website says."""

from functools import cache, lru_cache

from sales_agent.adapters import EMBEDDERS, KNOWLEDGE_STORES
from sales_agent.adapters.blobs.s3 import S3Blobs
from sales_agent.bootstrap.core import Secret, config, frozen, provider, vendor
from sales_agent.bootstrap.models import EMBEDDED
from sales_agent.domain.config import SalesAgentConfig
from sales_agent.ports.blobs import Blobs
from sales_agent.ports.embedders import Embedder
from sales_agent.services.retrieve import Library
from sales_agent.settings import settings


@cache
def blobs() -> Blobs:
    """The site bucket."""
    return S3Blobs(settings().site_bucket)


def libraries(tenant: str) -> list[Library]:
    """Where the tenant's site is looked up: first as configured, then, where it is deployed, in the embedded library.

    A vendor without credentials is left out: the agent works before the first key is there.
    """
    chosen = config(tenant)
    found = [_chosen_library(chosen)] if _has_keys(chosen) else []
    if settings().embedded_models and not any(library.name == EMBEDDED for library in found):
        found.append(_library(EMBEDDED, EMBEDDED, "", 0, (), ()))
    return found


def _has_keys(chosen: SalesAgentConfig) -> bool:
    providers = {chosen.embeddings.provider, chosen.vector_database.provider} - {EMBEDDED}
    return all(vendor(name) for name in providers) and (bool(providers) or settings().embedded_models)


def _chosen_library(chosen: SalesAgentConfig) -> Library:
    embeddings, store = chosen.embeddings, chosen.vector_database.provider
    return _library(
        embeddings.provider,
        store,
        embeddings.model,
        embeddings.dimensions,
        frozen(vendor(embeddings.provider)),
        frozen(vendor(store)),
    )


@lru_cache(maxsize=8)
def _library(
    embedder: str, store: str, model: str, dimensions: int, embedder_secret: Secret, store_secret: Secret
) -> Library:
    made: Embedder
    if embedder == EMBEDDED:
        made = provider(EMBEDDERS, EMBEDDED)()
    else:
        made = provider(EMBEDDERS, embedder)(secret=dict(embedder_secret), model=model, dimensions=dimensions)
    needs = {"secret": dict(store_secret)} if store_secret else {}
    kept = provider(KNOWLEDGE_STORES, store)(blobs=blobs(), embedder=made, **needs)
    return Library(store, made, kept)
