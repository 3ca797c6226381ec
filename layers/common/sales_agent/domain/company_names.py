"""The visitor's company in the visitor's words (apostrophes as `'`)."""

import re
from collections.abc import Iterator

from sales_agent.domain.company_cues import (
    AFTER_BARE,
    AFTER_NAME,
    FILLER,
    FORM_AFTER,
    FORMED,
    LIKELY,
    LINKING,
    NO_COMPANY,
    OF_OTHERS,
    SURE,
    is_form,
    plain_form,
    shown_form,
)
from sales_agent.domain.vocabulary import is_first_name, is_grammar, is_place, is_surname, is_word, word_list

TOKEN = re.compile(r"&|\+|[^\W_]+(?:[.'&-][^\W_]+)*\.?")
CASED = re.compile(r"(?<=.)\b[A-ZÀ-Þ]\w", re.DOTALL)
"""Capitals beyond the first letter and "I": the writer uses them, so that a name would have one."""
JOINING = frozenset(("&", "+", "and", "of", "the", "und", "y", "et", "de"))
LEADING = re.compile(r"[ \t\"'\u201c\u201e\u00ab]*")
QUOTED = re.compile(
    r"""[ \t]*["\u201c\u201e\u00ab]\s*
        (?P<name>(?=[A-ZÀ-Þ\d])[^"\u201c-\u201e\u00ab\u00bb\n]{2,60}?)
        \s*["\u201c\u201d\u00bb]""",
    re.VERBOSE,
)
"""A name in quotation marks, which tell where it ends."""
BLANK = re.compile(r"[ \t]*")
LONGEST = 7
LONGEST_NUMBER = 2
LONGEST_ABBREVIATION = 3
LONGEST_INITIALS = 4
VOWEL = re.compile(r"[aeiouyäöü]")


def company_in(text: str, *, asked: bool, after_name: str = "") -> str:
    """The visitor's company as it was written, or nothing. A bare one counts only when it was `asked` for.

    `after_name` is the name that the visitor gave in the same message: "Maria from Acme".
    """
    for cue in SURE.finditer(text):
        if name := read_company(text[cue.end() :], text, sure=True):
            return name
    for start in _likely(text, after_name):
        if name := read_company(text[start:], text, sure=False):
            return name
    return _formed(text, asked=asked) or (_bare(text) if asked else "")


def _likely(text: str, after_name: str) -> Iterator[int]:
    if after_name and after_name in text:
        end = text.index(after_name) + len(after_name)
        follows = AFTER_NAME.match(text, end)
        if follows:
            yield follows.end()
    yield from (cue.end() for cue in LIKELY.finditer(text))


def _formed(text: str, *, asked: bool) -> str:
    formed = FORMED.search(text)
    if not formed or is_grammar(formed["name"].split()[0]) or (not asked and OF_OTHERS.search(text[: formed.start()])):
        return ""
    words = formed["name"].split()
    named = words[: _named(words)]
    cased = any(sign.isupper() for sign in formed["name"])
    before = [n for n, word in enumerate(named[:-1], 1) if _stands_before(word, cased=cased)]
    return _tidy(" ".join(words[before[-1] if before else 0 :]))


def _stands_before(word: str, *, cased: bool) -> bool:
    """Whether a name starts after this word at the earliest: "Ich leite die Nordlicht GmbH"."""
    stopped = _ends_sentence(word) and (is_word(_plain(word)) or is_surname(_plain(word)))
    return stopped or word in LINKING or (cased and word.islower() and word not in JOINING)


def _bare(text: str) -> str:
    filler = FILLER.match(text)
    rest = text[filler.end() if filler else 0 :].lstrip()
    name = read_company(rest, text, sure=True)
    ordinary = len(name.split()) == 1 and is_word(name)
    return name if name and not ordinary and "?" not in text and AFTER_BARE.match(rest[len(name) :]) else ""


