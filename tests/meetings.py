"""A tenant's appointment book in memory, for tests of whatever has to do with meetings."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

from sales_agent.adapters.bookings.memory import MemoryBookings
from sales_agent.adapters.calendars.memory import MemoryCalendar
from sales_agent.adapters.conversations.memory import MemoryConversations
from sales_agent.domain.appointment_links import AppointmentRef
from sales_agent.domain.config import Company, SalesAgentConfig
from sales_agent.domain.config_scheduling import AppointmentScheduling
from sales_agent.domain.conversation import Conversation, OfferedSlot, Reply, Session, Turn
from sales_agent.domain.meeting import Appointment
from sales_agent.domain.profile import Profile
from sales_agent.domain.signing import Signer
from sales_agent.ports.calendars import Calendar
from sales_agent.services.book_meeting import BookMeeting
from sales_agent.services.meeting_desk import Desk
from sales_agent.services.offer_slots import OfferSlots, Wish

TUESDAY = datetime(2026, 12, 1, 10, 0, tzinfo=UTC)
TENANT, SESSION = "acme", "session-1"


@dataclass
class Clock:
    """A clock that stands still until it is moved."""

    now: datetime = TUESDAY

    def __call__(self) -> datetime:
        return self.now

    def forward(self, **delta: float) -> None:
        self.now += timedelta(**delta)


def config(**rules: Any) -> SalesAgentConfig:
    return SalesAgentConfig(
        company=Company(name="Acme", time_zone="Europe/London"),
        appointment_scheduling=AppointmentScheduling(**rules),
    )


@dataclass
class Office:
    """Everything one tenant needs to hold meetings; `visitor` opens sessions with a known profile."""

    config: SalesAgentConfig = field(default_factory=config)
    calendar: Calendar = field(default_factory=MemoryCalendar)
    bookings: MemoryBookings = field(default_factory=MemoryBookings)
    conversations: MemoryConversations = field(default_factory=MemoryConversations)
    clock: Clock = field(default_factory=Clock)
    signer: Signer = field(default_factory=lambda: Signer(["a signing key for tests of 32 bytes"]))

    @property
    def desk(self) -> Desk:
        return Desk(TENANT, self.config, self.bookings, self.calendar, self.signer, self.clock)

    def visitor(self, session_id: str = SESSION, **profile: str) -> str:
        now = self.clock()
        session = Session(
            tenant=TENANT,
            session_id=session_id,
            visitor_id="v1",
            time_zone="America/New_York",
            referrer_page="https://acme.example/",
            created_at=now,
        )
        conversation = Conversation(
            tenant=TENANT, session_id=session_id, conversation_id=f"c-{session_id}", last_activity=now
        )
        self.conversations.start(session, conversation)
        known = profile or {"customer_name": "Ann Lee", "email": "ann@example.com"}
        learnt = Profile(tenant=TENANT, session_id=session_id, version=1, **known)  # type: ignore[arg-type]
        turn = Turn(
            tenant=TENANT, session_id=session_id, seq=1, message_id="m-1", text="hi", at=now, reply=Reply(text="hello")
        )
        self.conversations.append(turn, learnt)
        return session_id

    def offers(self, session_id: str = SESSION, **wish: Any) -> list[OfferedSlot]:
        return OfferSlots(self.desk)(session_id, Wish(**wish))

    def book(self, slot: OfferedSlot | str, session_id: str = SESSION) -> Appointment:
        token = slot if isinstance(slot, str) else slot.offer
        return BookMeeting(self.desk, self.conversations)(session_id, token)

    def booked(self, which: int = 0) -> Appointment:
        self.visitor()
        return self.book(self.offers()[which])


def ref(appointment: Appointment) -> AppointmentRef:
    return AppointmentRef(
        tenant=appointment.tenant, session_id=appointment.session_id, appointment_id=appointment.appointment_id
    )


class Faulty:
    """A calendar whose next calls fail: `before` the act or after it."""

    def __init__(self, inner: Calendar) -> None:
        self.inner = inner
        self.name = inner.name
        self.faults: list[tuple[str, Exception, bool]] = []

    def fail(self, method: str, error: Exception, *, after: bool = False) -> None:
        self.faults.append((method, error, after))

    def __getattr__(self, method: str) -> Callable[..., Any]:
        def call(*arguments: Any, **named: Any) -> Any:
            fault = next((one for one in self.faults if one[0] == method), None)
            if fault is None:
                return getattr(self.inner, method)(*arguments, **named)
            self.faults.remove(fault)
            if fault[2]:
                getattr(self.inner, method)(*arguments, **named)
            raise fault[1]

        return call
