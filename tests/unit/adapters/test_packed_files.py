"""Files within limits."""

import gzip
from pathlib import Path
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from sales_agent.adapters import packed_files
from sales_agent.adapters.packed_files import files_below, open_folder, read_text, relative, text_chunks
from sales_agent.ports.errors import Refused


def text_of(path: Path) -> str:
    return "".join(text_chunks(path))


def test_plain_and_gzipped_files_read_the_same(tmp_path: Path) -> None:
    plain, packed = tmp_path / "a.xml", tmp_path / "a.xml.gz"
    plain.write_text("grüße 🚀" * 100_000)
    packed.write_bytes(gzip.compress(plain.read_bytes()))
    assert text_of(plain) == text_of(packed) == "grüße 🚀" * 100_000


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_byte_order_marks_are_understood(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes("Größe".encode(encoding))
    assert text_of(path) == "Größe"


def test_a_declared_encoding_counts(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes('<?xml version="1.0" encoding="ISO-8859-1"?>Größe'.encode("latin-1"))
    assert text_of(path).endswith("Größe")


def test_stray_western_bytes_in_utf_8_are_read_as_meant(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_bytes("früh ".encode() + b"caf\xe9 \x93quoted\x94")
    assert text_of(path) == "früh café “quoted”"


def test_a_gzip_bomb_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed_files, "SUSPECT_BYTES", 10_000_000)
    path = tmp_path / "bomb.gz"
    path.write_bytes(gzip.compress(b"\0" * 20_000_000))
    with pytest.raises(Refused, match="bomb"):
        text_of(path)


def test_a_damaged_gzip_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "half.gz"
    path.write_bytes(gzip.compress(bytes(range(256)) * 10_000)[:-500])
    with pytest.raises(Refused, match=r"half\.gz ends early or is damaged"):
        text_of(path)


def test_a_zip_bomb_is_refused_before_it_is_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(packed_files, "SUSPECT_BYTES", 1_000_000)
    path = tmp_path / "bomb.zip"
    with ZipFile(path, "w", ZIP_DEFLATED) as archive:
        archive.writestr("a.xml", b"\0" * 20_000_000)
    with pytest.raises(Refused, match="bomb"):
        open_folder(path)


def test_a_zip_is_a_folder(tmp_path: Path) -> None:
    path = tmp_path / "site.zip"
    with ZipFile(path, "w") as archive:
        for name in ("b/two.md", "a.md", ".git/x", "node_modules/y.md", "__MACOSX/z.md"):
            archive.writestr(name, name)
    folder = open_folder(path)
    assert folder is not None
    found = list(files_below(folder))
    assert [relative(file, folder) for file in found] == ["a.md", "b/two.md"]
    assert read_text(found[1], 100) == "b/two.md"


def test_links_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "site").mkdir()
    (tmp_path / "secret.md").write_text("secret")
    (tmp_path / "site" / "link.md").symlink_to(tmp_path / "secret.md")
    assert list(files_below(tmp_path / "site")) == []


def test_large_text_files_are_named(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("x" * 11)
    with pytest.raises(ValueError, match="larger than 10 bytes"):
        read_text(path, 10)


def test_other_files_are_no_folders(tmp_path: Path) -> None:
    path = tmp_path / "a.xml"
    path.write_text("<rss/>")
    assert open_folder(path) is None
