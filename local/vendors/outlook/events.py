"""Writing events: create, change, cancel, delete."""

from datetime import datetime
from typing import Any

from local.vendors.mailbox import Mail
from local.vendors.outlook import times
from local.vendors.outlook.errors import Refused
from local.vendors.outlook.store import Event, Mailbox, Tenant

TIMES = ("start", "end")
SET_BY_GRAPH = {"changeKey", "createdDateTime", "iCalUId", "id", "isOrganizer", "lastModifiedDateTime", "onlineMeeting"}
DUPLICATE = "The TransactionId specified in the request has already been used to create a different event."


def create(tenant: Tenant, mailbox: Mailbox, body: dict[str, Any]) -> Event:
    """A new event and its invitations.

    A transactionId that made the same event before returns that one; one that made another is a 409
    (ErrorDuplicateTransactionId: seen by several clients, not in Microsoft's reference).
    """
    start, end = _window(body)
    zones = body["start"]["timeZone"], body["end"]["timeZone"]
    event = Event(start, end, _properties(body), tenant.clock.now(), zones)
    transaction = body.get("transactionId")
    before = mailbox.transactions.get(transaction) if transaction else None
    if before is not None and before.same_as(event) and before.id in mailbox.events:
        return before
    if before is not None:
        raise Refused(409, "ErrorDuplicateTransactionId", f"Your request can't be completed. {DUPLICATE}")
    if transaction:
        mailbox.transactions[transaction] = event
    mailbox.events[event.id] = event
    _mail(tenant, mailbox, event, "Invitation")
    return event


def change(tenant: Tenant, mailbox: Mailbox, event: Event, body: dict[str, Any]) -> None:
    """Replaces the properties given, arrays whole, and tells the attendees."""
    if body.get("transactionId", event.body.get("transactionId")) != event.body.get("transactionId"):
        raise Refused(400, "ErrorInvalidRequest", "transactionId cannot be changed.")
    zone = event.zones[0]
    given = {which: body.get(which) or times.shown(getattr(event, which), zone) for which in TIMES}
    event.start, event.end = _window(given)
    event.body |= _properties(body)
    event.modified, event.revision = tenant.clock.now(), event.revision + 1
    _mail(tenant, mailbox, event, "Updated")


def remove(tenant: Tenant, mailbox: Mailbox, event: Event, comment: str = "") -> None:
    """Cancels or deletes: the organiser's attendees are told, the event is gone."""
    del mailbox.events[event.id]
    _mail(tenant, mailbox, event, "Canceled", comment)


def _window(body: dict[str, Any]) -> tuple[datetime, datetime]:
    start, end = (times.read(body.get(which), which) for which in TIMES)
    if end < start:
        raise Refused(400, "ErrorCalendarEndDateIsEarlierThanStartDate", "The end date is earlier than the start date.")
    return start, end


def _properties(body: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in body.items() if key not in SET_BY_GRAPH and key not in TIMES}


def _mail(tenant: Tenant, mailbox: Mailbox, event: Event, what: str, comment: str = "") -> None:
    guests = [guest["emailAddress"]["address"] for guest in event.body.get("attendees", [])]
    if guests:
        subject, at = f"{what}: {event.body.get('subject', '')}", times.stamp(tenant.clock.now())
        tenant.mails.append(Mail(mailbox.address, guests, subject, at, comment))
