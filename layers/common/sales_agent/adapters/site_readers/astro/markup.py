"""MDX and Astro components to plain Markdown and HTML: code goes, what a visitor reads stays. Nothing is run."""

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

from sales_agent.adapters.site_readers.astro.literals import (
    attributes_html,
    end_of_braces,
    end_of_statement,
    is_string,
    literals_html,
    string_value,
)
from sales_agent.adapters.site_readers.astro.tags import Tag, read_tag

_TAG_OR_BRACE = r"(?P<braces>\{)|(?P<tag></?(?:[A-Za-z][\w.-]*)?(?=[\s/>]))"
_CODE = (
    r"^[ \t]*(?P<fence>`{3,}|~{3,}).*?(?:^[ \t]*(?P=fence)[ \t]*$|\Z)"
    r"|(?P<ticks>`+)(?!`)(?:(?!\n[ \t]*\n).)+?(?<!`)(?P=ticks)(?!`)"
)
_MDX = re.compile(
    rf"(?P<keep>\\[{{<]|{_CODE})"
    r"|(?P<drop><!--.*?(?:-->|\Z)|^import\s[^;'\"]{0,2000}['\"][^'\"\n]+['\"];?)"
    rf"|(?P<export>^export\s+(?:const|let|default|async|function)\b)|{_TAG_OR_BRACE}",
    re.MULTILINE | re.DOTALL,
)
_ASTRO = re.compile(
    r"(?P<drop><!--.*?(?:-->|\Z)|<!doctype[^>]*>|<(?P<raw>script|style)\b.*?(?:</(?P=raw)\s*>|\Z))"
    rf"|(?P<keep>(?!))|(?P<export>(?!))|{_TAG_OR_BRACE}",
    re.DOTALL | re.IGNORECASE,
)
_COMPONENT = re.compile(r"\A\s*---[ \t]*\n(?P<script>.*?)^---[ \t]*$(?P<template>.*)", re.DOTALL | re.MULTILINE)
_TITLE = re.compile(r"\btitle(?:=|\s*:\s*)(?P<title>\"[^\"\n]+\"|'[^'\n]+'|`[^`]+`)")
_IN_TAGS = re.compile(r">\s*(\w[^<>{}=;]*[^<>{}=;(:?&|\s])\s*<")
_ASIDE = re.compile(r"^[ \t]*:{3,}[ \t]*\w*(?:\[(?P<title>[^\]\n]*)\])?[^\n]*$", re.MULTILINE)
_MARKDOC_TAG = re.compile(r"\{%(?P<tag>[^{}]*)%\}")


class Component(NamedTuple):
    """An `.astro` page: the title it gives itself and its template as HTML."""

    title: str
    html: str


def mdx_to_markdown(body: str, values: Mapping[str, Any]) -> str:
    """MDX without imports, exports and component tags; `values` are the front matter its expressions may show."""
    return asides_to_markdown(_rewrite(body, _MDX, "p", values))


def asides_to_markdown(body: str) -> str:
    """Starlight's `:::note[Title]` lines and Markdoc's `{% tag title="…" %}` tags, reduced to their titles."""
    without_tags = _MARKDOC_TAG.sub(lambda found: _title_of(found["tag"]), body)
    return _ASIDE.sub(lambda found: f"\n{found['title'] or ''}\n", without_tags)


def component_to_html(source: str) -> Component:
    """The static text of an `.astro` page: its template, its components' attributes, the data written in its script."""
    parts = _COMPONENT.match(source)
    script, template = (parts["script"], parts["template"]) if parts else ("", source)
    return Component(_title_of(source), literals_html(script, "h3") + _rewrite(template, _ASTRO, "h2", {}))


def _title_of(source: str) -> str:
    found = _TITLE.search(source)
    return string_value(found["title"]) if found else ""


def _rewrite(source: str, tokens: re.Pattern[str], heading: str, values: Mapping[str, Any]) -> str:
    written, position = [], 0
    while found := tokens.search(source, position):
        replacement, end = _replace(source, found, heading, values)
        written += [source[position : found.start()], replacement]
        position = end
    return "".join([*written, source[position:]])


def _replace(source: str, found: re.Match[str], heading: str, values: Mapping[str, Any]) -> tuple[str, int]:
    if found["braces"]:
        end = end_of_braces(source, found.start())
        return _shown(source[found.start() + 1 : end - 1].strip(), heading, values), end
    if found["export"]:
        end = end_of_statement(source, found.end())
        return literals_html(source[found.start() : end], heading), end
    if found["tag"] and (tag := read_tag(source, found.start())):
        inline = bool(source[source.rfind("\n", 0, found.start()) + 1 : found.start()].strip())
        return _tag_html(tag, heading, inline=inline), tag.end
    return found["keep"] or "", found.end()


def _tag_html(tag: Tag, heading: str, *, inline: bool) -> str:
    if not tag.is_component:
        return tag.html()
    if tag.closes:
        return ""
    texts = attributes_html(tag.texts, heading)
    data = "".join(literals_html(code, "p" if heading == "p" else "h3") for code in tag.code.values())
    if inline:
        return re.sub(r"\s*<[^>]+>\s*", " ", texts + data).strip()
    return f"\n\n{texts}{data}\n\n" if texts or data else ""


def _shown(code: str, heading: str, values: Mapping[str, Any]) -> str:
    if is_string(code):
        return string_value(code)
    if code.startswith("frontmatter."):
        return str(values.get(code.removeprefix("frontmatter."), ""))
    return literals_html(code, heading) + "".join(f"<p>{text}</p>" for text in _IN_TAGS.findall(code))
