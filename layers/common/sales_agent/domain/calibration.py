"""What a question that is not about the site reaches there, so that one threshold means the same on every site.

Cosines of unrelated texts differ from embedder to embedder (0.1 here, 0.8 there) and a little from site to site. Every
index therefore keeps, for each of the questions below, the best cosine that any passage of the site has; the median of
these is the site's baseline. The median does not move when the site is about the subject of a few of them.
"""

from collections.abc import Sequence
from math import sumprod
from statistics import median

OFF_TOPIC = (
    "What is the capital of Mongolia?",
    "How do I change a flat bicycle tyre?",
    "Who won the football world cup in 1998?",
    "What is the best recipe for mushroom risotto?",
    "How far away is the moon?",
    "Can you write a poem about autumn leaves?",
    "What is the square root of 144?",
    "How do I teach my dog to sit?",
    "When did the Roman Empire fall?",
    "Which actor played the lead in Titanic?",
    "How do I get red wine out of a white carpet?",
    "What does the word serendipity mean?",
    "How many players are in a cricket team?",
    "Is it going to rain in Oslo tomorrow?",
    "Who painted the Sistine Chapel?",
    "How do vaccines work?",
    "What is the tallest mountain in South America?",
    "How do I tune a guitar?",
    "Which planet has the most moons?",
    "How long should I boil an egg?",
    "What is the plot of Hamlet?",
    "How do I write a for loop in Java?",
    "Which stocks should I buy this week?",
    "What causes the northern lights?",
    "How do I file my income tax return?",
    "Which train goes from Milan to Naples?",
    "How do I prune roses in winter?",
    "Who is the president of Brazil?",
    "How do I remove a virus from my laptop?",
    "What are the symptoms of appendicitis?",
    "How do I knit a scarf for beginners?",
    "Tell me a joke about penguins.",
    "How do I renew my passport?",
    "What is the speed of sound in water?",
    "Which wine goes with grilled salmon?",
    "How do I fix a leaking kitchen tap?",
    "What year was the printing press invented?",
    "How do I meditate before going to sleep?",
    "Which exercises help against back pain?",
    "Are black holes visible from Earth?",
)

Vectors = Sequence[Sequence[float]]


def best_cosines(questions: Vectors, passages: Vectors) -> list[float]:
    """For each question the best cosine that any of the passages has; nothing without passages. Unit vectors."""
    return [max(sumprod(question, passage) for passage in passages) for question in questions] if passages else []


def higher(one: Sequence[float], other: Sequence[float]) -> list[float]:
    """Two results of `best_cosines` as one."""
    return [max(pair) for pair in zip(one, other, strict=True)] if one and other else [*one, *other]


def baseline(best: Sequence[float]) -> float:
    """The cosine that stands for "nothing to do with it"; 0 for an empty index."""
    return min(0.95, max(0.0, median(best))) if best else 0.0
