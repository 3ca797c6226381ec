"""The models that put things into words."""

from functools import cache, lru_cache
from importlib import resources

from sales_agent.adapters import CHAT_MODELS
from sales_agent.adapters.budgets.dynamodb import DynamoBudgets
from sales_agent.bootstrap.core import Secret, config, frozen, provider, table, vendor
from sales_agent.domain.config import ChatModelSettings
from sales_agent.ports.chat_models import ChatModel
from sales_agent.services.spend import DailyBudget

EMBEDDED = "embedded"


def writer(tenant: str) -> ChatModel | None:
    """The configured model, if it has its key; the embedded one cannot write."""
    chosen = config(tenant).chat_model
    secret = vendor(chosen.provider) if chosen.provider != EMBEDDED else {}
    return _chat_model(tenant, chosen, config(tenant).limits.tokens_per_day, frozen(secret)) if secret else None


def chat_models(tenant: str) -> list[ChatModel]:
    """Who answers: first as configured, then the site's own sentences."""
    first = writer(tenant)
    return [*([first] if first else []), _extractive()]


@cache
def instructions(company: str, agent: str) -> str:
    """The words that tell a model how to answer; the same for every turn, so that vendors can cache them."""
    text = resources.files("sales_agent").joinpath("prompts/answer.md").read_text(encoding="utf-8")
    return text.replace("{company}", company).replace("{agent}", agent)


@lru_cache(maxsize=64)
def _chat_model(tenant: str, chosen: ChatModelSettings, tokens_per_day: int, secret: Secret) -> ChatModel:
    made: ChatModel = provider(CHAT_MODELS, chosen.provider)(
        secret=dict(secret),
        model=chosen.model,
        max_output_tokens=chosen.max_output_tokens,
        meter=DailyBudget(DynamoBudgets(table()), tenant, tokens_per_day),
    )
    return made


@cache
def _extractive() -> ChatModel:
    made: ChatModel = provider(CHAT_MODELS, EMBEDDED)()
    return made
