"""What every knowledge store promises. Pinecone runs its real adapter against the local stand-in."""

from collections.abc import Iterator

import pytest

from local.vendors import pinecone
from local.vendors.kit import RunningServer, serve
from sales_agent.adapters.blobs.memory import MemoryBlobs
from sales_agent.adapters.embedders.memory import WordEmbedder
from sales_agent.adapters.knowledge_stores.embedded import EmbeddedStore
from sales_agent.adapters.knowledge_stores.memory import MemoryStore
from sales_agent.adapters.knowledge_stores.pinecone import PineconeStore
from sales_agent.domain.knowledge import Passage, Product
from sales_agent.ports.knowledge_stores import KnowledgeStore
from sales_agent.services.embed_passages import embed_passages

SITE = "acme.sales_content"
TENT = "https://acme.example/tent"
TERMS = "https://acme.example/terms"
EMBEDDER = WordEmbedder()


@pytest.fixture(scope="module")
def server() -> Iterator[RunningServer]:
    with serve(pinecone.build(dimension=EMBEDDER.dimensions)) as running:
        yield running


@pytest.fixture(params=["memory", "embedded", "pinecone"])
def store(request: pytest.FixtureRequest) -> KnowledgeStore:
    if request.param == "memory":
        return MemoryStore(EMBEDDER)
    if request.param == "embedded":
        return EmbeddedStore(MemoryBlobs(), EMBEDDER)
    running = request.getfixturevalue("server")
    running.stand_in.reset()
    return PineconeStore({"api_key": pinecone.KEY, "base_url": running.url}, MemoryBlobs(), EMBEDDER)


def passages(url: str, title: str, *texts: str) -> list[Passage]:
    return [
        Passage(passage_id=f"{url}{number}", url=url, title=title, headings=["Facts"], text=text, ordinal=number)
        for number, text in enumerate(texts)
    ]


def keep(store: KnowledgeStore, own: list[Passage], content_hash: str = "h1", namespace: str = SITE) -> None:
    vectors = embed_passages(EMBEDDER, own)
    store.replace_page(namespace, own[0].url, content_hash, list(zip(own, vectors, strict=True)))


def found(store: KnowledgeStore, text: str, namespace: str = SITE, limit: int = 5) -> list[str]:
    return [match.passage.text for match in store.search(namespace, text, EMBEDDER.embed_question(text), limit)]


@pytest.fixture
def shop(store: KnowledgeStore) -> KnowledgeStore:
    keep(store, passages(TENT, "Trail tent", "The tent weighs two kilos.", "It sleeps four people."))
    keep(store, passages(TERMS, "Terms", "Returns are accepted within thirty days."))
    store.commit(SITE)
    return store


def test_nothing_is_found_before_anything_was_kept(store: KnowledgeStore) -> None:
    assert found(store, "tent") == []
    assert dict(store.page_hashes(SITE)) == {}


def test_the_passage_that_answers_comes_first(shop: KnowledgeStore) -> None:
    assert found(shop, "How much does the tent weigh?")[0] == "The tent weighs two kilos."
    assert found(shop, "Can I return it within thirty days?")[0] == "Returns are accepted within thirty days."


def test_a_match_carries_the_whole_passage_and_its_scores(store: KnowledgeStore) -> None:
    product = Product(product_id="7", name="Trail tent", price="250.00", currency="USD", sku="T-7")
    own = [passages(TENT, "Trail tent", "Two kilos.")[0].model_copy(update={"product": product, "kind": "product"})]
    keep(store, own)
    store.commit(SITE)
    [match] = store.search(SITE, "trail tent", EMBEDDER.embed_question("trail tent"), 5)
    assert match.passage == own[0]
    assert 0 < match.similarity <= 1
    assert 0 <= match.lexical <= 1
    assert 0 < match.relevance <= 1


def test_a_question_about_the_site_is_more_relevant_than_one_that_is_not(shop: KnowledgeStore) -> None:
    about, strange = (
        shop.search(SITE, text, EMBEDDER.embed_question(text), 1)[0].relevance
        for text in ("trail tent weighs kilos", "symphony orchestra rehearsal")
    )
    assert about >= 0.7
    assert strange < 0.5


def test_at_most_as_many_as_asked_for_are_found(shop: KnowledgeStore) -> None:
    assert len(found(shop, "tent", limit=2)) == 2


def test_what_is_not_committed_is_not_found(shop: KnowledgeStore) -> None:
    keep(shop, passages(TENT, "Trail tent", "The tent is blue."), "h2")
    shop.remove_page(SITE, TERMS)
    assert "The tent is blue." not in found(shop, "tent")
    assert "Returns are accepted within thirty days." in found(shop, "returns")
    assert shop.page_hashes(SITE) == {TENT: "h1", TERMS: "h1"}


def test_a_replaced_page_leaves_nothing_of_its_old_self(shop: KnowledgeStore) -> None:
    keep(shop, passages(TENT, "Trail tent", "The tent is blue."), "h2")
    shop.commit(SITE)
    assert sorted(found(shop, "tent weighs sleeps people blue")) == [
        "Returns are accepted within thirty days.",
        "The tent is blue.",
    ]
    assert shop.page_hashes(SITE) == {TENT: "h2", TERMS: "h1"}


def test_a_removed_page_is_gone(shop: KnowledgeStore) -> None:
    shop.remove_page(SITE, TENT)
    shop.remove_page(SITE, "https://acme.example/never-there")
    shop.commit(SITE)
    assert found(shop, "tent") == ["Returns are accepted within thirty days."]
    assert shop.page_hashes(SITE) == {TERMS: "h1"}


def test_the_last_word_on_a_page_counts(shop: KnowledgeStore) -> None:
    shop.remove_page(SITE, TENT)
    keep(shop, passages(TENT, "Trail tent", "Red."), "h2")
    keep(shop, passages(TENT, "Trail tent", "Green."), "h3")
    shop.commit(SITE)
    assert sorted(found(shop, "tent")) == ["Green.", "Returns are accepted within thirty days."]
    assert shop.page_hashes(SITE)[TENT] == "h3"


def test_a_page_without_passages_is_remembered(shop: KnowledgeStore) -> None:
    shop.replace_page(SITE, TENT, "h2", [])
    shop.commit(SITE)
    assert shop.page_hashes(SITE) == {TENT: "h2", TERMS: "h1"}


def test_committing_nothing_changes_nothing(shop: KnowledgeStore) -> None:
    shop.commit(SITE)
    assert shop.page_hashes(SITE) == {TENT: "h1", TERMS: "h1"}


def test_a_tenant_finds_only_its_own(shop: KnowledgeStore) -> None:
    keep(shop, passages(TENT, "Rival tent", "The rival's tent."), namespace="rival.sales_content")
    shop.commit("rival.sales_content")
    assert found(shop, "rival tent", "rival.sales_content") == ["The rival's tent."]
    assert "The rival's tent." not in found(shop, "rival tent")


@pytest.mark.parametrize("text", ["", "?!", "🏕️", '" OR "', "AND NOT tent*", "the of and", "ü" * 5000, "日本語"])
def test_no_question_is_too_strange(shop: KnowledgeStore, text: str) -> None:
    assert len(found(shop, text)) == 3
