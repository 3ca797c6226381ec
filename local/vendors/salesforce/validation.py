"""What Salesforce checks before it saves a record; the first problem refuses it."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from local.vendors.salesforce.errors import Refused
from local.vendors.salesforce.fields import TEXT, Field, Record

Fields = Mapping[str, Field]

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
OPEN = "Please check the security settings of this field and verify that it is read/write for your profile"


def check(sobject: str, fields: Fields, values: Record, *, creating: bool) -> None:
    """Raises Refused for the first of: unknown field, read-only field, missing field, bad value."""
    for name in values:
        if name not in fields:
            raise Refused(400, "INVALID_FIELD", f"No such column '{name}' on sobject of type {sobject}")
    closed = [name for name in values if not fields[name].writes or (fields[name].fixed and not creating)]
    if closed:
        message = f"Unable to create/update fields: {', '.join(closed)}. {OPEN}."
        raise Refused(400, "INVALID_FIELD_FOR_INSERT_UPDATE", message, tuple(closed))
    missing = [each.name for each in fields.values() if each.required and _is_missing(each.name, values, creating)]
    if missing:
        message = f"Required fields are missing: [{', '.join(missing)}]"
        raise Refused(400, "REQUIRED_FIELD_MISSING", message, tuple(missing))
    for name, value in values.items():
        if value is not None and value != "":
            _check_value(fields[name], value)


def _is_missing(name: str, values: Record, creating: bool) -> bool:
    return values.get(name) in (None, "") and (creating or name in values)


def _check_value(field: Field, value: Any) -> None:
    expected = str if field.type in TEXT else _KINDS.get(field.type, str)
    if not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool):
        kind = type(value).__name__
        message = f"Cannot deserialize instance of {field.type} from {kind} value {value!r}"
        raise Refused(400, "JSON_PARSER_ERROR", message)
    if field.type in TEXT and field.length and len(value) > field.length and field.type != "reference":
        message = f"{field.label}: data value too large: {value[:80]} (max length={field.length})"
        raise Refused(400, "STRING_TOO_LONG", message, (field.name,))
    problem = _BY_TYPE.get(field.type, _any)(field, value)
    if problem:
        raise Refused(400, problem[0], problem[1], (field.name,))


def _any(_field: Field, _value: Any) -> tuple[str, str] | None:
    return None


def _email(field: Field, value: str) -> tuple[str, str] | None:
    wrong = ("INVALID_EMAIL_ADDRESS", f"{field.label}: invalid email address: {value}")
    return None if EMAIL.fullmatch(value) else wrong


def _picklist(field: Field, value: str) -> tuple[str, str] | None:
    if not field.restricted or value in field.values:
        return None
    message = f"{field.label}: bad value for restricted picklist field: {value}"
    return "INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST", message


def _reference(field: Field, value: str) -> tuple[str, str] | None:
    is_id = re.fullmatch(r"[A-Za-z0-9]{15}([A-Za-z0-9]{3})?", value)
    return None if is_id else ("MALFORMED_ID", f"{field.label}: id value of incorrect type: {value}")


def _date(field: Field, value: str) -> tuple[str, str] | None:
    return _parses(date.fromisoformat, field, value)


def _datetime(field: Field, value: str) -> tuple[str, str] | None:
    return _parses(datetime.fromisoformat, field, value)


def _parses(parse: Callable[[str], Any], field: Field, value: str) -> tuple[str, str] | None:
    try:
        parse(value)
    except ValueError:
        return "JSON_PARSER_ERROR", f"Cannot deserialize instance of {field.type} from VALUE_STRING value {value}"
    return None


_KINDS: dict[str, Any] = {
    "boolean": bool,
    "int": int,
    "double": (int, float),
    "currency": (int, float),
    "percent": (int, float),
}
_BY_TYPE = {
    "email": _email,
    "picklist": _picklist,
    "reference": _reference,
    "date": _date,
    "datetime": _datetime,
}
