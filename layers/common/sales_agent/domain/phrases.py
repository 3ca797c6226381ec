"""The agent's fixed sentences, in the visitor's language (English where there is no translation)."""

from collections.abc import Mapping

GREETING = {
    "en": "Hello! I am {agent}, an AI assistant of {company}. Ask me anything about our products; "
    "I answer from this website.",
    "de": "Hallo! Ich bin {agent}, ein KI-Assistent von {company}. Fragen Sie mich alles zu unseren Produkten; "
    "ich antworte mit dem, was auf dieser Website steht.",
    "es": "¡Hola! Soy {agent}, un asistente de IA de {company}. Pregúnteme lo que quiera sobre nuestros productos; "
    "respondo con la información de este sitio web.",
    "fr": "Bonjour ! Je suis {agent}, un assistant IA de {company}. Posez-moi vos questions sur nos produits ; "
    "je réponds à partir de ce site.",
}
CANNOT_LOOK_UP = {
    "en": "I cannot look that up right now. Your question is noted; leave me your e-mail address "
    "and our team will answer it.",
    "de": "Das kann ich gerade nicht nachschlagen. Ihre Frage ist notiert; nennen Sie mir Ihre E-Mail-Adresse, "
    "dann antwortet Ihnen unser Team.",
    "es": "Ahora mismo no puedo consultarlo. He anotado su pregunta; déjeme su correo electrónico "
    "y nuestro equipo le responderá.",
    "fr": "Je ne peux pas vérifier cela pour le moment. Votre question est notée ; laissez-moi votre adresse e-mail "
    "et notre équipe vous répondra.",
}

DID_YOU_MEAN = {
    "en": "Is your address {address}?",
    "de": "Lautet Ihre Adresse {address}?",
    "es": "¿Su dirección es {address}?",
    "fr": "Votre adresse est-elle {address} ?",
}


def phrase(phrases: Mapping[str, str], locale: str, **values: str) -> str:
    """The sentence in the locale's language with its values filled in."""
    return phrases.get(locale[:2].lower(), phrases["en"]).format(**values)


def greeting(locale: str, agent: str, company: str) -> str:
    """The first words; they say that this is an AI (EU AI Act, Art. 50(1))."""
    return phrase(GREETING, locale, agent=agent, company=company)
