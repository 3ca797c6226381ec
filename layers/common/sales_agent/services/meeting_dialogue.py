"""Meetings in the conversation: offers times, takes the choice, asks for what is missing, moves and cancels."""

from sales_agent.domain.appointment_links import reference
from sales_agent.domain.conversation import OfferedSlot, Reply
from sales_agent.domain.meeting import Appointment
from sales_agent.domain.meeting_intents import (
    agrees,
    asked_which,
    assents,
    chosen_number,
    confirms,
    intent_of,
    says_no,
    wants_another,
    wants_others,
)
from sales_agent.domain.meeting_provisos import hedges, inquires, negates, questions, unsuited_days, without_contact
from sales_agent.domain.profile import Profile
from sales_agent.ports.calendars import BookElsewhere
from sales_agent.ports.conversations import Snapshot
from sales_agent.ports.errors import Conflict, Gone, Refused
from sales_agent.services import meeting_replies as say
from sales_agent.services.book_meeting import BookMeeting, missing_fields
from sales_agent.services.cancel_meeting import CancelMeeting
from sales_agent.services.meeting_choice import about, chosen_slot, concerned, named_slot, names_another
from sales_agent.services.meeting_desk import Desk
from sales_agent.services.meeting_times import AWAY, Aim, MeetingTimes
from sales_agent.services.visitor_meetings import VisitorMeetings

INVITED = 3


