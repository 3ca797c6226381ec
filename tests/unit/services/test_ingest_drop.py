"""A file in the drop folder becomes its tenant's site."""

import json
from pathlib import Path
from typing import Any

import pytest

from sales_agent.adapters.blobs.memory import MemoryBlobs
from sales_agent.adapters.embedders.memory import WordEmbedder
from sales_agent.adapters.knowledge_stores.memory import MemoryStore
from sales_agent.adapters.site_readers import open_site
from sales_agent.ports.errors import Fatal, NotFound, Refused, Retriable
from sales_agent.services.ingest_drop import IngestDrop
from sales_agent.services.ingest_site import IngestSite
from sales_agent.services.retrieve import Library
from tests.unit.adapters.exports import export, item


class Away(WordEmbedder):
    def embed_passages(self, texts: object) -> Any:
        raise Fatal("no credit left")


@pytest.fixture
def blobs() -> MemoryBlobs:
    return MemoryBlobs()


def put(blobs: MemoryBlobs, folder: Path, key: str, text: str) -> None:
    path = folder / "local"
    path.write_text(text)
    blobs.upload(key, path, expected="")


def report_of(blobs: MemoryBlobs, folder: Path, key: str) -> dict[str, Any]:
    blobs.download(key, folder / "report")
    report: dict[str, Any] = json.loads((folder / "report").read_text())
    return report


def test_it_goes_to_its_own_tenant_and_leaves_a_report(blobs: MemoryBlobs, tmp_path: Path) -> None:
    store = MemoryStore(WordEmbedder())
    ingest = IngestDrop(
        blobs, open_site, lambda tenant: IngestSite([Library("memory", WordEmbedder(), store)], f"{tenant}.site")
    )
    put(blobs, tmp_path, "drop/acme/site.xml", export(item(1), item(2, status="draft")))
    for _ in range(2):
        assert len(ingest("drop/acme/site.xml").pages) == 1
    assert set(store.page_hashes("acme.site")) == {"https://acme.example/page-1/"}
    report = report_of(blobs, tmp_path, "knowledge/reports/acme/site.xml.json")
    assert (report["pages_in"], report["unchanged"]) == (1, 1)
    assert report["skipped"][0]["reason"] == "status draft"


def test_a_file_that_is_no_site_is_refused_and_the_report_says_so(blobs: MemoryBlobs, tmp_path: Path) -> None:
    put(blobs, tmp_path, "drop/acme/notes.txt", "hello")
    with pytest.raises(Refused):
        IngestDrop(blobs, open_site, lambda _: IngestSite())("drop/acme/notes.txt")
    assert (
        "expected a WordPress export" in report_of(blobs, tmp_path, "knowledge/reports/acme/notes.txt.json")["refused"]
    )


def test_a_library_that_gives_out_makes_the_drop_come_again(blobs: MemoryBlobs, tmp_path: Path) -> None:
    put(blobs, tmp_path, "drop/acme/site.xml", export(item(1)))
    library = Library("openai", Away(), MemoryStore(WordEmbedder()))
    with pytest.raises(Retriable, match="openai: no credit left"):
        IngestDrop(blobs, open_site, lambda _: IngestSite([library], "acme.site"))("drop/acme/site.xml")


@pytest.mark.parametrize(
    "key", ["drop/site.xml", "drop//site.xml", "other/acme/site.xml", "drop/acme/a/b.xml", "drop/acme/"]
)
def test_a_key_that_names_no_tenant_is_refused(blobs: MemoryBlobs, key: str) -> None:
    with pytest.raises(Refused, match="does not lie at"):
        IngestDrop(blobs, open_site, lambda _: IngestSite())(key)


def test_a_file_that_is_gone_is_not_found(blobs: MemoryBlobs) -> None:
    with pytest.raises(NotFound):
        IngestDrop(blobs, open_site, lambda _: IngestSite())("drop/acme/site.xml")
