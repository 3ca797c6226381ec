"""Puts an answer into words and lets out only what the passages carry."""

from collections.abc import Sequence
from dataclasses import dataclass

from sales_agent.domain.answer_checks import cite, own_words, unfounded_amounts
from sales_agent.domain.booking_claims import claims_booking
from sales_agent.domain.conversation import Reply, Usage
from sales_agent.domain.phrases import CANNOT_LOOK_UP, phrase
from sales_agent.ports.chat_models import Answer, ChatModel, Question
from sales_agent.ports.errors import Fatal, Retriable


@dataclass(frozen=True)
class Spoken:
    """A checked reply, what it cost and which models failed or were overruled on the way."""

    reply: Reply
    usage: Usage
    failed: list[str]


class Speak:
    """Asks the models in order; the first answer that passes the checks is given."""

    def __init__(self, models: Sequence[ChatModel]) -> None:
        self._models = models

    def __call__(self, question: Question) -> Spoken:
        """A reply; when no model can give one, the honest sentence that it cannot be looked up now."""
        failed: list[str] = []
        for model in self._models:
            try:
                answer = model.answer(question)
            except (Retriable, Fatal):
                failed.append(model.name)
                continue
            if _stands(answer, question):
                return Spoken(_reply(answer, question), answer.usage, failed)
            failed.append(f"{model.name}: overruled")
        text = phrase(CANNOT_LOOK_UP, question.locale)
        return Spoken(Reply(text=text, kind="unknown", asks=["email"]), Usage(), failed)


def _stands(answer: Answer, question: Question) -> bool:
    """No amount that no passage names, no booking of its own: bookings are told by the code that makes them."""
    if not answer.text.strip() or unfounded_amounts(answer.text, question.matches):
        return False
    return not claims_booking(own_words(answer.text, question.matches))


def _reply(answer: Answer, question: Question) -> Reply:
    checked = cite(answer.text, question.matches)
    kind = "smalltalk" if answer.kind == "answer" and not checked.citations else answer.kind
    return Reply(text=checked.text, kind=kind, citations=checked.citations, asks=answer.asks)
