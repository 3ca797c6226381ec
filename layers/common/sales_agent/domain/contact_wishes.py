"""Whether a visitor wants to hear from us: the wish for a person, and the wish to be left alone."""

from collections.abc import Iterable
from typing import Literal

from sales_agent.domain.patterns import pattern
from sales_agent.domain.small_talk import parts, plain

Refusal = Literal["mail", "call", "contact"]
"""No mail, no call, or neither."""

_PERSON = (
    r"(an? |the |some |your |real |live |actual |human )*(human|person|someone|somebody|people|agents?|representative|"
    r"rep|advis[eo]r|consultant|sales ?(team|person|rep|people)?|staff|colleague|manager|operator|expert|specialist|"
    r"support|team)"
)
_WANTS_PERSON = pattern(
    "|".join(
        (
            rf"\b(talk|speak|chat|connect me|put me through|transfer me) (directly )?(to|with) {_PERSON}\b",
            r"\b(call|phone|ring|contact|e ?mail) me( back)?\b",
            r"\b(can|could) (someone|somebody|you|anyone) (please )?call( me)?\b",
            r"\bi (want|need|d like|would like) (an? )?(real |live )?(human|person|agent|representative)\b",
            r"\bmit (einem |einer |echten )*(jemandem|menschen|mitarbeiter(in)?|person|berater(in)?) (spr|red)\w+",
            r"\brufen sie mich( bitte)? (an|zuruck)\b",
            r"\b(hablar|contactar) con (una persona|alguien|un agente|un humano|ventas)\b|\bll[ae]menme\b|\bllameme\b",
            r"\bparler (a|avec) (une? )?(humain|personne|conseill(er|ere)|quelqu un|commercial)\b|\brappelez moi\b",
        )
    )
)
_NO_TALK = pattern(
    r"\b(don t|dont|do not|rather not) (want |need |wish |like )?(to )?(talk|speak|chat) .*"
    r"|\bnicht mit .* (spr|red)\w+|\bno (quiero|deseo) hablar .*|\bne (veux|souhaite) pas parler .*"
)
_BY = (
    r"( (by|via|per|por|par)( (e|mail|e?mails?|phone|post|or|any|telefon|correo|electronico|telefono|telephone|"
    r"oder|o|y|ou|et|and))+\b)?"
)
_TO_ME = (
    r"(e ?mail|mail|contact|write( to)?|call|phone|ring|message|bother|disturb|spam|reach out to) (me|us)( back)?\b"
)
_NEVER = r"((?<!you )(?<!they )(?<!why )(don t|dont|do not)|\Anever|please never|and never|please not|no need to)"
_RATHER_NOT = r"i ((don t|dont|do not) (want|wish|like|need)|(d|would) rather not|(wouldn t|would not) (want|like))"
_POSTED = r"(e ?mails|mails|newsletters?|(phone )?calls|(an |any )(e ?mail|newsletter|(phone )?call))"
_WHAT_FOR = r"(?! (address|support|integration|marketing|notification|service|server|client))"
_REFUSAL = pattern(
    "|".join(
        (
            rf"\b{_NEVER} (ever |please |try to |send me (any )?)?({_TO_ME}|{_POSTED}){_BY}",
            rf"\bstop (e ?mailing|contacting|calling|phoning|messaging|writing( to)?|bothering) (me|us)\b{_BY}",
            rf"\b{_RATHER_NOT}( to)? (be|get) (contacted|called|phoned|e ?mailed|written to|messaged)\b{_BY}",
            rf"\b{_RATHER_NOT} (you|anyone|anybody|someone|somebody|your team|people) (to )?{_TO_ME}{_BY}",
            rf"\bi (don t|dont|do not) (want|wish|like)( to (get|receive))?( (any|your|more))* {_POSTED}\b{_WHAT_FOR}",
            rf"\bi (want|d like|would like) no (more )?{_POSTED}\b{_WHAT_FOR}",
            rf"\A((but|and|please) )*no (more |further )?({_POSTED}|e ?mail|contact)( please| thanks?| thank you)*\Z",
            r"(\A|\b(but|please) )not (by|via) (e ?mail|mail|phone)\b",
            r"\bleave me alone\b|\A(please )?unsubscribe( me)?\b|\boff (your|the) (mailing )?list\b",
            rf"\b(kontaktier|schreib|mail|ruf)en sie m(ich|ir) (bitte )?(nicht|nie|keine)( mehr| an| e mails?)*\b{_BY}",
            rf"\bbitte (mich )?nicht (mehr )?(per (e ?mail|telefon) )?(kontaktieren|anschreiben|anrufen|mailen){_BY}",
            rf"\b(ich )?(mochte|will) (ich )?nicht (per (e ?mail|telefon) )?(kontaktiert|angeschrieben|angerufen){_BY}",
            r"\bich (mochte|will|wunsche) keine (e ?mails?|anrufe)\b|\A(bitte )?keine (e ?mails?|anrufe)( bitte)?\Z",
            rf"\bno me (contacten?|escriban?|llamen?|(envien?|manden?) (mas )?(correos?|e ?mails?))\b{_BY}",
            rf"\bno quiero (que me (contacten|escriban|llamen)|(recibir )?(correos|e ?mails|llamadas)){_BY}",
            rf"\bne (me |m )(contactez|ecrivez|appelez|rappelez|telephonez|envoyez) (pas|plus)( d e ?mails?)?{_BY}",
            rf"\bje ne (veux|souhaite) pas (etre (contactee?|appelee?)|(recevoir )?d (e ?mails?|appels?)){_BY}",
            r"\A(s il vous plait )?pas d (e ?mails?|appels?)( s il vous plait)?\Z",
        )
    )
)
_QUESTION = pattern(r"[^.!?\n]+\?")
_MAIL = pattern(r"mail|writ|list|newsletter|unsubscribe|schr(eib|ieb)|escrib|correo|ecri")
_CALL = pattern(r"call|phone|\bring\b|telefon|ruf|llam|appel")
_WELCOME = {
    "mail": pattern(r"\b(e ?mail|mail|contact|write to) me\b"),
    "call": pattern(r"\b(call|phone|ring|contact) me\b"),
}


