"""What a visitor reads of the JavaScript in a page: the texts, names and prices written out in it, as HTML."""

import re
from collections.abc import Iterator, Mapping
from html import escape

_STRING = r'"(?:\\.|[^"\\\n])*"|\'(?:\\.|[^\'\\\n])*\'|`(?:\\.|[^`\\])*`'
_CODE = re.compile(rf"{_STRING}|//[^\n]*|/\*.*?(?:\*/|\Z)|[{{}}]", re.DOTALL)
_STATEMENT = re.compile(rf"{_STRING}|//[^\n]*|/\*.*?(?:\*/|\Z)|[\[{{(]|[\]}})]|\n", re.DOTALL)
_LITERAL = re.compile(
    rf"//[^\n]*|/\*.*?(?:\*/|\Z)|(?:(?P<key>[A-Za-z_$][\w$]*|'\w+'|\"\w+\")\s*:\s*)(?P<number>\d+(?:\.\d+)?)"
    rf"|(?:(?P<name>[A-Za-z_$][\w$]*|'\w+'|\"\w+\")\s*:\s*)?(?P<string>{_STRING})",
    re.DOTALL,
)
_ESCAPE = re.compile(
    r"\\(?:u\{(?P<code>[0-9a-fA-F]{1,6})\}|u(?P<u>[0-9a-fA-F]{4})|x(?P<x>[0-9a-fA-F]{2})|(?P<char>.))", re.DOTALL
)
_LINK = re.compile(r"\s*,\s*(?:href|link|url|to)\s*:")
_PLACEHOLDER = re.compile(r"\$\{[^{}]*\}")
_HEADINGS = frozenset({"title", "heading", "headline", "question", "q", "label", "name", "tagline"})
_TEXT_KEYS = """
    a answer bio body caption content description excerpt intro job message paragraph quote subheading subtitle summary
    testimonial text
"""
_TEXTS = frozenset(_TEXT_KEYS.split())
_FIGURES = frozenset(
    {"amount", "currency", "discount", "interval", "period", "price", "priceMonthly", "priceYearly", "sku"}
)


def end_of_braces(source: str, start: int) -> int:
    """The index after the brace that closes the one at `start`; the end of the source when none does."""
    depth = 0
    for token in _CODE.finditer(source, start):
        depth += {"{": 1, "}": -1}.get(token[0], 0)
        if depth == 0:
            return token.end()
    return len(source)


def end_of_statement(source: str, start: int) -> int:
    """The index of the first line break after `start` that no bracket encloses; the end of the source when none is."""
    depth = 0
    for token in _STATEMENT.finditer(source, start):
        depth += (token[0] in "[{(") - (token[0] in "]})")
        if token[0] == "\n" and depth <= 0:
            return token.start()
    return len(source)


def string_value(literal: str) -> str:
    """The text of a string literal, without what a template inserts."""
    text = _PLACEHOLDER.sub("", _ESCAPE.sub(_unescape, literal[1:-1]))
    return text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def is_string(source: str) -> bool:
    """Whether the source is one string literal."""
    return re.fullmatch(_STRING, source, re.DOTALL) is not None


def literals_html(source: str, heading: str) -> str:
    """The readable literals of an expression, in their order; `heading` is the tag of titles."""
    parts, title = [], ""
    for key, value in _literals(source):
        title = value if key in _HEADINGS else title
        parts.append(_element(key, value, heading, title))
    return "".join(parts)


def attributes_html(attributes: Mapping[str, str], heading: str) -> str:
    """The readable values of a component's attributes."""
    title = next((value for name, value in attributes.items() if name in _HEADINGS), "")
    return "".join(_element(name, value, heading, title) for name, value in attributes.items())


def _literals(source: str) -> Iterator[tuple[str, str]]:
    for found in _LITERAL.finditer(source):
        key = (found["key"] or found["name"] or "").strip("'\"")
        if found["number"]:
            yield key, found["number"]
        elif found["string"] and not _LINK.match(source, found.end()):
            yield key, string_value(found["string"])


def _element(key: str, value: str, heading: str, title: str) -> str:
    words = value.strip()
    if not re.search(r"\w", words):
        return ""
    if key in _HEADINGS:
        tag = "h4" if words.endswith("?") else heading
        return f"\n<{tag}>{words}</{tag}>\n"
    if key in _FIGURES:
        return f"\n<p>{escape(', '.join(part for part in (title, f'{key.capitalize()}: {words}') if part))}</p>\n"
    if key in _TEXTS:
        return f"\n<p>{words}</p>\n"
    return f"\n<li>{words}</li>\n" if not key and _is_prose(words) else ""


def _is_prose(words: str) -> bool:
    return " " in words and not re.search(r"[{}<>;=]|^[@./~#]|^https?:", words)


def _unescape(found: re.Match[str]) -> str:
    code = found["code"] or found["u"] or found["x"]
    if code:
        return chr(min(int(code, 16), 0x10FFFF))
    return {"n": "\n", "t": "\t", "r": "", "\n": ""}.get(found["char"], found["char"])
