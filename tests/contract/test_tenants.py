"""What every store of tenants promises."""

from collections.abc import Iterator

import pytest

from sales_agent.adapters.dynamo import Table
from sales_agent.adapters.tenants.dynamodb import DynamoTenants
from sales_agent.adapters.tenants.memory import MemoryTenants
from sales_agent.domain.config import Company, SalesAgentConfig
from sales_agent.ports.errors import Conflict, NotFound
from sales_agent.ports.tenants import Tenants


@pytest.fixture(params=["memory", "dynamodb"])
def tenants(request: pytest.FixtureRequest) -> Iterator[Tenants]:
    if request.param == "memory":
        yield MemoryTenants()
    else:
        yield DynamoTenants(request.getfixturevalue("agent_table"))


def config(*site_keys: str) -> SalesAgentConfig:
    return SalesAgentConfig(company=Company(name="Acme", site_keys=list(site_keys)))


def test_a_configuration_is_read_back_whole(tenants: Tenants) -> None:
    tenants.keep("acme", config("key-1"))
    assert tenants.config("acme") == config("key-1")


def test_a_site_key_leads_to_its_tenant(tenants: Tenants) -> None:
    tenants.keep("acme", config("key-1", "key-2"))
    tenants.keep("other", config("key-3"))
    assert [tenants.tenant_of(key) for key in ("key-1", "key-2", "key-3")] == ["acme", "acme", "other"]


def test_a_key_given_up_is_unknown_and_free_again(tenants: Tenants) -> None:
    tenants.keep("acme", config("key-1", "key-2"))
    tenants.keep("acme", config("key-2"))
    with pytest.raises(NotFound):
        tenants.tenant_of("key-1")
    tenants.keep("other", config("key-1"))
    assert tenants.tenant_of("key-1") == "other"


def test_a_key_of_another_tenant_is_not_taken(tenants: Tenants) -> None:
    tenants.keep("acme", config("key-1"))
    with pytest.raises(Conflict):
        tenants.keep("other", config("key-1"))
    assert tenants.tenant_of("key-1") == "acme"
    with pytest.raises(NotFound):
        tenants.config("other")


def test_a_setting_of_a_newer_version_is_passed_over(agent_table: Table) -> None:
    tenants = DynamoTenants(agent_table)
    tenants.keep("acme", config("key-1"))
    item = agent_table.get({"PK": "T#acme", "SK": "CONFIG"})
    assert item
    newer = item["config"].replace('"name":"Acme"', '"name":"Acme","mood":"sunny"')
    agent_table.put(item | {"config": newer})
    assert tenants.config("acme") == config("key-1")