def wants_person(text: str) -> bool:
    """Whether the visitor asks to speak with, or be contacted by, a person; a refusal is no such wish."""
    return bool(_WANTS_PERSON.search(_wished(text)))


def refusal(text: str) -> Refusal | None:
    """What the visitor does not want of us, when the message says so."""
    said = _refuses(text)
    if not said:
        return None
    mail, call = bool(_MAIL.search(said)), bool(_CALL.search(said))
    return "contact" if mail == call else "mail" if mail else "call"


def only_refuses(text: str) -> Refusal | None:
    """The refusal of a message that asks nothing besides."""
    asks = any(not _refuses(sentence) for sentence in _QUESTION.findall(text))
    return None if asks else refusal(text)


def refused(texts: Iterable[str]) -> frozenset[str]:
    """The ways, of `mail` and `call`, in which the visitor wants no contact; the last word on each counts."""
    ways: set[str] = set()
    for text in texts:
        ways -= {way for way, welcome in _WELCOME.items() if welcome.search(_wished(text))}
        unwanted = refusal(text)
        if unwanted:
            ways |= {"mail", "call"} if unwanted == "contact" else {unwanted}
    return frozenset(ways)


def unasked(texts: Iterable[str]) -> frozenset[str]:
    """The profile fields for which a visitor who said this is not asked: they do not want to be reached by them."""
    return frozenset({"mail": "email", "call": "phone"}[way] for way in refused(texts))


def _refuses(text: str) -> str:
    return " ".join(found.group() for part in parts(text) for found in _REFUSAL.finditer(part))


def _wished(text: str) -> str:
    """The message without what it says the visitor does not want."""
    rest = " ".join(_REFUSAL.sub(" ", part) for part in parts(text))
    return plain(_NO_TALK.sub(" ", rest))
