"""Meetings in the conversation: offers times, takes the choice, asks for what is missing, moves and cancels."""

from datetime import datetime
from zoneinfo import ZoneInfo

from sales_agent.domain.appointment_links import reference
from sales_agent.domain.conversation import OfferedSlot, Reply
from sales_agent.domain.meeting import Appointment, Interval
from sales_agent.domain.meeting_intents import (
    agrees,
    chosen_number,
    confirms,
    intent_of,
    says_no,
    says_yes,
    wants_others,
)
from sales_agent.domain.profile import Profile
from sales_agent.domain.when import When, wish_in
from sales_agent.domain.when_fits import admits, names, window
from sales_agent.ports.calendars import BookElsewhere
from sales_agent.ports.conversations import Snapshot
from sales_agent.ports.errors import Conflict, Fatal, Gone, Refused, Retriable
from sales_agent.services import meeting_replies as say
from sales_agent.services.book_meeting import BookMeeting, missing_fields
from sales_agent.services.cancel_meeting import CancelMeeting
from sales_agent.services.meeting_desk import Desk
from sales_agent.services.offer_slots import OfferSlots, Wish

CHOICES, INVITED, EVERYTHING = 6, 3, 10_000


class MeetingDialogue:
    """Answers messages about meetings; the others are left to the website's knowledge."""

    def __init__(self, desk: Desk, book: BookMeeting) -> None:
        self._desk = desk
        self._book = book
        self._offer = OfferSlots(desk)
        self._cancel = CancelMeeting(desk)

    def __call__(self, text: str, snapshot: Snapshot, profile: Profile) -> Reply | None:
        """The reply, or None when the message is about something else. Never raises for a calendar that is away."""
        if not self._desk.rules.enabled:
            return None
        last = snapshot.turns[-1].reply if snapshot.turns else None
        known = snapshot.model_copy(update={"profile": profile})
        try:
            return self._reply(text, known, last)
        except BookElsewhere as elsewhere:
            return say.elsewhere(elsewhere.url)
        except (Retriable, Fatal):
            return say.unavailable()

    def invite(self, reply: Reply, snapshot: Snapshot) -> Reply:
        """The reply with a few times for a meeting; as it is when there are none, or a meeting is agreed."""
        if not self._desk.rules.enabled:
            return reply
        try:
            slots = [] if self._coming(snapshot) else self._offers(snapshot, self._base("", snapshot, None))
        except (Retriable, Fatal):
            return reply
        return say.invitation(reply, slots[:INVITED]) if slots else reply

    def _reply(self, text: str, snapshot: Snapshot, last: Reply | None) -> Reply | None:
        coming = self._coming(snapshot) if self._may_concern_one(text, last) else []
        intent = intent_of(text, last, has_meeting=bool(coming))
        if intent == "cancel":
            return say.ask_to_cancel(coming[0])
        if intent == "list":
            return say.listed(coming)
        if intent == "move":
            return self._propose(text, snapshot, moving=coming[0])
        if intent == "answer" and last:
            return self._answered(text, snapshot, last)
        return self._propose(text, snapshot) if intent == "book" else None

    def _may_concern_one(self, text: str, last: Reply | None) -> bool:
        """The table is only asked for the visitor's meetings when the words could be about one."""
        return intent_of(text, last, has_meeting=True) in {"cancel", "move", "list"}

    def _coming(self, snapshot: Snapshot) -> list[Appointment]:
        session = snapshot.session
        stored = self._desk.bookings.of_session(session.tenant, session.session_id)
        return [one for one in stored if one.status in {"booked", "held"} and one.end > self._desk.clock()]

    def _answered(self, text: str, snapshot: Snapshot, last: Reply) -> Reply | None:
        if confirms(last) == "cancel":
            return self._answered_cancel(text, snapshot, last)
        if last.asks and len(last.slots) == 1 and not says_no(text) and not wants_others(text):
            return self._take(last.slots[0], snapshot)
        chosen = self._chosen(text, snapshot, last.slots)
        if chosen:
            return self._take(chosen, snapshot)
        if last.slots and agrees(text):
            return say.offers(last.slots, "Which of these times suits you?")
        return self._others(text, snapshot, last)

    def _others(self, text: str, snapshot: Snapshot, last: Reply) -> Reply | None:
        if last.kind != "meeting" and not wants_others(text):
            return None  # the times were only mentioned beside an answer
        if wants_others(text) or self._wish(text, snapshot):
            return self._propose(text, snapshot, after=last.slots[-1].start if wants_others(text) else None)
        return say.kept() if says_no(text) else None

    def _answered_cancel(self, text: str, snapshot: Snapshot, last: Reply) -> Reply | None:
        if not says_yes(text):
            return say.kept() if says_no(text) else None
        wanted = str((last.appointment or {}).get("appointment_id"))
        for appointment in self._coming(snapshot):
            if appointment.appointment_id == wanted:
                return say.cancelled(self._cancel(reference(appointment)))
        return say.kept()

    def _chosen(self, text: str, snapshot: Snapshot, slots: list[OfferedSlot]) -> OfferedSlot | None:
        """The offered time the message takes: by place, by naming it, or by a yes to the only one."""
        labelled = [slot for slot in slots if slot.label == text]
        if labelled:
            return labelled[0]
        number = chosen_number(text, len(slots))
        if number is not None:
            return slots[number]
        if len(slots) == 1 and says_yes(text):
            return slots[0]
        wish = self._wish(text, snapshot)
        if not wish:
            return None
        fitting = [slot for slot in slots if names(wish, slot.start)]
        return fitting[0] if len(fitting) == 1 else None

    def _propose(
        self, text: str, snapshot: Snapshot, *, moving: Appointment | None = None, after: datetime | None = None
    ) -> Reply:
        """Offers times that meet the message, else the nearest; one exact and free time is taken at its word."""
        wish, base = self._wish(text, snapshot), self._base(text, snapshot, moving)
        if wish is None:
            later = Interval(start=after, end=self._desk.horizon().end) if after else None
            slots = self._offers(snapshot, base.model_copy(update={"within": later})) or self._offers(snapshot, base)
            return say.offers(slots) if slots else say.none_free()
        wanted = window(wish, self._desk.clock())
        near = base.model_copy(update={"near": wanted.start})
        slots = self._offers(snapshot, near.model_copy(update={"count": EVERYTHING}))
        fitting = [slot for slot in slots if admits(wish, slot.start, self._desk.clock())]
        if wish.exact and fitting and not wish.ambiguous and not moving:
            return self._take(fitting[0], snapshot)
        if fitting:
            lead = "Do you mean this time?" if wish.exact else "These times are free. Which one suits you?"
            return say.offers(_few(fitting), lead)
        others = self._offers(snapshot, near)
        days = self._desk.rules.advance_booking_days
        late = wanted.start >= self._desk.horizon().end
        why = f"We take bookings up to {days} days ahead." if late else "That time is not free."
        lead = f"{why} The nearest free times are:"
        return say.offers(others, lead) if others else say.none_free()

    def _take(self, slot: OfferedSlot, snapshot: Snapshot) -> Reply:
        missing = missing_fields(snapshot.profile, self._desk.config.profile_capture.required_fields)
        if missing:
            return say.asks(slot, missing)
        try:
            return say.outcome(self._book(snapshot.session.session_id, slot.offer, known=snapshot))
        except (Conflict, Gone, Refused):
            others = self._offers(snapshot, self._base("", snapshot, None).model_copy(update={"near": slot.start}))
            lead = "This time is no longer free. The nearest free times are:"
            return say.offers(others, lead) if others else say.none_free()

    def _offers(self, snapshot: Snapshot, wish: Wish) -> list[OfferedSlot]:
        return self._offer(snapshot.session.session_id, wish)

    def _base(self, text: str, snapshot: Snapshot, moving: Appointment | None) -> Wish:
        session = snapshot.session
        kind = next((kind.id for kind in self._desk.rules.meeting_types if kind.name.lower() in text.lower()), "")
        wish = Wish(time_zone=session.time_zone, locale=session.locale, count=CHOICES, meeting_type=kind)
        return wish.model_copy(update={"moving": moving})

    def _wish(self, text: str, snapshot: Snapshot) -> When | None:
        now = self._desk.clock().astimezone(ZoneInfo(snapshot.session.time_zone))
        return wish_in(text, now, locale=snapshot.session.locale)


def _few(slots: list[OfferedSlot]) -> list[OfferedSlot]:
    """As many as fit a message, spread evenly."""
    return slots if len(slots) <= CHOICES else [slots[i * len(slots) // CHOICES] for i in range(CHOICES)]
