"""How items are addressed: tenant first, one partition a session (see docs/data-model.md).

Within a session, one descending query brings the state (`Z#…`) and then the newest turns (`TURN#…`).
"""

from collections.abc import Mapping

Key = Mapping[str, str]

SESSION = "Z#META"
CONVERSATION = "Z#CONV"
PROFILE = "Z#PROFILE"
LEAD = "Z#LEAD"
STATE_ITEMS = 4
UNFINISHED = "open-conversations"
"""The sparse index of what is not finished: `open_shard` says of which kind, `last_activity` orders it."""


def key(pk: str, sk: str) -> dict[str, str]:
    """The primary key of an item."""
    return {"PK": pk, "SK": sk}


def tenant(tenant_id: str) -> str:
    """Partition of what belongs to a tenant as a whole."""
    return f"T#{tenant_id}"


def session(tenant_id: str, session_id: str) -> str:
    """Partition of a session."""
    return f"T#{tenant_id}#S#{session_id}"


def of_account(crm: str, account: str) -> str:
    """A CRM's account as keys name it; the first one that was connected goes by the CRM's name alone."""
    return f"{crm}#ACCOUNT#{account}" if account else crm


def crm_account(crm: str, account: str) -> str:
    """What the links to an account's records are kept under, in a session and in a tenant."""
    return f"CRM#{of_account(crm, account)}"


def crm_record(tenant_id: str, crm: str, record_key: str, *, account: str = "") -> str:
    """Partition of what conversations wrote into one record of a CRM, one item a session."""
    return f"{tenant(tenant_id)}#{crm_account(crm, account)}#RECORD#{record_key}"


def site_key(value: str) -> str:
    """Partition that says whose a public site key is."""
    return f"SITE#{value}"


def turn(seq: int) -> str:
    """Sort key of a turn; sorts by number."""
    return f"TURN#{seq:08d}"


def feedback(seq: int) -> str:
    """Sort key of the verdict on a turn."""
    return f"FEEDBACK#{seq:08d}"
