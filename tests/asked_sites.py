"""Websites that were brought in and are asked by visitors, without any vendor."""

from pathlib import Path
from typing import Any

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

SETTINGS = VectorDatabase(provider="embedded")


class AskedSite:
    """A site in any shape that can be read, brought into the embedded store; `home` is where it is served."""

    def __init__(self, path: Path, home: str) -> None:
        embedder = MiniLM()
        self.library = Library("embedded", embedder, EmbeddedStore(MemoryBlobs(), embedder))
        self.report = IngestSite([self.library], f"demo.{SETTINGS.namespace}", home)(open_site(path, home))

    def answer(self, text: str) -> Reply:
        """What a visitor who says nothing else is answered."""
        found = Retrieve([self.library])("demo", text, SETTINGS)
        return Speak([ExtractiveModel()])(Question(instructions="", text=text, matches=found.matches)).reply


def fits(reply: Reply, case: dict[str, Any]) -> bool:
    """Whether a reply cites the page a case of `questions.yaml` wants, or one that also will do, and has its words."""
    pages = {case["url"], *case.get("also", [])}
    return case["holds"] in reply.text and any(citation.url in pages for citation in reply.citations)
