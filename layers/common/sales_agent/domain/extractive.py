"""Answers in the site's own words: picks the pieces of the best passages that say what was asked.

A piece is judged by the words it shares with the question (rare ones count more, those only in the heading above it
half), by how well its passage fits, by what kind of thing is asked for (a price wants an amount), and, where there are
vectors, by its meaning. Measured in docs/benchmarks.md.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from math import log

from sales_agent.domain.asked_for import Evidence, asks_price, evidence_for, has_any
from sales_agent.domain.covering import holds
from sales_agent.domain.knowledge import Match
from sales_agent.domain.misfits import is_big_enough, is_idle_facts, people_in, too_small
from sales_agent.domain.quotes import Quote, quotes, whole
from sales_agent.domain.ranking import NEAR
from sales_agent.domain.words import words

MOST_PIECES = 3
MOST_CHARACTERS = 420
SHORT = 40
YES_OR_NO = 12
CONTEXT_SHARE = 0.5
EARLIER_SHARE = 0.5
PASSAGE_SHARE = 1.0
MEANING_SHARE = 0.5
PLACE_SHARE = 0.02
KIND_BONUS = 0.5
NEARLY_AS_GOOD = 0.8
CRUMB_MALUS = 0.3
POINTS_BACK = re.compile(
    r"(It|They|This|That|These|Those|He|She|Elles?|Ils?|Diese[rs]?|Estos|Estas)\b(?!['\u2019]s why)"
)
YES_OR_NO_FIRST = re.compile(r"(Yes|No|Ja|Nein|Sí|Oui|Non)\b")

Meaning = Callable[[Sequence[str]], Sequence[float]]
"""How much each text means what the question means: cosines."""


def weights(text: str, earlier: str = "") -> dict[str, float]:
    """The words of a question, those it takes over from an earlier one for less."""
    return dict.fromkeys(words(earlier), EARLIER_SHARE) | dict.fromkeys(words(text), 1.0)


def fitting(text: str, matches: Mapping[int, Match]) -> dict[int, Match]:
    """The passages without those that are about what is too small for the people the question names."""
    people = people_in(text)
    return {number: match for number, match in matches.items() if not too_small(match.passage.text, people)}


def pick(
    text: str, wanted: Mapping[str, float], matches: Mapping[int, Match], language: str, meaning: Meaning | None = None
) -> list[Quote]:
    """The pieces to quote, in the order of their passages and places; `matches` by the number they are cited with."""
    kinds = evidence_for(text)
    pieces = _pieces(matches, kinds, language, text, wanted.keys())
    people = people_in(text)
    fair = [piece for piece in pieces if not too_small(piece.text, people)] or pieces
    scores = [
        score + KIND_BONUS * is_big_enough(piece.text, people)
        for score, piece in zip(_scores(wanted, matches, fair, kinds), fair, strict=True)
    ]
    if meaning:
        cosines = meaning([piece.text for piece in fair])
        scores = [score + MEANING_SHARE * cosine for score, cosine in zip(scores, cosines, strict=True)]
    ranked = sorted(zip(scores, fair, strict=True), key=lambda pair: -pair[0])
    chosen = _with_antecedents(_chosen(ranked, wanted.keys()), fair)
    return sorted(chosen, key=lambda piece: (piece.number, piece.place))


def _pieces(
    matches: Mapping[int, Match], kinds: list[Evidence], language: str, text: str, wanted: AbstractSet[str]
) -> list[Quote]:
    """Those of the best passage and its neighbours; of others only what is of the kind asked for, if these lack it."""
    priced = asks_price(text)
    top, first = max(matches.items(), key=lambda pair: pair[1].relevance)
    best: list[Quote] = []
    others: list[Quote] = []
    for number, match in matches.items():
        if match.relevance < first.relevance - NEAR:
            continue
        own = quotes(number, match, language, priced=priced)
        product = match.passage.product
        own = [piece for piece in own if priced or not is_idle_facts(piece.text, product, wanted)]
        same = (match.passage.url, match.passage.title_path) == (first.passage.url, first.passage.title_path)
        (best if same else others).extend(own)
    if kinds and not any(has_any(kinds, piece.text) for piece in best):
        best += [piece for piece in others if has_any(kinds, piece.text)]
    return best or others or [whole(top, first)]


def _with_antecedents(chosen: list[Quote], pieces: Sequence[Quote]) -> list[Quote]:
    """The pieces with the sentence that an "It" or "They" at their beginning speaks of, and with the "Yes" before."""
    by_place = {(piece.number, piece.place): piece for piece in pieces if piece.flows}
    kept = list(chosen)
    for piece in chosen:
        before = by_place.get((piece.number, piece.place - 1))
        needed = before and (POINTS_BACK.match(piece.text) or YES_OR_NO_FIRST.match(before.text))
        room = before and sum(len(one.text) for one in kept) + len(before.text) <= MOST_CHARACTERS
        if piece.flows and before and before not in kept and needed and room:
            kept.append(before)
    return kept


def quoted(chosen: Sequence[Quote], wanted: AbstractSet[str] = frozenset()) -> str:
    """The pieces as one text; each run of neighbours ends with the number of its passage.

    A heading goes before a piece that lacks words of the question which the heading has.
    """
    said: list[str] = []
    for piece, following in zip(chosen, [*chosen[1:], None], strict=True):
        lacks = wanted & frozenset(words(piece.heading)) - piece.stems
        alone = len(chosen) == 1 and piece.heading and (lacks or (piece.flows and POINTS_BACK.match(piece.text)))
        text = f"{piece.heading}: {piece.text}" if alone else piece.text
        neighbours = following and (following.number, following.place) == (piece.number, piece.place + 1)
        said.append(text if neighbours else f"{text} [{piece.number}]")
    return (" " if all(piece.flows for piece in chosen) else "\n").join(said)


def _scores(
    wanted: Mapping[str, float], matches: Mapping[int, Match], pieces: Sequence[Quote], kinds: list[Evidence]
) -> list[float]:
    holders = Counter(stem for piece in pieces for stem in piece.stems)
    weight = {stem: share * log(1 + (len(pieces) + 1) / (holders[stem] + 1)) for stem, share in wanted.items()}
    best = max(match.relevance for match in matches.values())

    def score(piece: Quote) -> float:
        named = piece.stems | (piece.context & piece.subject)
        own = sum(value for stem, value in weight.items() if holds(named, stem))
        above = sum(value for stem, value in weight.items() if not holds(named, stem) and holds(piece.context, stem))
        covered = (own + CONTEXT_SHARE * above) / (sum(weight.values()) or 1)
        fits = KIND_BONUS * has_any(kinds, piece.text)
        behind = PASSAGE_SHARE * (best - matches[piece.number].relevance)
        return covered + fits - behind - PLACE_SHARE * min(piece.place, 10) - CRUMB_MALUS * piece.is_crumb

    return [score(piece) for piece in pieces]


def _chosen(ranked: Sequence[tuple[float, Quote]], wanted: AbstractSet[str]) -> list[Quote]:
    """The best piece and those that make it better."""
    (top, best), *others = ranked
    chosen = [best]
    for score, piece in others:
        room = sum(len(kept.text) for kept in chosen) + len(piece.text) <= MOST_CHARACTERS
        good = score >= NEARLY_AS_GOOD * top
        if len(chosen) < MOST_PIECES and room and _adds(piece, chosen, wanted, good=good):
            chosen.append(piece)
    return chosen


def _adds(piece: Quote, chosen: Sequence[Quote], wanted: AbstractSet[str], *, good: bool) -> bool:
    """A sentence's neighbour, when one of the two is short or it is good itself; a good row; more of the question."""
    best = chosen[0]
    same_kind = piece.number == best.number and piece.flows == best.flows
    if same_kind and piece.flows and piece.place == best.place - 1 and len(piece.text) <= YES_OR_NO:
        return True
    if same_kind and piece.flows and piece.place == best.place + 1:
        return good or len(best.text) < SHORT
    if same_kind and not piece.flows:
        return good
    said = frozenset[str]().union(*(kept.stems for kept in chosen))
    return good and bool(piece.stems & wanted - said)
