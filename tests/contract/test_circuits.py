"""What every store of circuits promises."""

from collections.abc import Iterator

import pytest

from sales_agent.adapters.circuits.dynamodb import DynamoCircuits
from sales_agent.adapters.circuits.memory import MemoryCircuits
from sales_agent.domain.circuit import Budget, Circuit
from sales_agent.ports.circuits import Circuits
from sales_agent.ports.errors import Conflict
from tests.conftest import NOW


@pytest.fixture(params=["memory", "dynamodb"])
def circuits(request: pytest.FixtureRequest) -> Iterator[Circuits]:
    if request.param == "memory":
        yield MemoryCircuits()
    else:
        yield DynamoCircuits(request.getfixturevalue("agent_table"))


def test_a_vendor_never_called_has_a_closed_circuit(circuits: Circuits) -> None:
    assert circuits.find("acme", "zoho") == Circuit(tenant="acme", vendor="zoho")


def test_a_circuit_comes_back_as_it_was_kept(circuits: Circuits) -> None:
    used = circuits.find("acme", "zoho").entered(NOW, Budget(calls=7, seconds=1), 3).refused(NOW, "no access")
    kept = circuits.keep(used)
    assert kept == used.model_copy(update={"version": 1})
    assert circuits.find("acme", "zoho") == kept
    assert circuits.keep(kept.recovered()).version == 2


def test_the_slower_of_two_workers_looks_again(circuits: Circuits) -> None:
    for _ in range(2):
        seen = circuits.find("acme", "zoho")
        circuits.keep(seen.refused(NOW, "first"))
        with pytest.raises(Conflict):
            circuits.keep(seen.refused(NOW, "second"))
    assert circuits.find("acme", "zoho").reason == "first"


def test_tenants_and_vendors_are_apart(circuits: Circuits) -> None:
    circuits.keep(circuits.find("acme", "zoho").refused(NOW, "no access"))
    assert circuits.find("acme", "hubspot").open_for(NOW) == 0
    assert circuits.find("rival", "zoho").open_for(NOW) == 0
