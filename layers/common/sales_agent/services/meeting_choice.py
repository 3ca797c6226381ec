"""Which of the offered times a message takes, and which of the visitor's meetings it is about."""

import re
from collections.abc import Sequence
from datetime import datetime, timedelta

from sales_agent.domain.conversation import OfferedSlot
from sales_agent.domain.meeting import Appointment
from sales_agent.domain.meeting_intents import assents, chosen_number
from sales_agent.domain.when import When
from sales_agent.domain.when_fits import names

TARGET = re.compile(r"\s(?:to|until|onto)\s(?!move|reschedul|postpone|push|shift|change|cancel)", re.IGNORECASE)
A_WEEK = timedelta(days=8)


def about(action: str, text: str) -> tuple[str, str]:
    """The words about the meeting as it is, and those about its new time: "my Friday demo", "Monday 10am"."""
    if action == "cancel":
        return text, ""
    parts = TARGET.split(text, maxsplit=1)
    return (parts[0], parts[1]) if len(parts) > 1 else (text, text)


def concerned(meetings: Sequence[Appointment], wish: When | None) -> list[Appointment]:
    """The meetings that the words name; all of them when they name none."""
    named = [one for one in meetings if wish and names(wish, one.start)]
    return named or list(meetings)


def names_another(wish: When | None, start: datetime) -> bool:
    """Whether a time is named that is not this one. A mere month, "June", may be somebody's name."""
    if wish is None:
        return False
    vague = wish.start is None or (wish.end is not None and wish.end - wish.start > A_WEEK)
    return not vague and not names(wish, start)


def chosen_slot(text: str, slots: Sequence[OfferedSlot]) -> OfferedSlot | None:
    """The offered time that the message takes by its label, by its place, or by a yes to the only one."""
    labelled = [slot for slot in slots if slot.label == text]
    if labelled:
        return labelled[0]
    number = chosen_number(text, len(slots))
    if number is not None:
        return slots[number]
    return slots[0] if len(slots) == 1 and assents(text) else None


def named_slot(wish: When | None, slots: Sequence[OfferedSlot]) -> OfferedSlot | None:
    """The only offered time that the words name."""
    fitting = [slot for slot in slots if wish and names(wish, slot.start)]
    return fitting[0] if len(fitting) == 1 else None
