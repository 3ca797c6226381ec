"""A visitor takes one of the offered times."""

from sales_agent.domain.appointment_links import AppointmentRef
from sales_agent.domain.availability import host_zone, meeting_type
from sales_agent.domain.meeting import Appointment, Pending
from sales_agent.domain.offers import Offer
from sales_agent.domain.profile import Profile
from sales_agent.ports.conversations import Conversations, Snapshot
from sales_agent.ports.errors import Fatal, Gone, NotFound, Refused, SalesAgentError, Skippable, Unknown
from sales_agent.services.meeting_desk import HOLD, Desk
from sales_agent.services.move_meeting import MoveMeeting
from sales_agent.services.settle_meeting import SettleMeeting

NEEDED = ("customer_name", "email")


class BookMeeting:
    """Books: holds the time, asks the calendar, and only then says so. The same offer twice books once.

    An offer that was made to move a meeting moves it.
    """

    def __init__(self, desk: Desk, conversations: Conversations) -> None:
        self._desk = desk
        self._conversations = conversations
        self._settle = SettleMeeting(desk)
        self._move = MoveMeeting(desk)

    def __call__(self, session_id: str, token: str, *, known: Snapshot | None = None) -> Appointment:
        """The appointment: "booked", or still "held" when the calendar did not answer and will be asked again.

        `known` is the session as a caller in the middle of a turn knows it.

        Raises Refused (a profile field is missing, or this is no offer of ours), Forbidden, Gone, Conflict (taken),
        BookElsewhere (with the link), Retriable or Fatal (the calendar is away; nothing is booked).
        """
        offer = self._desk.offer(token, session_id)
        if offer.moves:
            ref = AppointmentRef(tenant=offer.tenant, session_id=session_id, appointment_id=offer.moves)
            return self._move(ref, token)
        earlier = self._earlier(offer)
        if earlier and earlier.status == "cancelled":
            raise Gone("this meeting has been cancelled; ask for new times")
        if earlier and earlier.status != "released":
            return earlier
        snapshot = known or self._conversations.load(self._desk.tenant, session_id, last_turns=1, consistent=True)
        check_profile(snapshot.profile, self._desk.config.profile_capture.required_fields)
        self._desk.check_still_free(offer)
        appointment = self._appointment(offer, snapshot, earlier)
        self._desk.bookings.hold(appointment, self._desk.clock())
        return self._book(appointment)

    def _earlier(self, offer: Offer) -> Appointment | None:
        try:
            earlier = self._desk.bookings.find(offer.tenant, offer.session_id, offer.offer_id)
        except NotFound:
            return None
        over = earlier.pending and earlier.pending.until <= self._desk.clock()
        return self._settle(earlier) if over else earlier

    def _book(self, appointment: Appointment) -> Appointment:
        host = self._desk.host(appointment.host_id)
        try:
            event = self._desk.calendar.book(appointment, host)
        except Unknown:
            return self._look(appointment)
        except (NotFound, Skippable) as refusal:
            self._settle.give_up(appointment)
            raise Fatal(f"the calendar does not take this meeting: {refusal}") from refusal
        except SalesAgentError:
            self._settle.give_up(appointment)
            raise
        return self._settle.confirm(appointment, event)

    def _look(self, appointment: Appointment) -> Appointment:
        """No answer from the calendar. It may still act: the hold stays until the event, or its lack, was seen."""
        try:
            event = self._desk.calendar.find(appointment, self._desk.host(appointment.host_id))
        except SalesAgentError:
            return appointment
        return self._settle.confirm(appointment, event) if event else appointment

    def _appointment(self, offer: Offer, snapshot: Snapshot, earlier: Appointment | None) -> Appointment:
        now, rules, company = self._desk.clock(), self._desk.rules, self._desk.config.company
        host, kind = self._desk.host(offer.host_id), meeting_type(rules, offer.meeting_type)
        profile, session = snapshot.profile, snapshot.session
        return Appointment(
            tenant=offer.tenant,
            session_id=offer.session_id,
            appointment_id=offer.offer_id,
            provider=self._desk.calendar.name,
            host_id=host.id,
            host_name=host.name,
            host_email=host.email or "",
            calendar_id=host.calendar_id,
            title=f"{kind.name if kind else 'Meeting'}: {profile.customer_name} and {company.name}",
            meeting_type=offer.meeting_type,
            start=offer.start,
            duration=offer.duration,
            buffer_before=rules.buffer_before,
            buffer_after=rules.buffer_after,
            customer_name=profile.customer_name,
            email=profile.email,
            time_zone=session.time_zone,
            host_time_zone=host_zone(host, company.time_zone),
            locale=session.locale,
            attempt=earlier.attempt + 1 if earlier else 1,
            pending=Pending(action="book", start=offer.start, until=now + HOLD),
            created_at=now,
            changed_at=now,
            version=earlier.version + 1 if earlier else 1,
        )


def check_profile(profile: Profile, required: list[str]) -> None:
    """Raises Refused that names the first missing field."""
    for field in missing_fields(profile, required):
        raise Refused(f"to book, the visitor's {field.replace('_', ' ')} is needed first", field=field)


def missing_fields(profile: Profile, required: list[str]) -> list[str]:
    """What must be known before a meeting is booked and is not: name and e-mail always, the required fields too."""
    return profile.missing(dict.fromkeys([*NEEDED, *required]))
