"""Answers that take more than one sentence of a page.

What there is, what is cheapest, what suits so many people, what two things cost or how they differ: all are put
together of the options of one listing, never across listings.
"""

import re
from collections.abc import Callable, Mapping, Sequence

from sales_agent.domain.alike import holds
from sales_agent.domain.covering import is_headed
from sales_agent.domain.knowledge import Match
from sales_agent.domain.measures import extremes, measures_in
from sales_agent.domain.misfits import capacity, people_in
from sales_agent.domain.named_offers import SEVERAL, named_ones
from sales_agent.domain.offer_questions import (
    asks_of_offer,
    asks_offer,
    extreme_wanted,
    offer_wanted,
    people_to_suit,
    suiting_wanted,
    superlative,
)
from sales_agent.domain.options import Option, listings
from sales_agent.domain.quotes import Quote, piece_of, price_line, quotes
from sales_agent.domain.subjects import named_in
from sales_agent.domain.words import words

MOST_OPTIONS = 8
ENGLISH = "en"
PLANS = frozenset(words("plan subscription membership tariff"))
PERIOD = re.compile(
    r"\b(?:months?|monthly|years?|yearly|annual\w*|per (?:user|seat)|monat\w*|mois|mes)\b", re.IGNORECASE
)


def offered(text: str, matches: Mapping[int, Match], language: str) -> list[Quote]:
    """The pieces that answer a question about what is on offer; nothing when it is none, or no page lists it."""
    return next((found for way in WAYS if (found := way(text, matches, language))), [])


def shortlisted(text: str, matches: Sequence[Match], most: int) -> list[Match]:
    """The passages that such a question is answered from: listings and products before others, the best in any case."""
    if not asks_of_offer(text):
        return list(matches[:most])
    listed = listings(dict(enumerate(matches)), ENGLISH)
    if people_to_suit(text):
        listed = [options for options in listed if len(_sized(options)) >= SEVERAL]
    listing = {options[0].piece.number for options in listed}
    products = {match.passage.url: number for number, match in reversed([*enumerate(matches)]) if match.passage.product}
    named = {passage.url for passage in named_in(text, [match.passage for match in matches])}
    own = [number for number, match in enumerate(matches) if match.passage.url in named]
    first = [*dict.fromkeys([*own, *sorted({0, *listing, *products.values()})])][:most]
    rest = [number for number in range(len(matches)) if number not in first]
    return [matches[number] for number in sorted([*first, *rest[: most - len(first)]])]


def _suiting(text: str, matches: Mapping[int, Match], language: str) -> list[Quote]:
    """The smallest of a listing that is made for as many people as are named."""
    people = people_to_suit(text)
    wanted = suiting_wanted(text)
    for options in listings(matches, language, text) if people else []:
        sized = _sized(options)
        fitting = [option for option in sized if capacity(option.piece.text) >= people]
        if len(sized) >= SEVERAL and fitting and _is_about(options, wanted):
            return [min(fitting, key=lambda option: capacity(option.piece.text)).piece]
    return _asked_and_told(people, wanted, matches, language) if people else []


def _asked_and_told(people: int, wanted: frozenset[str], matches: Mapping[int, Match], language: str) -> list[Quote]:
    """What a page answers itself to the question for some number of people, when that is enough for these."""
    for number, match in matches.items():
        pieces = [
            piece for piece in quotes(number, match, language) if people_in(piece.above) and wanted <= piece.context
        ]
        last = next((place for place, piece in enumerate(pieces) if capacity(piece.text) >= people), None)
        if last is not None:
            return pieces[: last + 1]
    return []


def _sized(options: Sequence[Option]) -> list[Option]:
    return [option for option in options if capacity(option.piece.text)]


def _extreme(text: str, matches: Mapping[int, Match], language: str) -> list[Quote]:
    """The cheapest, or the dearest, of the longest listing that is about what is asked for."""
    sought = superlative(text)
    wanted = extreme_wanted(text)
    for options in listings(matches, language, text) if sought else []:
        priced = [option for option in options if option.price is not None]
        having = [option for option in priced if _has(option, wanted)]
        headed = [option for option in priced if _is_headed(option, wanted)]
        fair = headed if len(having) < SEVERAL or any(option.has_prices for option in having) else having
        if len(fair) >= SEVERAL:
            price = (min if sought == "cheapest" else max)(option.price or 0.0 for option in fair)
            return [option.piece for option in fair if option.price == price]
    return []


def _most(text: str, matches: Mapping[int, Match], language: str) -> list[Quote]:
    """Those of a listing that have the most or the least of something, when all of it say how much."""
    for measure in measures_in(text):
        wanted = extreme_wanted(text) - frozenset(words(measure.words))
        for options in listings(matches, language, text):
            best = extremes([option.piece.text for option in options], measure)
            if len(options) >= SEVERAL and best and _is_about(options, wanted):
                return [options[place].piece for place in best]
    return []


def _all(text: str, matches: Mapping[int, Match], language: str) -> list[Quote]:
    """Everything in the longest listing that is about what is asked for, else the products found."""
    if not asks_offer(text):
        return []
    wanted = offer_wanted(text)
    for options in listings(matches, language, text):
        if _is_about(options, wanted):
            return [option.piece for option in options[:MOST_OPTIONS]]
    return _products(matches, wanted)


def _products(matches: Mapping[int, Match], wanted: frozenset[str]) -> list[Quote]:
    passages = {match.passage.url: (number, match.passage) for number, match in matches.items()}
    found = [
        piece_of(number, passage, 0, price_line(passage) or passage.title, "")
        for number, passage in passages.values()
        if passage.product and wanted <= frozenset(words(passage.title))
    ]
    return found if len(found) >= SEVERAL else []


def _is_about(options: Sequence[Option], wanted: frozenset[str]) -> bool:
    """Whether the lines above a listing, or several that it lists, have the words."""
    return _is_headed(options[0], wanted) or sum(_has(option, wanted) for option in options) >= SEVERAL


def _is_headed(option: Option, wanted: frozenset[str]) -> bool:
    return all(_is_plan(option, word) or is_headed(f"{option.piece.path}\n{option.kind}", {word}) for word in wanted)


def _has(option: Option, wanted: frozenset[str]) -> bool:
    return all(_is_plan(option, word) or holds(option.piece.stems, word) for word in wanted)


def _is_plan(option: Option, word: str) -> bool:
    """Whether the word is for what is paid by the month, and the option is."""
    return word in PLANS and bool(PERIOD.search(f"{option.piece.path}\n{option.piece.text}"))


WAYS: tuple[Callable[[str, Mapping[int, Match], str], list[Quote]], ...] = (
    named_ones,
    _suiting,
    _extreme,
    _most,
    _all,
)
