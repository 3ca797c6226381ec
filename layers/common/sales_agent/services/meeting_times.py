"""Proposes times in the conversation: those that meet the visitor's words, else the nearest. It never books."""

from collections.abc import Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

from sales_agent.domain.availability import durations
from sales_agent.domain.conversation import OfferedSlot, Reply, Session
from sales_agent.domain.meeting import Appointment, Interval
from sales_agent.domain.meeting_intents import asked_length
from sales_agent.domain.meeting_provisos import unsuited_days, wanted
from sales_agent.domain.offers import Offer
from sales_agent.domain.record import Record
from sales_agent.domain.when import When, find_times, flaw_in, wish_in
from sales_agent.domain.when_fits import admits, window
from sales_agent.ports.errors import Fatal, NotFound, Retriable, Skippable
from sales_agent.services import meeting_replies as say
from sales_agent.services.meeting_desk import Desk
from sales_agent.services.offer_slots import OfferSlots, Wish

CHOICES, EVERYTHING = 6, 10_000
AWAY = (Retriable, Fatal, NotFound, Skippable)
"""What a calendar raises when it cannot do as it is asked."""


class Aim(Record):
    """What times are looked for: to move a meeting, later than those shown, of the kind and length offered before."""

    moving: Appointment | None = None
    earlier: Offer | None = None
    after: datetime | None = None


class MeetingTimes:
    """Finds times for a session and words the proposal."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._offer = OfferSlots(desk)

    def wish(self, text: str, session: Session) -> When | None:
        """The time the words ask for; what they refuse does not count."""
        return self.mentioned(wanted(text), session)

    def mentioned(self, text: str, session: Session) -> When | None:
        """The time the words mention."""
        return wish_in(text, self._now(session), locale=session.locale)

    def some(self, session: Session, near: datetime | None = None, aim: Aim | None = None) -> list[OfferedSlot]:
        """A few free times, whatever the visitor said."""
        return self._offers(session, self._base("", session, aim or Aim()).model_copy(update={"near": near}))

    def propose(self, text: str, session: Session, email: str = "", aim: Aim | None = None) -> Reply:
        """Offers times that meet the message, else the nearest; one exact and free time is asked back.

        Raises Retriable when no calendar can be read; a meeting that was to be moved then stays, and that is said.
        """
        aim = aim or Aim()
        try:
            return self._proposed(text, session, email, aim)
        except AWAY:
            if not aim.moving:
                raise
            return say.unmoved(aim.moving)

    def _proposed(self, text: str, session: Session, email: str, aim: Aim) -> Reply:
        wish, length = self.wish(text, session), asked_length(text)
        reply = self._at(wish, text, session, aim) if wish else self._any(text, session, aim)
        if reply is None:
            return say.none_free(email, aim.moving)
        flaw = None if wish else flaw_in(wanted(text), self._now(session), locale=session.locale)
        if flaw and not aim.moving:
            return say.offers(reply.slots, say.FLAWED[flaw])
        known = durations(self._desk.rules)
        return say.lengths(reply, known) if length and length not in known and not aim.moving else reply

    def _any(self, text: str, session: Session, aim: Aim) -> Reply | None:
        base, unsuited = self._base(text, session, aim), unsuited_days(text)
        later = Interval(start=aim.after, end=self._desk.horizon().end) if aim.after else None
        tries = [base.model_copy(update={"within": later}), base]
        for one in tries:
            if not unsuited:
                slots = self._offers(session, one)
            else:
                every = self._offers(session, one.model_copy(update={"count": EVERYTHING}))
                slots = _few(_suiting(every, unsuited, session))
            if slots:
                return say.choices(slots, aim.moving)
        return None

    def _at(self, wish: When, text: str, session: Session, aim: Aim) -> Reply | None:
        now = self._desk.clock()
        wanted_time, near = window(wish, now), self._base(text, session, aim)
        near = near.model_copy(update={"near": wanted_time.start})
        every = self._offers(session, near.model_copy(update={"count": EVERYTHING}))
        slots = _suiting(every, unsuited_days(text), session)
        wishes = self._choices(wish, text, session)
        fitting = [slot for slot in slots if any(admits(one, slot.start, now) for one in wishes)]
        if wish.exact and len(fitting) == 1:
            return say.ask_to_take(fitting[0], doubtful=wish.ambiguous, moving=aim.moving)
        if fitting:
            return say.choices(_few(fitting), aim.moving)
        nearest = sorted(sorted(slots, key=lambda slot: abs(slot.start - wanted_time.start))[:CHOICES], key=_start)
        late = wanted_time.start >= self._desk.horizon().end
        days = self._desk.rules.advance_booking_days
        why = f"We take bookings up to {days} days ahead." if late else "That time is not free."
        return say.offers(nearest, f"{why} The nearest free times are:") if nearest else None

    def _choices(self, wish: When, text: str, session: Session) -> list[When]:
        """The wish, and the other exact times of "Monday at 10 or Tuesday at 11"."""
        if not wish.exact or " or " not in text.lower():
            return [wish]
        found = find_times(wanted(text), self._now(session), locale=session.locale)
        return [wish, *(one for one in found if one.exact)]

    def _offers(self, session: Session, wish: Wish) -> list[OfferedSlot]:
        return self._offer(session.session_id, wish)

    def _base(self, text: str, session: Session, aim: Aim) -> Wish:
        rules, earlier, length = self._desk.rules, aim.earlier, asked_length(text)
        kinds = [kind.id for kind in rules.meeting_types if kind.name.lower() in text.lower()]
        known = {kind.id for kind in rules.meeting_types}
        before = earlier.meeting_type if earlier and earlier.meeting_type in known and not length else ""
        lasting = length or (earlier.duration if earlier else None)
        return Wish(
            time_zone=session.time_zone,
            locale=session.locale,
            count=CHOICES,
            meeting_type=kinds[0] if kinds else before,
            duration=lasting if lasting in durations(rules) else None,
            moving=aim.moving,
        )

    def _now(self, session: Session) -> datetime:
        return self._desk.clock().astimezone(ZoneInfo(session.time_zone))


def _suiting(slots: Sequence[OfferedSlot], unsuited: set[int], session: Session) -> list[OfferedSlot]:
    zone = ZoneInfo(session.time_zone)
    return [slot for slot in slots if slot.start.astimezone(zone).weekday() not in unsuited]


def _few(slots: list[OfferedSlot]) -> list[OfferedSlot]:
    """As many as fit a message, spread evenly."""
    return slots if len(slots) <= CHOICES else [slots[i * len(slots) // CHOICES] for i in range(CHOICES)]


def _start(slot: OfferedSlot) -> datetime:
    return slot.start
