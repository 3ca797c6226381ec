# ruff: noqa: T201 - it talks to a person
"""How much memory an ingest takes as exports grow: peak resident size of a process that does nothing else.

    python -m tests.bench.ingest_memory [--pages 1000 5000 10000] [--megabytes 100]

The exports are written here: pages of a few paragraphs under headings, one of ten of them a draft. "report" reads and
cuts (`sales-agent ingest --dry-run`); "store" also embeds and keeps, with an embedder that costs nothing, into the
embedded store on a folder.
"""

import json
import random
import resource
import subprocess
import sys
from argparse import ArgumentParser
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import TextIO

from sales_agent.adapters.blobs.folder import FolderBlobs
from sales_agent.adapters.knowledge_stores.embedded import EmbeddedStore
from sales_agent.adapters.site_readers import open_site
from sales_agent.ports.embedders import Vector
from sales_agent.services.ingest_site import IngestSite
from sales_agent.services.retrieve import Library

DIMENSIONS = 384
PAGE_CHARACTERS = 4_000
HEADER = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Bench</title><link>https://bench.example</link>
"""
ITEM = """<item><title>Page {number}</title><link>https://bench.example/{number}/</link>
<content:encoded><![CDATA[{content}]]></content:encoded><wp:post_id>{number}</wp:post_id>
<wp:status>{status}</wp:status><wp:post_type>page</wp:post_type><wp:post_password></wp:post_password></item>
"""


class CheapEmbedder:
    """Vectors that mean nothing."""

    name = "cheap"
    dimensions = DIMENSIONS

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        """One vector a text."""
        return [[1.0, *[0.0] * (DIMENSIONS - 1)] for _ in texts]

    def embed_question(self, text: str) -> Vector:
        """The same for all."""
        return self.embed_passages([text])[0]


def write_export(file: TextIO, pages: int, page_characters: int) -> None:
    """Writes an export of made-up words."""
    source = random.Random(1)
    vocabulary = ["".join(source.choices("abcdefghijklmnopqrstuvwxyz", k=source.randint(2, 10))) for _ in range(5_000)]
    file.write(HEADER)
    for number in range(1, pages + 1):
        content = ""
        while len(content) < page_characters:
            paragraph = " ".join(source.choices(vocabulary, k=60))
            content += f"<!-- wp:heading --><h2>{paragraph[:30]}</h2><!-- /wp:heading --><p>{paragraph}.</p>\n"
        status = "publish" if number % 10 else "draft"
        file.write(ITEM.format(number=number, content=content, status=status))
    file.write("</channel></rss>")


def ingest(export: Path, *, keep: bool) -> dict[str, float]:
    """Ingests an export in this process and says what it took."""
    started = monotonic()
    with TemporaryDirectory() as folder:
        embedder = CheapEmbedder()
        libraries = [Library("bench", embedder, EmbeddedStore(FolderBlobs(Path(folder)), embedder))] if keep else []
        report = IngestSite(libraries, "bench.site")(open_site(export))
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"pages": len(report.pages), "passages": report.passages, "peak": peak, "seconds": monotonic() - started}


def measure(pages: int, page_characters: int) -> None:
    """One row for each way of ingesting, each in a process of its own."""
    with TemporaryDirectory() as folder:
        export = Path(folder) / "export.xml"
        with export.open("w") as file:
            write_export(file, pages, page_characters)
        for way in ("report", "store"):
            command = [sys.executable, "-m", "tests.bench.ingest_memory", "--export", str(export), "--way", way]
            took = json.loads(subprocess.run(command, capture_output=True, text=True, check=True).stdout)
            print(
                f"| {way} | {export.stat().st_size / 1024**2:.0f} MB | {took['pages']:,} | {took['passages']:,}"
                f" | {took['peak']:.0f} MB | {took['seconds']:.0f} s |"
            )


def main() -> None:
    """Prints a table, or measures one ingest for the table."""
    parser = ArgumentParser(description=__doc__)
    parser.add_argument("--pages", type=int, nargs="+", default=[1_000, 5_000, 10_000])
    parser.add_argument("--megabytes", type=int, default=100)
    parser.add_argument("--export", type=Path)
    parser.add_argument("--way", choices=["report", "store"])
    options = parser.parse_args()
    if options.export:
        print(json.dumps(ingest(options.export, keep=options.way == "store")))
        return
    print("| way | export | pages in | passages | peak memory | time |\n|---|---|---|---|---|---|")
    for pages in options.pages:
        measure(pages, PAGE_CHARACTERS)
    measure(max(options.pages), options.megabytes * 1024**2 // max(options.pages))


if __name__ == "__main__":
    main()
