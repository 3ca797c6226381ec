"""What a message is when it is no question about the site: a greeting, thanks, a wish about one's own data."""

import re
from typing import Literal

from sales_agent.domain.words import folded

SmallTalk = Literal["greeting", "how_are_you", "thanks", "bye", "identity", "help", "my_data", "yes", "no", "ok"]

_MACHINE = r"(an? )?(real |actual |live )?(human|person|man|woman|bot|robot|ai|chat ?bot|machine|computer|chatgpt|gpt)"
_AHEAD = r"(ok(ay)? |great |perfect |cool |no |yes |many )?"
_WILL_YOU = (
    r"(please |and |(can|could|would) (you|i) (please )?|how (can|do) i |i (want|would like|d like)( you)? to )?"
)
_DELETE = r"(delete|erase|remove|wipe|forget|download|export|(see|get) a copy of)"
_MINE = (
    r"((all )?(of )?my (personal )?(data|details|information|info|chat|conversation|messages|history)( you have)?"
    r"|(all )?(the )?(data|details|information|info) (that )?(you have )?(about|of|on) me)"
)
_QUIERO = r"((quiero|puedo|como puedo|por favor) )*"
_JE_VEUX = r"((je (veux|voudrais|souhaite)|puis je|comment|s il vous plait) )*"
_FOR = r"( for (the|your) (help|info|information|answer|time))?"
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
    "my_data": (
        rf"{_WILL_YOU}{_DELETE} {_MINE}( please| now)*|(please )?forget me( please)?",
        r"(bitte )?((loschen sie|ich mochte|wie kann ich) )?(alle )?meine (personlichen )?daten( bitte)?( loschen)?",
        r"(bitte )?((ich mochte|wie kann ich) )?meine daten( bitte)? (herunterladen|exportieren)",
        rf"{_QUIERO}(borrar?|borren?|eliminar?|eliminen?|descargar) (todos )?mis datos( personales)?( por favor)?",
        rf"{_JE_VEUX}(supprim|effac|telecharg)(er|ez) (toutes )?mes donnees( personnelles)?( s il vous plait)?",
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


def small_talk(text: str) -> SmallTalk | None:
    """What a message that is nothing but small talk is; of several parts the last says it."""
    kinds = [next((kind for kind, talk in _TALK.items() if talk.fullmatch(part)), None) for part in parts(text)]
    return kinds[-1] if kinds and all(kinds) else None


def parts(text: str) -> list[str]:
    """What stands between the punctuation, each part plain."""
    return [part for piece in re.split(r"[.!?,;:\n]+", text) if (part := plain(piece))]


def plain(text: str) -> str:
    """Letters and digits with one space between words: `What's up` -> `what s up`."""
    return " ".join(re.findall(r"[^\W_]+", folded(text)))
