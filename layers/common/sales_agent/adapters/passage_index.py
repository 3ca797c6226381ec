"""One SQLite file with the pages of a site, their passages, vectors (float16) and words (FTS5).

Changes on their way into an index are kept in a file of the same tables; there, a page without a hash is one to forget.
apsw brings its own SQLite, so FTS5 is there whatever SQLite the machine's Python was built with.
"""

from collections.abc import Mapping, Sequence
from math import log
from pathlib import Path
from typing import Any

import apsw
import numpy as np
from numpy.typing import NDArray

from sales_agent.domain.knowledge import Match, Passage
from sales_agent.domain.ranking import K1, LEXICAL_SHARE, TITLE_WEIGHT, matches
from sales_agent.domain.words import words
from sales_agent.ports.embedders import Vector

CANDIDATES = 20
TABLES = """
PRAGMA journal_mode = OFF;
PRAGMA synchronous = OFF;
CREATE TABLE IF NOT EXISTS page (url TEXT PRIMARY KEY, content_hash TEXT);
CREATE TABLE IF NOT EXISTS passage (id INTEGER PRIMARY KEY, url TEXT, body TEXT, vector BLOB);
CREATE INDEX IF NOT EXISTS passage_url ON passage (url);
"""
INDEX = """
CREATE TABLE IF NOT EXISTS fact (name TEXT PRIMARY KEY, value TEXT);
CREATE VIRTUAL TABLE IF NOT EXISTS words
    USING fts5 (title, text, content='', contentless_delete=1, tokenize='unicode61');
"""
FORGET = """
DELETE FROM words WHERE rowid IN (SELECT id FROM passage WHERE url IN (SELECT url FROM changes.page));
DELETE FROM passage WHERE url IN (SELECT url FROM changes.page);
DELETE FROM page WHERE url IN (SELECT url FROM changes.page);
INSERT INTO page SELECT url, content_hash FROM changes.page WHERE content_hash IS NOT NULL;
"""
TIDY = "INSERT INTO words (words) VALUES ('optimize'); DETACH changes; VACUUM;"


class Changes:
    """Pages to be replaced and forgotten, gathered in a file so that memory stays flat."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._file = apsw.Connection(str(path))
        self._file.execute(TABLES).fetchall()

    def replace(self, url: str, content_hash: str | None, passages: Sequence[tuple[Passage, Vector]]) -> None:
        """Notes all of a page; without a hash, that it is to be forgotten. The last word on a page counts."""
        rows = [(url, passage.model_dump_json(), _packed(vector)) for passage, vector in passages]
        with self._file:
            self._file.execute("INSERT OR REPLACE INTO page VALUES (?, ?)", (url, content_hash))
            self._file.execute("DELETE FROM passage WHERE url = ?", (url,))
            self._file.executemany("INSERT INTO passage (url, body, vector) VALUES (?, ?, ?)", rows)


def revise(path: Path, changes: Changes, facts: Mapping[str, str]) -> None:
    """Brings the changes into the index at `path`, which is made when it is not there, and sets its facts."""
    index = apsw.Connection(str(path))
    index.execute(TABLES + INDEX).fetchall()
    index.execute("ATTACH ? AS changes", (str(changes.path),))
    with index:
        index.execute(FORGET)
        for url, body, vector in index.execute("SELECT url, body, vector FROM changes.passage ORDER BY id"):
            index.execute("INSERT INTO passage (url, body, vector) VALUES (?, ?, ?)", (url, body, vector))
            index.execute("INSERT INTO words (rowid, title, text) VALUES (last_insert_rowid(), ?, ?)", _words(body))
        index.executemany("INSERT OR REPLACE INTO fact VALUES (?, ?)", facts.items())
    index.execute(TIDY)
    index.close()


def facts_of(path: Path) -> dict[str, str]:
    """What is known of the index at `path` as a whole; nothing when there is none."""
    if not path.exists():
        return {}
    index = apsw.Connection(str(path))
    facts = {str(name): str(value) for name, value in index.execute("SELECT name, value FROM fact")}
    index.close()
    return facts


class PassageIndex:
    """A published index, open for reading; the file may be deleted meanwhile."""

    def __init__(self, path: Path) -> None:
        self.facts = facts_of(path)
        self._file = apsw.Connection(f"file:{path}?immutable=1", flags=apsw.SQLITE_OPEN_READONLY | apsw.SQLITE_OPEN_URI)
        self._file.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, words, row)")
        rows = self._rows("SELECT id, vector FROM passage ORDER BY id")
        self._ids = np.array([row[0] for row in rows], dtype=np.int64)
        flat = np.frombuffer(b"".join(row[1] for row in rows), dtype=np.float16)
        self._vectors = flat.astype(np.float32).reshape(len(rows), -1) if rows else np.empty((0, 0), np.float32)

    @property
    def dimensions(self) -> int:
        """How long its vectors are; 0 when it has none."""
        return int(self._vectors.shape[1])

    def hashes(self) -> dict[str, str]:
        """URL -> content hash of every page."""
        return dict(self._rows("SELECT url, content_hash FROM page"))

    def search(self, text: str, vector: Vector, baseline: float, limit: int) -> list[Match]:
        """The best passages, best first."""
        if not len(self._ids):
            return []
        weights = {stem: self._rarity(stem) for stem in words(text)}
        cosines = self._vectors @ np.asarray(vector, dtype=np.float32)
        lexical = self._lexical(weights)
        scores = LEXICAL_SHARE * lexical + (1 - LEXICAL_SHARE) * (cosines - baseline) / (1 - baseline)
        best = np.argsort(-scores, kind="stable")[: max(limit, CANDIDATES)]
        scored = [(self._passage(place), float(cosines[place]), float(lexical[place])) for place in best]
        return matches(text, weights, scored, baseline)[:limit]

    def _lexical(self, weights: Mapping[str, float]) -> NDArray[np.float32]:
        """BM25 of every passage as a share of the most that the words can score (FTS5's own is negative)."""
        shares = np.zeros(len(self._ids), dtype=np.float32)
        if weights:
            query = " OR ".join(f'"{stem}"' for stem in weights)
            found = self._rows("SELECT rowid, bm25(words, ?, 1.0) FROM words WHERE words MATCH ?", TITLE_WEIGHT, query)
            places = np.searchsorted(self._ids, [row[0] for row in found])
            shares[places] = [row[1] / (-(K1 + 1) * sum(weights.values())) for row in found]
        return shares

    def _rarity(self, stem: str) -> float:
        holders = sum(row[0] for row in self._rows("SELECT doc FROM temp.vocabulary WHERE term = ?", stem))
        return max(1e-6, log((len(self._ids) - holders + 0.5) / (holders + 0.5)))  # as FTS5 weighs words

    def _passage(self, place: int) -> Passage:
        [row] = self._rows("SELECT body FROM passage WHERE id = ?", int(self._ids[place]))
        return Passage.model_validate_json(row[0])

    def _rows(self, sql: str, *values: str | int) -> list[tuple[Any, ...]]:
        return self._file.execute(sql, values).fetchall()


def _packed(vector: Vector) -> bytes:
    return np.asarray(vector, dtype=np.float16).tobytes()


def _words(body: str) -> tuple[str, str]:
    passage = Passage.model_validate_json(body)
    return " ".join(words(passage.title_path)), " ".join(words(passage.text))
