"""Whether a message asks something, wishes to buy, or comes from somebody who needs another kind of help."""

import re
from collections.abc import Mapping

from sales_agent.domain.asking import gives
from sales_agent.domain.lead_facts import lead_facts_in
from sales_agent.domain.stock_phrases import GLADLY, NOTED

_ASKS = re.compile(
    r"""\?|\b(?:what|which|how|when|where|why|who|whose|whom|whether)\b
    |(?:^|[.!,;:\n]\s*)(?:(?:and|so|but|or|hi|hello|hey|please|ok|then)[\s,]+)*
     (?:do|does|did|can|could|is|are|was|will|would|should|has|have|may|must|tell|show|explain|describe|give|list|send
     |compare|find|help|name)\b
    |\b(?:(?:like|want|need)\s+to\s+(?:know|see|understand|ask|find)|wonder\w*|question|information|info|details|looking\s+for)\b
    |^(?:\w+\s+)?(?:was|wie|wo|wann|warum|wer|wieso|welche\w*|kann|können|gibt|ist|sind|haben|hat|bieten|darf|muss|kostet)\b
    |\b(?:qué|que|cómo|cuándo|dónde|cuál\w*|cuánt\w*|quién\w*|puedo|pueden|tienen|hay|ofrecen)\b
    |\b(?:quels?|quelles?|comment|quand|où|pourquoi|combien|qui|est-ce|puis-je|pouvez|avez|proposez)\b""",
    re.IGNORECASE | re.VERBOSE,
)
_BUYS = re.compile(
    r"\b(?:interested\s+in|(?:want|would\s+like|'d\s+like|ready|looking|hoping|planning)\s+to)\s+(?:\w+ly\s+)?"
    r"(?:buy|order|purchas|rent|leas|hir|subscrib|sign(?:ing)?\s+up|work(?:ing)?\s+with|your|book)\w*"
    r"|\b(?:möchte|will|würde\s+gern\w*)\b.*\b(?:kaufen|bestellen|mieten)\b"
    r"|\bquiero\s+(?:comprar|pedir|alquilar)\b|\b(?:veux|voudrais)\s+(?:acheter|commander|louer)\b",
    re.IGNORECASE,
)
_DISTRESS = re.compile(
    r"\b(?:i|i'm|im|ill|i'll|i've)\b.{0,40}\b(?:kill(?:ing)?\s+my\s?self|end(?:ing)?\s+my\s+life|hurt(?:ing)?\s+my\s?self"
    r"|(?:want|going|wish)\s+to\s+die(?!-)|suicidal|commit\s+suicide)\b"
    r"|\bmich\s+umbringen\b|\bnicht\s+mehr\s+leben\b|\b(?:quiero\s+(?:morir|matarme)|suicidarme)\b|\bme\s+(?:tuer|suicider)\b",
    re.IGNORECASE,
)
IN_DISTRESS = {
    "en": "I am sorry that you feel like this. I am only the assistant of a website and cannot help with it: "
    "please talk to somebody close to you now, or call your country's emergency number.",
    "de": "Es tut mir leid, dass es Ihnen so geht. Ich bin nur der Assistent einer Website und kann dabei nicht "
    "helfen: Bitte sprechen Sie jetzt mit einem Menschen, der Ihnen nahesteht, oder rufen Sie den Notruf an.",
    "es": "Siento mucho que se encuentre así. Solo soy el asistente de un sitio web y no puedo ayudarle con esto: "
    "hable ahora con alguien cercano o llame al número de emergencias de su país.",
    "fr": "Je suis désolé que vous vous sentiez ainsi. Je ne suis que l'assistant d'un site web et ne peux pas vous "
    "aider : parlez maintenant à un proche ou appelez le numéro d'urgence de votre pays.",
}


def asks(text: str) -> bool:
    """Whether a message has the form of a question or a request to be told something."""
    return bool(_ASKS.search(text))


def wants_to_buy(text: str) -> bool:
    """Whether the visitor says that they want to buy, rent or sign up."""
    return bool(_BUYS.search(text))


def reply_to_statement(text: str, known: Mapping[str, str]) -> Mapping[str, str] | None:
    """What to say to a message that asks nothing, but tells something of the visitor or of the wish to buy."""
    if gives(text, known):
        return NOTED
    if asks(text):
        return None
    if lead_facts_in(text, seq=0):
        return NOTED
    return GLADLY if wants_to_buy(text) else None


def in_distress(text: str) -> bool:
    """Whether the visitor speaks of harming themselves."""
    return bool(_DISTRESS.search(text))
