"""`sales-agent ingest`."""

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from cli.main import app
from tests.unit.adapters.exports import export, item


@pytest.fixture
def site(tmp_path: Path) -> Path:
    path = tmp_path / "site.xml"
    path.write_text(export(item(1), item(2, status="draft"), item(3, status="")))
    return path


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["ingest", *map(str, arguments)])


def test_a_dry_run_reports_and_needs_nothing(site: Path) -> None:
    result = run(site, "--dry-run")
    assert result.exit_code == 0
    assert "pages in" in result.stdout
    assert "left out: status draft" in result.stdout
    assert "neither its type nor its status" in result.stdout


def test_json_is_one_document_and_nothing_else(site: Path) -> None:
    result = run(site, "--dry-run", "--json")
    report = json.loads(result.stdout)
    assert result.exit_code == 0
    assert report["pages_in"] == 1
    assert report["pages"] == [
        {"url": "https://acme.example/page-1/", "title": "Page 1", "kind": "page", "characters": 10, "passages": 1}
    ]
    assert report["skipped"] == [{"source": "https://acme.example/page-2/", "reason": "status draft"}]
    assert [broken["source"] for broken in report["broken"]] == ["https://acme.example/page-3/"]


def test_base_url_and_limit_are_heeded(site: Path) -> None:
    site.write_text(export(item(1), item(2)))
    report = json.loads(run(site, "--dry-run", "--json", "--base-url", "https://www.acme.com", "--limit", 1).stdout)
    assert [page["url"] for page in report["pages"]] == ["https://www.acme.com/page-1/"]
    assert report["is_whole"] is False


def test_unreadable_input_is_explained(tmp_path: Path) -> None:
    result = run(tmp_path / "nothing.xml", "--dry-run")
    assert result.exit_code == 2
    assert "nothing.xml does not exist" in result.stderr
    assert "does not exist" in json.loads(run(tmp_path / "nothing.xml", "--dry-run", "--json").stdout)["refused"]


def test_a_folder_of_exports_is_one_site(tmp_path: Path, site: Path) -> None:
    (tmp_path / "more.xml").write_text(export(item(7)))
    assert json.loads(run(tmp_path, "--dry-run", "--json").stdout)["pages_in"] == 2
