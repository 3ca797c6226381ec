"""The figures of the retrieval bench, on rankings worked out by hand."""

import json
from math import log2
from pathlib import Path

import pytest

from tests.bench import retrieval


@pytest.mark.parametrize(
    ("found", "relevant", "expected"),
    [
        (["a", "b"], {"a": 1}, (1.0, 1.0, 1.0)),
        (["b", "a"], {"a": 1}, (0.0, 1.0, 1 / log2(3))),
        (["b", "c", "d", "e", "f", "a"], {"a": 1}, (0.0, 0.0, 1 / log2(7))),
        (["a", "x", "b"], {"a": 1, "b": 1}, (1.0, 1.0, (1 + 1 / 2) / (1 + 1 / log2(3)))),
        (["x"], {"a": 2}, (0.0, 0.0, 0.0)),
    ],
)
def test_figures_of_a_ranking(found: list[str], relevant: dict[str, float], expected: tuple[float, ...]) -> None:
    assert retrieval.quality(found, relevant) == pytest.approx(expected)


def test_a_folder_with_documents_and_a_site_is_measured_both_ways(tmp_path: Path) -> None:
    folder = tmp_path / "shop"
    folder.mkdir()
    row = {"_id": "d1", "title": "Terms", "text": "Returns within 30 days.", "url": "https://acme.example/terms"}
    (folder / "corpus.jsonl").write_text(json.dumps(row))
    (folder / "queries.jsonl").write_text(json.dumps({"_id": "q1", "text": "returns?"}) + "\n")
    (folder / "qrels.json").write_text(json.dumps({"q1": {"d1": 1}}))
    (folder / "site.wxr.xml").write_text("<rss version='2.0'><channel></channel></rss>")
    documents, site = retrieval.corpora(folder)
    assert documents.queries == {"returns?": {"d1": 1}}
    assert site.queries == {"returns?": {"https://acme.example/terms": 1}}
    assert documents.family == site.family == "shop"


def test_tables_go_between_the_markers(tmp_path: Path) -> None:
    page = tmp_path / "benchmarks.md"
    page.write_text("# Before\n<!-- retrieval -->\nold\n<!-- /retrieval -->\nafter\n")
    retrieval.write(page, "new\n")
    assert page.read_text() == "# Before\n<!-- retrieval -->\nnew\n<!-- /retrieval -->\nafter\n"
