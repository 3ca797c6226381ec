"""A chat model without a model: it quotes the site (domain.extractive) and says the rest in fixed sentences."""

from collections.abc import Mapping, Sequence
from functools import partial
from math import sumprod

from sales_agent.domain import stock_phrases as say
from sales_agent.domain.asking import ask_for, gives, next_ask
from sales_agent.domain.contact_wishes import only_refuses, wants_person
from sales_agent.domain.extractive import pick, quoted, weights
from sales_agent.domain.phrases import CANNOT_LOOK_UP, phrase
from sales_agent.domain.ranking import NEAR
from sales_agent.domain.small_talk import SmallTalk, small_talk
from sales_agent.domain.turns import is_follow_up
from sales_agent.domain.words import words
from sales_agent.ports.chat_models import Answer, ChatModel, Question
from sales_agent.ports.embedders import Embedder
from sales_agent.ports.errors import Fatal

CITED = "[1]"
SMALL_TALK: Mapping[SmallTalk, Mapping[str, str]] = {
    "greeting": say.GREETING,
    "how_are_you": say.HOW_ARE_YOU,
    "thanks": say.THANKS,
    "bye": say.BYE,
    "identity": say.IDENTITY,
    "help": say.HELP,
    "my_data": say.MY_DATA,
    "no": say.NO,
    "ok": say.OK,
}


class ExtractiveModel(ChatModel):
    """Answers in the site's own words; with an embedder it also weighs what a sentence means."""

    name = "embedded"

    def __init__(self, embedder: Embedder | None = None) -> None:
        self._embedder = embedder

    def answer(self, question: Question) -> Answer:
        talk = _talk(question)
        if talk:
            return talk
        best = max((match.relevance for match in question.matches), default=0.0)
        if best >= question.threshold:
            return self._answered(question)
        if gives(question.text, question.known):
            return _contact(question, say.NOTED)
        if not question.looked_up:
            return Answer(text=phrase(CANNOT_LOOK_UP, question.locale), kind="unknown", asks=_email(question))
        return self._unanswered(question, best)

    def complete(self, instructions: str, text: str, *, seconds: float) -> str:
        raise Fatal("the embedded model quotes; it cannot write")

    def _answered(self, question: Question) -> Answer:
        quote = self._quote(question)
        field = next_ask(question.missing, [exchange.answer for exchange in question.history], question.locale)
        if not field:
            return Answer(text=quote)
        return Answer(text=f"{quote}\n\n{ask_for(field, question.locale)}", asks=[field])

    def _unanswered(self, question: Question, best: float) -> Answer:
        """The closest there is, or nothing; either way the question can be passed on."""
        if not words(question.text):
            return Answer(text=phrase(say.UNCLEAR, question.locale), kind="smalltalk")
        offer = phrase(say.PASS_ON if _email(question) else say.PASSED_ON, question.locale)
        quote = self._quote(question) if best >= question.threshold - NEAR else ""
        if quote:
            text = f"{phrase(say.CLOSEST, question.locale)}\n{quote}\n\n{offer}"
            return Answer(text=text, kind="closest", asks=_email(question))
        text = f"{phrase(say.UNKNOWN, question.locale)} {offer}"
        return Answer(text=text, kind="unknown", asks=_email(question))

    def _quote(self, question: Question) -> str:
        numbered = dict(enumerate(question.matches, start=1))
        subject = _subject(question)
        meaning = partial(_cosines, self._embedder, f"{subject} {question.text}") if self._embedder else None
        wanted = weights(question.text, subject)
        return quoted(pick(question.text, wanted, numbered, question.locale[:2], meaning), wanted.keys())


def _talk(question: Question) -> Answer | None:
    unwanted = only_refuses(question.text)
    if unwanted:
        instead = f" {phrase(say.HAND_OVER, question.locale)}" if wants_person(question.text) else ""
        return Answer(text=f"{phrase(say.LEFT_ALONE[unwanted], question.locale)}{instead}", kind="smalltalk")
    talk = small_talk(question.text)
    if wants_person(question.text) or talk == "yes":
        return _contact(question, say.GLADLY if talk else say.HAND_OVER)
    return Answer(text=phrase(SMALL_TALK[talk], question.locale), kind="smalltalk") if talk else None


def _subject(question: Question) -> str:
    """The earlier question that a follow-up is about."""
    if not is_follow_up(question.text):
        return ""
    answered = [exchange.question for exchange in question.history if CITED in exchange.answer]
    alone = [text for text in answered if not is_follow_up(text)]
    return next(reversed(alone or answered), "")


def _cosines(embedder: Embedder, text: str, pieces: Sequence[str]) -> list[float]:
    asked = embedder.embed_question(text)
    return [sumprod(asked, vector) for vector in embedder.embed_passages(pieces)]


def _email(question: Question) -> list[str]:
    return [] if "email" in question.known else ["email"]


def _contact(question: Question, opening: Mapping[str, str]) -> Answer:
    """A sentence and the question for what is missing of the visitor, so that somebody can answer."""
    wanted = [*question.missing, *(field for field in _email(question) if field not in question.missing)]
    closing = ask_for(wanted[0], question.locale) if wanted else phrase(say.ANYTHING_ELSE, question.locale)
    return Answer(text=f"{phrase(opening, question.locale)} {closing}", kind="profile", asks=wanted[:1])
