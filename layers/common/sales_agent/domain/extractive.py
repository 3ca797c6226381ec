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

from sales_agent.domain.alike import holds
from sales_agent.domain.answer_checks import AMOUNT
from sales_agent.domain.asked_for import Kind, asks_price, kinds_of
from sales_agent.domain.covering import is_headed, shows
from sales_agent.domain.knowledge import Match
from sales_agent.domain.misfits import is_big_enough, is_idle_facts, people_in, too_small
from sales_agent.domain.named_things import named_things
from sales_agent.domain.options import is_aside
from sales_agent.domain.question_words import ASKS_HOW, asked_words, content
from sales_agent.domain.quotes import Quote, quotes, whole
from sales_agent.domain.quoting import MOST_CHARACTERS, steps, with_antecedents
from sales_agent.domain.ranking import NEAR
from sales_agent.domain.subjects import about_named, telling
from sales_agent.domain.words import words

MOST_PIECES = 3
SHORT = 40
YES_OR_NO = 12
CONTEXT_SHARE = 0.5
EARLIER_SHARE = 0.5
PASSAGE_SHARE = 1.0
MEANING_SHARE = 0.5
PLACE_SHARE = 0.02
KIND_BONUS = 0.5
NEARLY_AS_GOOD = 0.8
HEADED_BONUS = 0.1
AMOUNT_BONUS = 0.3
FIRST_BONUS = 0.3
ASIDE_MALUS = 0.1
CRUMB_MALUS = 0.3
INNER_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)

Meaning = Callable[[Sequence[str]], Sequence[float]]
"""How much each text means what the question means: cosines."""


def weights(text: str, earlier: str = "") -> dict[str, float]:
    """The words of a question, those it takes over from an earlier one for less."""
    return dict.fromkeys(words(earlier), EARLIER_SHARE) | dict.fromkeys(asked_words(text), 1.0)


def fitting(text: str, matches: Mapping[int, Match], earlier: str = "") -> dict[int, Match]:
    """The passages without those about another thing than the question names, or too small for its people."""
    people = people_in(text)
    matches = about_named(f"{earlier} {text}", matches)
    return {number: match for number, match in matches.items() if not too_small(match.passage.text, people)}


def pick(
    text: str,
    wanted: Mapping[str, float],
    matches: Mapping[int, Match],
    language: str,
    meaning: Meaning | None = None,
    earlier: str = "",
) -> list[Quote]:
    """The pieces to quote, in the order of their passages and places; `matches` by the number they are cited with."""
    kinds = kinds_of(text)
    matches = {number: _weighed(match, content(text)) for number, match in matches.items()}
    pieces = telling(f"{earlier} {text}", matches, _pieces(matches, kinds, language, text, wanted.keys()))
    if not pieces:
        return []
    people = people_in(text)
    fair = [piece for piece in pieces if not too_small(piece.text, people)] or pieces
    priced = asks_price(text)
    scores = [
        score
        + KIND_BONUS * is_big_enough(piece.text, people)
        + AMOUNT_BONUS * bool(priced and AMOUNT.search(piece.text))
        for score, piece in zip(_scores(wanted, matches, fair, kinds), fair, strict=True)
    ]
    if meaning:
        cosines = meaning([piece.text for piece in fair])
        scores = [score + MEANING_SHARE * cosine for score, cosine in zip(scores, cosines, strict=True)]
    ranked = sorted(zip(scores, fair, strict=True), key=lambda pair: -pair[0])
    way = steps(ranked[0][1], fair, content(text)) if ASKS_HOW.search(text) else []
    chosen = way or with_antecedents(_chosen(ranked, wanted.keys()), fair)
    return sorted(chosen, key=lambda piece: (piece.number, piece.place))


def _weighed(match: Match, wanted: AbstractSet[str]) -> Match:
    """What is headed by what is asked for goes before others, blogs and small print after them.

    A question that names nothing but its kind ("tell me about you") is for the beginning of a page.
    """
    passage = match.passage
    lines = [passage.title, *passage.headings, *INNER_HEADING.findall(passage.text)]
    gain = -ASIDE_MALUS if is_aside(passage) else HEADED_BONUS * is_headed("\n".join(lines), wanted)
    if not wanted and not passage.ordinal:
        gain += FIRST_BONUS
    return match.model_copy(update={"relevance": match.relevance + gain})


def _pieces(
    matches: Mapping[int, Match], kinds: list[Kind], language: str, text: str, wanted: AbstractSet[str]
) -> list[Quote]:
    """Those of the best passage and its neighbours; of others only what is of the kind asked for, if these lack it."""
    priced = asks_price(text)
    needed = any(kind.needed for kind in kinds)
    top, first = max(matches.items(), key=lambda pair: pair[1].relevance)
    best: list[Quote] = []
    others: list[Quote] = []
    for number, match in matches.items():
        if match.relevance < first.relevance - NEAR and not needed:
            continue
        own = quotes(number, match, language, priced=priced)
        product = match.passage.product
        own = [piece for piece in own if priced or not is_idle_facts(piece.text, product, wanted)]
        same = (match.passage.url, match.passage.title_path) == (first.passage.url, first.passage.title_path)
        (best if same else others).extend(own)
    if needed or not any(shows(piece, kinds) for piece in best):
        best += [piece for piece in others if shows(piece, kinds)]
    for sought in (named_things(text), content(text)):
        if sought and not any(_tells(piece, sought) for piece in best):
            best += [piece for piece in others if _tells(piece, sought) and piece not in best]
    return best or others or [whole(top, first)]


def _tells(piece: Quote, sought: AbstractSet[str]) -> bool:
    return all(holds(piece.stems | piece.context, word) for word in sought)


def _scores(
    wanted: Mapping[str, float], matches: Mapping[int, Match], pieces: Sequence[Quote], kinds: list[Kind]
) -> list[float]:
    holders = Counter(stem for piece in pieces for stem in piece.stems)
    weight = {stem: share * log(1 + (len(pieces) + 1) / (holders[stem] + 1)) for stem, share in wanted.items()}
    best = max(match.relevance for match in matches.values())

    def score(piece: Quote) -> float:
        named = piece.stems | (piece.context & piece.subject)
        own = sum(value for stem, value in weight.items() if holds(named, stem))
        above = sum(value for stem, value in weight.items() if not holds(named, stem) and holds(piece.context, stem))
        covered = (own + CONTEXT_SHARE * above) / (sum(weight.values()) or 1)
        headed = piece.above != piece.title and is_headed(piece.above, wanted.keys())
        fits = KIND_BONUS * (shows(piece, kinds) + headed)
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
