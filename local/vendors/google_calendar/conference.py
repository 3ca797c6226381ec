"""Google Meet links, made a moment after they are asked for."""

from copy import deepcopy
from datetime import datetime
from hashlib import sha256
from typing import Any

from local.vendors.google_calendar.store import Account


def requested(event: dict[str, Any], given: dict[str, Any] | None, version: int) -> None:
    """Takes over the caller's conferenceData, if `version` (conferenceDataVersion) says that it understands it."""
    if version < 1 or given is None:
        return
    wanted, present = given.get("createRequest"), event.get("conferenceData", {})
    if not wanted:
        event["conferenceData"] = given
    elif present.get("createRequest", {}).get("requestId") != wanted["requestId"]:
        event["conferenceData"] = {"createRequest": {**wanted, "status": {"statusCode": "pending"}}}


def settled(account: Account, event: dict[str, Any]) -> dict[str, Any]:
    """The event as a reader sees it now: a pending conference whose time has come has its link."""
    data = event.get("conferenceData", {})
    pending = data.get("createRequest", {}).get("status", {}).get("statusCode") == "pending"
    since = datetime.fromisoformat(event["updated"])
    if pending and account.clock.now() >= since + account.conference_delay:
        _open(event)
    return event


def _open(event: dict[str, Any]) -> None:
    letters = "".join(chr(ord("a") + byte % 26) for byte in sha256(event["id"].encode()).digest()[:10])
    code = f"{letters[:3]}-{letters[3:7]}-{letters[7:]}"
    data = deepcopy(event["conferenceData"])
    data["createRequest"]["status"] = {"statusCode": "success"}
    data |= {
        "entryPoints": [{"entryPointType": "video", "uri": f"https://meet.google.com/{code}"}],
        "conferenceSolution": {"key": {"type": "hangoutsMeet"}, "name": "Google Meet"},
        "conferenceId": code,
    }
    event |= {"conferenceData": data, "hangoutLink": f"https://meet.google.com/{code}"}
