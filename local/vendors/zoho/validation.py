"""What Zoho checks before it saves a row; fields it does not know it ignores without a word."""

import re
from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from local.vendors.zoho.errors import RowRefused, together
from local.vendors.zoho.fields import Field, Record
from local.vendors.zoho.modules import PIPELINES

EMAIL = re.compile(r"[^@\s]+@[^@\s]+\.[^@\s.]{2,}")
KINDS: dict[str, Any] = {
    "multiselectpicklist": list,
    "boolean": bool,
    "integer": int,
    "currency": (int, float),
    "double": (int, float),
}


def check(fields: Mapping[str, Field], values: Record, at: int, *, creating: bool) -> None:
    """Raises RowRefused with every problem of the `at`-th row."""
    problems = []
    for name, field in fields.items():
        where = {"api_name": name, "json_path": f"$.data[{at}].{name}"}
        given = values.get(name)
        empty = given is None or given in ("", {})
        if field.mandatory and empty and (creating or name in values):
            problems.append(RowRefused("MANDATORY_NOT_FOUND", **where))
        elif not empty and not field.read_only:
            problems.extend(RowRefused("INVALID_DATA", **where, **found) for found in _problems(field, given))
    if problems:
        raise together(problems)


def check_stage(deal: Record, at: int) -> None:
    """Raises RowRefused when the deal's stage is not one of its pipeline's."""
    if deal["Stage"] not in PIPELINES[deal["Pipeline"]]:
        where = {"api_name": "Stage", "json_path": f"$.data[{at}].Stage"}
        raise RowRefused("MAPPING_MISMATCH", mapped_field={"api_name": "Pipeline"}, **where)


def known(fields: Mapping[str, Field], values: Record) -> Record:
    """The values Zoho stores; lookups as ``{"id": …}``."""
    return {
        name: _as_lookup(fields[name], value)
        for name, value in values.items()
        if name in fields and not fields[name].read_only
    }


def _as_lookup(field: Field, value: Any) -> Any:
    return {"id": value} if field.module and isinstance(value, str) and value else value


def _problems(field: Field, value: Any) -> list[Record]:
    if field.module:
        return _lookup_problems(value)
    expected = KINDS.get(field.data_type, str)
    if not isinstance(value, expected) or (isinstance(value, bool) and expected is not bool):
        return [{"expected_data_type": field.data_type}]
    if isinstance(value, str) and len(value) > field.length:
        return [{"maximum_length": field.length}]
    if field.data_type == "picklist" and value not in field.values:
        return [{"supported_values": list(field.values)}]
    return [] if _well_formed(field.data_type, value) else [{"expected_data_type": field.data_type}]


def _lookup_problems(value: Any) -> list[Record]:
    given = value.get("id") if isinstance(value, dict) else value
    return [] if isinstance(given, str) and given.isdigit() else [{"expected_data_type": "lookup"}]


def _well_formed(data_type: str, value: Any) -> bool:
    try:
        if data_type == "date":
            date.fromisoformat(value)
        if data_type == "datetime":
            return datetime.fromisoformat(value).tzinfo is not None
    except ValueError:
        return False
    return data_type != "email" or EMAIL.fullmatch(value) is not None
