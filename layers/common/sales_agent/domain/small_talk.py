"""What a message is when it is no question about the site: a greeting, thanks, a wish to speak with a person."""

import re
from typing import Literal

from sales_agent.domain.words import folded

SmallTalk = Literal["greeting", "how_are_you", "thanks", "bye", "identity", "help", "yes", "no", "ok"]

_MACHINE = r"(an? )?(real |actual |live )?(human|person|man|woman|bot|robot|ai|chat ?bot|machine|computer|chatgpt|gpt)"
_AHEAD = r"(ok(ay)? |great |perfect |cool |no |yes |many )?"
_FOR = r"( for (the|your) (help|info|information|answer|time))?"
_PERSON = (
    r"(an? |the |some |your |real |live |actual |human )*(human|person|someone|somebody|people|agents?|representative|"
    r"rep|advis[eo]r|consultant|sales ?(team|person|rep|people)?|staff|colleague|manager|operator|expert|specialist|"
    r"support|team)"
)
_ALTERNATIVES: dict[SmallTalk, tuple[str, ...]] = {
    "greeting": (
        r"(hi|hello|hey|hiya|howdy|greetings|good (morning|afternoon|evening|day))( there| all| everyone| again)?",
        r"hallo|moin|servus|gruss gott|guten (tag|morgen|abend)",
        r"hola|buen(os|as)? (dias?|tardes|noches)",
        r"bonjour|bonsoir|salut|coucou",
    ),
    "how_are_you": (
        r"how are you( doing)?( today)?|how s it going|what s up",
        r"wie geht( e)?s( ihnen| dir)?",
        r"como estas?|que tal",
        r"(comment )?(allez vous|ca va|vas tu)",
    ),
    "thanks": (
        rf"{_AHEAD}(thanks?|thank you|thx|ty|cheers)( (very|so) much| a lot| again)?{_FOR}( that s (all|great|it))?",
        r"(vielen |besten )?dank|danke( schon| sehr| dir| ihnen)?",
        r"(muchas |mil )?gracias",
        r"merci( beaucoup| bien)?",
    ),
    "bye": (
        r"(good ?)?bye( bye| now)?|see you( later| soon)?|have a (nice|good|great) (day|one|evening|weekend)",
        r"that s (all|it)|nothing else",
        r"ciao|tschuss|auf wiedersehen|adios|hasta (luego|pronto)|au revoir|a bientot",
    ),
    "identity": (
        r"(who|what) are you|what( i)?s your name",
        rf"(are you|is this|am i (talking|speaking|chatting) (to|with)) (just )?{_MACHINE}( being)?( or {_MACHINE})?",
        r"wer (bist du|sind sie)",
        r"(bist du|sind sie|ist das) (eine? )?(echter? )?(mensch|bot|roboter|ki|maschine)",
        r"quien (eres|es usted)|(eres|es usted) (una? )?(humano|persona|robot|bot|maquina|ia)",
        r"qui (es tu|etes vous)|(es tu|etes vous) (une? )?(humain|personne|robot|bot|machine|ia)",
    ),
    "help": (
        r"what can you do|(can|could) you help( me)?|(please )?help( me)?( please)?|i need (some )?help",
        r"i (have|ve got) (a|some) questions?",
        r"konnen sie mir helfen|puede ayudarme|pouvez vous m aider",
    ),
    "yes": (
        r"yes|yeah|yep|yup|sure|yes please|please do|of course|go ahead",
        r"ja|gerne|ja bitte|si|claro|por favor|oui|volontiers|bien sur",
    ),
    "no": (
        r"no|nope|nah|no thank you|not (now|really|today|yet)|(i d |i would )?rather not|(i )?prefer not to( say)?",
        r"nein|nein danke|lieber nicht|no gracias|non|non merci",
    ),
    "ok": (
        r"ok|okay|k|alright|great|perfect|cool|nice|good|super|wow|lol|haha|got it|i see|understood|fine|interesting",
        r"awesome|excellent|makes sense|alles klar|verstanden|vale|entendido|d accord|compris|bien|gut",
    ),
}
_TALK = {kind: re.compile("|".join(alternatives)) for kind, alternatives in _ALTERNATIVES.items()}
_WANTS_PERSON = re.compile(
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


def small_talk(text: str) -> SmallTalk | None:
    """What a message that is nothing but small talk is; of several parts the last says it."""
    parts = [plain for part in re.split(r"[.!?,;:\n]+", text) if (plain := _plain(part))]
    kinds = [next((kind for kind, talk in _TALK.items() if talk.fullmatch(part)), None) for part in parts]
    return kinds[-1] if kinds and all(kinds) else None


def wants_person(text: str) -> bool:
    """Whether the visitor asks to speak with, or be contacted by, a person."""
    return bool(_WANTS_PERSON.search(_plain(text)))


def _plain(text: str) -> str:
    """Letters and digits with one space between words: `What's up` -> `what s up`."""
    return " ".join(re.findall(r"[^\W_]+", folded(text)))
