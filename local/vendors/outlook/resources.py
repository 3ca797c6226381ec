"""The event resource as Graph shows it."""

from typing import Any

from local.vendors.outlook import times
from local.vendors.outlook.store import Event, Mailbox, Tenant

DEFAULTS: dict[str, Any] = {
    "allowNewTimeProposals": True,
    "attendees": [],
    "body": {"contentType": "html", "content": ""},
    "categories": [],
    "hasAttachments": False,
    "importance": "normal",
    "isAllDay": False,
    "isCancelled": False,
    "isOnlineMeeting": False,
    "isOrganizer": True,
    "isReminderOn": True,
    "location": {"displayName": ""},
    "onlineMeeting": None,
    "onlineMeetingProvider": "unknown",
    "recurrence": None,
    "reminderMinutesBeforeStart": 15,
    "responseRequested": True,
    "sensitivity": "normal",
    "showAs": "busy",
    "type": "singleInstance",
}
ONLY_EXPANDED = "singleValueExtendedProperties"


def event(tenant: Tenant, mailbox: Mailbox, held: Event, zone: str, *, expand: bool = False) -> dict[str, Any]:
    """`held` with its times in the zone called `zone`; extended properties only when expanded."""
    body = {key: value for key, value in held.body.items() if expand or key != ONLY_EXPANDED}
    owner = {"name": mailbox.address, "address": mailbox.address}
    return {
        **DEFAULTS,
        **body,
        "@odata.etag": f'W/"{held.revision:012d}"',
        "id": held.id,
        "changeKey": f"{held.revision:012d}",
        "createdDateTime": times.stamp(held.created),
        "lastModifiedDateTime": times.stamp(held.modified or held.created),
        "iCalUId": f"040000008200E00074C5B7101A82E008{held.id[6:38].upper()}",
        "webLink": f"https://outlook.office365.com/owa/?itemid={held.id}",
        "originalStartTimeZone": held.zones[0],
        "originalEndTimeZone": held.zones[1],
        "start": times.shown(held.start, zone),
        "end": times.shown(held.end, zone),
        "organizer": {"emailAddress": owner},
        "responseStatus": {"response": "organizer", "time": "0001-01-01T00:00:00Z"},
        "onlineMeeting": _meeting(tenant, held),
    }


def _meeting(tenant: Tenant, held: Event) -> dict[str, Any] | None:
    ready = tenant.clock.now() >= held.created + tenant.meeting_delay
    if not held.body.get("isOnlineMeeting") or not ready:
        return None
    return {"joinUrl": f"https://teams.microsoft.com/l/meetup-join/19%3ameeting_{held.id[6:38]}%40thread.v2/0"}
