"""Answers in the site's own words: picks the pieces of the best passages that say what was asked.

A piece is judged by the words it shares with the question (rare ones count more, those only in the heading above it
half), by how well its passage fits, by what kind of thing is asked for (a price wants an amount), and, where there are
vectors, by its meaning. Measured in docs/benchmarks.md.
"""

import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence, Set
from math import log

from sales_agent.domain.answer_checks import AMOUNT
from sales_agent.domain.knowledge import Match
from sales_agent.domain.quotes import Quote, quotes
from sales_agent.domain.ranking import NEAR
from sales_agent.domain.words import words

MOST_PIECES = 3
MOST_CHARACTERS = 420
SHORT = 80
CONTEXT_SHARE = 0.5
EARLIER_SHARE = 0.5
PASSAGE_SHARE = 1.0
MEANING_SHARE = 0.5
PLACE_SHARE = 0.02
KIND_BONUS = 0.35
NEARLY_AS_GOOD = 0.8
CRUMB = 2
CRUMB_MALUS = 0.3

KINDS = (
    (
        re.compile(
            r"\b(price\w*|pricing|costs?|how much|fees?|rates?|charges?|cheap\w*|expensive|discount\w*|"
            r"preis\w*|kosten|kostet|teuer|precios?|cuestan?|cuánto|prix|coûte\w*|combien|tarif\w*)\b",
            re.IGNORECASE,
        ),
        AMOUNT,
    ),
    (
        re.compile(
            r"\b(how (many|long|big|far|heavy|old|fast|soon|often)|when|what time|wann|cuándo|quand)\b", re.IGNORECASE
        ),
        re.compile(r"\d|\b(days?|weeks?|months?|years?|hours?|minutes?|monday|friday)\b", re.IGNORECASE),
    ),
    (
        re.compile(
            r"\b(e-?mail|phone|telephone|call|contact|reach|address|telefon\w*|teléfono|téléphone)\b", re.IGNORECASE
        ),
        re.compile(r"@|\+?\d[\d\s()/.-]{6,}\d"),
    ),
    (
        re.compile(
            r"\b(which|what|list) (\w+ )?(kinds?|types?|sorts?|options?|choices|plans?|packages?|products?|services?|"
            r"sizes?|colou?rs?|models?)\b",
            re.IGNORECASE,
        ),
        re.compile(r"^- |\w: ", re.MULTILINE),
    ),
)

Meaning = Callable[[Sequence[str]], Sequence[float]]
"""How much each text means what the question means: cosines."""


def weights(text: str, earlier: str = "") -> dict[str, float]:
    """The words of a question, those it takes over from an earlier one for less."""
    return dict.fromkeys(words(earlier), EARLIER_SHARE) | dict.fromkeys(words(text), 1.0)


def pick(
    text: str, wanted: Mapping[str, float], matches: Mapping[int, Match], language: str, meaning: Meaning | None = None
) -> list[Quote]:
    """The pieces to quote, in the order of their passages and places; `matches` by the number they are cited with."""
    kinds = [evidence for asked, evidence in KINDS if asked.search(text)]
    pieces = _pieces(matches, kinds, language)
    scores = _scores(wanted, matches, pieces, kinds)
    if meaning:
        cosines = meaning([piece.text for piece in pieces])
        scores = [score + MEANING_SHARE * cosine for score, cosine in zip(scores, cosines, strict=True)]
    ranked = sorted(zip(scores, pieces, strict=True), key=lambda pair: -pair[0])
    return sorted(_chosen(ranked, wanted.keys()), key=lambda piece: (piece.number, piece.place))


def _pieces(matches: Mapping[int, Match], kinds: Sequence[re.Pattern[str]], language: str) -> list[Quote]:
    """Those of the best passage and its neighbours; of others only what is of the kind asked for, if these lack it."""
    first = max(matches.values(), key=lambda match: match.relevance)
    least = first.relevance - NEAR
    best: list[Quote] = []
    others: list[Quote] = []
    for number, match in matches.items():
        same = (match.passage.url, match.passage.title_path) == (first.passage.url, first.passage.title_path)
        if match.relevance >= least:
            (best if same else others).extend(quotes(number, match, language))
    if kinds and not any(_is_of(kinds, piece) for piece in best):
        best += [piece for piece in others if _is_of(kinds, piece)]
    return best


def _is_of(kinds: Sequence[re.Pattern[str]], piece: Quote) -> bool:
    return any(evidence.search(piece.text) for evidence in kinds)


def quoted(chosen: Sequence[Quote]) -> str:
    """The pieces as one text; each run of neighbours ends with the number of its passage."""
    said: list[str] = []
    for piece, following in zip(chosen, [*chosen[1:], None], strict=True):
        neighbours = following and (following.number, following.place) == (piece.number, piece.place + 1)
        said.append(piece.text if neighbours else f"{piece.text} [{piece.number}]")
    return ("\n" if any("\n" in text or ": " in text for text in said) else " ").join(said)


def _scores(
    wanted: Mapping[str, float], matches: Mapping[int, Match], pieces: Sequence[Quote], kinds: Sequence[re.Pattern[str]]
) -> list[float]:
    holders = Counter(stem for piece in pieces for stem in piece.stems)
    weight = {stem: share * log(1 + (len(pieces) + 1) / (holders[stem] + 1)) for stem, share in wanted.items()}
    best = max(match.relevance for match in matches.values())

    def score(piece: Quote) -> float:
        own = sum(value for stem, value in weight.items() if stem in piece.stems)
        above = sum(value for stem, value in weight.items() if stem in piece.context - piece.stems)
        covered = (own + CONTEXT_SHARE * above) / (sum(weight.values()) or 1)
        fits = KIND_BONUS * _is_of(kinds, piece)
        behind = PASSAGE_SHARE * (best - matches[piece.number].relevance)
        return covered + fits - behind - PLACE_SHARE * min(piece.place, 10) - CRUMB_MALUS * (len(piece.stems) < CRUMB)

    return [score(piece) for piece in pieces]


def _chosen(ranked: Sequence[tuple[float, Quote]], wanted: Set[str]) -> list[Quote]:
    """The best piece and those that make it better."""
    (top, best), *others = ranked
    chosen = [best]
    for score, piece in others:
        room = sum(len(kept.text) for kept in chosen) + len(piece.text) <= MOST_CHARACTERS
        good = score >= NEARLY_AS_GOOD * top
        if len(chosen) < MOST_PIECES and room and _adds(piece, chosen, wanted, good=good):
            chosen.append(piece)
    return chosen


def _adds(piece: Quote, chosen: Sequence[Quote], wanted: Set[str], *, good: bool) -> bool:
    """A sentence's neighbour, when it is short or the other is good; another row; or what says more of the question."""
    best = chosen[0]
    follows = piece.number == best.number and piece.place == best.place + 1
    if piece.flows and best.flows and follows:
        return good or len(best.text) < SHORT
    if not piece.flows and not best.flows and piece.number == best.number:
        return good
    said = frozenset[str]().union(*(kept.stems for kept in chosen))
    return good and bool(piece.stems & wanted - said)
