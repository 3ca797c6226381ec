"""What every stand-in can do: faults, log, clock, contract checks."""

import json
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest
import requests
from flask import Flask, jsonify, request
from werkzeug import Response

from local.vendors.kit import Clock, Contract, ContractViolation, Fault, RunningServer, StandIn, serve

DOCUMENT = {
    "openapi": "3.0.3",
    "info": {"title": "counter", "version": "1"},
    "servers": [{"url": "https://counter.example"}],
    "paths": {
        "/add": {
            "post": {
                "parameters": [{"name": "loud", "in": "query", "schema": {"type": "boolean"}}],
                "requestBody": {
                    "required": True,
                    "content": {
                        "application/json": {
                            "schema": {
                                "type": "object",
                                "properties": {"by": {"type": "integer"}},
                                "required": ["by"],
                                "additionalProperties": False,
                            }
                        }
                    },
                },
                "responses": {
                    "200": {
                        "description": "ok",
                        "content": {
                            "application/json": {
                                "schema": {
                                    "type": "object",
                                    "properties": {"total": {"type": "integer", "maximum": 99}},
                                }
                            }
                        },
                    }
                },
            }
        }
    },
}


class Counter:
    def __init__(self) -> None:
        self.total = 0

    def reset(self) -> None:
        self.total = 0

    def state(self) -> dict[str, Any]:
        return {"total": self.total}


def counting(contracts: list[Contract] | None = None) -> StandIn:
    store, app = Counter(), Flask("counter")

    @app.post("/add")
    def add() -> Response:
        store.total += request.get_json()["by"]
        return jsonify(total=store.total, padding="x" * 200)

    return StandIn("counter", app, store, contracts=contracts or [])


@pytest.fixture
def server() -> Iterator[RunningServer]:
    with serve(counting()) as running:
        yield running


def add(server: RunningServer, by: int = 1, **more: Any) -> requests.Response:
    return requests.post(f"{server.url}/add", json={"by": by}, timeout=5, **more)


def total(server: RunningServer) -> int:
    return int(server.stand_in.store.state()["total"])


@pytest.mark.parametrize(("kind", "acted"), [("drop_before", 0), ("drop_after", 1), ("truncate", 1)])
def test_a_broken_connection_is_an_error_for_the_client_and_the_vendor_has_or_has_not_acted(
    server: RunningServer, kind: str, acted: int
) -> None:
    server.stand_in.faults.add(Fault(kind))
    with pytest.raises((requests.ConnectionError, requests.exceptions.ChunkedEncodingError)):
        add(server)
    assert total(server) == acted
    assert add(server).json()["total"] == acted + 1


@pytest.mark.parametrize(("acts", "acted"), [(False, 0), (True, 1)])
def test_a_refusal_comes_before_or_after_the_vendor_acted(server: RunningServer, *, acts: bool, acted: int) -> None:
    server.stand_in.faults.add(Fault("503", acts=acts))
    assert add(server).status_code == 503
    assert total(server) == acted


def test_a_slow_vendor_still_acts_after_the_client_gave_up(server: RunningServer) -> None:
    server.stand_in.faults.add(Fault("slow", seconds=0.2))
    with pytest.raises(requests.Timeout):
        requests.post(f"{server.url}/add", json={"by": 1}, timeout=0.05)
    assert total(server) == 0
    deadline = time.monotonic() + 5
    while total(server) == 0 and time.monotonic() < deadline:
        time.sleep(0.02)
    assert total(server) == 1


def test_a_vendor_that_is_down_stays_down_until_cleared(server: RunningServer) -> None:
    server.stand_in.faults.add(Fault("down", times=1))
    for _ in range(3):
        with pytest.raises(requests.ConnectionError):
            add(server)
    server.stand_in.faults.clear()
    assert add(server).ok


def test_each_request_is_one_transaction() -> None:
    store, app = Counter(), Flask("counter")

    @app.post("/add")
    def add_slowly() -> Response:
        seen = store.total
        time.sleep(0.002)
        store.total = seen + 1
        return jsonify(total=store.total)

    with serve(StandIn("counter", app, store)) as running, ThreadPoolExecutor(8) as pool:
        totals = sorted(answer.json()["total"] for answer in pool.map(lambda _: add(running), range(40)))
    assert totals == list(range(1, 41))


