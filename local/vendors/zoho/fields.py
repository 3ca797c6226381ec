"""Field definitions and what the settings API tells of them."""

import zlib
from dataclasses import dataclass
from typing import Any

Record = dict[str, Any]
"""A record's values by api name."""

JSON_TYPES = {"boolean": "boolean", "integer": "integer", "currency": "double", "double": "double"}


@dataclass(frozen=True)
class Field:
    """One field; `data_type` is Zoho's word, `module` what a lookup leads to."""

    api_name: str
    data_type: str = "text"
    length: int = 255
    mandatory: bool = False
    unique: bool = False
    read_only: bool = False
    values: tuple[str, ...] = ()
    module: str = ""
    custom: bool = False

    def to_json(self) -> Record:
        """The field as ``settings/fields`` shows it."""
        return {
            "id": number(self.api_name),
            "api_name": self.api_name,
            "field_label": self.api_name.replace("_", " "),
            "display_label": self.api_name.replace("_", " "),
            "data_type": self.data_type,
            "json_type": JSON_TYPES.get(self.data_type, "jsonobject" if self.module else "string"),
            "length": self.length,
            "system_mandatory": self.mandatory,
            "custom_field": self.custom,
            "read_only": self.read_only,
            "field_read_only": self.read_only,
            "visible": True,
            "unique": {"casesensitive": "false"} if self.unique else {},
            "lookup": {"module": {"api_name": self.module}} if self.module else {},
            "operation_type": {"api_create": not self.read_only, "api_update": not self.read_only},
            "pick_list_values": [option(value, at) for at, value in enumerate(self.values, 1)],
        }


def option(value: str, at: int) -> Record:
    """One value of a picklist, the `at`-th."""
    return {"id": number(value), "display_value": value, "actual_value": value, "sequence_number": at, "type": "used"}


def number(name: str) -> str:
    """A stable id for a piece of configuration."""
    return f"5554580000{zlib.crc32(name.encode()):010d}"
