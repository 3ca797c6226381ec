"""How well a passage fits a question: what it means (cosine) and what it says (BM25), blended into one figure.

Both parts are absolute, so the figure says how well the best passage fits, not only which one is best: BM25 is taken as
a share of what a passage repeating every word of the question without end would score, the cosine is stretched so that
`baseline` (what questions that are not about the site reach) becomes 0. Measured in docs/benchmarks.md.
"""

from collections import Counter
from collections.abc import Sequence
from itertools import pairwise
from math import log

from sales_agent.domain.knowledge import Match, Passage
from sales_agent.domain.named_things import named_things
from sales_agent.domain.words import words

TITLE_WEIGHT = 2
LEXICAL_SHARE = 0.3
K1, B = 1.2, 0.75
NEAR = 0.2
NEAR_AT_BEST = 0.69
RELEVANCE = ((0.0, 0.0), (0.30, 0.5), (0.45, 0.7), (1.0, 1.0))


def bm25(question: Sequence[str], passages: Sequence[Sequence[str]]) -> list[float]:
    """BM25 (Robertson) of each passage as a share of the most that the question can score; all as lists of words."""
    counts = [Counter(passage) for passage in passages]
    mean = sum(map(len, passages)) / max(1, len(passages)) or 1
    holders = {word: sum(word in count for count in counts) for word in set(question)}
    weights = {word: log(1 + (len(counts) - n + 0.5) / (n + 0.5)) for word, n in holders.items()}
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
    shares = bm25(words(question), [passage_words(passage) for passage, _ in candidates])
    scored = [(passage, cosine, share) for (passage, cosine), share in zip(candidates, shares, strict=True)]
    scored.sort(key=lambda one: -blend(one[1], one[2], baseline))
    return matches(question, scored[:limit], baseline)


def matches(question: str, scored: Sequence[tuple[Passage, float, float]], baseline: float) -> list[Match]:
    """Passages with cosine and BM25 share as matches, best first.

    One that lacks something the question names is near at best, however much else it shares with it.
    """
    names = named_things(question)
    found = [
        Match(passage=passage, similarity=cosine, lexical=share, relevance=relevance(blend(cosine, share, baseline)))
        for passage, cosine, share in scored
    ]
    fair = [match if names <= set(passage_words(match.passage)) else _near_at_best(match) for match in found]
    return sorted(fair, key=lambda match: -match.relevance)


def _near_at_best(match: Match) -> Match:
    return match.model_copy(update={"relevance": min(match.relevance, NEAR_AT_BEST)})
