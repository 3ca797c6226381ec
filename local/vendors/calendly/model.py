"""What a Calendly account consists of."""

from dataclasses import dataclass, field
from datetime import datetime, time, timedelta
from typing import Any
from uuid import uuid4


def new_id() -> str:
    """A resource's uuid."""
    return str(uuid4())


@dataclass(frozen=True)
class Question:
    """A question on the booking form; an answer must repeat `name` to the letter."""

    name: str
    required: bool = False
    type: str = "text"


@dataclass(frozen=True)
class EventType:
    """A kind of meeting that can be booked; `location` is one of the API's location kinds."""

    uuid: str
    name: str
    slug: str
    minutes: int
    location: str = "google_conference"
    questions: tuple[Question, ...] = ()

    @property
    def length(self) -> timedelta:
        """How long the meeting takes."""
        return timedelta(minutes=self.minutes)


@dataclass(eq=False)
class Invitee:
    """A person who booked."""

    name: str
    email: str
    time_zone: str
    at: datetime
    answers: list[dict[str, Any]] = field(default_factory=list)
    tracking: dict[str, Any] | None = None
    uuid: str = field(default_factory=new_id)
    rescheduled: bool = False
    old: "Meeting | None" = None
    new: "Meeting | None" = None


@dataclass(eq=False)
class Meeting:
    """A scheduled event; one-to-one, so it has one invitee."""

    event_type: EventType
    start: datetime
    invitee: Invitee
    location: dict[str, Any]
    at: datetime
    guests: list[str] = field(default_factory=list)
    uuid: str = field(default_factory=new_id)
    cancellation: dict[str, Any] | None = None

    @property
    def end(self) -> datetime:
        """When it is over."""
        return self.start + self.event_type.length


@dataclass(eq=False)
class Subscription:
    """A webhook subscription."""

    url: str
    events: list[str]
    scope: str
    at: datetime
    signing_key: str = ""
    uuid: str = field(default_factory=new_id)
    retry_started_at: datetime | None = None


@dataclass(frozen=True)
class Hours:
    """When the host takes meetings, on weekdays, in the host's zone."""

    opens: time = time(9)
    closes: time = time(17)
    step: timedelta = timedelta(minutes=30)
    notice: timedelta = timedelta(hours=4)
    horizon: timedelta = timedelta(days=60)


INTRO = EventType(
    "INTROAAAAAAAAAAA",
    "Intro call",
    "intro-call",
    30,
    questions=(Question("Please share anything that will help prepare for our meeting."),),
)
DEMO = EventType(
    "DEMOAAAAAAAAAAAA",
    "Product demo",
    "product-demo",
    60,
    location="outbound_call",
    questions=(Question("Company", required=True, type="string"),),
)
