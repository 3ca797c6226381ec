"""JSON Schemas: OpenAI's rules for strict ones, and the smallest value that satisfies one."""

from collections.abc import Iterator
from typing import Any

from local.vendors.openai.errors import Refused

SPOKEN = {"answer", "content", "message", "query", "question", "reply", "summary", "text"}
Schema = dict[str, Any]


def check_strict(schema: Schema, param: str, name: str) -> None:
    """Refuses what OpenAI refuses of a strict schema: objects must be closed and name every property as required."""
    for where, part in _objects(schema):
        missing = sorted(set(part.get("properties", {})) - set(part.get("required", [])))
        wrong = ""
        if part.get("additionalProperties") is not False:
            wrong = "'additionalProperties' is required to be supplied and to be false."
        elif missing:
            wrong = "'required' is required to be supplied and to be an array including every key in properties."
            wrong += f" Missing '{missing[0]}'."
        if wrong:
            raise Refused(400, f"Invalid schema for {name}: In context={where}, {wrong}", param=param)


def instance(schema: Schema, kind: str, text: str, name: str = "", root: Schema | None = None) -> Any:
    """A value for `schema`: `text` where something is said, `kind` where it is among the choices, else the least."""
    root = schema if root is None else root
    schema = _resolved(schema, root)
    if "const" in schema:
        return schema["const"]
    if "enum" in schema:
        return kind if kind in schema["enum"] else schema["enum"][0]
    types = schema.get("type", "object" if "properties" in schema else "string")
    if "null" in types:
        return None
    if types == "object":
        properties = schema.get("properties", {})
        return {key: instance(part, kind, text, key, root) for key, part in properties.items()}
    if types == "array":
        return [instance(schema["items"], kind, text, name, root)] * schema.get("minItems", 0)
    least = {"integer": 0, "number": 0, "boolean": False, "string": text if name in SPOKEN else ""}
    return schema.get("minimum", least[types])


def _resolved(schema: Schema, root: Schema) -> Schema:
    if "$ref" in schema:
        return _resolved(root["$defs"][schema["$ref"].rpartition("/")[2]], root)
    choices = schema.get("anyOf") or schema.get("oneOf")
    if choices:
        return next((choice for choice in choices if choice.get("type") == "null"), _resolved(choices[0], root))
    return schema


def _objects(schema: Schema, where: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Schema]]:
    if "properties" in schema:
        yield where, schema
    for key in ("properties", "$defs"):
        for name, part in schema.get(key, {}).items():
            yield from _objects(part, (*where, key, name))
    for key in ("anyOf", "oneOf"):
        for number, part in enumerate(schema.get(key, [])):
            yield from _objects(part, (*where, key, str(number)))
    if "items" in schema:
        yield from _objects(schema["items"], (*where, "items"))
