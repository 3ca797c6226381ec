"""Bringing a site into libraries: what changed goes in, what is gone goes, nothing is lost on the way."""

from collections.abc import Callable, Iterator, Sequence

import pytest

from sales_agent.adapters.embedders.memory import WordEmbedder
from sales_agent.adapters.knowledge_stores.memory import MemoryStore
from sales_agent.domain.coverage import CoverageReport
from sales_agent.domain.knowledge import BrokenPage, Page, SkippedPage
from sales_agent.ports.embedders import Vector
from sales_agent.ports.errors import Fatal, Refused, Retriable, Skippable
from sales_agent.ports.site_readers import PageOutcome
from sales_agent.services import shelf
from sales_agent.services.ingest_site import IngestSite
from sales_agent.services.retrieve import Library

SITE = "acme.sales_content"


class Embedder(WordEmbedder):
    """Counts what it embeds; fails for texts that hold a word."""

    def __init__(self, fails_at: str = "", error: type[Exception] = Retriable) -> None:
        super().__init__()
        self.fails_at = fails_at
        self.error = error
        self.embedded: list[str] = []

    def embed_passages(self, texts: Sequence[str]) -> list[Vector]:
        if self.fails_at and any(self.fails_at in text for text in texts):
            raise self.error("the embedder is away")
        self.embedded += texts
        return super().embed_passages(texts)


class Site:
    """A site in memory; an error at its end is raised."""

    def __init__(self, *outcomes: PageOutcome, ends_with: BaseException | None = None) -> None:
        self._outcomes = outcomes
        self._end = ends_with

    def read(self) -> Iterator[PageOutcome]:
        yield from self._outcomes
        if self._end:
            raise self._end


def page(name: str, text: str = "Some words about it.") -> Page:
    return Page(url=f"https://a.example/{name}", title=name, text=text)


def library(embedder: Embedder | None = None, name: str = "memory") -> Library:
    embedder = embedder or Embedder()
    return Library(name, embedder, MemoryStore(WordEmbedder()))


def ingest(
    one: Library, *outcomes: PageOutcome, ends_with: BaseException | None = None, **options: int
) -> CoverageReport:
    return IngestSite([one], SITE)(Site(*outcomes, ends_with=ends_with), **options)  # type: ignore[arg-type]


def kept(one: Library) -> set[str]:
    return {url.rpartition("/")[2] for url in one.store.page_hashes(SITE)}


def test_pages_can_be_found_afterwards() -> None:
    shop = library()
    report = ingest(shop, page("tent", "The tent weighs two kilos."), page("boat", "The boat is blue."))
    question = "how much does the tent weigh"
    best = shop.store.search(SITE, question, shop.embedder.embed_question(question), 1)
    assert best[0].passage.text == "The tent weighs two kilos."
    assert (len(report.pages), report.changed, report.passages) == (2, 2, 2)


def test_unchanged_pages_cost_nothing() -> None:
    embedder = Embedder()
    shop = library(embedder)
    ingest(shop, page("a"), page("b"))
    embedder.embedded.clear()
    report = ingest(shop, page("a"), page("b", "Something new."))
    assert embedder.embedded == ["b", "b\nSomething new."]
    assert (len(report.pages), report.changed) == (2, 1)


def test_another_embedder_makes_every_page_new() -> None:
    shop = library()
    ingest(shop, page("a"))
    shop.embedder.name = "another"
    assert ingest(shop, page("a")).changed == 1


def test_what_is_gone_or_no_longer_public_disappears() -> None:
    shop = library()
    ingest(shop, page("a"), page("b"), page("c"))
    report = ingest(shop, page("a"), SkippedPage(source="https://a.example/b", reason="status draft"))
    assert kept(shop) == {"a"}
    assert report.removed == 2


@pytest.mark.parametrize(
    "outcomes",
    [
        [],
        [SkippedPage(source="x", reason="draft")],
        [page("a"), BrokenPage(source="some file", error="unreadable")],
    ],
)
def test_nothing_is_removed_when_it_is_not_sure_to_be_gone(outcomes: list[PageOutcome]) -> None:
    shop = library()
    ingest(shop, page("a"), page("b"))
    assert ingest(shop, *outcomes).removed == 0
    assert kept(shop) == {"a", "b"}


def test_a_site_that_breaks_off_removes_nothing_and_keeps_what_was_read() -> None:
    shop = library()
    ingest(shop, page("a"), page("b"))
    report = ingest(shop, page("c"), ends_with=Skippable("the file is cut off"))
    assert kept(shop) == {"a", "b", "c"}
    assert report.broken == [BrokenPage(source="site", error="the file is cut off")]
    assert not report.is_whole


def test_a_limited_run_removes_nothing() -> None:
    shop = library()
    ingest(shop, page("a"), page("b"))
    report = ingest(shop, page("c"), page("d"), limit=1)
    assert kept(shop) == {"a", "b", "c"}
    assert not report.is_whole


def test_a_page_that_breaks_stays_as_it_was() -> None:
    shop = library()
    ingest(shop, page("a"), page("b"))
    ingest(shop, page("a"), BrokenPage(source="https://a.example/b", error="damaged"))
    assert kept(shop) == {"a", "b"}