def test_a_fault_hits_only_the_calls_it_names(server: RunningServer) -> None:
    server.stand_in.faults.add(Fault("500", method="GET"))
    server.stand_in.faults.add(Fault("500", path="^/other"))
    assert add(server).ok
    server.stand_in.faults.add(Fault("500", method="POST", path="/add$"))
    assert add(server).status_code == 500


def test_draws_are_repeatable(server: RunningServer) -> None:
    def run() -> list[int]:
        stand_in = counting()
        stand_in.faults.add(Fault("500", times=None, probability=0.5))
        with serve(stand_in) as running:
            return [add(running).status_code for _ in range(20)]

    first = run()
    assert first == run()
    assert set(first) == {200, 500}


def test_everything_can_be_steered_from_another_process(server: RunningServer) -> None:
    control = f"{server.url}/_control"
    assert requests.post(f"{control}/faults", json={"kind": "429", "path": "/add"}, timeout=5).status_code == 204
    assert [add(server).status_code, add(server).status_code] == [429, 200]
    log = requests.get(f"{control}/requests", timeout=5).json()
    assert log["counts"] == {"POST 429": 1, "POST 200": 1}
    assert [(each["method"], each["path"], each["status"]) for each in log["requests"]] == [
        ("POST", "/add", "429"),
        ("POST", "/add", "200"),
    ]
    assert requests.get(f"{control}/state", timeout=5).json() == {"total": 1}
    requests.post(f"{control}/faults", json={"kind": "down"}, timeout=5)
    requests.delete(f"{control}/faults", timeout=5)
    assert add(server).ok
    requests.post(f"{control}/reset", timeout=5)
    assert (total(server), dict(server.stand_in.counts)) == (0, {})


@pytest.mark.parametrize("fault", [{"kind": "sideways"}, {"kind": "200"}, {"kind": "500", "colour": "red"}])
def test_a_fault_nobody_knows_is_refused_with_its_reason(server: RunningServer, fault: dict[str, str]) -> None:
    answer = requests.post(f"{server.url}/_control/faults", json=fault, timeout=5)
    assert answer.status_code == 400
    assert answer.text


def test_the_clock_moves_when_told(server: RunningServer) -> None:
    clock = Clock()
    clock.freeze()
    before = clock.now()
    clock.advance(3600)
    assert (clock.now() - before).total_seconds() == 3600
    requests.post(f"{server.url}/_control/clock", json={"advance": 86_400}, timeout=5)
    assert (server.stand_in.clock.now() - before).total_seconds() > 86_000


@pytest.fixture
def contract(tmp_path: Path) -> Contract:
    document = tmp_path / "counter.openapi.json"
    document.write_text(json.dumps(DOCUMENT), encoding="utf-8")
    return Contract(document)


@pytest.mark.parametrize(
    ("path", "body", "why"),
    [
        ("/add", {"by": "one"}, "by: 'one' is not of type 'integer'"),
        ("/add", {"by": 1, "twice": True}, "twice"),
        ("/add?fast=true", {"by": 1}, "unknown query parameter(s) fast"),
        ("/subtract", {"by": 1}, "no contract lists it"),
    ],
)
def test_a_request_outside_the_contract_fails_loudly(contract: Contract, path: str, body: Any, why: str) -> None:
    stand_in = counting([contract])
    running = serve(stand_in)
    answer = requests.post(running.url + path, json=body, timeout=5)
    running.stop()
    assert (answer.status_code, stand_in.store.state()) == (599, {"total": 0})
    with pytest.raises(ContractViolation) as violation:
        stand_in.verify()
    assert why in str(violation.value)


def test_leaving_the_server_after_a_reply_outside_the_contract_fails(contract: Contract) -> None:
    def use() -> None:
        with serve(counting([contract])) as running:
            assert add(running, 100).ok

    with pytest.raises(ContractViolation, match="reply: total: 100"):
        use()


def test_a_request_within_the_contract_passes(contract: Contract) -> None:
    with serve(counting([contract])) as running:
        assert add(running, params={"loud": "true"}).json()["total"] == 1
