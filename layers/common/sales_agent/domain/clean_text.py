"""Text as a reader sees it: without the characters that show nothing, and with its white space in order.

Invisible characters carry hidden instructions and spoof names (OWASP LLM Top 10 2026, LLM01 and LLM10). Those few that
writing needs stay where they are needed: the joiners inside Arabic and Indic words, and the joiner and the selector
inside an emoji.
"""

import re
from unicodedata import normalize

_WORD = "\u0600-\u06ff\u0750-\u077f\u08a0-\u08ff\u0900-\u0dff\u1000-\u109f\u1780-\u17ff\u1800-\u18af"
_EMOJI = "\u00a9\u00ae\u203c\u2049\u2100-\u2bff\u3030\u303d\u3297\u3299\U0001f000-\U0001faff"
_ANSI_ESCAPE = re.compile(r"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)?|[@-Z\\-_])")
_INVISIBLE = re.compile(
    rf"(?<=[{_WORD}])(?P<joiner>[\u200c\u200d])(?=[{_WORD}])"
    rf"|(?:(?<=[{_EMOJI}])|(?<=[{_EMOJI}]\ufe0f))(?P<glue>\u200d)(?=[{_EMOJI}])"
    rf"|(?<=[{_EMOJI}])(?P<selector>\ufe0f)|(?<=[0-9#*])(?P<keycap>\ufe0f)(?=\u20e3)"
    r"|[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180b-\u180f\u200b-\u200f"
    r"\u202a-\u202e\u2060-\u206f\u3164\ud800-\udfff\ufe00-\ufe0f\ufeff\uffa0\ufff0-\uffff"
    r"\U000e0000-\U000e0fff]"
)
_LINE_BREAK = re.compile(r"\r\n?|\x0b|\x0c|\x1c|\x1d|\x1e|\x85|\u2028|\u2029")
_BLANK_LINES = re.compile(r"\n(?:[ \t]*\n){2,}")


def visible(text: str) -> str:
    """The text in NFC, with plain line breaks and without terminal escapes and invisible characters."""
    plain = _LINE_BREAK.sub("\n", _ANSI_ESCAPE.sub("", text))
    return normalize("NFC", _INVISIBLE.sub(lambda kept: "".join(part or "" for part in kept.groups()), plain))


def one_line(text: str) -> str:
    """Visible text on a single line, words one space apart."""
    return " ".join(visible(text).split())


def clean_text(text: str) -> str:
    """Visible text without trailing spaces and with at most one blank line in a row; indentation stays."""
    lines = (line.replace("\u00a0", " ").rstrip() for line in visible(text).split("\n"))
    return _BLANK_LINES.sub("\n\n", "\n".join(lines)).strip("\n")
