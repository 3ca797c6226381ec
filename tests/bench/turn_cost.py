# ruff: noqa: T201 - it talks to a person
"""What a warm chat turn costs: DynamoDB, outside calls, prompt, and processor against a handler written the usual way.

    python -m tests.bench.turn_cost [--turns 200]

The real handler holds one conversation with the real OpenAI and Pinecone SDKs over HTTP to the stand-ins, on moto's
server, over connections that stay open; the usual handler (`naive_turn.py`) does so turn by turn beside it. Units are
computed from the items that travelled, as DynamoDB bills them. Processor time is that of the handler's own thread, so
whatever answers it does not count.
"""

import itertools
import json
import os
import statistics
import uuid
from argparse import ArgumentParser
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from pathlib import Path
from time import thread_time
from typing import Any

import boto3

from local.vendors import openai, pinecone
from local.vendors.kit import StandIn
from sales_agent.adapters.aws import _session
from sales_agent.bootstrap import chat, core
from sales_agent.bootstrap.site import ingest_site
from sales_agent.domain.config import Company, Limits, SalesAgentConfig
from sales_agent.domain.knowledge import Page
from sales_agent.domain.record import utc_now
from sales_agent.ports.site_readers import PageOutcome
from sales_agent.services.converse import Converse
from tests.bench.dynamo_units import Units
from tests.bench.kept_open import aws, serve
from tests.bench.naive_turn import NaiveTurn
from tests.conftest import make_table
from tests.functions.conftest import CONTEXT

EVENT = Path(__file__).parents[2] / "events" / "chat_message.json"
TOPICS = ("tents", "stoves", "boots", "packs", "lamps", "ropes", "maps", "bottles")
AROUND = 10  # turns whose median processor time counts for a turn
QUESTIONS = [f"Can I return {topic}, and how long do I have for {topic}?" for topic in TOPICS]
SETTINGS = {
    "AWS_ACCESS_KEY_ID": "test",
    "AWS_SECRET_ACCESS_KEY": "test",
    "AWS_DEFAULT_REGION": "us-east-1",
    "TABLE_NAME": "AgentTable",
    "SITE_BUCKET": "site",
    "SIGNING_SECRET_ID": "signing",
    "VENDOR_SECRET_PREFIX": "bench/",
    "POWERTOOLS_LOG_LEVEL": "ERROR",
    "POWERTOOLS_METRICS_DISABLED": "true",
}


class Site:
    """A page about each topic: one answer of usual length, some 450 characters."""

    def read(self) -> Iterator[PageOutcome]:
        """The pages."""
        for topic in TOPICS:
            text = f"You can return {topic}, and how long you have for {topic} is 30 days, " * 6 + f"all {topic}."
            yield Page(url=f"https://acme.example/{topic}", title=f"Return {topic}", text=text)


@dataclass
class Turn:
    """What one turn took."""

    seconds: float
    calls: Counter[str]
    read: float
    write: float
    outside: Counter[str]
    tokens: int
    """Of the prompt, as the stored turn states them."""


@dataclass
class World:
    """AWS and the vendors on this machine."""

    stand_ins: list[StandIn]
    model_url: str
    index_url: str
    units: Units

    def watch(self, turn: Callable[[], object]) -> Turn:
        """One turn, counted."""
        self.units.clear()
        for stand_in in self.stand_ins:
            stand_in.requests.clear()
        started = thread_time()
        turn()
        seconds = thread_time() - started
        outside = Counter({one.name: len(one.requests) for one in self.stand_ins})
        tokens = sum(int(item["usage"]["M"]["input_tokens"]["N"]) for item in self.units.written if "usage" in item)
        return Turn(seconds, self.units.calls, self.units.read, self.units.write, outside, tokens)


@contextmanager
def world() -> Iterator[World]:
    """Starts it, with a tenant and its site."""
    with ExitStack() as stack:
        model, index = stack.enter_context(serve(openai.build())), stack.enter_context(serve(pinecone.build()))
        os.environ.update(SETTINGS, AWS_ENDPOINT_URL=stack.enter_context(aws()))
        units, model_url = Units(_session()), f"{model.url}/v1"
        deploy({"openai": model_url, "pinecone": index.url})
        yield World([model.stand_in, index.stand_in], model_url, index.url, units)


