"""Conversations in DynamoDB: one partition a session, one query a turn."""

from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any
from zlib import crc32

from sales_agent.adapters import keys
from sales_agent.adapters.dynamo import ConditionFailed, Item, Table, as_item, instant
from sales_agent.domain.conversation import CloseReason, Conversation, Feedback, Session, Turn
from sales_agent.domain.lead import Lead
from sales_agent.domain.profile import Profile
from sales_agent.domain.record import utc_now
from sales_agent.ports.conversations import Conversations, Snapshot
from sales_agent.ports.errors import Conflict, NotFound

OPEN_SHARDS = 4
NEW = "attribute_not_exists(PK)"


class DynamoConversations(Conversations):
    """Keeps everything of a session for `retention_days` after it was written (DynamoDB's TTL removes it)."""

    def __init__(self, table: Table, *, retention_days: int = 365) -> None:
        self._table = table
        self._retention = timedelta(days=retention_days)

    def start(self, session: Session, conversation: Conversation) -> None:
        pk = keys.session(session.tenant, session.session_id)
        shard = f"OPEN#{crc32(session.session_id.encode()) % OPEN_SHARDS}"
        items = [
            self._item(session, "session", pk, keys.SESSION),
            self._item(conversation, "conversation", pk, keys.CONVERSATION) | {"open_shard": shard},
        ]
        try:
            self._table.transact([{"Put": {"Item": item, "ConditionExpression": NEW}} for item in items])
        except ConditionFailed as taken:
            raise Conflict("this session exists already") from taken

    def load(self, tenant: str, session_id: str, *, last_turns: int = 8, consistent: bool = False) -> Snapshot:
        items = self._table.query(
            KeyConditionExpression="PK = :pk AND SK >= :turns",
            ExpressionAttributeValues={":pk": keys.session(tenant, session_id), ":turns": "TURN#"},
            ScanIndexForward=False,
            Limit=keys.STATE_ITEMS + last_turns,
            ConsistentRead=consistent,
        )
        state = {item["SK"]: item for item in items}
        if keys.SESSION not in state:
            raise NotFound("there is no such session")
        newest = [item for item in items if item["SK"].startswith("TURN#")][:last_turns]
        lead = state.get(keys.LEAD)
        return Snapshot(
            session=Session.model_validate(state[keys.SESSION]),
            conversation=Conversation.model_validate(state[keys.CONVERSATION]),
            profile=Profile.model_validate(state.get(keys.PROFILE) or {"tenant": tenant, "session_id": session_id}),
            lead=Lead.model_validate(lead) if lead else None,
            turns=[Turn.model_validate(item) for item in reversed(newest)],
        )

    def append(self, turn: Turn, profile: Profile | None = None, lead: Lead | None = None) -> Turn:
        pk = keys.session(turn.tenant, turn.session_id)
        put = _new(self._item(turn, "turn", pk, keys.turn(turn.seq)))
        changed = [(profile, "profile", keys.PROFILE), (lead, "lead", keys.LEAD)]
        puts = [_newer(self._item(record, kind, pk, sk)) for record, kind, sk in changed if record]
        try:
            if puts:
                self._table.transact([{"Put": put}, *({"Put": other} for other in puts)])
            else:
                self._table.put(put.pop("Item"), **put)
        except ConditionFailed as failed:
            if failed.item and failed.item.get("message_id") == turn.message_id:
                return Turn.model_validate(failed.item)
            raise Conflict("another message came first") from failed
        return turn

    def name_lead(self, tenant: str, session_id: str, crm: str, record_id: str) -> None:
        place = keys.key(keys.session(tenant, session_id), keys.LEAD)
        try:
            self._table.update(
                place,
                UpdateExpression="SET crm_lead_id.#crm = :id",
                ConditionExpression="attribute_type(crm_lead_id, :map)",
                ExpressionAttributeNames={"#crm": crm},
                ExpressionAttributeValues={":id": record_id, ":map": "M"},
            )
        except ConditionFailed:
            self._name_first(place, {crm: record_id})

    def _name_first(self, place: dict[str, str], named: dict[str, str]) -> None:
        """Of a lead kept before it could name several CRMs; one that is gone needs no name."""
        with suppress(ConditionFailed):
            self._table.update(
                place,
                UpdateExpression="SET crm_lead_id = :named",
                ConditionExpression="attribute_exists(PK) AND NOT attribute_type(crm_lead_id, :map)",
                ExpressionAttributeValues={":named": named, ":map": "M"},
            )

    def turns(self, tenant: str, session_id: str, *, after: int = 0) -> list[Turn]:
        items = self._table.query_all(
            KeyConditionExpression="PK = :pk AND SK BETWEEN :first AND :last",
            ExpressionAttributeValues={
                ":pk": keys.session(tenant, session_id),
                ":first": keys.turn(after + 1),
                ":last": keys.turn(99_999_999),
            },
        )
        return [Turn.model_validate(item) for item in items]

    def touch(self, tenant: str, session_id: str, at: datetime) -> None:
        try:
            self._table.update(
                keys.key(keys.session(tenant, session_id), keys.CONVERSATION),
                UpdateExpression="SET last_activity = :at",
                ConditionExpression="#status = :open AND last_activity < :at",
                ExpressionAttributeNames={"#status": "status"},
                ExpressionAttributeValues={":at": instant(at), ":open": "open"},
            )
        except ConditionFailed:
            return

    def close(
        self, tenant: str, session_id: str, reason: CloseReason, at: datetime, *, idle_since: datetime | None = None
    ) -> bool:
        quiet = " AND last_activity <= :since" if idle_since else ""
        try:
            self._table.update(
                keys.key(keys.session(tenant, session_id), keys.CONVERSATION),
                UpdateExpression="SET #status = :closed, closed_at = :at, close_reason = :reason REMOVE open_shard",
                ConditionExpression="#status = :open" + quiet,
                ExpressionAttributeNames={"#status": "status"},
                ExpressionAttributeValues={":open": "open", ":closed": "closed", ":at": instant(at), ":reason": reason}
                | ({":since": instant(idle_since)} if idle_since else {}),
            )
        except ConditionFailed:
            return False
        return True

    def idle(self, before: datetime, *, limit: int = 100) -> Sequence[Conversation]:
        items = [
            item
            for shard in range(OPEN_SHARDS)
            for item in self._table.query(
                IndexName=keys.UNFINISHED,
                KeyConditionExpression="open_shard = :shard AND last_activity < :before",
                ExpressionAttributeValues={":shard": f"OPEN#{shard}", ":before": instant(before)},
                Limit=limit,
            )
        ]
        return [Conversation.model_validate(item) for item in items]

    def give_feedback(self, feedback: Feedback) -> None:
        pk = keys.session(feedback.tenant, feedback.session_id)
        answer = {"Key": keys.key(pk, keys.turn(feedback.seq)), "ConditionExpression": "attribute_exists(PK)"}
        verdict = {"Item": self._item(feedback, "feedback", pk, keys.feedback(feedback.seq))}
        try:
            self._table.transact([{"ConditionCheck": answer}, {"Put": verdict}])
        except ConditionFailed as absent:
            raise NotFound("there is no such answer") from absent

    def export(self, tenant: str, session_id: str) -> list[dict[str, object]]:
        return [dict(item) for item in self._all(tenant, session_id)]

    def erase(self, tenant: str, session_id: str) -> int:
        found = self._all(tenant, session_id)
        for item in found:
            self._table.delete(keys.key(item["PK"], item["SK"]))
        for link in (item for item in found if item.get("kind") == "crm_link"):
            for record in link.get("shared", []):
                shared = keys.crm_record(tenant, link["crm"], record, account=link.get("account", ""))
                self._table.delete(keys.key(shared, session_id))
        return len(found)

    def _all(self, tenant: str, session_id: str) -> list[Item]:
        pk = keys.session(tenant, session_id)
        return list(self._table.query_all(KeyConditionExpression="PK = :pk", ExpressionAttributeValues={":pk": pk}))

    def _item(self, record: Any, kind: str, pk: str, sk: str) -> Item:
        now = utc_now()
        expires_at = int((now + self._retention).timestamp())
        return as_item(record, PK=pk, SK=sk, kind=kind, written_at=instant(now), expires_at=expires_at)


def _new(item: Item) -> dict[str, Any]:
    return {"Item": item, "ConditionExpression": NEW, "ReturnValuesOnConditionCheckFailure": "ALL_OLD"}


def _newer(item: Item) -> dict[str, Any]:
    return {
        "Item": item,
        "ConditionExpression": f"{NEW} OR version < :version",
        "ExpressionAttributeValues": {":version": item["version"]},
    }
