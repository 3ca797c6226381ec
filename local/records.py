"""What the local pages show, read where it really is: the table, the mailbox, the vendors' stand-ins."""

from collections import defaultdict
from collections.abc import Mapping
from hashlib import sha256
from typing import Any

import requests
from botocore.auth import SigV4Auth
from botocore.awsrequest import AWSRequest
from botocore.credentials import Credentials

from local.emulator import KEY, REGION
from local.stack import Stack
from local.vendors.kit import RunningServer
from local.vendors.mailbox import Mail
from local.vendors.smtp import Mailbox
from sales_agent.adapters import keys
from sales_agent.adapters.dynamo import decode
from sales_agent.services.report import REPORTS

Record = dict[str, Any]
CALENDARS = ("google", "outlook", "calendly")
SESSION_MARK = "#S#"


def mails(mailbox: Mailbox) -> list[Record]:
    """Every mail that arrived, newest first."""
    return [_mail(mail) for mail in reversed(mailbox.mails)]


def _mail(mail: Mail) -> Record:
    fields = mail.to_json()
    identity = sha256(f"{mail.at}{mail.subject}{mail.recipients}".encode()).hexdigest()[:12]
    return fields | {"id": identity, "from": mail.sender, "to": mail.recipients}


def conversations(stack: Stack) -> list[Record]:
    """Every session with its turns, newest first."""
    pages = stack.emulator.client("dynamodb").get_paginator("scan").paginate(TableName=stack.outputs["TableName"])
    sessions: dict[str, dict[str, Record]] = defaultdict(dict)
    for item in (decode(raw) for page in pages for raw in page["Items"]):
        if SESSION_MARK in item["PK"]:
            sessions[item["PK"]][item["SK"]] = item
    found = [_conversation(items) for items in sessions.values() if keys.SESSION in items]
    return sorted(found, key=lambda record: str(record.get("created_at", "")), reverse=True)


def _conversation(items: Mapping[str, Record]) -> Record:
    def under(prefix: str) -> list[Record]:
        return [_bare(items[key]) for key in sorted(items) if key.startswith(prefix)]

    session, conversation = _bare(items[keys.SESSION]), _bare(items.get(keys.CONVERSATION, {}))
    source: Record = session.get("source", {})
    return (
        conversation
        | session
        | source
        | {
            "status": conversation.get("status"),
            "profile": _bare(items.get(keys.PROFILE, {})),
            "lead": _bare(items.get(keys.LEAD, {})),
            "turns": under("TURN#"),
            "deliveries": under("MAIL#"),
        }
    )


def _bare(item: Mapping[str, Any]) -> Record:
    return {name: value for name, value in item.items() if name not in ("PK", "SK", "expires_at", "open_shard")}


def calendar_events(servers: Mapping[str, RunningServer]) -> Record:
    """What stands in each calendar."""
    events: list[Record] = []
    for name in CALENDARS:
        state = servers[name].stand_in.store.state()
        events += [_event(name, row) for calendar in state.get("calendars", []) for row in calendar["events"]]
        events += [_event(name, row) for row in state.get("meetings", [])]
    return {"events": events}


def _event(calendar: str, row: Record) -> Record:
    people = row.get("attendees") or [row["invitee"]] if "invitee" in row else row.get("attendees", [])
    return {
        "id": row.get("id") or row.get("uuid"),
        "title": row.get("summary") or row.get("subject") or row.get("event_type"),
        "start": _instant(row.get("start") or row.get("start_time")),
        "end": _instant(row.get("end") or row.get("end_time")),
        "attendees": [str(_address(person)) for person in people],
        "status": row.get("status", "confirmed"),
        "calendar": calendar,
    }


def _instant(value: Any) -> Any:
    return value.get("dateTime") if isinstance(value, dict) else value


def _address(person: Any) -> Any:
    if not isinstance(person, dict):
        return person
    return person.get("email") or person.get("emailAddress", {}).get("address")


def reports(stack: Stack) -> Record:
    """What the staff's reports say, by name, asked for with a signature as staff asks."""
    return {name: _signed(stack, f"/v1/reports/{name}") for name in REPORTS}


def _signed(stack: Stack, path: str) -> Any:
    url = stack.api_url + path
    request = AWSRequest("GET", url)
    SigV4Auth(Credentials(KEY, KEY), "execute-api", REGION).add_auth(request)
    reply = requests.get(url, headers=dict(request.headers), timeout=30)
    reply.raise_for_status()
    return reply.json()
