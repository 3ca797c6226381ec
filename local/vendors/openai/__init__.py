"""OpenAI's chat completions and embeddings at ``{url}/v1``, without a model.

Any key opens it (``KEY`` is as good as any) until it is revoked. The chat model quotes the passages in its prompt
(``assistant``), calls tools when a script at ``/_control/script`` says so, and turns hostile on demand; embeddings hash
words, so that similar texts lie close. It does not stream.
"""

from flask import Flask

from local.vendors.kit import Clock, StandIn
from local.vendors.openai import people, routes
from local.vendors.openai.errors import refusal
from local.vendors.openai.script import Rule
from local.vendors.openai.store import KEY, Account
from local.vendors.specs import contracts

__all__ = ["KEY", "Account", "Rule", "build"]


def build() -> StandIn:
    """An OpenAI account to run against."""
    clock = Clock()
    account, app = Account(clock), Flask(__name__)
    routes.add(app, account)
    people.add(app, account)
    return StandIn("openai", app, account, clock=clock, refuse=refusal, contracts=contracts("openai"))
