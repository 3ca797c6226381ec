"""What a visitor's message says about the visitor, read without a model: each fact with its words."""

import re
import unicodedata
from collections.abc import Iterator, Sequence

from nameparser import HumanName

from sales_agent.domain.company_names import company_in, display_company
from sales_agent.domain.email_addresses import addresses_in, suggested_address
from sales_agent.domain.industries import industry_in
from sales_agent.domain.person_names import name_in
from sales_agent.domain.phone_numbers import phones_in
from sales_agent.domain.profile import Fact, Profile

URL = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
CORRECTS = re.compile(
    r"\b(?:sorry|actually|correct(?:ion|ed)?|i\s+meant?|rather|oops|typo|mistyped|misspell?ed|misspelt|wrong|instead|change|changed|update|new|now|"
    r"entschuldigung|eigentlich|ich\s+meine|falsch|perdón|perdon|en\s+realidad|quise\s+decir|pardon|désolé|en\s+fait|je\s+voulais\s+dire)\b",
    re.IGNORECASE,
)
OWN = re.compile(r"\b(?:my|me|i|i'm|mine|mein\w*|mir|mich|mi|mí|mon|ma|moi)\b[^.!?\n]*$", re.IGNORECASE)
NOT_THIS = re.compile(r"\b(?:not|instead\s+of|old|former|previous|no\s+longer|wrong|nicht|statt|alte|no\s+es|en\s+vez\s+de|pas|ancien\w*)\s+(?:\w+\s+){0,2}$", re.IGNORECASE)
OTHERS = re.compile(
    r"\b(?:his|her|their|your|you|him|them|sein\w*|ihr\w*|su|son|votre|vos|boss|manager|colleague|coworker|co-worker|wife|husband|partner|friend|"
    r"assistant|secretary|supervisor|brother|sister|father|mother|client|customer|chef|chefin|kolleg\w*|jefe|jefa|collègue|patron\w*)(?:'s)?\b"
    r"(?![^.!?\n;]*\b(?:i|me|my|mine|mein\w*|mi|mon|ma)\b)[^.!?\n;]*$",
    re.IGNORECASE,
)
"""Somebody else was spoken of last in this sentence."""
AGREES = re.compile(r"\W*(?:yes|yep|yeah|correct|right|exactly|sure|ja|genau|richtig|stimmt|sí|si|correcto|oui|exact|c['’]est\s+ça)\b", re.IGNORECASE)
GAP = " \n "


def facts_in(text: str, *, asked: Sequence[str], region: str, known: Profile, seq: int) -> list[Fact]:
    """The profile facts in a message: at most one a field, each with the words it was read from.

    `asked` are the fields that the agent had just asked for: a bare answer counts for these only. `region` (ISO 3166 code) reads national phone
    numbers. What is `known` is replaced only by a plain statement, an answer or a correction. Other people's data is left out.
    """
    text = _plain(text)
    facts = [*_contact(text, asked, region, known), *_names(_masked(text), asked, known)]
    return [Fact(field=field, value=value, seq=seq, quote=quote) for field, value, quote in facts if value != known.value(field)]


def _plain(text: str) -> str:
    """Composed characters, one apostrophe, nothing invisible."""
    composed = unicodedata.normalize("NFC", text).replace("’", "'")
    return "".join(sign for sign in composed if sign in "\n\t" or unicodedata.category(sign) not in {"Cc", "Cf"})


def _contact(text: str, asked: Sequence[str], region: str, known: Profile) -> Iterator[tuple[str, str, str]]:
    address = _own(text, list(addresses_in(text)), replaces=known.email, asked="email" in asked)
    if address:
        yield "email", *address
    elif "email" in asked and known.email and AGREES.match(text) and (better := suggested_address(known.email)):
        yield "email", better, text[:40]
    without_addresses = _without(text, [quote for _, quote in addresses_in(text)])
    numbers = list(phones_in(URL.sub(GAP, without_addresses), region, asked="phone" in asked))
    number = _own(text, numbers, replaces=known.phone, asked="phone" in asked)
    if number:
        yield "phone", *number


def _own(text: str, found: list[tuple[str, str]], *, replaces: str, asked: bool) -> tuple[str, str] | None:
    """The visitor's own one of several: not another person's, not one that is taken back; after a correction the last."""
    mine = [one for one in found if not OTHERS.search(_before(text, one[1])) and not NOT_THIS.search(_before(text, one[1]))]
    if not mine:
        return None
    corrects = bool(CORRECTS.search(text))
    chosen = mine[-1] if corrects else mine[0]
    told = asked or corrects or OWN.search(_before(text, chosen[1])) or text.strip() == chosen[1]
    return chosen if told or not replaces else None


def _before(text: str, quote: str) -> str:
    return text[: text.index(quote)]


def _names(text: str, asked: Sequence[str], known: Profile) -> Iterator[tuple[str, str, str]]:
    found = name_in(text, asked="customer_name" in asked)
    name = found.text if found else ""
    if found and _replaces(found.text, known.customer_name, plainly=found.sure or "customer_name" in asked or bool(CORRECTS.search(text))):
        yield "customer_name", display_name(name), name
    rest = text.replace(name, GAP, 1) if name and "customer_name" in asked else text
    wanted = "company" in asked and ("customer_name" not in asked or bool(name or known.customer_name))
    company = company_in(text, asked=False, after_name=name) or (company_in(_answer(rest), asked=True) if wanted else "")
    if company and company.lower() != name.lower() and (not known.company or "company" in asked or CORRECTS.search(text)):
        yield "company", display_company(company), company
    industry = industry_in(text, asked="industry" in asked)
    if industry:
        yield "industry", *industry


def _replaces(name: str, known: str, *, plainly: bool) -> bool:
    """Whether a name says more than the known one: "Maria" is no news about "Maria Lopez"."""
    return not known or (plainly and not set(name.lower().split()) <= set(known.lower().split()))


def _answer(text: str) -> str:
    return text.strip(" \n,;.-")


def _masked(text: str) -> str:
    return URL.sub(GAP, _without(text, [quote for _, quote in addresses_in(text)]))


def _without(text: str, quotes: Sequence[str]) -> str:
    for quote in quotes:
        text = text.replace(quote, GAP)
    return text


def display_name(name: str) -> str:
    """A person's name as it is shown: written all small or all large, it gets its capitals ("van der Berg", "O'Brien")."""
    if not (name.islower() or name.isupper()):
        return name
    parsed = HumanName(name)
    parsed.capitalize()
    return str(parsed)
