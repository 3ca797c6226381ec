"""Shortcodes of WordPress posts and page builders: `[name attribute="value"]…[/name]`.

Which names are shortcodes is known to the site's plugins alone. Here one is what has a closing tag, an attribute or a
name that plugins use; other words in brackets are the author's.
"""

import re
from html import escape

_ATTRIBUTE = (
    r"""(?:\s+[\w:-]+\s*=\s*(?:"[^"]*"|'[^']*'|&quot;.*?&quot;|”[^”]*”|[^\s\]"']+)|\s+(?:"[^"\]]*"|[\w.:/#-]+))"""
)
_SHORTCODE = re.compile(
    rf"\[(?P<escaped>\[)?(?P<close>/)?(?P<name>[A-Za-z][\w-]*)(?P<attributes>{_ATTRIBUTE}*)\s*/?\](?P<unescaped>\])?"
)
_PAIR = re.compile(r"""([\w:-]+)\s*=\s*(?:"([^"]*)"|'([^']*)')""")
_CLOSED = re.compile(r"\[/([A-Za-z][\w-]*)\]")
_KNOWN_NAMES = """
    audio caption cart checkout embed embedyt gallery login more playlist products register search sitemap toc video
    wpvideo youtube
"""
_KNOWN = frozenset(_KNOWN_NAMES.split())
_UNSEEN = re.compile(
    r"\[(?P<name>vc_raw_html|vc_raw_js|fusion_code|et_pb_code|script|style|(?:is_)?members?(?:ship)?(?:[-_]?(?:only|content))?"
    r"|[\w-]*(?:restrict|private|logged_?in|protected|paywall|mepr-|pmpro|ihc-hide|s2if|wlm_|rcp_)[\w-]*)(?=[\s\]])[^\]]*\]",
    re.IGNORECASE,
)
_HEADINGS = frozenset({"title", "heading", "headline", "question", "tab_title", "main_title"})
_TEXTS = frozenset({"answer", "caption", "content", "description", "subtitle", "text", "tab_content"})


def shortcodes_to_html(content: str) -> str:
    """The content without shortcodes: what stands in them stays, unless only members see it; titles become headings."""
    open_to_all = _without_unseen(content)
    closed = {name.lower() for name in _CLOSED.findall(open_to_all)}
    return _SHORTCODE.sub(lambda found: _replacement(found, closed), open_to_all)


def _without_unseen(content: str) -> str:
    kept, position, unclosed = [], 0, set[str]()
    for found in _UNSEEN.finditer(content):
        if found.start() < position or found["name"] in unclosed:
            continue
        end = content.find(f"[/{found['name']}]", found.end())
        if end < 0:
            unclosed.add(found["name"])
        else:
            kept.append(content[position : found.start()])
            position = content.index("]", end) + 1
    return "".join([*kept, content[position:]])


def _replacement(found: re.Match[str], closed: set[str]) -> str:
    if found["escaped"] and found["unescaped"]:
        return found[0][1:-1]
    name, attributes = found["name"].lower(), found["attributes"]
    if not (found["close"] or name in closed or name in _KNOWN or "=" in attributes or "_" in name):
        return found[0]
    speaks = (name not in _KNOWN or name == "caption") and "form" not in name
    kept = "".join(_element(*pair) for pair in _PAIR.findall(attributes)) if speaks else ""
    return f"{'[' if found['escaped'] else ''}{kept or ' '}{']' if found['unescaped'] else ''}"


def _element(attribute: str, quoted: str, single_quoted: str) -> str:
    value = quoted or single_quoted
    if attribute in _HEADINGS and re.search(r"\w", value):
        return f"\n\n<h3>{escape(value, quote=False)}</h3>\n\n"
    return f"\n\n<p>{escape(value, quote=False)}</p>\n\n" if attribute in _TEXTS and " " in value else ""