def deploy(vendors: dict[str, str]) -> None:
    """Tables, bucket, secrets, the tenant and its site."""
    make_table("AgentTable")
    boto3.client("s3").create_bucket(Bucket="site")
    secrets = boto3.client("secretsmanager")
    secrets.create_secret(Name="signing", SecretString=json.dumps({"current": "k" * 64}))
    for name, url in vendors.items():
        secrets.create_secret(Name=f"bench/{name}", SecretString=json.dumps({"api_key": openai.KEY, "base_url": url}))
    company, limits = Company(name="Acme", site_keys=["demo"]), Limits(turns_per_session=1000)
    core.tenants().keep("acme", SalesAgentConfig(company=company, limits=limits))
    ingest_site("acme")(Site())


class Conversation:
    """One visitor's conversation with the real handler, a message a minute."""

    def __init__(self) -> None:
        minutes = (utc_now() + timedelta(minutes=number) for number in itertools.count())
        chat.Converse = partial(Converse, clock=minutes.__next__)  # type: ignore[misc,assignment]
        self._event = json.loads(EVENT.read_text())
        opened = self._call("/v1/sessions", {"site_key": "demo", "page": {"url": "https://acme.example/tents"}}, "")
        self._session, self._token = opened["session_id"], opened["token"]

    def say(self, text: str) -> None:
        """One turn; it must be answered from the site."""
        body = {"message_id": str(uuid.uuid4()), "text": text}
        answer = self._call(f"/v1/sessions/{self._session}/messages", body, self._token)
        if answer["reply"]["kind"] != "answer":
            raise SystemExit(f"not an answer: {answer['reply']}")

    def _call(self, path: str, body: dict[str, Any], token: str) -> dict[str, Any]:
        from functions.chat.handler import lambda_handler

        headers = {**self._event["headers"], "Authorization": f"Bearer {token}"}
        event = {**self._event, "path": path, "headers": headers, "multiValueHeaders": {}, "body": json.dumps(body)}
        answer = lambda_handler(event, CONTEXT)
        if answer["statusCode"] not in {200, 201}:
            raise SystemExit(f"{path}: {answer['statusCode']} {answer['body']}")
        return dict(json.loads(answer["body"]))


def report(ours: list[Turn], usual: list[Turn]) -> None:
    """The figures, in Markdown."""
    places = sorted({10, 40, len(ours)} & set(range(1, len(ours) + 1)))
    print("| turn | DynamoDB calls | RCU | WCU | outside calls | prompt tokens | CPU ms | usual handler's | ratio |")
    print("|---|---|---|---|---|---|---|---|---|")
    for place in places:
        turn, around = ours[place - 1], slice(max(0, place - AROUND), place)
        own, naive = (statistics.median(one.seconds for one in turns[around]) * 1e3 for turns in (ours, usual))
        dynamo = {name: number for name, number in turn.calls.items() if name.startswith("dynamodb")}
        named = ", ".join(f"{name.split()[1]} {number}" for name, number in dynamo.items())
        print(
            f"| {place} | {sum(dynamo.values())} ({named}) | {turn.read:g} | {turn.write:g}"
            f" | {turn.calls.total() + turn.outside.total()} | {turn.tokens}"
            f" | {own:.1f} | {naive:.1f} | {own / naive:.2f} |"
        )
    steady = ours[9:]
    for name, figures in (
        ("Prompt tokens", [turn.tokens for turn in steady]),
        ("RCU", [turn.read for turn in steady]),
        ("WCU", [turn.write for turn in steady]),
    ):
        print(f"\n{name} from turn 10 on: {min(figures):g} to {max(figures):g}, mean {statistics.mean(figures):.2f}.")


def main() -> None:
    """Holds the conversation with both handlers and prints what the turns took."""
    parser = ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("--turns", type=int, default=200)
    texts = list(itertools.islice(itertools.cycle(QUESTIONS), parser.parse_args().turns))
    with world() as running:
        conversation = Conversation()
        naive = NaiveTurn(running.model_url, running.index_url, openai.KEY, json.loads(EVENT.read_text()))
        ours, usual = list[Turn](), list[Turn]()
        for text in texts:  # turn by turn, so that whatever else the machine does weighs on both alike
            ours.append(running.watch(partial(conversation.say, text)))
            usual.append(running.watch(partial(naive.say, text, CONTEXT)))
    report(ours, usual)


if __name__ == "__main__":
    main()
