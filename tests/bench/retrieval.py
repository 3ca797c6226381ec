# ruff: noqa: T201 - it talks to a person
"""How well questions find their passage, and how well the threshold tells what the site answers from what it does not.

    python -m tests.bench.retrieval FOLDER... [--json] [--write docs/benchmarks.md]

A FOLDER holds `queries.jsonl` (`_id`, `text`, maybe `gold_url`), `qrels.json` (query -> document -> grade) and the
documents: `corpus.jsonl` (`_id`, `title`, `text`), or `site.wxr.xml`, which goes through the site reader and is judged
by URL; with both, both are measured. Every document goes the way a site's pages go: cut, embedded, kept, searched.
"Withheld" asks the same questions without the passages that answer them, "off topic" those of the other folders.
"""

import json
import re
from argparse import ArgumentParser
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from math import log2
from pathlib import Path
from typing import Any

from sales_agent.adapters.blobs.memory import MemoryBlobs
from sales_agent.adapters.embedders.minilm import MiniLM
from sales_agent.adapters.knowledge_stores.embedded import EmbeddedStore
from sales_agent.adapters.site_readers import open_site
from sales_agent.domain.knowledge import Match, Page
from sales_agent.ports.site_readers import PageOutcome, SiteReader
from sales_agent.services.ingest_site import IngestSite
from sales_agent.services.retrieve import Library

THRESHOLD = 0.7
OFF_TOPIC_QUESTIONS = 200
EVERYTHING = 1_000_000
NAMESPACE = "bench.site"
MARKERS = ("<!-- retrieval -->\n", "<!-- /retrieval -->\n")

Relevant = Mapping[str, float]
Score = Callable[[Match], float]

SYSTEMS: dict[str, Score] = {
    "BM25": lambda match: match.lexical,
    "vectors": lambda match: match.similarity,
    "hybrid": lambda match: match.relevance,
}


@dataclass
class Corpus:
    """Documents and the questions they answer; `queries` has question -> document's address -> grade."""

    name: str
    reader: SiteReader
    queries: dict[str, Relevant]

    @property
    def family(self) -> str:
        """What the folder's name begins with: `feedbackqa-who` and `feedbackqa-australia` are about the same things."""
        return re.split(r"\W", self.name)[0]


@dataclass
class Rows:
    """A `corpus.jsonl` as a site of one page a row, with its id as address."""

    path: Path

    def read(self) -> Iterator[PageOutcome]:
        """The rows."""
        for row in rows(self.path):
            yield Page(url=row["_id"], title=row["title"], text=row["text"])


def rows(path: Path) -> list[dict[str, Any]]:
    """The objects of a JSONL file."""
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line]


def corpora(folder: Path) -> Iterator[Corpus]:
    """What a folder lets us measure."""
    judged = json.loads((folder / "qrels.json").read_text("utf-8"))
    asked = {row["_id"]: row for row in rows(folder / "queries.jsonl") if row["_id"] in judged}
    documents, site = folder / "corpus.jsonl", folder / "site.wxr.xml"
    urls = {row["_id"]: row.get("url", row["_id"]) for row in rows(documents)} if documents.exists() else {}
    if documents.exists():
        yield Corpus(folder.name, Rows(documents), {row["text"]: judged[name] for name, row in asked.items()})
    if site.exists():
        by_url = {row["text"]: _by_url(row, judged[name], urls) for name, row in asked.items()}
        yield Corpus(f"{folder.name}, site", open_site(site), by_url)


def _by_url(asked: Mapping[str, Any], judged: Relevant, urls: Mapping[str, str]) -> Relevant:
    """The pages that answer a question: named with it, or those of the documents that do."""
    if asked.get("gold_url"):
        return {asked["gold_url"]: 1.0}
    return {urls.get(document, document): grade for document, grade in judged.items()}


class Shop:
    """A corpus brought into a store."""

    def __init__(self, corpus: Corpus, embedder: MiniLM) -> None:
        self._embedder = embedder
        self._store = EmbeddedStore(MemoryBlobs(), embedder)
        report = IngestSite([Library("bench", embedder, self._store)], NAMESPACE)(corpus.reader)
        if report.failures:
            raise SystemExit(f"{corpus.name}: {report.failures[0]}")

    def search(self, text: str) -> list[Match]:
        """Every passage, best first."""
        return self._store.search(NAMESPACE, text, self._embedder.embed_question(text), EVERYTHING)


