"""Reading one JSX tag: its name and attributes, without running any of its code."""

import re
from typing import NamedTuple

from sales_agent.adapters.site_readers.astro.literals import end_of_braces, is_string, string_value

_NAME = re.compile(r"<(?P<close>/?)(?P<name>[A-Za-z][\w.-]*)?")
_ATTRIBUTE = re.compile(
    r"\s*(?:(?P<name>[A-Za-z_@][\w:.@-]*)(?:\s*=\s*(?P<value>\"[^\"]*\"|'[^']*'|`[^`]*`|(?=\{)|[^\s\"'>{]+))?|(?=\{))"
)
_END = re.compile(r"\s*(?P<empty>/?)>")


class Tag(NamedTuple):
    """A tag; values that are code stand in `code`, all others in `texts`. `end` is the index behind it."""

    name: str
    closes: bool
    empty: bool
    texts: dict[str, str]
    code: dict[str, str]
    end: int

    @property
    def is_component(self) -> bool:
        """Whether it is code of the project (or a fragment) rather than an element of HTML."""
        return not self.name or self.name[0].isupper() or "." in self.name

    def html(self) -> str:
        """The element as HTML, without attributes that are code."""
        if self.closes:
            return f"</{self.name}>"
        attributes = "".join(f' {name}="{value.replace('"', "&quot;")}"' for name, value in self.texts.items())
        return f"<{self.name}{attributes}>" + (f"</{self.name}>" if self.empty else "")


def read_tag(source: str, start: int) -> Tag | None:
    """The tag that begins at `start`; None when there is none."""
    opening = _NAME.match(source, start)
    if opening is None:
        return None
    texts: dict[str, str] = {}
    code: dict[str, str] = {}
    position = opening.end()
    while (ending := _END.match(source, position)) is None:
        found = _ATTRIBUTE.match(source, position)
        if found is None or position == len(source):
            return None
        name, value, position = found["name"] or "", found["value"] or "", found.end()
        if source.startswith("{", position):
            start_of_code, position = position + 1, end_of_braces(source, position)
            value = source[start_of_code : position - 1].strip()
            (texts if is_string(value) else code)[name] = string_value(value) if is_string(value) else value
        elif name:
            texts[name] = value[1:-1] if value[:1] in {'"', "'", "`"} else value
    return Tag(opening["name"] or "", bool(opening["close"]), bool(ending["empty"]), texts, code, ending.end())
