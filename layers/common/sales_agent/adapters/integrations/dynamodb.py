"""Integrations in DynamoDB: one item per tenant and CRM."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sales_agent.adapters import keys
from sales_agent.adapters.dynamo import ConditionFailed, Item, Table, as_item, instant
from sales_agent.ports.errors import Conflict, NotFound
from sales_agent.ports.integrations import Health, Integration, Integrations


class DynamoIntegrations(Integrations):
    """A token is refreshed by whoever wins the conditional lease on its version; its loss is seen at the next write."""

    def __init__(self, table: Table) -> None:
        self._table = table

    def connect(self, integration: Integration) -> None:
        before = self.find(integration.tenant, integration.crm_type)
        version = before.token_version + 1 if before else 0
        fresh = integration.model_copy(update={"token_version": version, "refreshing_until": None})
        try:
            self._table.put(self._item(fresh), **_still(before))
        except ConditionFailed:  # a token was refreshed meanwhile: its version is taken
            self.connect(integration)

    def find(self, tenant: str, crm_type: str) -> Integration | None:
        item = self._table.get(_place(tenant, crm_type), consistent=True)
        return Integration.model_validate(item) if item else None

    def configure(
        self, tenant: str, crm_type: str, field_mappings: Mapping[str, str], sync_settings: Mapping[str, Any]
    ) -> None:
        try:
            self._table.update(
                _place(tenant, crm_type),
                UpdateExpression="SET field_mappings = :mappings, sync_settings = :settings",
                ConditionExpression="attribute_exists(PK)",
                ExpressionAttributeValues={":mappings": dict(field_mappings), ":settings": dict(sync_settings)},
            )
        except ConditionFailed as missing:
            raise NotFound(f"{crm_type} is not connected") from missing

    def lease(self, integration: Integration, *, now: datetime, seconds: int) -> bool:
        free = "attribute_not_exists(refreshing_until) OR refreshing_until < :now"
        return self._changed(
            integration,
            "SET refreshing_until = :until",
            {":until": instant(now + timedelta(seconds=seconds)), ":now": instant(now)},
            f"token_version = :version AND ({free})",
        )

    def keep_token(self, integration: Integration) -> None:
        ends = integration.token_expires_at
        expiry = {":expires": instant(ends)} if ends else {}
        kept = self._changed(
            integration,
            "SET access_token = :access, api_credentials = :credentials, base_url = :base, health = :connected, "
            "reason = :none, token_version = :next"
            + (", token_expires_at = :expires" if ends else "")
            + " REMOVE refreshing_until"
            + ("" if ends else ", token_expires_at"),
            {
                ":access": integration.access_token,
                ":credentials": integration.api_credentials,
                ":base": integration.base_url,
                ":connected": "connected",
                ":none": "",
                ":next": integration.token_version + 1,
                **expiry,
            },
            "token_version = :version",
        )
        if not kept:
            raise Conflict("the connection was changed while its token was refreshed")

    def mark(self, integration: Integration, health: Health, reason: str) -> None:
        self._changed(
            integration,
            "SET health = :health, reason = :reason REMOVE refreshing_until",
            {":health": health, ":reason": reason[:1000]},
            "token_version = :version",
        )

    def synced(self, tenant: str, crm_type: str, at: datetime) -> None:
        try:
            self._table.update(
                _place(tenant, crm_type),
                UpdateExpression="SET last_sync = :at",
                ConditionExpression="attribute_exists(PK)",
                ExpressionAttributeValues={":at": instant(at)},
            )
        except ConditionFailed:
            return

    def _item(self, integration: Integration) -> Item:
        return as_item(integration, **_place(integration.tenant, integration.crm_type), kind="integration")

    def _changed(self, integration: Integration, update: str, values: dict[str, Any], condition: str) -> bool:
        try:
            self._table.update(
                _place(integration.tenant, integration.crm_type),
                UpdateExpression=update,
                ConditionExpression=condition,
                ExpressionAttributeValues={**values, ":version": integration.token_version},
            )
        except ConditionFailed:
            return False
        return True


def _still(before: Integration | None) -> dict[str, Any]:
    if not before:
        return {"ConditionExpression": "attribute_not_exists(PK)"}
    return {
        "ConditionExpression": "token_version = :version",
        "ExpressionAttributeValues": {":version": before.token_version},
    }


def _place(tenant: str, crm_type: str) -> dict[str, str]:
    return keys.key(keys.tenant(tenant), f"CRM#{crm_type}")
