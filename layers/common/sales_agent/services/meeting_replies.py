"""What the agent says about meetings. Only `booked` says that one is booked, and only of one that is."""

from collections.abc import Sequence

from sales_agent.domain.conversation import OfferedSlot, Reply
from sales_agent.domain.meeting import Appointment, appointment_card, time_label

FIELD_WORDS = {"customer_name": "your name", "email": "your e-mail address", "phone": "your phone number"}


def offers(slots: Sequence[OfferedSlot], lead: str = "These times are free. Which one suits you?") -> Reply:
    """Times to choose from."""
    return Reply(text=lead, kind="meeting", slots=list(slots))


def invitation(reply: Reply, slots: Sequence[OfferedSlot]) -> Reply:
    """An answer that also offers a meeting."""
    text = f"{reply.text}\n\nWould you like to talk it over with one of us? These times are free, for example."
    return reply.model_copy(update={"text": text, "slots": list(slots)})


def none_free() -> Reply:
    """Nothing can be offered."""
    return Reply(
        text="I am sorry, no time is free in the period we take bookings for. "
        "Leave me your e-mail address and our team will propose a time.",
        kind="meeting",
        asks=["email"],
    )


def unavailable() -> Reply:
    """The calendar cannot be read."""
    return Reply(
        text="I cannot look into our calendar right now, so I cannot offer you a time. "
        "Leave me your e-mail address and our team will propose one, or ask me again in a few minutes.",
        kind="meeting",
        asks=["email"],
    )


def asks(slot: OfferedSlot, missing: Sequence[str]) -> Reply:
    """What is still needed for the chosen time."""
    words = [FIELD_WORDS.get(field, f"your {field.replace('_', ' ')}") for field in missing]
    wanted = " and ".join([", ".join(words[:-1]), words[-1]] if len(words) > 1 else words)
    text = f"{slot.label} is free. To book it I need {wanted}."
    return Reply(text=text, kind="meeting", asks=list(missing), slots=[slot])


def outcome(appointment: Appointment) -> Reply:
    """What became of a booking or a move: the proof decides what is said."""
    when = time_label(appointment.start, appointment.time_zone, locale=appointment.locale)
    if appointment.status == "booked" and appointment.event_id and not appointment.pending:
        verb = "has been moved" if appointment.sequence else "is booked"
        text = f"Your meeting with {appointment.host_name} {verb}: {when}. The invitation goes to {appointment.email}."
    else:
        text = f"I am holding {when} for you, but our calendar has not answered yet. You will hear by mail how it ends."
    return Reply(text=text, kind="meeting", appointment=appointment_card(appointment))


def listed(appointments: Sequence[Appointment]) -> Reply:
    """The meetings to come."""
    lines = [
        f"{time_label(one.start, one.time_zone, locale=one.locale)}, with {one.host_name}"
        + ("" if one.status == "booked" else " (not confirmed yet)")
        for one in appointments
    ]
    return Reply(
        text="Coming up: " + "; ".join(lines) + ".", kind="meeting", appointment=appointment_card(appointments[0])
    )


def ask_to_cancel(appointment: Appointment) -> Reply:
    """Asks before it acts."""
    when = time_label(appointment.start, appointment.time_zone, locale=appointment.locale)
    card = {**appointment_card(appointment), "confirm": "cancel"}
    return Reply(text=f"Shall I cancel the meeting of {when}?", kind="meeting", appointment=card)


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
