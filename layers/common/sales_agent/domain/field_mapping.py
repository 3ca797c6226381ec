"""Which field of ours goes into which field of the CRM, checked against the CRM's own metadata."""

import re
from collections.abc import Mapping, Sequence

from sales_agent.domain.crm import CrmField, Value
from sales_agent.domain.record import Record

YES = {"yes", "true", "1"}
NO = {"no", "false", "0"}
NUMERIC_OURS = {"qualification_score", "amount"}
ALSO: Mapping[str, tuple[str, ...]] = {
    "website": ("web", "website chat", "web chat", "chat", "live chat", "web form", "internet", "online"),
    "true": ("yes", "1"),
    "false": ("no", "0"),
}
"""What else an option may be called that means one of our values; the best first."""
CERTAIN: Mapping[str, tuple[str, ...]] = {"lead_source": ("website",), "decision_maker": ("true", "false")}
"""Values of ours that are bound to come; the others are a visitor's or a campaign's own words."""


class MappedField(Record):
    """One line of a plan; `refused` says why the field is left out, and is empty when it goes in.

    `unfit` says which values of a field that goes in theirs does not take.
    """

    ours: str
    theirs: str
    refused: str = ""
    unfit: str = ""


class FieldPlan(Record):
    """How the fields of one kind are mapped. `unfilled` are fields that the CRM requires and nothing of ours fills."""

    lines: list[MappedField]
    unfilled: list[str]

    @property
    def mapping(self) -> dict[str, str]:
        """Our field -> theirs, of those that go in."""
        return {line.ours: line.theirs for line in self.lines if not line.refused}


def plan_fields(defaults: Mapping[str, str], wanted: Mapping[str, str], fields: Sequence[CrmField]) -> FieldPlan:
    """The provider's defaults with the tenant's wishes over them; an empty wish switches a field off."""
    known = {field.name: field for field in fields}
    own = {ours: theirs for ours, theirs in defaults.items() if wanted.get(ours, theirs) == theirs}
    wishes = {ours: theirs for ours, theirs in wanted.items() if theirs and ours not in own}
    lines = _without_clashes(
        [
            *(_line(ours, theirs, known, asked=False) for ours, theirs in own.items()),
            *(_line(ours, theirs, known, asked=True) for ours, theirs in wishes.items()),
        ]
    )
    filled = {line.theirs for line in lines if not line.refused}
    unfilled = [field.name for field in fields if field.required and field.writable and field.name not in filled]
    return FieldPlan(lines=lines, unfilled=unfilled)


def converted(value: Value, field: CrmField) -> Value | None:
    """The value as the field takes it, text cut at the field's length; None when the field cannot hold it."""
    text = str(value).strip()
    if field.type == "boolean":
        return _truth(value, text)
    if field.type == "number":
        return _number(text)
    if field.type in {"choice", "choices"}:
        return _option(text, field.options)
    if field.type == "text":
        return text[: field.length] if field.length else text
    return text


def _line(ours: str, theirs: str, known: Mapping[str, CrmField], *, asked: bool) -> MappedField:
    refused = _refusal(ours, theirs, known, asked=asked)
    return MappedField(ours=ours, theirs=theirs, refused=refused, unfit="" if refused else _unfit(ours, known[theirs]))


def _without_clashes(lines: Sequence[MappedField]) -> list[MappedField]:
    """The lines; of several that go into one field only the first does."""
    taken: dict[str, str] = {}
    for line in lines:
        if not line.refused:
            taken.setdefault(line.theirs, line.ours)
    return [_refused(line, taken.get(line.theirs, line.ours)) for line in lines]


def _refused(line: MappedField, holder: str) -> MappedField:
    if line.refused or holder == line.ours:
        return line
    return line.model_copy(update={"refused": f"{line.theirs!r} is taken by {holder!r}", "unfit": ""})


def _unfit(ours: str, field: CrmField) -> str:
    """Which of our values the field drops. A stage is chosen, never converted."""
    if field.type not in {"choice", "choices"} or ours == "outcome":
        return ""
    missing = [repr(value) for value in CERTAIN.get(ours, ()) if _option(value, field.options) is None]
    if missing:
        return f"{' and '.join(missing)} of {ours} is none of its {len(field.options)} options and is left out"
    if ours == "decision_maker":
        return ""
    return f"a value of {ours} that is none of its {len(field.options)} options is left out"


def _refusal(ours: str, theirs: str, known: Mapping[str, CrmField], *, asked: bool) -> str:
    field = known.get(theirs)
    if not field:
        return f"the CRM has no field {theirs!r}" if asked else f"the CRM has no field {theirs!r}; make it to fill it"
    if not field.writable:
        return f"{theirs!r} cannot be written"
    if asked and field.unique and ours != "email":
        return f"{theirs!r} has another value on every record; no two may share one"
    return _mismatch(ours, theirs, field)


def _mismatch(ours: str, theirs: str, field: CrmField) -> str:
    if field.type == "other":
        return f"{theirs!r} is no field for text, a number, a choice, or yes and no"
    if field.type in {"date", "datetime"}:
        return f"{theirs!r} holds a {field.type}; {ours!r} is text"
    if field.type == "boolean" and ours != "decision_maker":
        return f"{theirs!r} holds yes or no; {ours!r} does not"
    if field.type == "number" and ours not in NUMERIC_OURS:
        return f"{theirs!r} holds a number; {ours!r} is text"
    return ""


def _truth(value: Value, text: str) -> bool | None:
    if isinstance(value, bool):
        return value
    return True if text.lower() in YES else False if text.lower() in NO else None


def _number(text: str) -> float | int | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return int(number) if number.is_integer() else number


def _option(text: str, options: Sequence[str]) -> str | None:
    """The option of these words: CRMs write `COMPUTER_SOFTWARE` for what people call computer software.

    Where there is none, one that means the same.
    """
    same = [option for option in options if option.casefold() == text.casefold()]
    alike = [option for option in options if _letters(option) == _letters(text) != ""]
    meant = [
        option for also in ALSO.get(_letters(text), ()) for option in options if _letters(option) == _letters(also)
    ]
    return next(iter(same + alike + meant), None)


def _letters(text: str) -> str:
    return "".join(re.findall(r"[^\W_]+", text.casefold()))
