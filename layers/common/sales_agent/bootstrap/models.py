"""The models that put things into words."""

from functools import cache, lru_cache
from importlib import resources

from sales_agent.adapters import CHAT_MODELS
from sales_agent.bootstrap.core import Secret, config, frozen, provider, vendor
from sales_agent.ports.chat_models import ChatModel

EMBEDDED = "embedded"


def writer(tenant: str) -> ChatModel | None:
    """The configured model, if it has its key; the embedded one cannot write."""
    chosen = config(tenant).chat_model
    secret = vendor(chosen.provider) if chosen.provider != EMBEDDED else {}
    return _chat_model(chosen.provider, chosen.model, chosen.max_output_tokens, frozen(secret)) if secret else None


def chat_models(tenant: str) -> list[ChatModel]:
    """Who answers: first as configured, then the site's own sentences."""
    first = writer(tenant)
    return [*([first] if first else []), _extractive()]


@cache
def instructions(company: str, agent: str) -> str:
    """The words that tell a model how to answer; the same for every turn, so that vendors can cache them."""
    text = resources.files("sales_agent").joinpath("prompts/answer.md").read_text(encoding="utf-8")
    return text.replace("{company}", company).replace("{agent}", agent)


@lru_cache(maxsize=8)
def _chat_model(name: str, model: str, max_output_tokens: int, secret: Secret) -> ChatModel:
    made: ChatModel = provider(CHAT_MODELS, name)(secret=dict(secret), model=model, max_output_tokens=max_output_tokens)
    return made


@cache
def _extractive() -> ChatModel:
    made: ChatModel = provider(CHAT_MODELS, EMBEDDED)()
    return made
