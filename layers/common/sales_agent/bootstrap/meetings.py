"""Offering, booking, moving and cancelling meetings."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Any

from sales_agent.adapters import CALENDARS
from sales_agent.adapters.bookings.dynamodb import DynamoBookings
from sales_agent.adapters.calendars.remote import RemoteCalendar
from sales_agent.adapters.receipts.dynamodb import DynamoReceipts
from sales_agent.bootstrap.core import config, conversations, provider, secrets, signing_keys, table, vendor
from sales_agent.domain.conversation import Reply
from sales_agent.domain.meeting_intents import intent_of
from sales_agent.domain.profile import Profile
from sales_agent.domain.signing import Signer
from sales_agent.ports.bookings import Bookings
from sales_agent.ports.calendars import Calendar
from sales_agent.ports.conversations import Snapshot
from sales_agent.ports.errors import Fatal
from sales_agent.ports.receipts import Receipts
from sales_agent.services.book_meeting import BookMeeting
from sales_agent.services.cancel_meeting import CancelMeeting
from sales_agent.services.follow_calendly import FollowCalendly
from sales_agent.services.meeting_desk import Desk
from sales_agent.services.move_meeting import MoveMeeting
from sales_agent.services.offer_slots import OfferSlots
from sales_agent.services.reconcile_bookings import ReconcileBookings
from sales_agent.services.record_attendance import RecordAttendance
from sales_agent.services.visitor_tokens import VisitorTokens
from sales_agent.settings import settings

if TYPE_CHECKING:
    from sales_agent.services.meeting_dialogue import MeetingDialogue

WITHOUT_SECRET = {"builtin"}


def desk(tenant: str) -> Desk:
    """A tenant's appointment book."""
    chosen = config(tenant)
    calendar = calendar_named(chosen.appointment_scheduling.calendar_provider)
    return Desk(tenant, chosen, bookings(chosen.privacy.retention_days), calendar, signer())


def calendar_named(name: str) -> Calendar:
    """A provider's calendar, made anew when its secret has changed; or the function that has its SDK."""
    if settings().calendar_function and name not in WITHOUT_SECRET:
        return RemoteCalendar(provider=name, function=settings().calendar_function)
    secret = {} if name in WITHOUT_SECRET else vendor(name)
    return _calendar(name, tuple(sorted(secret.items())))


@cache
def _calendar(name: str, secret: tuple[tuple[str, str], ...]) -> Calendar:
    arguments: dict[str, Any] = {} if name in WITHOUT_SECRET else {"secret": dict(secret)}
    calendar: Calendar = provider(CALENDARS, name)(**arguments)
    return calendar


def bookings(retention_days: int = 365) -> Bookings:
    """The stored appointments."""
    return DynamoBookings(table(), retention_days=retention_days)


def signer() -> Signer:
    """Signs offers and links."""
    secret = signing_keys()
    keys = [secret[name] for name in ("current", "previous") if secret.get(name)]
    if not keys:
        raise Fatal("the signing secret holds no key")
    return Signer(keys)


def offer_slots(tenant: str) -> OfferSlots:
    """Offers a tenant's free times."""
    return OfferSlots(desk(tenant))


def book_meeting(tenant: str) -> BookMeeting:
    """Books a tenant's offered times."""
    return BookMeeting(desk(tenant), conversations(tenant))


def move_meeting(tenant: str) -> MoveMeeting:
    """Moves a tenant's meetings."""
    return MoveMeeting(desk(tenant))


def cancel_meeting(tenant: str) -> CancelMeeting:
    """Cancels a tenant's meetings."""
    return CancelMeeting(desk(tenant))


@dataclass(frozen=True)
class LazyDialogue:
    """Speaks for a tenant about meetings. The calendar is only opened for words that could be about one."""

    tenant: str

    def __call__(self, text: str, snapshot: Snapshot, profile: Profile) -> Reply | None:
        """The reply, or None when the message is about something else."""
        last = snapshot.turns[-1].reply if snapshot.turns else None
        return None if intent_of(text, last, has_meeting=True) is None else self._opened(text, snapshot, profile)

    def invite(self, reply: Reply, snapshot: Snapshot) -> Reply:
        """The reply with times for a meeting."""
        return self._opened.invite(reply, snapshot)

    @property
    def _opened(self) -> "MeetingDialogue":
        from sales_agent.services.meeting_dialogue import MeetingDialogue

        return MeetingDialogue(desk(self.tenant), book_meeting(self.tenant))


def meeting_dialogue(tenant: str) -> LazyDialogue:
    """Speaks for a tenant about meetings."""
    return LazyDialogue(tenant)


def reconcile_bookings() -> ReconcileBookings:
    """Settles what was left pending, of all tenants."""
    return ReconcileBookings(bookings(), desk)


@cache
def visitor_tokens() -> VisitorTokens:
    """Reads visitor tokens."""
    return VisitorTokens(secrets(), settings().signing_secret_id)


def record_attendance(tenant: str) -> RecordAttendance:
    """Keeps whether a tenant's meetings took place."""
    return RecordAttendance(bookings(config(tenant).privacy.retention_days))


def receipts() -> Receipts:
    """Which webhooks came in already."""
    return DynamoReceipts(table())


def follow_calendly() -> FollowCalendly:
    """Takes in Calendly's webhooks."""
    return FollowCalendly(desk, _read_invitee)


def _read_invitee(uri: str) -> Mapping[str, Any]:
    from sales_agent.adapters.calendly_client import CalendlyClient

    return CalendlyClient(vendor("calendly")).invitee(uri)
