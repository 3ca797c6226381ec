"""The visitor's own name in the visitor's words (apostrophes as `'`)."""

import re
from collections.abc import Iterator
from enum import IntEnum
from typing import NamedTuple

from sales_agent.domain.name_cues import (
    FILLER,
    FIRST_AND_LAST,
    HERE,
    IMPLIED,
    NICKNAME,
    NOISE,
    OWN,
    SAID,
    SIGNED,
    SUFFIX,
)
from sales_agent.domain.vocabulary import is_first_name, is_grammar, is_place, is_surname, is_word, word_list

TOKEN = re.compile(r"[^\W\d_]+(?:[.'`-][^\W\d_]+)*\.?")
BLANK = re.compile(r"[ \t]*")
CAPITAL = re.compile(r"(?:^|(?<=-)|(?<=^o')|(?<=^d')|(?<=^mc))\w")
VOWEL = re.compile(r"[aeiouy]")
LONGEST = 6
LONGEST_CODE = 3


class Found(NamedTuple):
    """A name as it was written; `sure` when the visitor said outright that it is the name."""

    text: str
    sure: bool


class Cue(IntEnum):
    """How plainly a name was announced, and so what may follow it."""

    BARE = 1
    IMPLIED = 2
    SAID = 3


def name_in(text: str, *, asked: bool) -> Found | None:
    """The visitor's name; a bare one counts only when it was `asked` for. Other people's names do not."""
    return next(_announced(text), None) or (_bare(text) if asked else None)


def _announced(text: str) -> Iterator[Found]:
    parts = FIRST_AND_LAST.search(text)
    if parts:
        yield Found(f"{parts['first']} {parts['last']}", sure=True)
    for cue in SAID.finditer(text):
        name = read_name(text[cue.end() :], text, Cue.SAID)
        if name and (not cue[0].lower().startswith("name") or OWN.search(text[: cue.start()])):
            yield Found(name, sure=True)
    for pattern in (IMPLIED, SIGNED):
        for cue in pattern.finditer(text):
            name = read_name(text[cue.end() :], text, Cue.IMPLIED)
            if name:
                yield Found(name, sure=False)
    for found in HERE.finditer(text):
        name = read_name(found["name"], text, Cue.IMPLIED)
        if name and name == found["name"].strip():
            yield Found(name, sure=False)


def _bare(text: str) -> Found | None:
    filler = FILLER.match(text)
    rest = text[filler.end() if filler else 0 :]
    name = read_name(rest, text, Cue.BARE)
    after = rest.lstrip()[len(name) :].lstrip()
    return Found(name, sure=False) if name and not after.startswith("?") else None


def read_name(text: str, message: str, cue: Cue) -> str:
    """The name that `text` begins with, or nothing."""
    tokens: list[re.Match[str]] = []
    at = len(text) - len(text.lstrip(" \t"))
    while len(tokens) < LONGEST and (token := TOKEN.match(text, at)):
        if not _continues([known[0] for known in tokens], token[0], message, cue):
            break
        tokens.append(token)
        at = _blank(text, token.end())
    while tokens and _dangles(tokens, text):
        tokens.pop()
    if not tokens or not _is_name([token[0] for token in tokens], text[tokens[-1].end() :], message, cue):
        return ""
    suffix = SUFFIX.match(text, tokens[-1].end())
    written = text[tokens[0].start() : suffix.end() if suffix else tokens[-1].end()]
    return written if suffix or _abbreviated(tokens[-1][0]) else written.rstrip(".")


def _blank(text: str, at: int) -> int:
    gap = NICKNAME.match(text, at) or BLANK.match(text, at)
    return gap.end() if gap else at


def _plain(token: str) -> str:
    return token.lower().rstrip(".")


def _is_title(token: str) -> bool:
    return _plain(token) in word_list("titles")


def _abbreviated(token: str) -> bool:
    return len(_plain(token)) == 1 or _is_title(token) or _plain(token) in {"jr", "sr"}


def _continues(before: list[str], token: str, message: str, cue: Cue) -> bool:
    plain = _plain(token)
    named = [_plain(known) for known in before if not _is_title(known)]
    if _is_title(token):
        return not named
    if plain in word_list("not_names") or (before and before[-1].endswith(".") and not _abbreviated(before[-1])):
        return False
    if plain in word_list("particles") or is_first_name(plain) or plain.startswith("o'") or not is_word(plain):
        return True
    if len(plain) == 1:
        return (
            token.endswith(".")
            or (token.isupper() and plain not in {"a", "i"})
            or bool(named and plain not in {"a", "i", "y"})
        )
    if not named:
        return cue == Cue.SAID and not is_grammar(plain)
    return (is_surname(plain) and not is_word(named[0])) or (_capitalised(token, message) and not is_grammar(plain))


def _dangles(tokens: list[re.Match[str]], text: str) -> bool:
    """A particle without a name after it, or the letters of a code such as "ux 8439"."""
    last = _plain(tokens[-1][0])
    known = is_first_name(last) or is_surname(last)
    code = len(last) <= LONGEST_CODE and not known and re.match(r"[ \t]*\d", text[tokens[-1].end() :])
    return bool(code) or (last in word_list("particles") and not is_first_name(last))


def _is_name(tokens: list[str], rest: str, message: str, cue: Cue) -> bool:
    named = [_plain(token) for token in tokens if not _is_title(token)]
    if not any(_pronounceable(token) for token in named):
        return False
    if cue == Cue.SAID:
        return True
    return _follows_well(named, tokens, rest, message, cue)


def _follows_well(named: list[str], tokens: list[str], rest: str, message: str, cue: Cue) -> bool:
    """Whether what comes next leaves it a name: "I'm Grace from Acme", but not "grace period"."""
    if is_place(" ".join(tokens)) and not is_first_name(named[0]):
        return False
    following = TOKEN.match(rest.lstrip(" \t"))
    if not following or _plain(following[0]) in word_list("after_names"):
        return True
    if cue == Cue.BARE or message.islower():
        return cue == Cue.IMPLIED and is_first_name(named[0])
    return _capitalised(tokens[0], message) and not following[0][0].isupper()


def _pronounceable(token: str) -> bool:
    noise = NOISE.fullmatch(token) and not is_first_name(token)
    return len(token) > 1 and not noise and (not token.isascii() or bool(VOWEL.search(token)))


def _capitalised(token: str, message: str) -> bool:
    return token[0].isupper() and not message.isupper()


def display_name(name: str) -> str:
    """A name as it is shown; one written all small or all large gets its capitals ("Jan van der Berg", "O'Brien")."""
    if not (name.islower() or name.isupper()):
        return name
    first, *more = name.lower().split()
    return " ".join([_shown(first), *(token if token in word_list("particles") else _shown(token) for token in more)])


def _shown(token: str) -> str:
    return CAPITAL.sub(lambda start: start[0].upper(), token)
