"""The meetings a visitor has, and what the times last offered were for."""

from sales_agent.domain.conversation import OfferedSlot
from sales_agent.domain.meeting import Appointment
from sales_agent.domain.offers import Offer, read_offer
from sales_agent.domain.signing import TokenInvalid, TokenOver
from sales_agent.ports.conversations import Snapshot
from sales_agent.services.meeting_desk import Desk
from sales_agent.services.meeting_times import Aim


class VisitorMeetings:
    """Looks up what a conversation has agreed so far."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def coming(self, snapshot: Snapshot) -> list[Appointment]:
        """The meetings to come, the next one first."""
        session = snapshot.session
        stored = self._desk.bookings.of_session(session.tenant, session.session_id)
        coming = [one for one in stored if one.status in {"booked", "held"} and one.end > self._desk.clock()]
        return sorted(coming, key=lambda one: one.start)

    def aim(self, snapshot: Snapshot, slots: list[OfferedSlot]) -> Aim:
        """What these times, offered in the turn before, were for; the meeting to be moved among it."""
        offer = self._read(snapshot, slots)
        if not offer or not offer.moves:
            return Aim(earlier=offer)
        moving = [one for one in self.coming(snapshot) if one.appointment_id == offer.moves]
        return Aim(moving=moving[0] if moving else None, earlier=offer)

    def _read(self, snapshot: Snapshot, slots: list[OfferedSlot]) -> Offer | None:
        """The offer as it was when it was made: an answer that comes late is still about the same meeting."""
        try:
            return read_offer(slots[0].offer, self._desk.signer, snapshot.turns[-1].at) if slots else None
        except (TokenInvalid, TokenOver):
            return None
