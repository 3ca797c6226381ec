"""A chat model without a model: it quotes the site (domain.extractive) and says the rest in fixed sentences."""

from collections.abc import Mapping, Sequence
from functools import partial
from math import sumprod

from sales_agent.domain import stock_phrases as say
from sales_agent.domain.asked_for import needs_evidence
from sales_agent.domain.asking import ask_for, next_ask
from sales_agent.domain.contact_wishes import only_refuses, unasked, wants_person
from sales_agent.domain.covering import covers, lacks_needed, only_names
from sales_agent.domain.extractive import fitting, pick, weights
from sales_agent.domain.knowledge import Match
from sales_agent.domain.offer_questions import people_to_suit
from sales_agent.domain.offering import offered
from sales_agent.domain.phrases import CANNOT_LOOK_UP, phrase
from sales_agent.domain.questions import IN_DISTRESS, asks, in_distress, reply_to_statement
from sales_agent.domain.quotes import Quote, subject_of
from sales_agent.domain.quoting import quoted
from sales_agent.domain.ranking import NEAR
from sales_agent.domain.small_talk import SmallTalk, small_talk
from sales_agent.domain.subjects import named_in
from sales_agent.domain.turns import CITATION, is_follow_up, topic_of
from sales_agent.domain.words import words
from sales_agent.ports.chat_models import Answer, ChatModel, Question
from sales_agent.ports.embedders import Embedder
from sales_agent.ports.errors import Fatal

FAR = 0.5  # below the threshold: a passage that has every word asked for answers none the less
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
        if in_distress(question.text):
            return Answer(text=phrase(IN_DISTRESS, question.locale), kind="smalltalk")
        talk = _talk(question)
        if talk:
            return talk
        found = dict(enumerate(question.matches, start=1))
        return self._from_the_site(question, fitting(question.text, found, _subject(question)))

    def complete(self, instructions: str, text: str, *, seconds: float) -> str:
        raise Fatal("the embedded model quotes; it cannot write")

    def _from_the_site(self, question: Question, matches: Mapping[int, Match]) -> Answer:
        best = max((match.relevance for match in matches.values()), default=0.0)
        listed = offered(question.text, matches, question.locale[:2])
        if listed:
            return _answered(question, quoted(listed))
        opening = None if best >= question.threshold else reply_to_statement(question.text, question.known)
        if opening:
            return _contact(question, opening)
        if not question.looked_up:
            return Answer(text=phrase(CANNOT_LOOK_UP, question.locale), kind="unknown", asks=_email(question))
        near = best >= question.threshold - FAR or (matches and needs_evidence(question.text))
        pieces = self._pieces(question, matches) if near else []
        if _says_it(question, pieces, best):
            return _answered(question, _quoted(question, pieces))
        if best < question.threshold - NEAR:
            return _unanswered(question, "")
        if only_names(question.text, pieces):
            pieces = self._pieces(_about(question, matches[pieces[0].number]), matches)
        return _unanswered(question, _quoted(question, pieces))

    def _pieces(self, question: Question, matches: Mapping[int, Match]) -> list[Quote]:
        subject = _subject(question)
        meaning = partial(_cosines, self._embedder, f"{subject} {question.text}") if self._embedder else None
        return pick(question.text, weights(question.text, subject), matches, question.locale[:2], meaning, subject)


def _quoted(question: Question, pieces: Sequence[Quote]) -> str:
    """The pieces; a sentence about a product that neither it nor the question names begins with the name."""
    text = quoted(pieces, weights(question.text, _subject(question)).keys())
    product = question.matches[pieces[0].number - 1].passage.product if pieces else None
    if not product or not pieces[0].flows or product.name.casefold() in f"{question.text}\n{text}".casefold():
        return text
    return f"{product.name}: {text}"


def _about(question: Question, match: Match) -> Question:
    """The question for what the thing is that the visitor's question names."""
    return question.model_copy(update={"text": subject_of(match.passage)})


def _says_it(question: Question, pieces: Sequence[Quote], best: float) -> bool:
    """Whether the pieces answer: their passage is about the question, and they are not only about the thing named."""
    if not pieces or lacks_needed(question.text, pieces):
        return False
    if best < question.threshold:
        return covers(_in_full(question), pieces, near=best >= question.threshold - NEAR)
    return needs_evidence(question.text) or not only_names(question.text, pieces)


def _in_full(question: Question) -> str:
    """The question with the names of the things that a follow-up takes over."""
    earlier = named_in(_subject(question), [match.passage for match in question.matches])
    return " ".join([question.text, *map(subject_of, earlier)])


def _answered(question: Question, quote: str) -> Answer:
    field = next_ask(question.missing, [exchange.answer for exchange in question.history], question.locale)
    if not field:
        return Answer(text=quote)
    return Answer(text=f"{quote}\n\n{ask_for(field, question.locale)}", asks=[field])


def _unanswered(question: Question, quote: str) -> Answer:
    """The closest there is, or nothing; either way the question can be passed on, to somebody who may be answered."""
    offer = _offer(question)
    if quote:
        text = f"{phrase(say.CLOSEST, question.locale)}\n{quote}\n\n{offer}".rstrip()
        return Answer(text=text, kind="closest", asks=_email(question))
    if not words(question.text) or not (asks(question.text) or people_to_suit(question.text)):
        return Answer(text=phrase(say.UNCLEAR, question.locale), kind="smalltalk")
    text = f"{phrase(say.UNKNOWN, question.locale)} {offer}".rstrip()
    return Answer(text=text, kind="unknown", asks=_email(question))


def _offer(question: Question) -> str:
    if "email" in question.known:
        return phrase(say.PASSED_ON, question.locale)
    return phrase(say.PASS_ON, question.locale) if _email(question) else ""


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
    answered = [exchange for exchange in question.history if CITATION in exchange.answer]
    alone = [exchange for exchange in answered if not is_follow_up(exchange.question)] or answered
    return topic_of(alone[-1].question, alone[-1].answer) if alone else ""


def _cosines(embedder: Embedder, text: str, pieces: Sequence[str]) -> list[float]:
    asked = embedder.embed_question(text)
    return [sumprod(asked, vector) for vector in embedder.embed_passages(pieces)]


def _email(question: Question) -> list[str]:
    said = [*(exchange.question for exchange in question.history), question.text]
    return [] if "email" in question.known or "email" in unasked(said) else ["email"]


def _contact(question: Question, opening: Mapping[str, str]) -> Answer:
    """A sentence and the question for what is missing of the visitor, so that somebody can answer."""
    wanted = [*question.missing, *(field for field in _email(question) if field not in question.missing)]
    closing = ask_for(wanted[0], question.locale) if wanted else phrase(say.ANYTHING_ELSE, question.locale)
    return Answer(text=f"{phrase(opening, question.locale)} {closing}", kind="profile", asks=wanted[:1])