def test_input_that_is_no_site_is_refused_and_changes_nothing() -> None:
    shop = library()
    ingest(shop, page("a"))
    with pytest.raises(Refused):
        ingest(shop, ends_with=Refused("a bomb"))
    assert kept(shop) == {"a"}


def test_a_page_that_cannot_be_embedded_is_reported_and_the_rest_goes_in() -> None:
    shop = library(Embedder(fails_at="poison"))
    report = ingest(shop, page("a"), page("b", "poison"), page("c"))
    assert kept(shop) == {"a", "c"}
    assert [(broken.source, broken.error) for broken in report.broken] == [
        ("https://a.example/b", "memory: the embedder is away")
    ]
    assert report.failures == []


def test_a_page_that_could_not_be_embedded_goes_in_next_time() -> None:
    embedder = Embedder(fails_at="poison")
    shop = library(embedder)
    ingest(shop, page("a"), page("b", "poison"))
    embedder.fails_at = ""
    assert ingest(shop, page("a"), page("b", "poison")).changed == 1
    assert kept(shop) == {"a", "b"}


@pytest.mark.parametrize("error", [Fatal, Retriable])
def test_an_embedder_that_stays_away_ends_the_run_and_removes_nothing(error: type[Exception]) -> None:
    embedder = Embedder()
    shop = library(embedder)
    ingest(shop, page("a"))
    embedder.fails_at, embedder.error = "words", error
    report = ingest(shop, *(page(f"new-{number}") for number in range(200)))
    assert report.failures == ["memory: the embedder is away"]
    assert kept(shop) == {"a"}
    assert len(report.pages) < 200


def test_a_standby_is_brought_up_to_date_though_the_first_fails() -> None:
    first, standby = library(Embedder(fails_at="words", error=Fatal), "first"), library(name="standby")
    report = IngestSite([first, standby], SITE)(Site(page("a"), page("b")))
    assert (kept(first), kept(standby)) == (set(), {"a", "b"})
    assert report.failures == ["first: the embedder is away"]


def test_an_address_counts_once() -> None:
    shop = library()
    report = ingest(shop, page("a", "First words."), page("a", "Second words."))
    assert report.duplicates == 1
    assert [(one.source, one.reason) for one in report.skipped] == [("https://a.example/a", "duplicate address")]


def test_addresses_without_a_host_are_of_the_companys_site() -> None:
    shop = library()
    IngestSite([shop], SITE, "https://www.acme.example/")(Site(Page(url="/a/", title="a", text="Words.")))
    assert set(shop.store.page_hashes(SITE)) == {"https://www.acme.example/a/"}


def test_without_libraries_it_only_reports() -> None:
    told: list[int] = []
    site = Site(page("a"), SkippedPage(source="b", reason="draft"), BrokenPage(source="c", error="damaged"))
    report = IngestSite()(site, progress=lambda report: told.append(len(report.pages)))
    assert told == [1, 1, 1]
    assert report.to_json() == {
        "pages_in": 1,
        "changed": 1,
        "unchanged": 0,
        "removed": 0,
        "duplicates": 0,
        "passages": 1,
        "is_whole": True,
        "failures": [],
        "skipped": [{"source": "b", "reason": "draft"}],
        "broken": [{"source": "c", "error": "damaged"}],
        "pages": [{"url": "https://a.example/a", "title": "a", "kind": "page", "characters": 20, "passages": 1}],
    }


def test_a_run_that_is_killed_has_not_worked_for_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shelf, "COMMIT_PAGES", 50)
    shop = library()
    with pytest.raises(KeyboardInterrupt):
        ingest(shop, *(page(f"p{number}") for number in range(150)), ends_with=KeyboardInterrupt())
    assert len(kept(shop)) >= 100


@pytest.mark.parametrize("reverse", [False, True])
def test_overlapping_runs_of_one_export_end_as_one_run(reverse: bool) -> None:
    shop = library()
    ingest(shop, page("old"))
    first, second = _started(shop, page("a"), page("b")), _started(shop, page("a"), page("b"))
    next(first), next(second)
    for run in (second, first) if reverse else (first, second):
        list(run)
    assert kept(shop) == {"a", "b"}


def test_an_older_run_does_not_remove_what_a_newer_one_brought_in() -> None:
    shop = library()
    older = _started(shop, page("a"))
    next(older)
    ingest(shop, page("a"), page("new"))
    list(older)
    assert kept(shop) == {"a", "new"}


def _started(one: Library, *outcomes: PageOutcome) -> Iterator[None]:
    """A run that stops after its first page until it is driven on."""
    from threading import Event, Thread

    reached, go = Event(), Event()
    site = _Halting(outcomes, reached.set, go.wait)
    thread = Thread(target=lambda: IngestSite([one], SITE)(site))
    thread.start()
    reached.wait(5)
    yield
    go.set()
    thread.join(5)
    yield


class _Halting:
    def __init__(
        self, outcomes: Sequence[PageOutcome], reached: Callable[[], None], wait: Callable[[float], bool]
    ) -> None:
        self._outcomes, self._reached, self._wait = outcomes, reached, wait

    def read(self) -> Iterator[PageOutcome]:
        yield self._outcomes[0]
        self._reached()
        self._wait(5)
        yield from self._outcomes[1:]
