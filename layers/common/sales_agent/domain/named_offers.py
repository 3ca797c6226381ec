"""What the things that a question names cost, or how they differ: of one listing, else of the page of each."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from itertools import chain

from sales_agent.domain.alike import holds
from sales_agent.domain.asked_for import asks_price, names_price
from sales_agent.domain.knowledge import Match, Passage
from sales_agent.domain.misfits import is_idle_facts
from sales_agent.domain.offer_questions import beside
from sales_agent.domain.options import Option, listings
from sales_agent.domain.quotes import Quote, quotes
from sales_agent.domain.several import compares, things_in

SEVERAL = 2
NOTHING = frozenset[str]()
Listings = Sequence[Sequence[Option]]


def named_ones(text: str, matches: Mapping[int, Match], language: str) -> list[Quote]:
    """What several named things cost, or are, or what one of a listing costs; nothing when no such is asked."""
    if not asks_price(text) and not compares(text):
        return []
    listed = listings(matches, language)
    return _each(text, matches, listed, language) or _price_of_one(text, matches, listed, language)


def _each(text: str, matches: Mapping[int, Match], listed: Listings, language: str) -> list[Quote]:
    """What several things cost, or are: from one listing that has them all, else from the page of each."""
    things, priced = things_in(text, matches, _names(listed)), asks_price(text)
    if len(things) < SEVERAL:
        return []
    wanted = beside(text, things)
    for options in listed:
        told = {option.name.casefold(): option for option in options if _answers(option, wanted, priced=priced)}
        if told.keys() >= set(things):
            return [told[thing].piece for thing in things]
    own = [_of_page(thing, matches, language, wanted, priced=priced) for thing in things]
    return [_named(piece) for piece in own if piece] if all(own) else []


def _price_of_one(text: str, matches: Mapping[int, Match], listed: Listings, language: str) -> list[Quote]:
    """What one thing of a listing costs, where no page of its own tells it and the question is about nothing else."""
    things = things_in(text, {}, _names(listed)) if asks_price(text) else []
    if len(things) != 1 or _of_page(things[0], matches, language, NOTHING, priced=True):
        return []
    wanted = beside(text, things)
    for option in chain.from_iterable(listed):
        known = option.piece.stems | option.piece.context
        if option.name.casefold() == things[0] and option.price is not None and all(holds(known, w) for w in wanted):
            return [option.piece]
    return []


def _names(listed: Listings) -> list[str]:
    return [option.name for option in chain.from_iterable(listed)]


def _answers(option: Option, wanted: frozenset[str], *, priced: bool) -> bool:
    """Whether an option has the price, or what is to be compared, or, if that is not said, more than prices."""
    if priced:
        return option.price is not None
    return any(holds(option.piece.stems, word) for word in wanted) if wanted else option.tells_more


def _named(piece: Quote) -> Quote:
    """A piece of a page that stands beside pieces of others, with the name that tells which it is about."""
    known = piece.title.casefold() in piece.text.casefold()
    return replace(piece, flows=False, text=piece.text if known else f"{piece.title}: {piece.text}")


def _of_page(
    thing: str, matches: Mapping[int, Match], language: str, wanted: frozenset[str], *, priced: bool
) -> Quote | None:
    """What the page of a thing says of its price, of what is wanted, or first of all."""

    def fits(piece: Quote, passage: Passage) -> bool:
        if priced:
            return names_price(piece.text)
        told = not wanted or any(holds(piece.stems, word) for word in wanted)
        return told and not is_idle_facts(piece.text, passage.product, NOTHING)

    found = {number: match for number, match in matches.items() if match.passage.title.casefold() == thing}
    for number, match in sorted(found.items(), key=lambda pair: pair[1].passage.ordinal):
        for piece in quotes(number, match, language, priced=priced):
            if fits(piece, match.passage):
                return piece
    return None
