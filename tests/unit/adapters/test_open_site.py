"""What was dropped is found out by looking at it."""

import gzip
from pathlib import Path
from zipfile import ZipFile

import pytest

from sales_agent.adapters.site_readers import open_site
from sales_agent.domain.knowledge import BrokenPage, Page
from sales_agent.ports.errors import Refused, Skippable
from sales_agent.ports.site_readers import PageOutcome
from tests.unit.adapters.exports import export, item


def titles(path: Path) -> list[str]:
    return [outcome.title for outcome in open_site(path).read() if isinstance(outcome, Page)]


def test_an_export_may_be_packed(tmp_path: Path) -> None:
    text = export(item(1))
    (tmp_path / "a.xml.gz").write_bytes(gzip.compress(text.encode()))
    with ZipFile(tmp_path / "b.zip", "w") as archive:
        archive.writestr("wp/part-1.xml", text)
        archive.writestr("wp/part-2.xml", export(item(2)))
    assert titles(tmp_path / "a.xml.gz") == ["Page 1"]
    assert titles(tmp_path / "b.zip") == ["Page 1", "Page 2"]
    assert titles(tmp_path) == ["Page 1", "Page 1", "Page 2"]


def test_one_bad_export_of_a_folder_keeps_no_other_out(tmp_path: Path) -> None:
    (tmp_path / "a.xml").write_text(export(item(1)))
    (tmp_path / "b.xml").write_text("<rss><channel/></rss>")
    (tmp_path / "c.xml").write_text(export(item(3)))
    outcomes: list[PageOutcome] = []
    with pytest.raises(Skippable, match="1 of 3 files"):
        outcomes.extend(open_site(tmp_path).read())
    reading = open_site(tmp_path).read()
    first, second, third = next(reading), next(reading), next(reading)
    assert isinstance(first, Page)
    assert isinstance(second, BrokenPage)
    assert "b.xml is not a WordPress export" in second.error
    assert isinstance(third, Page)


def test_a_folder_of_bad_exports_is_refused(tmp_path: Path) -> None:
    (tmp_path / "b.xml").write_text("<rss><channel/></rss>")
    (tmp_path / "c.xml").write_text("<feed/>")
    with pytest.raises(Refused):
        list(open_site(tmp_path).read())


@pytest.mark.parametrize("name", ["nothing", "notes.txt", "empty", "photo.png"])
def test_anything_else_is_refused_with_what_was_expected(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    (tmp_path / "photo.png").write_bytes(bytes(range(256)))
    (tmp_path / "empty").mkdir()
    with pytest.raises(Refused, match=r"does not exist|WordPress export") as refusal:
        open_site(tmp_path / name)
    assert refusal.value.field == "path"
