"""What the agent says about meetings. Only `booked` says that one is booked, and only of one that is."""

from collections.abc import Sequence

from sales_agent.domain.conversation import OfferedSlot, Reply
from sales_agent.domain.meeting import Appointment, appointment_card, time_label
from sales_agent.domain.meeting_intents import WHICH
from sales_agent.domain.stock_phrases import NOTED
from sales_agent.domain.when import Flaw

FIELD_WORDS = {"customer_name": "your name", "email": "your e-mail address", "phone": "your phone number"}
FLAWED = {
    Flaw.OVER: "That time is over already. These times are free:",
    Flaw.NO_SUCH_DAY: "There is no such day in the calendar. These times are free:",
}


def offers(slots: Sequence[OfferedSlot], lead: str = "These times are free. Which one suits you?") -> Reply:
    """Times to choose from."""
    return Reply(text=lead, kind="meeting", slots=list(slots))


def invitation(reply: Reply, slots: Sequence[OfferedSlot]) -> Reply:
    """An answer that also offers a meeting."""
    text = f"{reply.text}\n\nWould you like to talk it over with one of us? These times are free, for example."
    return reply.model_copy(update={"text": text, "slots": list(slots)})


def choices(slots: Sequence[OfferedSlot], moving: Appointment | None = None) -> Reply:
    """Times that meet the wish; it names the meeting that one of them is to replace."""
    return offers(slots, f"To which time shall I move your meeting of {_label(moving)}?") if moving else offers(slots)


def ask_to_take(slot: OfferedSlot, *, doubtful: bool = False, moving: Appointment | None = None) -> Reply:
    """Asks before one exact time is booked, or a meeting is moved to it."""
    if moving:
        text = f"Shall I move your meeting of {_label(moving)} to {slot.label}?"
    else:
        text = (
            f"Do you mean this time: {slot.label}?" if doubtful else f"{slot.label} is free. Shall I book it for you?"
        )
    return Reply(text=text, kind="meeting", slots=[slot])


def lengths(reply: Reply, minutes: Sequence[int]) -> Reply:
    """The reply, after a word on how long meetings last."""
    listed_minutes = " or ".join(str(one) for one in sorted(minutes))
    return reply.model_copy(update={"text": f"Our meetings last {listed_minutes} minutes. {reply.text}"})


def none_free(email: str = "", moving: Appointment | None = None) -> Reply:
    """Nothing can be offered; the e-mail address is only asked for when it is not known."""
    text = "I am sorry, no time is free in the period we take bookings for."
    if moving:
        return Reply(text=f"I am sorry, no other time is free. {_stays(moving)}", kind="meeting")
    if email:
        return Reply(text=f"{text} Please ask me again later.", kind="meeting")
    text = f"{text} Leave me your e-mail address and our team will propose a time."
    return Reply(text=text, kind="meeting", asks=["email"])


def unavailable(email: str = "") -> Reply:
    """The calendar cannot be read."""
    text = "I cannot look into our calendar right now, so I cannot offer you a time."
    if email:
        return Reply(text=f"{text} Please ask me again in a few minutes.", kind="meeting")
    text = f"{text} Leave me your e-mail address and our team will propose one, or ask me again in a few minutes."
    return Reply(text=text, kind="meeting", asks=["email"])


def unmoved(appointment: Appointment) -> Reply:
    """A move that came to nothing."""
    text = f"I cannot move your meeting right now. {_stays(appointment)} Please ask me again in a few minutes."
    return Reply(text=text, kind="meeting", appointment=appointment_card(appointment))


def no_meeting() -> Reply:
    """There is no meeting to speak of."""
    text = "You have no meeting coming up. Tell me if you would like to book one."
    return Reply(text=text, kind="meeting")


def which(action: str, appointments: Sequence[Appointment]) -> Reply:
    """Asks which of several meetings is meant."""
    lines = "; ".join(_label(one) for one in appointments)
    return Reply(text=f"You have {len(appointments)} meetings: {lines}. {WHICH[action]}", kind="meeting")


def asks(slot: OfferedSlot, missing: Sequence[str]) -> Reply:
    """What is still needed for the chosen time."""
    words = [FIELD_WORDS.get(field, f"your {field.replace('_', ' ')}") for field in missing]
    wanted = " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
    text = f"{slot.label} is free. To book it I need {wanted}."
    return Reply(text=text, kind="meeting", asks=list(missing), slots=[slot])


def noted(asked: Reply) -> Reply:
    """The open question once more, after the visitor has told something else."""
    said = NOTED["en"]
    return asked if asked.text.startswith(said) else asked.model_copy(update={"text": f"{said} {asked.text}"})


def outcome(appointment: Appointment) -> Reply:
    """What became of a booking or a move: the proof decides what is said."""
    when, pending = _label(appointment), appointment.pending
    if appointment.status == "booked" and appointment.event_id and not pending:
        verb = "has been moved" if appointment.sequence else "is booked"
        text = f"Your meeting with {appointment.host_name} {verb}: {when}. The invitation goes to {appointment.email}."
    elif appointment.status == "booked" and pending:
        new = time_label(pending.start, appointment.time_zone, locale=appointment.locale)
        text = (
            f"I have asked our calendar to move your meeting of {when} to {new}, but it has not answered yet. "
            "Until you get a mail with the new time, the meeting stays where it is."
        )
    elif appointment.status == "held":
        text = f"I am holding {when} for you, but our calendar has not answered yet. You will hear by mail how it ends."
    else:
        text = "This offer is used up. Ask me for new times if you would like to meet."
    return Reply(text=text, kind="meeting", appointment=appointment_card(appointment))


def listed(appointments: Sequence[Appointment]) -> Reply:
    """The meetings to come."""
    lines = [
        f"{_label(one)}, with {one.host_name}" + ("" if one.status == "booked" else " (not confirmed yet)")
        for one in appointments
    ]
    return Reply(
        text="Coming up: " + "; ".join(lines) + ".", kind="meeting", appointment=appointment_card(appointments[0])
    )


def ask_to_cancel(appointment: Appointment) -> Reply:
    """Asks before it acts."""
    card = {**appointment_card(appointment), "confirm": "cancel"}
    return Reply(text=f"Shall I cancel the meeting of {_label(appointment)}?", kind="meeting", appointment=card)


def cancelled(appointment: Appointment) -> Reply:
    """The cancellation is stored."""
    return Reply(
        text="Your meeting has been cancelled. Tell me if you would like another time.",
        kind="meeting",
        appointment=appointment_card(appointment),
    )


def kept() -> Reply:
    """Nothing was done."""
    return Reply(text="All right, I leave everything as it is.", kind="meeting")


def elsewhere(url: str) -> Reply:
    """Where only the visitor can book."""
    return Reply(text=f"Please pick your time on this page, nothing is booked before that: {url}", kind="meeting")


def _label(appointment: Appointment) -> str:
    return time_label(appointment.start, appointment.time_zone, locale=appointment.locale)


def _stays(appointment: Appointment) -> str:
    return f"Your meeting stays at {_label(appointment)}."
