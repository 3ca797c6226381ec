"""Publishing an index: overlapping ingests, readers, a store that is away, another embedder."""

from pathlib import Path

import pytest

from sales_agent.adapters.blobs.memory import MemoryBlobs
from sales_agent.adapters.embedders.memory import WordEmbedder
from sales_agent.adapters.knowledge_stores.embedded import EmbeddedStore
from sales_agent.adapters.published import LOOK_AGAIN_SECONDS, Published
from sales_agent.domain.knowledge import Passage
from sales_agent.ports.errors import Conflict, Fatal, Retriable
from sales_agent.services.embed_passages import embed_passages

SITE = "acme.site"
EMBEDDER = WordEmbedder()


class CountingBlobs(MemoryBlobs):
    """Blobs that count what is read, and can be away."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[bool] = []
        self.away = False

    def download(self, key: str, target: Path, *, unless: str = "") -> str | None:
        if self.away:
            raise Retriable("away")
        tag = super().download(key, target, unless=unless)
        self.sent.append(tag is not None)
        return tag


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def blobs() -> CountingBlobs:
    return CountingBlobs()


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def store(blobs: CountingBlobs, clock: Clock) -> EmbeddedStore:
    return EmbeddedStore(blobs, EMBEDDER, clock)


def keep(store: EmbeddedStore, url: str, text: str) -> None:
    passage = Passage(passage_id=url, url=url, title=url, text=text)
    store.replace_page(SITE, url, text, [(passage, embed_passages(EMBEDDER, [passage])[0])])


def texts(store: EmbeddedStore, question: str = "tent") -> list[str]:
    return sorted(match.passage.text for match in store.search(SITE, question, EMBEDDER.embed_question(question), 99))


def test_two_ingests_at_once_both_count(store: EmbeddedStore, blobs: CountingBlobs) -> None:
    other = EmbeddedStore(blobs, EMBEDDER)
    keep(store, "a", "first version")
    store.commit(SITE)
    keep(store, "b", "mine")
    keep(other, "c", "theirs")
    keep(other, "a", "second version")
    store.commit(SITE)
    other.commit(SITE)
    assert texts(EmbeddedStore(blobs, EMBEDDER)) == ["mine", "second version", "theirs"]


def test_a_commit_that_meets_another_is_made_again_on_top_of_it(blobs: CountingBlobs, tmp_path: Path) -> None:
    published = Published(blobs, Path.read_text)
    interrupted: list[str] = []

    def change(path: Path) -> None:
        if not interrupted:
            interrupted.append("once")
            theirs = tmp_path / "theirs"
            theirs.write_text("theirs")
            blobs.upload("key", theirs, expected="")
        path.write_text((path.read_text() if path.exists() else "") + " and ours")

    published.revise("key", change)
    assert published.latest("key") == "theirs and ours"


def test_endless_conflict_ends_as_retriable(blobs: CountingBlobs) -> None:
    def change(path: Path) -> None:
        raise Conflict("again")

    with pytest.raises(Retriable):
        Published(blobs, Path.read_text).revise("key", change)


def test_changes_wait_for_a_commit_that_works(store: EmbeddedStore, blobs: CountingBlobs) -> None:
    keep(store, "a", "kept")
    blobs.away = True
    with pytest.raises(Retriable):
        store.commit(SITE)
    blobs.away = False
    store.commit(SITE)
    assert texts(store) == ["kept"]


def test_a_reader_looks_for_a_newer_index_twice_a_minute_at_most(
    store: EmbeddedStore, blobs: CountingBlobs, clock: Clock
) -> None:
    writer = EmbeddedStore(blobs, EMBEDDER)
    keep(writer, "a", "old")
    writer.commit(SITE)
    blobs.sent.clear()
    assert [texts(store) for _ in range(5)] == [["old"]] * 5
    keep(writer, "a", "new")
    writer.commit(SITE)
    blobs.sent.clear()
    assert texts(store) == ["old"]
    assert blobs.sent == []
    clock.now += LOOK_AGAIN_SECONDS
    assert texts(store) == ["new"]
    clock.now += LOOK_AGAIN_SECONDS
    assert texts(store) == ["new"]
    assert blobs.sent == [True, False]


def test_a_reader_answers_from_what_it_has_while_the_blobs_are_away(
    store: EmbeddedStore, blobs: CountingBlobs, clock: Clock
) -> None:
    keep(store, "a", "known")
    store.commit(SITE)
    assert texts(store) == ["known"]
    blobs.away = True
    clock.now += LOOK_AGAIN_SECONDS
    assert texts(store) == ["known"]
    with pytest.raises(Retriable):
        EmbeddedStore(blobs, EMBEDDER).search(SITE, "tent", EMBEDDER.embed_question("tent"), 5)


def test_an_index_of_another_embedder_is_not_searched_and_counts_as_empty(
    store: EmbeddedStore, blobs: CountingBlobs
) -> None:
    keep(store, "a", "old vectors")
    store.commit(SITE)
    other = WordEmbedder()
    other.name = "words-2"
    changed = EmbeddedStore(blobs, other)
    with pytest.raises(Fatal, match="ingest"):
        texts(changed)
    assert changed.page_hashes(SITE) == {}
    keep(changed, "b", "new vectors")
    changed.commit(SITE)
    assert texts(changed) == ["new vectors"]


def test_removing_the_last_page_leaves_an_empty_index(store: EmbeddedStore) -> None:
    keep(store, "a", "only")
    store.commit(SITE)
    store.remove_page(SITE, "a")
    store.commit(SITE)
    assert texts(store) == []
    keep(store, "b", "back")
    store.commit(SITE)
    assert texts(store) == ["back"]