class MeetingDialogue:
    """Answers messages about meetings; the others are left to the website's knowledge.

    It books only a time that it has offered, or asked back, in the turn before.
    """

    def __init__(self, desk: Desk, book: BookMeeting) -> None:
        self._desk = desk
        self._book = book
        self._times = MeetingTimes(desk)
        self._meetings = VisitorMeetings(desk)
        self._cancel = CancelMeeting(desk)

    def __call__(self, text: str, snapshot: Snapshot, profile: Profile) -> Reply | None:
        """The reply, or None when the message is about something else. Never raises for a calendar that is away."""
        if not self._desk.rules.enabled:
            return None
        last = snapshot.turns[-1].reply if snapshot.turns else None
        known = snapshot.model_copy(update={"profile": profile})
        try:
            reply = self._reply(text, known, last)
        except BookElsewhere as elsewhere:
            return say.elsewhere(elsewhere.url)
        except AWAY:
            return say.unavailable(profile.email)
        told = profile != snapshot.profile and not questions(text)
        return say.noted(last) if not reply and told and last and last.kind == "meeting" and last.slots else reply

    def invite(self, reply: Reply, snapshot: Snapshot) -> Reply:
        """The reply with a few times for a meeting; as it is when there are none, or a meeting is agreed."""
        if not self._desk.rules.enabled:
            return reply
        try:
            slots = [] if self._meetings.coming(snapshot) else self._times.some(snapshot.session)
        except AWAY:
            return reply
        return say.invitation(reply, slots[:INVITED]) if slots else reply

    def _reply(self, text: str, snapshot: Snapshot, last: Reply | None) -> Reply | None:
        coming = self._meetings.coming(snapshot) if self._may_concern_one(text, last) else []
        intent = intent_of(text, last, has_meeting=bool(coming))
        if intent in {"cancel", "move", "list"} and not coming:
            return say.no_meeting()
        if intent == "list":
            return say.listed(coming)
        if intent in {"cancel", "move"}:
            return self._change(intent, text, snapshot, coming)
        if intent == "answer" and last:
            return self._answered(text, snapshot, last)
        return self._wanted(text, snapshot, last) if intent == "book" else None

    def _may_concern_one(self, text: str, last: Reply | None) -> bool:
        """The table is only asked for the visitor's meetings when the words could be about one."""
        return intent_of(text, last, has_meeting=True) in {"cancel", "move", "list"}

    def _change(self, action: str, text: str, snapshot: Snapshot, coming: list[Appointment]) -> Reply:
        """Cancels or moves the one meeting that is meant; asks which, if several could be."""
        old, new = about(action, text)
        meant = concerned(coming, self._times.mentioned(old, snapshot.session)) if len(coming) > 1 else coming
        if len(meant) > 1:
            return say.which(action, meant)
        if action == "cancel":
            return say.ask_to_cancel(meant[0])
        if meant[0].pending:
            return say.unmoved(meant[0])
        return self._propose(new, snapshot, Aim(moving=meant[0]))

    def _wanted(self, text: str, snapshot: Snapshot, last: Reply | None) -> Reply:
        """A meeting is asked for; while one is being moved, it is that one unless another is meant."""
        earlier = last.slots if last and not wants_another(text) else []
        return self._propose(text, snapshot, Aim(moving=self._meetings.aim(snapshot, earlier).moving))

    def _answered(self, text: str, snapshot: Snapshot, last: Reply) -> Reply | None:
        if confirms(last) == "cancel":
            return self._answered_cancel(text, snapshot, last)
        which = asked_which(last)
        if which:
            return self._answered_which(which, text, snapshot)
        if last.asks and len(last.slots) == 1 and not says_no(text) and not wants_others(text):
            return self._told(text, snapshot, last)
        return self._answered_offer(text, snapshot, last)

    def _answered_offer(self, text: str, snapshot: Snapshot, last: Reply) -> Reply | None:
        chosen = self._chosen(text, snapshot, last.slots)
        if chosen and last.kind != "meeting" and inquires(text):
            return None  # the times were only mentioned beside an answer
        if chosen and chosen.label != text and hedges(text):
            return say.ask_to_take(chosen, moving=self._meetings.aim(snapshot, last.slots).moving)
        if chosen:
            return self._take(chosen, snapshot)
        if len(last.slots) > 1 and agrees(text):
            return say.offers(last.slots, "Which of these times suits you?")
        return self._others(text, snapshot, last)

    def _told(self, text: str, snapshot: Snapshot, last: Reply) -> Reply | None:
        """What was asked for is told; the time is taken unless another one, or a question, comes with it."""
        slot, bare = last.slots[0], without_contact(text)
        refused = negates(bare) and self._times.mentioned(bare, snapshot.session)
        if refused or names_another(self._times.wish(bare, snapshot.session), slot.start):
            return self._others(bare, snapshot, last) or self._propose(
                bare, snapshot, self._meetings.aim(snapshot, last.slots)
            )
        if questions(text) and "why" not in text.lower():
            return None
        return self._take(slot, snapshot)

    def _others(self, text: str, snapshot: Snapshot, last: Reply) -> Reply | None:
        """Other times than those offered, for the same purpose."""
        others = wants_others(text)
        if last.kind != "meeting" and not others:
            return None  # the times were only mentioned beside an answer
        if others or unsuited_days(text) or self._times.wish(text, snapshot.session):
            aim = self._meetings.aim(snapshot, last.slots)
            return self._propose(
                text, snapshot, aim.model_copy(update={"after": last.slots[-1].start if others else None})
            )
        return say.kept() if says_no(text) else None

    def _answered_cancel(self, text: str, snapshot: Snapshot, last: Reply) -> Reply | None:
        if not assents(text):
            return say.kept() if says_no(text) else None
        wanted = str((last.appointment or {}).get("appointment_id"))
        for appointment in self._meetings.coming(snapshot):
            if appointment.appointment_id == wanted:
                return say.cancelled(self._cancel(reference(appointment)))
        return say.kept()

    def _answered_which(self, action: str, text: str, snapshot: Snapshot) -> Reply | None:
        coming = self._meetings.coming(snapshot)
        number, wish = chosen_number(text, len(coming)), self._times.wish(text, snapshot.session)
        meant = [coming[number]] if number is not None else concerned(coming, wish) if wish else []
        if len(meant) != 1:
            return say.kept() if says_no(text) else None
        return say.ask_to_cancel(meant[0]) if action == "cancel" else self._propose("", snapshot, Aim(moving=meant[0]))

    def _chosen(self, text: str, snapshot: Snapshot, slots: list[OfferedSlot]) -> OfferedSlot | None:
        return chosen_slot(text, slots) or named_slot(self._times.wish(text, snapshot.session), slots)

    def _propose(self, text: str, snapshot: Snapshot, aim: Aim) -> Reply:
        return self._times.propose(text, snapshot.session, snapshot.profile.email, aim)

    def _take(self, slot: OfferedSlot, snapshot: Snapshot) -> Reply:
        missing = missing_fields(snapshot.profile, self._desk.config.profile_capture.required_fields)
        if missing:
            return say.asks(slot, missing)
        aim = self._meetings.aim(snapshot, [slot])
        try:
            taken = self._book(snapshot.session.session_id, slot.offer, known=snapshot)
        except (Conflict, Gone, Refused):
            others = self._times.some(snapshot.session, slot.start, aim)
            lead = "This time is no longer free. The nearest free times are:"
            return say.offers(others, lead) if others else say.none_free(snapshot.profile.email, aim.moving)
        except AWAY:
            if not aim.moving:
                raise
            return say.unmoved(aim.moving)
        return say.outcome(taken) if taken.pending or taken.start == slot.start else say.unmoved(taken)
