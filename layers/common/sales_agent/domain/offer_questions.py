"""Questions about what is on offer: all of it, its cheapest, or what suits so many people."""

import re
from collections.abc import Iterable
from typing import Literal

from sales_agent.domain.asked_for import asks_only_price
from sales_agent.domain.measures import measures_in
from sales_agent.domain.misfits import people_in
from sales_agent.domain.question_words import content
from sales_agent.domain.several import compares, without_comparing
from sales_agent.domain.words import words

EVERYTHING = "our products and prices"
_ALL = re.compile(
    r"^(?:\W*(?:hi|hello|so|and|please|can you|could you)\b)*\W*"
    r"(?:(?:what|which)(?: (?:kinds?|types?|sorts?|range) of)?(?: [\w-]+){0,3}"
    r" (?:do|does|can|are) (?:you|they|there|we|i)\b"
    r"(?: (?:all|also|actually|currently))?(?: (?:sell|offer|have|provide|make|stock|carry|build|buy|get|available))?"
    r"|(?:what|which)(?: [\w-]+){1,2} are (?:there|available)"
    r"|(?:show|list|tell)(?: me)?(?: about)?(?: all)? your(?: [\w-]+){1,2}"
    r"|was (?:bieten|verkaufen) sie(?: an)?|welche(?: \w+) (?:haben|verkaufen|bieten) sie(?: an)?)\W*$",
    re.IGNORECASE,
)
_CHEAPEST = re.compile(
    r"\b(?:cheapest|least expensive|lowest[- ]priced?|most affordable|günstigste\w*|billigste\w*|moins ch(?:er|ère)s?"
    r"|más barat[oa])\b",
    re.IGNORECASE,
)
_DEAREST = re.compile(
    r"\b(?:most expensive|priciest|dearest|teuerste\w*|plus ch(?:er|ère)s?|más car[oa])\b", re.IGNORECASE
)
_NEEDS = re.compile(
    r"\b(?:(?:needs?|want)(?! (?:it|this|that|to)\b)|which|what|recommend\w*|suggest\w*|suits?|suitable|fits?|best"
    r"|right|looking for|ideal)\b",
    re.IGNORECASE,
)
_THING = re.compile(
    r"\b(?:which|what|need|want|looking for|right|best|cheapest)(?: (?:an?|the|some|your|kind of))* ([a-z][\w-]+)",
    re.IGNORECASE,
)
_NO_THING = frozenset(
    words(
        "need want recommend suggest suit suitable fit best right ideal enough something option product item model "
        "thing package solution size people choose pick"
    )
)
_OFFERED = frozenset(
    words(
        "sell offer product service item goods solution provide make stock carry build range buy get type show list "
        "plan"
    )
)


def asks_offer(text: str) -> bool:
    """Whether a question is for everything on offer, or everything of a kind."""
    return bool(_ALL.search(text)) and asks_only_price(text)


def offer_wanted(text: str) -> frozenset[str]:
    """The words of the kind of thing that such a question is for; none when it is for everything."""
    return content(text) - _OFFERED


def superlative(text: str) -> Literal["cheapest", "dearest"] | None:
    """Whether the cheapest or the dearest is asked for."""
    if _CHEAPEST.search(text):
        return "cheapest"
    return "dearest" if _DEAREST.search(text) else None


def extreme_wanted(text: str) -> frozenset[str]:
    """The words of the kind of thing whose cheapest or dearest is asked for."""
    return content(_DEAREST.sub(" ", _CHEAPEST.sub(" ", text))) - _NO_THING


def people_to_suit(text: str) -> int:
    """For how many people something is sought; 0 when that is not said."""
    return people_in(text) if _NEEDS.search(text) else 0


def suiting_wanted(text: str) -> frozenset[str]:
    """The words of the kind of thing that is sought for so many people."""
    return frozenset(words(" ".join(_THING.findall(text)))) - _NO_THING


def asks_of_offer(text: str) -> bool:
    """Whether a question is answered from what a site lists."""
    return (
        asks_offer(text)
        or superlative(text) is not None
        or people_to_suit(text) > 0
        or bool(compares(text) or measures_in(text))
    )


def beside(text: str, names: Iterable[str]) -> frozenset[str]:
    """The words of a question about named things that say more than what kind of thing they are."""
    return content(without_comparing(text)) - frozenset(words(" ".join(names))) - _NO_THING - _OFFERED


def offer_in_site_words(text: str) -> str:
    """A question about the offer as it is best looked up; others as they are."""
    if asks_offer(text) and not offer_wanted(text):
        return EVERYTHING
    people = people_to_suit(text)
    things = [thing for thing in _THING.findall(text) if frozenset(words(thing)) - _NO_THING]
    sought = " ".join(things) or "plan or product"
    return f"which {sought} suits {people} people, for up to {people} people" if people else text