def ranking(matches: list[Match], score: Score) -> list[str]:
    """Addresses by their best passage."""
    return list(dict.fromkeys(match.passage.url for match in sorted(matches, key=score, reverse=True)))


def quality(found: list[str], relevant: Relevant) -> tuple[float, float, float]:
    """hit@1, recall@5, nDCG@10 of one ranking."""
    gains = [relevant.get(url, 0.0) / log2(place + 2) for place, url in enumerate(found[:10])]
    ideal = [grade / log2(place + 2) for place, grade in enumerate(sorted(relevant.values(), reverse=True)[:10])]
    recall = len(set(found[:5]) & relevant.keys()) / len(relevant)
    return float(found[0] in relevant), recall, sum(gains) / sum(ideal)


def measure(corpus: Corpus, strangers: list[str], embedder: MiniLM) -> dict[str, Any]:
    """The figures of one corpus; every share has the number of questions as its denominator."""
    shop = Shop(corpus, embedder)
    sums = {name: [0.0, 0.0, 0.0] for name in SYSTEMS}
    answered = right = withheld = 0
    for text, relevant in corpus.queries.items():
        matches = shop.search(text)
        for name, score in SYSTEMS.items():
            sums[name] = [a + b for a, b in zip(sums[name], quality(ranking(matches, score), relevant), strict=True)]
        answered += matches[0].relevance >= THRESHOLD
        right += matches[0].relevance >= THRESHOLD and matches[0].passage.url in relevant
        withheld += any(match.relevance >= THRESHOLD for match in matches if match.passage.url not in relevant)
    count = len(corpus.queries)
    off_topic = sum(shop.search(text)[0].relevance >= THRESHOLD for text in strangers)
    return {
        "corpus": corpus.name,
        "questions": count,
        "systems": {name: [round(total / count, 3) for total in totals] for name, totals in sums.items()},
        "threshold": {
            "answered": round(answered / count, 3),
            "answered rightly": round(right / max(1, answered), 3),
            "withheld answered": round(withheld / count, 3),
            "off topic answered": f"{off_topic}/{len(strangers)}",
        },
    }


def as_markdown(results: list[dict[str, Any]]) -> str:
    """The figures as two tables."""
    lines = [
        "| corpus | questions | BM25 hit@1 / recall@5 / nDCG@10 | vectors | hybrid |",
        "|---|---|---|---|---|",
    ]
    for result in results:
        figures = [" / ".join(f"{value:.3f}" for value in result["systems"][name]) for name in SYSTEMS]
        lines.append(f"| {result['corpus']} | {result['questions']} | {' | '.join(figures)} |")
    lines += ["", f"At threshold {THRESHOLD} (shares of the questions):", ""]
    names = list(results[0]["threshold"])
    lines += [f"| corpus | {' | '.join(names)} |", "|---|" + "---|" * len(names)]
    lines += [f"| {one['corpus']} | {' | '.join(str(one['threshold'][name]) for name in names)} |" for one in results]
    return "\n".join(lines) + "\n"


def write(path: Path, text: str) -> None:
    """Puts the text between the markers of a page."""
    page = path.read_text("utf-8")
    before, rest = page.split(MARKERS[0])
    path.write_text(before + MARKERS[0] + text + MARKERS[1] + rest.split(MARKERS[1])[1], "utf-8")


def main() -> None:
    """Measures the folders named on the command line."""
    parser = ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else None)
    parser.add_argument("folders", nargs="+", type=Path)
    parser.add_argument("--json", action="store_true", help="print JSON instead of tables")
    parser.add_argument("--write", type=Path, help="put the tables into this page, between its markers")
    options = parser.parse_args()
    embedder = MiniLM()
    every = [corpus for folder in options.folders for corpus in corpora(folder)]
    results = []
    for corpus in every:
        others = [text for other in every if other.family != corpus.family for text in other.queries]
        strangers = others[:: max(1, len(others) // OFF_TOPIC_QUESTIONS)]
        results.append(measure(corpus, strangers, embedder))
    print(json.dumps(results, indent=1) if options.json else as_markdown(results))
    if options.write:
        write(options.write, as_markdown(results))


if __name__ == "__main__":
    main()
