"""When and how the visitor is asked for what is missing."""

from collections.abc import Mapping, Sequence

from sales_agent.domain.phrases import phrase
from sales_agent.domain.stock_phrases import ASK, ASK_OTHER, PASS_ON

MOST_TIMES = 2


def ask_for(field: str, locale: str) -> str:
    """The question for one profile field."""
    if field in ASK:
        return phrase(ASK[field], locale)
    return phrase(ASK_OTHER, locale, field=field.replace("_", " "))


def next_ask(missing: Sequence[str], answers: Sequence[str], locale: str) -> str:
    """The field to ask for after an answer, or nothing: never twice in a row, and for each field only so often.

    `answers` are the agent's last ones, oldest first.
    """
    asked = {field: [_asks(answer, field, locale) for answer in answers] for field in missing}
    if any(times and times[-1] for times in asked.values()):
        return ""
    return next((field for field, times in asked.items() if sum(times) < MOST_TIMES), "")


def gives(text: str, known: Mapping[str, str]) -> bool:
    """Whether the message tells one of the things known of the visitor, and asks nothing."""
    folded, digits = text.casefold(), "".join(filter(str.isdigit, text))
    told = any(value.casefold() in folded for value in known.values())
    phone = "".join(filter(str.isdigit, known.get("phone", "")))[-7:]
    return "?" not in text and (told or bool(phone and phone in digits))


def _asks(answer: str, field: str, locale: str) -> bool:
    return ask_for(field, locale) in answer or (field == "email" and phrase(PASS_ON, locale) in answer)
