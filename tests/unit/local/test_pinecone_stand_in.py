"""Pinecone's own SDK against the Pinecone stand-in."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from pinecone import Pinecone
from pinecone.errors.exceptions import (
    ApiError,
    NotFoundError,
    PineconeConnectionError,
    PineconeTimeoutError,
    PineconeTypeError,
    RateLimitError,
    ServiceError,
    UnauthorizedError,
)

from local.vendors import pinecone
from local.vendors.kit import Fault, RunningServer, serve

DELIVERY = {"id": "p1#0", "values": [1.0, 0.0, 0.0], "metadata": {"url": "/delivery", "price": 4, "tags": ["a", "b"]}}
RETURNS = {"id": "p2#0", "values": [0.6, 0.8, 0.0], "metadata": {"url": "/returns", "price": 9}}
NEWS = {"id": "p2#1", "values": [0.0, 0.0, 2.0]}


@pytest.fixture
def server() -> Iterator[RunningServer]:
    with serve(pinecone.build(dimension=3)) as running:
        yield running


@pytest.fixture
def index(server: RunningServer) -> Iterator[Any]:
    with Pinecone(api_key=pinecone.KEY).Index(host=server.url) as made:
        made.upsert(vectors=[DELIVERY, RETURNS, NEWS], namespace="acme")
        yield made


def found(index: Any, **more: Any) -> list[str]:
    wanted = {"vector": [1.0, 0.1, 0.0], "top_k": 10, "namespace": "acme", **more}
    return [match.id for match in index.query(**wanted).matches]


def test_the_nearest_come_first_with_what_was_asked_for(index: Any) -> None:
    plain = index.query(vector=[2.0, 0.0, 0.0], top_k=2, namespace="acme")
    full = index.query(vector=[2.0, 0.0, 0.0], top_k=1, namespace="acme", include_metadata=True, include_values=True)

    assert [match.id for match in plain.matches] == ["p1#0", "p2#0"]
    assert [match.score for match in plain.matches] == pytest.approx([1.0, 0.6])
    assert (plain.matches[0].metadata, plain.matches[0].values) == (None, [])
    assert full.matches[0].metadata == DELIVERY["metadata"]
    assert full.matches[0].values == DELIVERY["values"]
    assert found(index, vector=None, id="p2#0")[0] == "p2#0"


def test_a_namespace_sees_only_its_own(index: Any) -> None:
    assert found(index, namespace="other") == []
    index.upsert(vectors=[("p1#0", [0.0, 1.0, 0.0])], namespace="other")
    assert found(index, namespace="other") == ["p1#0"]
    assert index.fetch(ids=["p1#0"], namespace="acme").vectors["p1#0"].values == [1.0, 0.0, 0.0]


@pytest.mark.parametrize(
    ("condition", "ids"),
    [
        ({"url": "/returns"}, ["p2#0"]),
        ({"tags": {"$eq": "b"}}, ["p1#0"]),
        ({"price": {"$gt": 4, "$lte": 9}}, ["p2#0"]),
        ({"url": {"$in": ["/returns", "/x"]}}, ["p2#0"]),
        ({"url": {"$nin": ["/returns"]}}, ["p1#0", "p2#1"]),
        ({"price": {"$exists": False}}, ["p2#1"]),
        ({"$or": [{"price": {"$lt": 5}}, {"url": {"$ne": "/delivery"}}]}, ["p1#0", "p2#0", "p2#1"]),
        ({"$and": [{"price": 4}, {"url": "/returns"}]}, []),
    ],
)
def test_filters(index: Any, condition: dict[str, Any], ids: list[str]) -> None:
    assert found(index, filter=condition) == ids


def test_ids_are_listed_by_prefix_and_in_pages(index: Any) -> None:
    index.upsert(vectors=[(f"p3#{number:03}", [1.0, 0.0, 0.0]) for number in range(150)], namespace="acme")
    pages = list(index.list(prefix="p3#", namespace="acme"))
    assert [len(page) for page in pages] == [100, 50]
    assert [item.id for item in index.list_paginated(prefix="p2#", namespace="acme").vectors] == ["p2#0", "p2#1"]


def test_records_are_deleted_by_id_by_filter_and_all(index: Any) -> None:
    index.delete(ids=["p1#0", "unknown"], namespace="acme")
    assert sorted(found(index)) == ["p2#0", "p2#1"]
    index.delete(filter={"url": {"$eq": "/returns"}}, namespace="acme")
    assert found(index) == ["p2#1"]
    index.delete(delete_all=True, namespace="acme")
    assert found(index) == []
    with pytest.raises(NotFoundError, match="Namespace not found"):
        index.delete(delete_all=True, namespace="never")


def test_an_update_keeps_what_it_does_not_name(index: Any) -> None:
    index.update(id="p1#0", set_metadata={"price": 5}, namespace="acme")
    record = index.fetch(ids=["p1#0"], namespace="acme").vectors["p1#0"]
    assert record.metadata == {**DELIVERY["metadata"], "price": 5}
    assert record.values == DELIVERY["values"]


def test_stats_count_by_namespace(index: Any) -> None:
    index.upsert(vectors=[("x", [1.0, 0.0, 0.0])])
    stats = index.describe_index_stats()
    assert (stats.dimension, stats.total_vector_count) == (3, 4)
    assert {name: one.vector_count for name, one in stats.namespaces.items()} == {"acme": 3, "__default__": 1}


def test_readers_see_a_write_after_the_lag_and_are_told_how_far_they_are() -> None:
    with serve(pinecone.build(dimension=3, lag=5)) as slow, Pinecone(api_key="k").Index(host=slow.url) as index:
        slow.stand_in.clock.freeze()
        written = index.upsert(vectors=[DELIVERY], namespace="acme").response_info
        early = index.query(vector=[1.0, 0.0, 0.0], top_k=1, namespace="acme")
        assert early.matches == []
        assert early.response_info.lsn_reconciled < written.lsn_committed
        slow.stand_in.clock.advance(5)
        late = index.query(vector=[1.0, 0.0, 0.0], top_k=1, namespace="acme")
        assert late.response_info.lsn_reconciled == written.lsn_committed
        assert [match.id for match in late.matches] == ["p1#0"]


@pytest.mark.parametrize(
    ("vectors", "status"),
    [
        ([("x", [1.0, 0.0])], 400),
        ([("x", [0.0, 0.0, 0.0])], 400),
        ([("x", [1.0, 0.0, 0.0], {"nothing": None})], 400),
        ([("x", [1.0, 0.0, 0.0], {"text": "x" * 41_000})], 400),
        ([(f"{number}", [1.0, 0.0, 0.0]) for number in range(1001)], 400),
        ([(f"{number}", [1.0, 0.0, 0.0], {"text": "x" * 30_000}) for number in range(75)], 413),
    ],
    ids=["dimension", "zeros", "null", "40 KB", "1000 vectors", "2 MB"],
)
def test_vectors_pinecone_does_not_take(index: Any, vectors: list[Any], status: int) -> None:
    with pytest.raises(ApiError) as error:
        index.upsert(vectors=vectors, namespace="acme")
    assert error.value.status_code == status
    assert len(found(index)) == 3


@pytest.mark.parametrize("value", [{"nested": 1}, [1, 2]])
def test_metadata_that_the_sdk_itself_refuses(server: RunningServer, index: Any, value: Any) -> None:
    with pytest.raises(PineconeTypeError):
        index.upsert(vectors=[("x", [1.0, 0.0, 0.0], {"value": value})], namespace="acme")
    headers = {"Api-Key": pinecone.KEY, "X-Pinecone-Api-Version": "2026-07"}
    body = {"vectors": [{"id": "x", "values": [1, 0, 0], "metadata": {"value": value}}]}
    assert requests.post(f"{server.url}/vectors/upsert", json=body, headers=headers, timeout=5).status_code == 400


def test_queries_and_filters_pinecone_does_not_take(index: Any) -> None:
    for wrong in ({"vector": [1.0]}, {"filter": {"url": {"$like": "x"}}}, {"filter": {"$not": []}}):
        with pytest.raises(ApiError):
            found(index, **wrong)


def test_a_deleted_key_and_a_missing_version_are_refused(server: RunningServer, index: Any) -> None:
    plain = requests.post(f"{server.url}/query", json={}, headers={"Api-Key": pinecone.KEY}, timeout=5)
    assert (plain.status_code, plain.json()["code"]) == (400, 3)
    requests.post(f"{server.url}/_control/revoke", json={"key": pinecone.KEY}, timeout=5)
    with pytest.raises(UnauthorizedError):
        found(index)


@pytest.mark.parametrize(
    ("fault", "raises", "tries"),
    [
        (Fault("429", detail="0"), RateLimitError, 4),
        (Fault("500"), ServiceError, 4),
        (Fault("503"), ServiceError, 4),
        (Fault("401"), UnauthorizedError, 1),
        (Fault("drop_before"), PineconeConnectionError, 4),
        (Fault("slow", seconds=0.4), PineconeTimeoutError, 4),
    ],
)
def test_what_the_sdk_tries_again_whatever_it_is_told(
    server: RunningServer, monkeypatch: pytest.MonkeyPatch, fault: Fault, raises: type[Exception], tries: int
) -> None:
    monkeypatch.setattr("pinecone._internal.http_client._retry_sleep", lambda _seconds: None)
    fault.times = None
    server.stand_in.faults.add(fault)
    with Pinecone(api_key="k", timeout=0.15).Index(host=server.url) as index, pytest.raises(raises):
        found(index)
    assert server.stand_in.faults.taken == tries
