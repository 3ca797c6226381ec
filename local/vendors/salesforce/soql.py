"""The part of SOQL an integration needs: one object, conditions, order, limit (SOQL and SOSL Reference)."""

import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from lark import Lark, Transformer, UnexpectedInput, v_args

from local.vendors.salesforce.errors import Refused

GRAMMAR = r"""
    query: "SELECT"i fields "FROM"i NAME ["WHERE"i condition] ["ORDER"i "BY"i order ("," order)*] _window
    _window: ["LIMIT"i INT] ["OFFSET"i INT]
    fields: PATH ("," PATH)*   -> fields
        | "COUNT"i "(" ")"     -> count
    ?condition: conjunction ("OR"i conjunction)*   -> any_of
    conjunction: negation ("AND"i negation)*       -> all_of
    ?negation: "NOT"i atom                         -> negated
        | atom
    ?atom: "(" condition ")"
        | PATH OPERATOR value                      -> compared
        | PATH "LIKE"i value                       -> like
        | PATH "IN"i "(" value ("," value)* ")"    -> within
        | PATH "NOT"i "IN"i "(" value ("," value)* ")" -> without
    order: PATH [DIRECTION] [NULLS]
    value: STRING | BOOLEAN | NULL | DATETIME | DATE | NUMBER
    OPERATOR: "=" | "!=" | "<>" | "<=" | ">=" | "<" | ">"
    DIRECTION.2: /ASC|DESC/i
    NULLS.2: /NULLS\s+(FIRST|LAST)/i
    BOOLEAN.3: /(true|false)\b/i
    NULL.3: /null\b/i
    DATETIME.4: /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)/
    DATE.3: /\d{4}-\d\d-\d\d/
    NUMBER: /-?\d+(\.\d+)?/
    STRING: /'(\\.|[^'\\])*'/
    PATH: /[A-Za-z]\w*(\.[A-Za-z]\w*)*/
    NAME: /[A-Za-z]\w*/
    %import common.INT
    %import common.WS
    %ignore WS
"""
ESCAPES = {"n": "\n", "r": "\r", "t": "\t", "b": "\b", "f": "\f"}
Read = Callable[[str], Any]
"""A record: path -> value."""
Condition = Callable[[Read], bool]


@dataclass(frozen=True)
class Query:
    """A parsed query; `paths` is empty for COUNT(). `asked` are all paths it mentions."""

    sobject: str
    paths: tuple[str, ...]
    condition: Condition
    order: tuple[tuple[str, bool], ...]
    limit: int | None
    offset: int
    asked: frozenset[str]


class _Build(Transformer[Any, Any]):
    """Turns the tree into a Query; conditions become functions."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def PATH(self, token: Any) -> str:  # noqa: N802 - named by the grammar
        self.asked.add(str(token))
        return str(token)

    def value(self, given: list[Any]) -> Any:
        return _literal(given[0].type, str(given[0]))

    def fields(self, given: list[str]) -> tuple[str, ...]:
        return tuple(given)

    def count(self, _given: list[Any]) -> tuple[str, ...]:
        return ()

    def any_of(self, given: list[Condition]) -> Condition:
        return lambda read: any(each(read) for each in given)

    def all_of(self, given: list[Condition]) -> Condition:
        return lambda read: all(each(read) for each in given)

    def negated(self, given: list[Condition]) -> Condition:
        return lambda read: not given[0](read)

    @v_args(inline=True)
    def compared(self, path: str, operator: Any, value: Any) -> Condition:
        test = _COMPARE[str(operator)]
        return lambda read: test(_key(read(path)), _key(value))

    @v_args(inline=True)
    def like(self, path: str, value: str) -> Condition:
        pattern = re.escape(value).replace("%", ".*").replace("_", ".")
        return lambda read: re.fullmatch(pattern, str(read(path) or ""), re.IGNORECASE | re.DOTALL) is not None

    def within(self, given: list[Any]) -> Condition:
        path, values = given[0], [_key(each) for each in given[1:]]
        return lambda read: _key(read(path)) in values

    def without(self, given: list[Any]) -> Condition:
        inside = self.within(given)
        return lambda read: not inside(read)

    @v_args(inline=True)
    def order(self, path: str, direction: Any, _nulls: Any) -> tuple[str, bool]:
        return path, str(direction or "").upper() == "DESC"

    def query(self, given: list[Any]) -> Query:
        paths, sobject, condition, *rest = given
        limit, offset = (None if each is None else int(each) for each in rest[-2:])
        order = tuple(each for each in rest[:-2] if each is not None)
        asked = frozenset(self.asked)
        return Query(str(sobject), paths, condition or (lambda _read: True), order, limit, offset or 0, asked)


_PARSER = Lark(GRAMMAR, start="query", parser="lalr", maybe_placeholders=True)


def parse(text: str) -> Query:
    """Raises Refused (MALFORMED_QUERY)."""
    try:
        tree = _PARSER.parse(text)
    except UnexpectedInput as error:
        pointer = error.get_context(text).strip("\n")
        message = f"\n{pointer}\nERROR at Row:{error.line}:Column:{error.column}\nunexpected token"
        raise Refused(400, "MALFORMED_QUERY", message) from None
    query: Query = _Build().transform(tree)
    return query


def sort_key(value: Any) -> tuple[bool, Any]:
    """Nulls first, then in the value's own order."""
    return value is not None, _key(value)


def _literal(kind: str, text: str) -> Any:
    if kind == "STRING":
        return re.sub(r"\\(.)", lambda found: ESCAPES.get(found[1], found[1]), text[1:-1])
    if kind in ("DATETIME", "DATE"):
        return text
    return {"TRUE": True, "FALSE": False, "NULL": None}.get(text.upper()) if kind != "NUMBER" else float(text)


def _key(value: Any) -> Any:
    """Text compares without case, instants as instants, numbers as numbers."""
    if not isinstance(value, str):
        return float(value) if isinstance(value, int) and not isinstance(value, bool) else value
    try:
        return datetime.fromisoformat(value).timestamp() if "T" in value else value.lower()
    except ValueError:
        return value.lower()


def _ordered(test: Callable[[Any, Any], bool]) -> Callable[[Any, Any], bool]:
    return lambda held, wanted: held is not None and type(held) is type(wanted) and test(held, wanted)


_COMPARE: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda held, wanted: held == wanted,
    "!=": lambda held, wanted: held != wanted,
    "<>": lambda held, wanted: held != wanted,
    "<": _ordered(lambda held, wanted: held < wanted),
    "<=": _ordered(lambda held, wanted: held <= wanted),
    ">": _ordered(lambda held, wanted: held > wanted),
    ">=": _ordered(lambda held, wanted: held >= wanted),
}
