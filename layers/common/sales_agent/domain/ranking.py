"""How well a passage fits a question: what it means (cosine) and what it says (BM25), blended into one figure.

Both parts are absolute, so the figure says how well the best passage fits, not only which one is best: BM25 is taken as
a share of what a passage repeating every word of the question without end would score, the cosine is stretched so that
`baseline` (what questions that are not about the site reach) becomes 0. A passage with all words of the question
gains, one without a thing it names is near at best. Measured in docs/benchmarks.md.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
from collections.abc import Set as AbstractSet
from itertools import pairwise
from math import log
from urllib.parse import urlsplit

from sales_agent.domain.knowledge import Match, Passage
from sales_agent.domain.named_things import named_things
from sales_agent.domain.words import words

TITLE_WEIGHT = 2
LEXICAL_SHARE = 0.3
K1, B = 1.2, 0.75
NEAR = 0.2
NEAR_AT_BEST = 0.69
SOME_WORDS, MOST_WORDS = 3, 0.7
COVERED_GAIN = 0.25
RELEVANCE = ((0.0, 0.0), (0.30, 0.5), (0.45, 0.7), (1.0, 1.0))


def rarity(question: Sequence[str], passages: Sequence[Sequence[str]]) -> dict[str, float]:
    """The words of a question with the weight that each has by how few of the passages hold it."""
    kept = [frozenset(passage) for passage in passages]
    holders = {word: sum(word in one for one in kept) for word in question}
    return {word: log(1 + (len(kept) - n + 0.5) / (n + 0.5)) for word, n in holders.items()}


def bm25(weights: Mapping[str, float], passages: Sequence[Sequence[str]]) -> list[float]:
    """BM25 (Robertson) of each passage as a share of the most that words of these weights can score."""
    counts = [Counter(passage) for passage in passages]
    mean = sum(map(len, passages)) / max(1, len(passages)) or 1
    most = sum(weights.values()) or 1

    def share(count: Counter[str]) -> float:
        slack = K1 * (1 - B + B * count.total() / mean)
        return sum(weight * count[word] / (count[word] + slack) for word, weight in weights.items()) / most

    return [share(count) for count in counts]


def passage_words(passage: Passage) -> list[str]:
    """What BM25 sees of a passage: its title counts more than once."""
    return words(passage.title_path) * TITLE_WEIGHT + words(passage.text)


def blend(similarity: float, lexical: float, baseline: float) -> float:
    """The score of a passage: 0 is what an unrelated question reaches, 1 the most there is."""
    return LEXICAL_SHARE * lexical + (1 - LEXICAL_SHARE) * (similarity - baseline) / (1 - baseline)


def relevance(score: float) -> float:
    """The score on the scale of `similarity_threshold`: 0.7 is "about this", 0.5 "near this"."""
    for (low, least), (high, most) in pairwise(RELEVANCE):
        if score <= high:
            return least + (most - least) * (max(score, 0) - low) / (high - low)
    return 1.0


def ranked(question: str, candidates: Sequence[tuple[Passage, float]], baseline: float, limit: int) -> list[Match]:
    """The best of the candidates (passage, cosine) as matches, best first; their words are compared here."""
    texts = [passage_words(passage) for passage, _ in candidates]
    weights = rarity(words(question), texts)
    shares = bm25(weights, texts)
    scored = [(passage, cosine, share) for (passage, cosine), share in zip(candidates, shares, strict=True)]
    return matches(question, weights, scored, baseline)[:limit]


def matches(
    question: str, weights: Mapping[str, float], scored: Sequence[tuple[Passage, float, float]], baseline: float
) -> list[Match]:
    """Passages with cosine and BM25 share as matches, best first; `weights` are the question's words by rarity."""
    names = named_things(question)
    telling = len(weights) >= SOME_WORDS or any(map(str.isdigit, "".join(names)))

    def match(passage: Passage, cosine: float, share: float) -> Match:
        own = frozenset(passage_words(passage))
        gain = _covered(weights, own) if telling else 0.0
        fit = relevance(blend(cosine, share, baseline) + gain)
        site = urlsplit(passage.url).hostname or ""
        fair = fit if all(name in own or name in site for name in names) else min(fit, NEAR_AT_BEST)
        return Match(passage=passage, similarity=cosine, lexical=share, relevance=fair)

    return sorted((match(*one) for one in scored), key=lambda found: -found.relevance)


def _covered(weights: Mapping[str, float], own: AbstractSet[str]) -> float:
    """What a passage gains that has nearly all words of a question of some length, or with a code such as E12."""
    share = sum(weight for word, weight in weights.items() if word in own) / (sum(weights.values()) or 1)
    return COVERED_GAIN * max(0.0, share - MOST_WORDS) / (1 - MOST_WORDS)
