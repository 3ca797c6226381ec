"""The search API's criteria: ``((Email:equals:a@b.co)and(Company:starts_with:Eng))``."""

import re
from collections.abc import Callable
from typing import Any

from lark import Lark, Transformer, UnexpectedInput

from local.vendors.zoho.errors import Refused
from local.vendors.zoho.fields import Record

GRAMMAR = r"""
    ?start: group
    ?group: "(" group ")"
        | group "and" group -> both
        | group "or" group  -> either
        | "(" NAME ":" OPERATOR ":" VALUE ")" -> test
    NAME: /[$\w]+(\.\w+)?/
    OPERATOR: "equals" | "not_equal" | "starts_with" | "in"
        | "greater_than" | "greater_equal" | "less_than" | "less_equal"
    VALUE: /(\\.|[^()\\])+/
"""
_PARSER = Lark(GRAMMAR, parser="earley")
Test = Callable[[Record], bool]


class _Build(Transformer[Any, Test]):
    def both(self, given: list[Test]) -> Test:
        return lambda record: given[0](record) and given[1](record)

    def either(self, given: list[Test]) -> Test:
        return lambda record: given[0](record) or given[1](record)

    def test(self, given: list[Any]) -> Test:
        name, operator, value = (str(each) for each in given)
        compare, wanted = _OPERATORS[operator], re.sub(r"\\(.)", r"\1", value)
        return lambda record: compare(text(record.get(name)), wanted.lower())


def parse(criteria: str) -> Test:
    """A test for records. Raises Refused."""
    try:
        return _Build().transform(_PARSER.parse(criteria))
    except UnexpectedInput:
        raise Refused(400, "INVALID_QUERY", reason="invalid criteria") from None


def text(value: Any) -> str:
    """A value as it is compared: without case, lookups by id."""
    if isinstance(value, dict):
        return str(value.get("id", "")).lower()
    return "" if value is None else str(value).lower()


_OPERATORS: dict[str, Callable[[str, str], bool]] = {
    "equals": lambda held, wanted: held == wanted,
    "not_equal": lambda held, wanted: held != wanted,
    "starts_with": lambda held, wanted: held.startswith(wanted),
    "in": lambda held, wanted: held in wanted.split(","),
    "greater_than": lambda held, wanted: held > wanted,
    "greater_equal": lambda held, wanted: held >= wanted,
    "less_than": lambda held, wanted: held < wanted,
    "less_equal": lambda held, wanted: held <= wanted,
}
