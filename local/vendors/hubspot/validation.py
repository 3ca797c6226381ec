"""What HubSpot checks before it writes a property."""

import re
from collections.abc import Callable, Mapping
from datetime import datetime

from local.vendors.hubspot.errors import Refused, invalid_properties
from local.vendors.hubspot.properties import Property
from local.vendors.hubspot.schema import OWNERS, PIPELINES

Problem = tuple[str, str]
"""(HubSpot's code, its message)"""

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
BOOLEANS = ("true", "false")


def check_values(definitions: Mapping[str, Property], values: Mapping[str, object]) -> None:
    """Raises Refused with every problem found; one bad value refuses the whole record."""
    wrong_kind = [name for name, value in values.items() if not isinstance(value, str | None)]
    if wrong_kind:
        raise Refused(400, f"Invalid input JSON: Cannot deserialize value of `{wrong_kind[0]}` as java.lang.String")
    problems = [
        {"name": name, "error": found[0], "message": found[1]}
        for name, value in values.items()
        if (found := _problem(definitions.get(name), name, str(value or "")))
    ]
    if problems:
        raise invalid_properties(problems)


def _problem(definition: Property | None, name: str, value: str) -> Problem | None:
    if definition is None:
        return "PROPERTY_DOESNT_EXIST", f'Property "{name}" does not exist'
    if definition.read_only:
        return "READ_ONLY_VALUE", f'"{name}" is a read only property; its value cannot be set.'
    if len(value) > definition.most:
        return "PROPERTY_VALUE_TOO_LONG", f"{name} is limited to {definition.most} characters"
    if not value:
        return None
    return _SPECIAL.get(name, _BY_TYPE[definition.type])(definition, value)


def _any_text(_definition: Property, _value: str) -> Problem | None:
    return None


def _email(_definition: Property, value: str) -> Problem | None:
    return None if EMAIL.fullmatch(value) else ("INVALID_EMAIL", f"Email address {value} is invalid")


def _number(_definition: Property, value: str) -> Problem | None:
    is_number = re.fullmatch(r"-?\d+(\.\d+)?([eE]-?\d+)?", value)
    return None if is_number else ("INVALID_NUMBER", f"{value} was not a valid number.")


def _instant(_definition: Property, value: str) -> Problem | None:
    if re.fullmatch(r"-?\d+", value):
        return None
    try:
        datetime.fromisoformat(value)
    except ValueError:
        return "INVALID_DATE", f"{value} was not a valid long."
    return None


def _option(definition: Property, value: str) -> Problem | None:
    many = definition.field_type == "checkbox"
    unknown = [each for each in (value.split(";") if many else [value]) if each not in definition.options]
    return ("INVALID_OPTION", _not_allowed(unknown[0], definition.options)) if unknown else None


def _owner(_definition: Property, value: str) -> Problem | None:
    known = any(owner["id"] == value for owner in OWNERS)
    return None if known else ("INVALID_OWNER_ID", f"owner id {value} does not exist or is deactivated")


def _stage(_definition: Property, value: str) -> Problem | None:
    stages = [stage for pipelines in PIPELINES.values() for _, known in pipelines.values() for stage in known]
    return None if value in stages else ("INVALID_OPTION", _not_allowed(value, stages))


def _pipeline(_definition: Property, value: str) -> Problem | None:
    pipelines = [pipeline for known in PIPELINES.values() for pipeline in known]
    return None if value in pipelines else ("INVALID_OPTION", _not_allowed(value, pipelines))


def _boolean(_definition: Property, value: str) -> Problem | None:
    return None if value in BOOLEANS else ("INVALID_OPTION", _not_allowed(value, BOOLEANS))


def _not_allowed(value: str, options: object) -> str:
    return f"{value} was not one of the allowed options: {options}"


_Check = Callable[[Property, str], Problem | None]
_BY_TYPE: dict[str, _Check] = {
    "string": _any_text,
    "number": _number,
    "datetime": _instant,
    "date": _instant,
    "enumeration": _option,
    "bool": _boolean,
}
_SPECIAL: dict[str, _Check] = {
    "email": _email,
    "hubspot_owner_id": _owner,
    "dealstage": _stage,
    "pipeline": _pipeline,
}