def read_company(text: str, message: str, *, sure: bool) -> str:
    """The company that `text` begins with, or nothing. Unless `sure`, ordinary words do not make one."""
    quoted = QUOTED.match(text)
    if quoted and not is_place(quoted["name"].lower()):
        form = FORM_AFTER.match(text, quoted.end())
        return _tidy(quoted["name"] + (form[0] if form else ""))
    tokens: list[re.Match[str]] = []
    at = _after(LEADING, text, 0)
    while len(tokens) < LONGEST and (token := TOKEN.match(text, at)):
        if not _continues([known[0] for known in tokens], token[0], text[token.end() :], message):
            break
        tokens.append(token)
        at = _after(BLANK, text, token.end())
    while tokens and tokens[-1][0].lower() in JOINING:
        tokens.pop()
    words = [token[0] for token in tokens]
    if not _is_company(words, message, sure=sure):
        return ""
    form = FORM_AFTER.match(text, tokens[-1].end())
    return _tidy(text[tokens[0].start() : form.end() if form else tokens[-1].end()])


def _after(pattern: re.Pattern[str], text: str, at: int) -> int:
    found = pattern.match(text, at)
    return found.end() if found else at


def _plain(token: str) -> str:
    return token.lower().rstrip(".")


def _named(words: list[str]) -> int:
    """How many of the words stand before the legal form."""
    named = len(words)
    while named > 1 and (is_form(words[named - 1]) or (words[named - 1] == "&" and named < len(words))):
        named -= 1
    return named


def _ends_sentence(token: str) -> bool:
    return token.endswith(".") and "." not in token[:-1] and len(token) > LONGEST_ABBREVIATION


def _usual(token: str) -> bool:
    """Whether companies are called by this word."""
    return _plain(token) in word_list("company_words")


def _ends(token: str) -> bool:
    """Whether a company's name stops before this word."""
    return _plain(token) in word_list("company_ends")


def _continues(before: list[str], token: str, rest: str, message: str) -> bool:
    plain = _plain(token)
    if before and is_form(before[-1]):
        return is_form(token) or plain == "&"
    if before and _ends_sentence(before[-1]):
        return False
    if plain in {"and", "und", "y", "et", "it"}:
        following = TOKEN.match(rest.lstrip())
        return bool(before) and following is not None and _joins(following[0], message)
    if plain in JOINING:
        return bool(before) or plain == "the"
    return not _ends(token) and not (before and token.isdigit() and len(token) > LONGEST_NUMBER)


def _joins(token: str, message: str) -> bool:
    proper = token[0].isupper() and not message.isupper() and not _ends(token)
    return _usual(token) or is_form(token) or proper


def _is_company(tokens: list[str], message: str, *, sure: bool) -> bool:
    plain = [_plain(token) for token in tokens]
    if plain[:1] == ["the"]:
        del plain[0]
    if not plain or _ends(plain[0]) or is_place(" ".join(plain)):
        return False
    if all(_usual(word) or is_form(word) or word in NO_COMPANY for word in plain):
        return False
    several = len(plain) > 1
    if sure or (several and is_form(plain[-1])):
        return several or not is_grammar(plain[0])
    return _looks_proper(tokens, message)


def _looks_proper(tokens: list[str], message: str) -> bool:
    first, *more = tokens
    if CASED.search(message) and not message.isupper():
        proper = [token for token in tokens if token.lower() not in JOINING]
        return not any(token[0].islower() for token in proper) and bool(
            more or not (is_first_name(first) or first.isdigit())
        )
    if is_grammar(first) or is_first_name(first):
        return False
    return any(_usual(token) for token in more) or not any(is_word(_plain(token)) for token in tokens)


def _tidy(name: str) -> str:
    stripped = " ".join(name.split()).strip(" ,;:-\"'\u201c\u201d\u201e\u00ab\u00bb")
    return stripped if is_form(stripped.rsplit(" ", 1)[-1]) else stripped.rstrip(".")


def display_company(name: str) -> str:
    """The name as its writer spells it, with capitals where it was written without any."""
    words = name.split()
    before, cased = _named(words), any(sign.isupper() for sign in name)
    named = words[:before] if cased else [_shown(word) for word in words[:before]]
    return " ".join([*named, *(shown_form(word, cased=cased) for word in words[before:])])


def company_identity(name: str) -> str:
    """What all spellings of a company have in common: "Acme, Inc.", "acme inc" and "Acme Inc" are one."""
    words = name.split()
    before = _named(words)
    named = " ".join(words[:before]).rstrip(",")
    return " ".join([named, *(plain_form(word) for word in words[before:])]).casefold()


def _shown(token: str) -> str:
    if token in JOINING:
        return token
    plain = token.rstrip(".")
    initials = len(plain) <= LONGEST_INITIALS and not VOWEL.search(plain)
    return token.upper() if initials else token[0].upper() + token[1:]
