"""What visitors and hosts do on Calendly's own pages comes back to our appointments."""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any

from sales_agent.domain.appointment_links import AppointmentRef
from sales_agent.domain.meeting import Appointment, Pending
from sales_agent.observability import logger
from sales_agent.ports.calendars import CalendarEvent
from sales_agent.ports.errors import Conflict, NotFound
from sales_agent.services.meeting_desk import HOLD, Desk
from sales_agent.services.settle_meeting import SettleMeeting

Payload = Mapping[str, Any]
OURS = "sales-agent"
ATTEMPT_DIGITS = 2


class FollowCalendly:
    """Takes in one verified webhook. Bookings that did not come from us are left alone."""

    def __init__(self, desk_of: Callable[[str], Desk], read_invitee: Callable[[str], Payload]) -> None:
        self._desk_of = desk_of
        self._read_invitee = read_invitee

    def __call__(self, kind: str, payload: Payload) -> None:
        """Books, moves, cancels or marks as missed what the vendor says. Raises Retriable or Fatal."""
        tracking = self._tracking(payload)
        if tracking.get("utm_source") != OURS:
            return
        ref = _reference(tracking)
        desk = self._desk_of(ref.tenant)
        try:
            appointment = desk.bookings.find(ref.tenant, ref.session_id, ref.appointment_id)
        except NotFound:
            return  # erased in the meantime
        act = {
            "invitee.created": self._created,
            "invitee.canceled": self._cancelled,
            "invitee_no_show.created": self._missed,
        }.get(kind)
        if act:
            act(desk, appointment, payload)

    def _tracking(self, payload: Payload) -> Payload:
        """A meeting moved on Calendly's page is a new one that only knows the old one."""
        tracking: Payload = payload.get("tracking") or {}
        if tracking.get("utm_source") == OURS or not payload.get("old_invitee"):
            return tracking
        return self._read_invitee(payload["old_invitee"]).get("tracking") or {}

    def _created(self, desk: Desk, appointment: Appointment, payload: Payload) -> None:
        event = _event(payload)
        if appointment.event_id == event.event_id or appointment.status not in {"held", "released", "booked"}:
            return
        action = "move" if appointment.status == "booked" else "book"
        status = "booked" if action == "move" else "held"
        start = appointment.start if action == "move" else event.start
        pending = Pending(action=action, start=event.start, until=desk.clock() + HOLD)
        held = appointment.changed(desk.clock(), status=status, start=start, cancelled_by=None, pending=pending)
        try:
            desk.bookings.hold(held, desk.clock())
        except Conflict:
            logger.error("booked at the vendor on time of another appointment", appointment=appointment.appointment_id)
            raise
        SettleMeeting(desk).confirm(held, event)

    def _cancelled(self, desk: Desk, appointment: Appointment, payload: Payload) -> None:
        if payload.get("rescheduled") or appointment.event_id != _event(payload).event_id:
            return  # the new time comes with invitee.created
        if appointment.status == "booked":
            canceler = (payload.get("cancellation") or {}).get("canceler_type")
            by = "visitor" if canceler == "invitee" else "host"
            cancelled = appointment.changed(desk.clock(), status="cancelled", cancelled_by=by, pending=None)
            desk.bookings.settle(cancelled, appointment)

    def _missed(self, desk: Desk, appointment: Appointment, _: Payload) -> None:
        if appointment.status == "booked":
            desk.bookings.settle(appointment.changed(desk.clock(), status="missed", pending=None), appointment)


def _reference(tracking: Payload) -> AppointmentRef:
    return AppointmentRef(
        tenant=str(tracking.get("utm_campaign")),
        session_id=str(tracking.get("utm_term")),
        appointment_id=str(tracking.get("utm_content"))[:-ATTEMPT_DIGITS],
    )


def _event(payload: Payload) -> CalendarEvent:
    event = payload["scheduled_event"]
    return CalendarEvent(
        event_id=event["uri"],
        start=datetime.fromisoformat(event["start_time"]),
        end=datetime.fromisoformat(event["end_time"]),
        join_url=(event.get("location") or {}).get("join_url") or "",
    )
