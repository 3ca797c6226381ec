"""A token that ends is refreshed once, however many workers ask, on a DynamoDB whose conditions are atomic."""

from local.system import System
from tests.bench.booking_race import agent_tables
from tests.bench.crm_tokens import race


def test_one_of_many_refreshes_and_workers_without_a_lease_are_caught(running: System) -> None:
    url = running.stack.emulator.url
    few = {"processes": 2, "threads": 16, "tenants": 1}
    with agent_tables(url, "Tokens", "Leaseless") as (real, careless):
        assert race(url, real, store="leased", rounds=2, **few).right
        caught = race(url, careless, store="leaseless", rounds=1, **few)
        assert max(caught.refreshes.values()) > caught.wanted
        assert caught.revoked
