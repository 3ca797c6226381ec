"""A host's time in DynamoDB: one item an hour.

It holds, for each five-minute cell that is not free, who has it (`owner_05`) and until when (`until_05`, epoch
seconds). The end of a hold is a condition of the next write: DynamoDB's time to live only tidies up, days later.
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from sales_agent.adapters import keys
from sales_agent.adapters.dynamo import Item
from sales_agent.domain.cells import NONE
from sales_agent.domain.meeting import Appointment

FOREVER = 9_999_999_999
KEPT_AFTER = timedelta(days=7)


def hour_update(
    appointment: Appointment,
    hour: datetime,
    *,
    take: Iterable[datetime] = NONE,
    drop: Iterable[datetime] = NONE,
    until: int = FOREVER,
    free_at: int | None = None,
) -> dict[str, Any]:
    """One hour's update: cells taken if free at `free_at` (None: only if ours already) and cells given back."""
    taken, dropped = sorted(f"{cell:%M}" for cell in take), sorted(f"{cell:%M}" for cell in drop)
    values: dict[str, Any] = {":me": appointment.appointment_id}
    if taken:
        values |= {":until": until, ":tidy": int((hour + KEPT_AFTER).timestamp())}
    if taken and free_at is not None:
        values[":now"] = free_at
    free = "(attribute_not_exists(owner_{0}) OR owner_{0} = :me OR until_{0} <= :now)"
    rule = "owner_{0} = :me" if free_at is None else free
    conditions = [rule.format(cell) for cell in taken] + [f"owner_{cell} = :me" for cell in dropped]
    sets = [f"owner_{cell} = :me, until_{cell} = :until" for cell in taken]
    update = f"SET {', '.join([*sets, 'expires_at = :tidy'])}" if taken else ""
    update += f" REMOVE {', '.join(f'owner_{cell}, until_{cell}' for cell in dropped)}" if dropped else ""
    return {
        "Update": {
            "Key": keys.key(calendar_pk(appointment.tenant, appointment.host_id), hour_sk(hour)),
            "UpdateExpression": update.strip(),
            "ConditionExpression": " AND ".join(conditions),
            "ExpressionAttributeValues": values,
        }
    }


def calendar_pk(tenant: str, host_id: str) -> str:
    """Partition of a host's time."""
    return f"T#{tenant}#CAL#{host_id}"


def hour_sk(at: datetime) -> str:
    """Sort key of an hour, in UTC; sorts by time."""
    return f"CELLS#{at.astimezone(UTC):%Y-%m-%dT%H}Z"


def live_cells(item: Item, now: float) -> list[datetime]:
    """The cells of an hour that are held or booked at `now` (epoch seconds)."""
    hour = datetime.strptime(item["SK"], "CELLS#%Y-%m-%dT%HZ").replace(tzinfo=UTC)
    minutes = [
        int(name.removeprefix("until_")) for name, until in item.items() if name.startswith("until_") and until > now
    ]
    return [hour + timedelta(minutes=minute) for minute in minutes]
