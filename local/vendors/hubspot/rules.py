"""Requirements an administrator sets in the portal; the API enforces them since version 2026-09."""

from dataclasses import dataclass

from local.vendors.hubspot.errors import Refused


@dataclass(frozen=True)
class Rule:
    """`required` must be filled on `object_type`, always on create, or once `when` has the value `equals`."""

    object_type: str
    required: str
    when: str = ""
    equals: str = ""

    def broken_by(self, object_type: str, values: dict[str, str], *, creating: bool) -> bool:
        """Whether a record with these values (after the write) may not be saved."""
        if object_type != self.object_type or values.get(self.required):
            return False
        return values.get(self.when) == self.equals if self.when else creating


class Rules:
    """The portal's rules."""

    def __init__(self) -> None:
        self._rules: list[Rule] = []

    def add(self, rule: Rule) -> None:
        """Sets one more."""
        self._rules.append(rule)

    def check(self, object_type: str, values: dict[str, str], *, creating: bool) -> None:
        """Raises Refused naming each property that is missing."""
        missing = [rule.required for rule in self._rules if rule.broken_by(object_type, values, creating=creating)]
        if missing:
            message = f"Required properties were not set: {', '.join(missing)}"
            raise Refused(400, message, subCategory="REQUIRED_PROPERTY_MISSING", context={"properties": missing})
