"""Tenants in DynamoDB: a `CONFIG` item each, and one item per public site key."""

from typing import Any

from sales_agent.adapters import keys
from sales_agent.adapters.dynamo import ConditionFailed, Table
from sales_agent.domain.config import SalesAgentConfig
from sales_agent.ports.errors import Conflict, NotFound
from sales_agent.ports.tenants import Tenants

CONFIG = "CONFIG"


class DynamoTenants(Tenants):
    """Keeps the configuration as the JSON of the validated model."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def keep(self, tenant: str, config: SalesAgentConfig) -> None:
        wanted = config.company.site_keys
        given_up = [key for key in self._site_keys(tenant) if key not in wanted]
        item = {**keys.key(keys.tenant(tenant), CONFIG), "kind": "config", "config": config.model_dump_json()}
        writes: list[dict[str, dict[str, Any]]] = [{"Put": {"Item": item | {"site_keys": wanted}}}]
        writes += [{"Put": _claim(site_key, tenant)} for site_key in wanted]
        writes += [{"Delete": {"Key": keys.key(keys.site_key(key), CONFIG)}} for key in given_up]
        try:
            self._table.transact(writes)
        except ConditionFailed as taken:
            raise Conflict("a site key belongs to another tenant") from taken

    def config(self, tenant: str) -> SalesAgentConfig:
        item = self._table.get(keys.key(keys.tenant(tenant), CONFIG))
        if not item:
            raise NotFound(f"tenant {tenant!r} has no configuration")
        # A setting that a newer version wrote is no reason to stop answering.
        return SalesAgentConfig.model_validate_json(item["config"], extra="ignore")

    def tenant_of(self, site_key: str) -> str:
        item = self._table.get(keys.key(keys.site_key(site_key), CONFIG))
        if not item:
            raise NotFound("this site key is not known")
        return str(item["tenant"])

    def _site_keys(self, tenant: str) -> list[str]:
        item = self._table.get(keys.key(keys.tenant(tenant), CONFIG), consistent=True)
        return list(item["site_keys"]) if item else []


def _claim(site_key: str, tenant: str) -> dict[str, object]:
    return {
        "Item": {**keys.key(keys.site_key(site_key), CONFIG), "kind": "site_key", "tenant": tenant},
        "ConditionExpression": "attribute_not_exists(PK) OR tenant = :tenant",
        "ExpressionAttributeValues": {":tenant": tenant},
    }
