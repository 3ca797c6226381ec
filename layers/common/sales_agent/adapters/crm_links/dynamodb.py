"""CRM links in DynamoDB, beside their session; a pointer per tenant and CRM lists those that need a look."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sales_agent.adapters import keys
from sales_agent.adapters.dynamo import ConditionFailed, Item, Table, as_item
from sales_agent.domain.crm_merge import LinkedRecord
from sales_agent.domain.record import utc_now
from sales_agent.ports.crm_links import CrmLink, CrmLinks, LinkStatus
from sales_agent.ports.errors import Conflict, Retriable


class DynamoCrmLinks(CrmLinks):
    """The links to one account's records, beside those to another's.

    Every write checks the version read before, so that a worker that lost its claim writes nothing more.
    """

    def __init__(self, table: Table, *, retention_days: int = 365, account: str = "") -> None:
        self._table = table
        self.account = account
        self._retention = timedelta(days=retention_days)

    def claim(self, tenant: str, session_id: str, crm: str, *, now: datetime, seconds: int) -> CrmLink:
        link = self.find(tenant, session_id, crm)
        if link and link.leased_until and link.leased_until > now:
            raise Retriable("another worker syncs this conversation")
        link = link or CrmLink(tenant=tenant, session_id=session_id, crm=crm, account=self.account, changed_at=now)
        try:
            return self.keep(link.model_copy(update={"leased_until": now + timedelta(seconds=seconds)}))
        except Conflict as lost:
            raise Retriable("another worker syncs this conversation") from lost

    def keep(self, link: CrmLink, wrote: LinkedRecord | None = None, *, instead_of: str = "") -> CrmLink:
        shared = sorted({*link.shared, *([wrote.key] if wrote else [])} - {instead_of})
        kept = link.model_copy(update={"version": link.version + 1, "shared": shared})
        writes = [{"Put": _same_version(self._item(kept), link.version)}, self._pointer(kept)]
        writes += [self._wrote(link, wrote)] if wrote else []
        writes += [{"Delete": {"Key": _shared(link, instead_of)}}] if instead_of else []
        try:
            self._table.transact(writes)
        except ConditionFailed as failed:
            raise Conflict("another worker took this conversation over") from failed
        return kept

    def release(self, link: CrmLink) -> None:
        self.keep(link.model_copy(update={"leased_until": None}))

    def find(self, tenant: str, session_id: str, crm: str) -> CrmLink | None:
        item = self._table.get(_place(tenant, session_id, crm, self.account), consistent=True)
        return CrmLink.model_validate(item) if item else None

    def others(self, tenant: str, crm: str, key: str, *, but_for: str) -> Sequence[LinkedRecord]:
        items = self._table.query_all(
            KeyConditionExpression="PK = :pk",
            ExpressionAttributeValues={":pk": keys.crm_record(tenant, crm, key, account=self.account)},
            ConsistentRead=True,
        )
        return [LinkedRecord.model_validate(item) for item in items if item["SK"] != but_for]

    def statuses(self, tenant: str, crm: str) -> Mapping[str, LinkStatus]:
        pointers = self._table.query_all(
            KeyConditionExpression="PK = :pk", ExpressionAttributeValues={":pk": _list(tenant, crm, self.account)}
        )
        return {pointer["session_id"]: pointer["status"] for pointer in pointers}

    def list(self, tenant: str, crm: str, status: LinkStatus | None = None) -> Sequence[CrmLink]:
        statuses = self.statuses(tenant, crm)
        wanted = [session_id for session_id, stands in statuses.items() if status in {None, stands}]
        found = (self.find(tenant, session_id, crm) for session_id in wanted)
        links = [link for link in found if link and status in {None, link.status}]
        return sorted(links, key=lambda link: link.changed_at)

    def _item(self, link: CrmLink) -> Item:
        place = _place(link.tenant, link.session_id, link.crm, link.account)
        return as_item(link, **place, kind="crm_link", expires_at=self._expires_at())

    def _pointer(self, link: CrmLink) -> dict[str, Any]:
        item: Item = {
            **keys.key(_list(link.tenant, link.crm, link.account), link.session_id),
            "session_id": link.session_id,
        }
        item |= {"kind": "crm_pointer", "status": link.status, "expires_at": self._expires_at()}
        return {"Put": {"Item": item}}

    def _wrote(self, link: CrmLink, record: LinkedRecord) -> dict[str, Any]:
        place = _shared(link, record.key)
        return {"Put": {"Item": as_item(record, **place, kind="crm_written", expires_at=self._expires_at())}}

    def _expires_at(self) -> int:
        return int((utc_now() + self._retention).timestamp())


def _place(tenant: str, session_id: str, crm: str, account: str) -> dict[str, str]:
    return keys.key(keys.session(tenant, session_id), keys.crm_account(crm, account))


def _shared(link: CrmLink, key: str) -> dict[str, str]:
    return keys.key(keys.crm_record(link.tenant, link.crm, key, account=link.account), link.session_id)


def _list(tenant: str, crm: str, account: str) -> str:
    return f"{keys.tenant(tenant)}#{keys.crm_account(crm, account)}"


def _same_version(item: Item, version: int) -> dict[str, Any]:
    return {
        "Item": item,
        "ConditionExpression": "attribute_not_exists(PK) OR version = :version"
        if not version
        else "version = :version",
        "ExpressionAttributeValues": {":version": version},
    }
