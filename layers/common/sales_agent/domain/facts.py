"""What a visitor's message says about the visitor, read without a model: each fact with its words."""

import re
from collections.abc import Iterator, Sequence

from sales_agent.domain.company_names import company_in, display_company
from sales_agent.domain.email_addresses import addresses_in, suggested_address
from sales_agent.domain.industries import industry_in
from sales_agent.domain.person_names import display_name, name_in
from sales_agent.domain.phone_numbers import phones_in
from sales_agent.domain.profile import Fact, Profile
from sales_agent.domain.spoken import spoken

URL = re.compile(r"\b(?:https?://|www\.)\S+", re.IGNORECASE)
CORRECTS = re.compile(
    r"""\b(?:sorry|actually|correct(?:ion|ed)?|i\s+meant?|rather|oops|typo|mistyped|misspell?ed|misspelt|wrong|instead|changed?
        |update|new|now|entschuldigung|eigentlich|ich\s+meine|falsch|perdón|perdon|en\s+realidad|quise\s+decir|pardon|désolé
        |en\s+fait|je\s+voulais\s+dire)\b""",
    re.IGNORECASE | re.VERBOSE,
)
OWN = re.compile(r"\b(?:my|me|i|i'm|mine|mein\w*|mir|mich|mi|mí|mon|ma|moi)\b[^.!?\n]*$", re.IGNORECASE)
"""The visitor spoke of herself in this sentence."""
OTHERS = re.compile(
    r"""\b(?:his|her|their|your|you|him|them|sein\w*|ihr\w*|su|son|votre|vos|boss|manager|colleague|coworker|co-worker|wife
        |husband|partner|friend|assistant|secretary|supervisor|brother|sister|father|mother|client|customer|chef|chefin
        |kolleg\w*|jefe|jefa|collègue|patron\w*)(?:'s)?\b
        (?![^.!?\n;]*\b(?:i|me|my|mine|mein\w*|mi|mon|ma)\b)[^.!?\n;]*$""",
    re.IGNORECASE | re.VERBOSE,
)
"""Somebody else was spoken of last in this sentence."""
TAKEN_BACK = re.compile(
    r"""\b(?:not|instead\s+of|old|former|previous|no\s+longer|wrong|nicht|statt|alte|no\s+es|en\s+vez\s+de|pas|ancien\w*)
        \s+(?:\w+\s+){0,2}$""",
    re.IGNORECASE | re.VERBOSE,
)
AGREES = re.compile(
    r"\W*(?:yes|yep|yeah|correct|right|exactly|sure|ja|genau|richtig|stimmt|sí|si|correcto|oui|exact)\b", re.IGNORECASE
)
QUOTED = 80
GAP = " \n "


def facts_in(text: str, *, asked: Sequence[str], region: str, known: Profile, seq: int) -> list[Fact]:
    """The profile facts in a message: at most one a field, each with the words it was read from.

    `asked` are the fields that the agent had just asked for: a bare answer counts for these only. `region` (ISO 3166)
    reads national phone numbers. What is `known` is replaced only by a plain statement, an answer or a correction.
    Other people's data is left out.
    """
    plain = spoken(text)
    facts = [*_contact(plain, asked, region, known), *_names(_masked(plain), asked, known)]
    return [
        Fact(field=field, value=value, seq=seq, quote=quote)
        for field, value, quote in facts
        if value != known.value(field)
    ]


def _contact(text: str, asked: Sequence[str], region: str, known: Profile) -> Iterator[tuple[str, str, str]]:
    address = _own(text, list(addresses_in(text)), replaces=known.email, asked="email" in asked)
    if address:
        yield "email", *address
    elif "email" in asked and known.email and AGREES.match(text) and (better := suggested_address(known.email)):
        yield "email", better, text[:QUOTED]
    without_addresses = _without(text, [quote for _, quote in addresses_in(text)])
    numbers = list(phones_in(URL.sub(GAP, without_addresses), region, asked="phone" in asked))
    number = _own(text, numbers, replaces=known.phone, asked="phone" in asked)
    if number:
        yield "phone", *number


def _own(text: str, found: list[tuple[str, str]], *, replaces: str, asked: bool) -> tuple[str, str] | None:
    """The visitor's own of several: not another person's, not one that is taken back; after a correction the last."""
    contexts = {quote: text[: text.index(quote)] for _, quote in found}
    mine = [one for one in found if not OTHERS.search(contexts[one[1]]) and not TAKEN_BACK.search(contexts[one[1]])]
    if not mine:
        return None
    corrects = bool(CORRECTS.search(text))
    chosen = mine[-1] if corrects else mine[0]
    told = asked or corrects or OWN.search(contexts[chosen[1]]) or text.strip() == chosen[1]
    return chosen if told or not replaces else None


def _names(text: str, asked: Sequence[str], known: Profile) -> Iterator[tuple[str, str, str]]:
    corrects = bool(CORRECTS.search(text))
    found = name_in(text, asked="customer_name" in asked)
    name = found.text if found else ""
    if found and _says_more(name, known.customer_name, plainly=found.sure or corrects or "customer_name" in asked):
        yield "customer_name", display_name(name), name
    company = _company(text, asked, name, known)
    if company and company != name and (not known.company or corrects or "company" in asked):
        yield "company", display_company(company), company
    industry = industry_in(text, asked="industry" in asked)
    if industry:
        yield "industry", *industry


def _company(text: str, asked: Sequence[str], name: str, known: Profile) -> str:
    """The company; where a name was asked for as well, the first bare answer is the name."""
    stated = company_in(text, asked=False, after_name=name)
    named = "customer_name" not in asked or name or known.customer_name
    if stated or "company" not in asked or not named:
        return stated
    rest = text.replace(name, GAP, 1) if name and "customer_name" in asked else text
    return company_in(rest.strip(" \n,;.-"), asked=True)


def _says_more(name: str, known: str, *, plainly: bool) -> bool:
    """Whether it is news: "Maria" is none about "Maria Lopez"."""
    return not known or (plainly and not set(name.lower().split()) <= set(known.lower().split()))


def _masked(text: str) -> str:
    return URL.sub(GAP, _without(text, [quote for _, quote in addresses_in(text)]))


def _without(text: str, quotes: Sequence[str]) -> str:
    for quote in quotes:
        text = text.replace(quote, GAP)
    return text
