"""A visitor moves a meeting to another offered time."""

from sales_agent.domain.appointment_links import AppointmentRef
from sales_agent.domain.meeting import Appointment, Interval, Pending
from sales_agent.domain.offers import Offer
from sales_agent.ports.errors import (
    Conflict,
    Fatal,
    Gone,
    NotFound,
    Refused,
    SalesAgentError,
    Skippable,
    Unknown,
)
from sales_agent.services.meeting_desk import HOLD, Desk
from sales_agent.services.settle_meeting import SettleMeeting


class MoveMeeting:
    """Moves: the new time is held before the old one is given back, so that a failure costs neither."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._settle = SettleMeeting(desk)

    def __call__(self, ref: AppointmentRef, token: str) -> Appointment:
        """The moved appointment; still `pending` when the calendar did not answer and is asked again.

        Raises NotFound, Gone (over or cancelled), Refused, Conflict (taken), Retriable or Fatal (nothing changed).
        """
        offer = self._desk.offer(token, ref.session_id)
        appointment = self._desk.bookings.find(ref.tenant, ref.session_id, ref.appointment_id)
        if _asked_before(appointment, offer):
            return appointment
        self._check(appointment, offer)
        self._desk.check_still_free(offer, Interval(start=appointment.start, end=appointment.end))
        pending = Pending(action="move", start=offer.start, until=self._desk.clock() + HOLD)
        proposed = appointment.changed(self._desk.clock(), pending=pending)
        self._desk.bookings.hold(proposed, self._desk.clock())
        return self._move(proposed, offer)

    def _check(self, appointment: Appointment, offer: Offer) -> None:
        if appointment.status != "booked" or appointment.start <= self._desk.clock():
            raise Gone("this meeting is over or cancelled; book a new one")
        if appointment.pending:
            raise Conflict("this meeting is just being changed; try again in a minute")
        if (offer.host_id, offer.duration) != (appointment.host_id, appointment.duration):
            raise Refused("choose a time of the same length with the same person", field="offer")

    def _move(self, proposed: Appointment, offer: Offer) -> Appointment:
        host = self._desk.host(proposed.host_id)
        try:
            event = self._desk.calendar.move(proposed.model_copy(update={"start": offer.start}), host)
        except Unknown:
            return self._look(proposed)
        except (NotFound, Skippable) as refusal:
            self._settle.give_up(proposed)
            raise Fatal(f"the calendar does not move this meeting: {refusal}") from refusal
        except SalesAgentError:
            self._settle.give_up(proposed)
            raise
        return self._settle.confirm(proposed, event)

    def _look(self, proposed: Appointment) -> Appointment:
        """No answer from the calendar. It may still act: an event at the old time proves nothing."""
        try:
            event = self._desk.calendar.find(proposed, self._desk.host(proposed.host_id))
        except SalesAgentError:
            return proposed
        moved = event and proposed.pending and event.start == proposed.pending.start
        return self._settle.confirm(proposed, event) if event and moved else proposed


def _asked_before(appointment: Appointment, offer: Offer) -> bool:
    """Whether the meeting is at the offered time already, or on its way there."""
    if appointment.status != "booked":
        return False
    pending = appointment.pending
    return offer.start == (pending.start if pending else appointment.start)
