"""Lines in the description of a CRM's event that hold what it has no field for, among a salesperson's own text.

Ours stand together in their order, with a status of ours among them. Any other line that begins alike is a person's.
"""

import re
from collections.abc import Mapping
from typing import Any, get_args

from sales_agent.domain.crm import Value
from sales_agent.domain.meeting import AppointmentStatus

LABELS = {"status": "Status: ", "join_url": "Join: ", "host": "Host: "}


class EventLines:
    """The lines as one CRM's events have them, `order` from top to bottom."""

    def __init__(self, *order: str) -> None:
        self._order, status = order, order.index("status")
        above = [rf"(?:{LABELS[name]}(?P<{name}>.*)\n)?" for name in order[:status]]
        below = [rf"(?:\n{LABELS[name]}(?P<{name}>.*))?" for name in order[status + 1 :]]
        ours = rf"{LABELS['status']}(?P<status>{'|'.join(get_args(AppointmentStatus))})"
        self._block = re.compile("".join(["^", *above, ours, *below, "$"]), re.MULTILINE)

    def read(self, text: str) -> dict[str, Value]:
        """What our lines say; all empty where they are not, or not as we wrote them."""
        found = self._found(text)
        return {name: found[name] or "" if found else "" for name in self._order}

    def written(self, text: str, values: Mapping[str, Value]) -> str:
        """The text with these of the values in our lines, in their place; below all else where there are none yet."""
        found, whole = self._found(text), {**self.read(text), **values}
        lines = [f"{LABELS[name]}{whole[name]}" for name in self._order if whole[name]]
        if found:
            return text[: found.start()] + "\n".join(lines) + text[found.end() :]
        # Without our status a line of ours is not known again: it must not be added twice.
        return "\n".join([*filter(None, [text]), *(line for line in lines if line not in text.split("\n"))])

    def _found(self, text: str) -> re.Match[str] | None:
        """Our lines; of several the longest, for a person seldom writes a status in our words and all the rest too."""
        return max(self._block.finditer(text), key=lambda found: len(found[0]), default=None)


def text_of(row: Mapping[str, Any]) -> str:
    """The description of an activity, whatever ends its lines there."""
    return str(row.get("Description") or "").replace("\r\n", "\n")
