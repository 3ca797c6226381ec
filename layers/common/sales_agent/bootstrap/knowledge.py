"""Reading, keeping and finding what the website says, and putting it into words."""

from collections.abc import Mapping
from functools import cache, lru_cache
from importlib import resources

from sales_agent.adapters import CHAT_MODELS, EMBEDDERS, KNOWLEDGE_STORES
from sales_agent.adapters.blobs.s3 import S3Blobs
from sales_agent.bootstrap.core import config, provider, vendor
from sales_agent.domain.config import SalesAgentConfig
from sales_agent.ports.blobs import Blobs
from sales_agent.ports.chat_models import ChatModel
from sales_agent.ports.embedders import Embedder
from sales_agent.services.retrieve import Library
from sales_agent.settings import settings

EMBEDDED = "embedded"
Secret = tuple[tuple[str, str], ...]


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


def chat_models(tenant: str) -> list[ChatModel]:
    """Who answers: first as configured, then the site's own sentences."""
    chosen = config(tenant).chat_model
    models = []
    if chosen.provider != EMBEDDED and vendor(chosen.provider):
        secret = _frozen(vendor(chosen.provider))
        models.append(_chat_model(chosen.provider, chosen.model, chosen.max_output_tokens, secret))
    return [*models, _extractive()]


@cache
def instructions(company: str, agent: str) -> str:
    """The words that tell a model how to answer; the same for every turn, so that vendors can cache them."""
    text = resources.files("sales_agent").joinpath("prompts/answer.md").read_text(encoding="utf-8")
    return text.replace("{company}", company).replace("{agent}", agent)


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
        _frozen(vendor(embeddings.provider)),
        _frozen(vendor(store)),
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


@lru_cache(maxsize=8)
def _chat_model(name: str, model: str, max_output_tokens: int, secret: Secret) -> ChatModel:
    made: ChatModel = provider(CHAT_MODELS, name)(secret=dict(secret), model=model, max_output_tokens=max_output_tokens)
    return made


@cache
def _extractive() -> ChatModel:
    made: ChatModel = provider(CHAT_MODELS, EMBEDDED)()
    return made


def _frozen(secret: Mapping[str, str]) -> Secret:
    return tuple(sorted(secret.items()))
