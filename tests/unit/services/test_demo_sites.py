"""The demo company's site, in each of the three shapes it comes in, answers its questions without any vendor."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from sales_agent.adapters.blobs.memory import MemoryBlobs
from sales_agent.adapters.chat_models.embedded import ExtractiveModel
from sales_agent.adapters.embedders.minilm import MiniLM
from sales_agent.adapters.knowledge_stores.embedded import EmbeddedStore
from sales_agent.adapters.site_readers import open_site
from sales_agent.domain.config import VectorDatabase
from sales_agent.domain.conversation import Reply
from sales_agent.ports.chat_models import Question
from sales_agent.services.answer import Speak
from sales_agent.services.ingest_site import IngestSite
from sales_agent.services.retrieve import Library, Retrieve

SITE = Path(__file__).parents[3] / "local" / "site"
QUESTIONS: dict[str, Any] = yaml.safe_load((SITE / "questions.yaml").read_text())
HOME = "https://www.wrenandkettle.example"
SETTINGS = VectorDatabase(provider="embedded")


class Site:
    """One shape of the site, brought in."""

    def __init__(self, path: Path) -> None:
        embedder = MiniLM()
        self.library = Library("embedded", embedder, EmbeddedStore(MemoryBlobs(), embedder))
        self.report = IngestSite([self.library], f"demo.{SETTINGS.namespace}", HOME)(open_site(path, HOME))

    def answer(self, text: str) -> Reply:
        found = Retrieve([self.library])("demo", text, SETTINGS)
        return Speak([ExtractiveModel()])(Question(instructions="", text=text, matches=found.matches)).reply


@pytest.fixture(scope="module", params=["astro", "public", "wordpress-export.xml"])
def site(request: pytest.FixtureRequest) -> Site:
    return Site(SITE / request.param)


def test_every_page_comes_in(site: Site) -> None:
    assert len(site.report.pages) >= 34
    assert (site.report.broken, site.report.failures) == ([], [])


@pytest.mark.parametrize("case", QUESTIONS["answerable"], ids=lambda case: case["question"])
def test_a_question_is_answered_from_the_right_page(site: Site, case: dict[str, Any]) -> None:
    reply = site.answer(case["question"])
    assert reply.kind == "answer"
    assert {citation.url for citation in reply.citations} & {case["url"], *case.get("also", [])}
    assert case["holds"] in reply.text


@pytest.mark.parametrize("case", QUESTIONS["closest"], ids=lambda case: case["question"])
def test_the_closest_is_not_called_an_answer(site: Site, case: dict[str, Any]) -> None:
    reply = site.answer(case["question"])
    assert reply.kind == "closest"
    assert case["holds"] in reply.text
    assert case["never"] not in reply.text


@pytest.mark.parametrize("question", QUESTIONS["unanswerable"])
def test_what_the_site_does_not_say_is_declined(site: Site, question: str) -> None:
    reply = site.answer(question)
    assert (reply.kind, reply.citations) == ("unknown", [])


def test_nothing_that_is_not_public_is_kept(site: Site) -> None:
    secret = QUESTIONS["never"]
    found = Retrieve([site.library])("demo", f"What is the {secret}?", SETTINGS)
    assert secret not in str([match.passage for match in found.matches]).lower()
