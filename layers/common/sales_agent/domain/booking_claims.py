"""Does a text state that a meeting was made, moved or cancelled? Only code that has the proof may say so.

A false alarm costs one reworded reply; a miss tells a visitor of a meeting that does not exist. So it leans to yes:
only what is plainly denied, asked or conditional within the same clause is let through.

English, German, Spanish and French.
"""

import re

from sales_agent.domain.patterns import pattern

_NOUN = (
    r"(?:meeting|appointment|call|demo|slot|booking|session|consultation|reservation|invit(?:e|ation)|event|visit|time"
    r"|termin|gespräch|besprechung|buchung|anruf|cita|reuni[oó]n|reserva|llamada"
    r"|rendez-vous|rdv|réunion|appel|réservation)s?"
)
_DONE = (
    r"(?:booked|scheduled|re-?scheduled|confirmed|reserved|arranged|secured|finali[sz]ed|locked in|set up|pencil?led in"
    r"|blocked(?: off| out| for you)?|(?:saved|held|kept|ready) for you"
    r"|taken care of|sorted out|noted down|on the books"
    r"|moved|shifted|changed|postponed|cancel?led|called off"
    r"|in (?:the|your|our) (?:calendar|diary)|on (?:the|your) calendar"
    r"|gebucht|bestätigt|vereinbart|reserviert|eingetragen|verschoben|abgesagt|storniert"
    r"|reservad[oa]|confirmad[oa]|agendad[oa]|programad[oa]|cancelad[oa]|cambiad[oa]"
    r"|réservé|confirmé|planifié|fixé|déplacé|annulé|reporté)e?s?"
)
_SURELY = r"(?:(?:re-?)?(?:booked|scheduled)|reserved|cancel?led|called off|pencil?led in)"
_ADVERB = (
    r"(?:(?:all|now|just|already|successfully|officially|hereby|been|fully|gone ahead and|also"
    r"|jetzt|nun|bereits|soeben|ya|bien|maintenant)\s+)*"
)
_TIME = (
    r"(?:mon|tues|wednes|thurs|fri|satur|sun)day|tomorrow|tonight|next week|then\b|\d{1,2}(?::\d\d|\s*[ap]\.?m)"
    r"|\bon the \d|montag|dienstag|mittwoch|donnerstag|freitag|morgen"
    r"|lunes|martes|jueves|viernes|mañana|lundi|mardi|jeudi|demain"
)
_KEPT = r"(?:saved|blocked|held|kept|took|taken|grabbed|noted|marked|logged|registered|claimed|picked|secured)"
_OURS = rf"(?:{_TIME}|\bfor you\b|\b(?:slot|spot|appointment|meeting|demo|booking|reservation)\b)"
_STANDS = (
    r"(?:steht|ist (?:fix|gesetzt|notiert|fest)|est (?:pris|noté|fait|calé|bon)e?"
    r"|(?:est[aá]|queda|ha quedado) (?:hech[oa]|list[oa]|fijad[oa]|apuntad[oa]))\b(?!\s+(?:noch\s+)?nicht)"
)
_WILL = rf"\b(?:i|we)(?:['\u2019]ll| will|(?:['\u2019](?:m|re)| am| are) going to)\s+{_ADVERB}"
_NOTE = r"(?:put|pencil|sign|slot|mark|save|block|reserve|hold|keep|note|write|get|have)"
_WE = rf"\b(?:i|we|he|she|they)(?:['\u2019]ve| have| had)?\s+{_ADVERB}"
_IS = rf"\b(?:is|are|has|have|was|were|['\u2019](?:re|s)|ist|sind|wurde|está|queda|quedó|ha sido|est|a été)\s+{_ADVERB}"
_THING = rf"\b.*(?:\b(?:{_NOUN}|you|your|it|that|this)\b|{_TIME})"
CLAIMS = [
    pattern(text, re.IGNORECASE)
    for text in (
        rf"{_WE}{_SURELY}\b",
        rf"{_WE}{_DONE}{_THING}",
        rf"{_WE}(?:put|added|placed|entered|got|sent|made|created|fixed)\b.*\b{_NOUN}\b",
        rf"{_WE}(?:put|added|got|signed)\s+you\b",
        rf"{_WE}{_KEPT}\b.*{_OURS}",
        rf"^\W*(?:then\s+)?{_ADVERB}(?:{_KEPT}|put)\b.*(?:{_TIME}|\bfor you\b)",
        rf"{_WILL}(?:{_NOTE}\s+)?you\s+(?:down|in|up|on)\b",
        rf"{_WILL}{_NOTE}\b.*(?:{_TIME})",
        rf"{_WILL}(?:talk|speak|meet|chat)\b.*(?:{_TIME})",
        r"\b(?:i|we)(?:['\u2019]ve| have)(?: got)? you (?:down|in|at|on|for)\b",
        rf"(?:{_TIME}).*\bit is\W*$",
        rf"\b{_NOUN}\s+{_ADVERB}(?:(?:went|has gone|came) through|is (?:on|in place|official|a go))\b",
        rf"(?:\b{_NOUN}\b|(?!then)(?:{_TIME})).*\b(?:is|are) (?:all |now )?yours\b",
        r"\bconsider\b.*\byours\b",
        rf"(?<!do )\byou(?:['\u2019]ve got| have| now have| got)\b.*\b{_NOUN}\b.*(?:{_TIME})",
        rf"\b(?:you|we)(?:['\u2019]re| are)\s+{_ADVERB}(?:down|on|in|good|expected)\s+(?:for|at|to go)\b",
        r"\b(?:it|that)(?:['\u2019]s| is) a (?:date|deal|plan)\b",
        rf"\bnot only (?:is|are|was|were|has|have)\b.*\b{_DONE}",
        rf"\bforward to our (?:\w+ ){{0,2}}{_NOUN}\b",
        rf"\bforward to\b.*(?:{_TIME})",
        rf"\b(?:expects?|expecting|waiting for|await(?:s|ing)?) you\b.*(?:{_TIME})",
        rf"\b{_NOUN}\b(?:\s+(?:am|um|le|à|el|a las)\b[^?]*)?\s+{_STANDS}",
        rf"\b(?:wir sehen uns|wir sprechen uns|nos vemos|on se voit|nous nous voyons)\b.*(?:{_TIME})",
        rf"\b{_NOUN}\b[^?]*{_IS}(?:set\b|done\b|{_DONE})",
        rf"\b(?:you|it|that|this|everything)\s*{_IS}(?:set\b|done\b|good to go|{_DONE})",
        rf"\b(?:sie sind|ist|está|estás|vous êtes|c['\u2019]est)\s+{_ADVERB}{_DONE}",
        rf"\b(?:ich habe|wir haben|he|hemos|j['\u2019]ai|nous avons)\b.*\b{_DONE}",
        rf"^\W*(?:(?:ok|okay|great|perfect|yes|sure|thanks)\W+)?(?!set up){_ADVERB}(?:{_NOUN}\s+)?{_DONE}\b",
        rf"\b{_NOUN}\s+(?:{_DONE}|made|complete[d]?|successful)\b(?!\s+(?:by|with|through|via|from)\b)",
        rf"\b(?:see|meet|talk to|speak to|speak with|call) you\b.*(?:{_TIME})",
        rf"\b(?:seeing|meeting|speaking (?:with|to)|talking to) you\b.*(?:{_TIME})",
        rf"\b(?:your|our|the)\s+{_NOUN}\s+(?:is|will be|takes place|starts|begins)\b.*(?:{_TIME})",
        r"\b(?:invit(?:e|ation)|confirmation)\b.*\b(?:sent|on its way|in your inbox|will (?:arrive|follow|be sent))\b",
        r"\byou(?:['\u2019]ll| will) (?:get|receive|have)\b.*\b(?:calendar|meeting) invit",
        rf"\b(?:consider it|all)\s+(?:done|set|{_DONE})",
    )
]
UNSAID = pattern(
    r"\b(?:not|no|never|nothing|none|cannot|until|unless|once|if|when|whether|as soon as|before|after|would|could"
    r"|can|may|might|shall|should|let me|want|like to|need to|to have|to be|try to"
    r"|kein\w*|nicht|wenn|sobald|noch|falls|si|no|cuando|una vez"
    r"|pas|aucun|quand|dès|possible)\b|n['\u2019]t\b",
    re.IGNORECASE,
)
_SAY = r"(?:add|say|tell|mention|note|confirm|inform|report|assure|announce|let you know|see|check|find)"
BESIDES = pattern(
    r"\b(?:can|could|may|might|shall|should|would|want to|let me)\s+"
    rf"(?:like to\s+|\w+ly\s+|also\s+|(?:i|you)\s+)*{_SAY}\b"
    r"|\bnot only\b|\bno (?:problem|worries|trouble|doubt)\b",
    re.IGNORECASE,
)
"""What would excuse a claim and stands beside it: "I may add that" says nothing less."""
CLAUSES = pattern(
    r"[.!?;:,\n]+(?=\s|$)|\s+(?:and|but|so|und|aber|y|pero|et|mais)\s+|\s[-\u2013\u2014]\s", re.IGNORECASE
)


def claims_booking(text: str) -> bool:
    """Whether the text says, somewhere, that a meeting is booked, moved or cancelled."""
    return any(_claims(clause) for clause in CLAUSES.split(text) if clause)


def _claims(clause: str) -> bool:
    found = [match for match in (claim.search(clause) for claim in CLAIMS) if match]
    return any(not UNSAID.search(BESIDES.sub(" ", clause[: match.end()])) for match in found)
