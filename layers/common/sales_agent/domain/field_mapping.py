"""Which field of ours goes into which field of the CRM, checked against the CRM's own metadata."""

import re
from collections.abc import Mapping, Sequence

from sales_agent.domain.crm import CrmField, Value
from sales_agent.domain.record import Record

YES = {"yes", "true", "1"}
NO = {"no", "false", "0"}
NUMERIC_OURS = {"qualification_score", "amount"}


class MappedField(Record):
    """One line of a plan; `refused` says why the field is left out, and is empty when it goes in."""

    ours: str
    theirs: str
    refused: str = ""


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
    lines = [
        MappedField(ours=ours, theirs=theirs, refused=_refusal(ours, theirs, known, asked=ours in wanted))
        for ours, theirs in {**defaults, **wanted}.items()
        if theirs
    ]
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


def _refusal(ours: str, theirs: str, known: Mapping[str, CrmField], *, asked: bool) -> str:
    field = known.get(theirs)
    if not field:
        return f"the CRM has no field {theirs!r}" if asked else f"the CRM has no field {theirs!r}; make it to fill it"
    if not field.writable:
        return f"{theirs!r} cannot be written"
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
    """The option of these words: CRMs write `COMPUTER_SOFTWARE` for what people call computer software."""
    same = [option for option in options if option.casefold() == text.casefold()]
    alike = [option for option in options if _words(option) == _words(text) != []]
    return next(iter(same + alike), None)


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())
