"""What a message wants of meetings: to book, move, cancel or hear of one, or to choose among the times just offered."""

import re
from typing import Literal

from sales_agent.domain.conversation import Reply

Intent = Literal["book", "move", "cancel", "list", "answer"]

NOUN = (
    r"(?:meeting|appointment|call|demo(?:nstration)?|consultation|session|slot|booking|visit|termin"
    r"|gespräch|cita|reunión|rendez-vous|réunion)s?"
)
CANCEL = re.compile(
    rf"\b(?:cancel|call off|delete|drop|remove|absagen|stornieren|cancelar|annuler)\b.*\b(?:{NOUN}|it|that|ihn|la|le)\b"
    rf"|\b{NOUN}\b.*\b(?:cancel|call(?:ed)? off|absagen|stornieren|cancelar|annuler)"
    r"|\bcan(?:no|['\u2019])t (?:make|come|attend)\b",
    re.IGNORECASE,
)
MOVE = re.compile(
    rf"\breschedul|\b(?:move|postpone|push|shift|change|bring forward|verschieben|verlegen|mover"
    rf"|déplacer)\b.*\b(?:{NOUN}|it|that|time|day)\b"
    r"|\b(?:another|different|other|earlier|later) (?:time|day|date|slot)s?\b",
    re.IGNORECASE,
)
LIST = re.compile(
    rf"\b(?:when|what time|which day)\b.*\b(?:is|are|was)\b.*\b(?:my|our|the) {NOUN}\b"
    rf"|\b(?:do i have|show|list|see)\b.*\b(?:my |any |a )?{NOUN}\b",
    re.IGNORECASE,
)
WANT = (
    r"(?:book|schedul\w*|arrange|set ?up|make|fix|plan|reserve|organi[sz]e|have|get|want|like|love|need"
    r"|request|try|see|do|join|hop on"
    r"|can (?:we|i|you)|could (?:we|i|you)|let['\u2019]?s|vereinbaren|buchen|möchte|hätte|reservar|agendar"
    r"|quiero|quisiera|réserver"
    r"|prendre|voudrais)"
)
BOOK = re.compile(
    rf"\b{WANT}\b[^.?!]*\b{NOUN}\b(?!\s+(?:include|cover|cost|price|feature|video|version|account|data|site|page))"
    rf"|^\W*(?:a |the )?(?:book |schedule )?{NOUN}(?: please)?\W*$"
    r"|\b(?:speak|talk|chat|meet|sprechen|hablar|parler)\b[^.?!]*\b(?:to|with|mit|con|avec)\b[^.?!]*"
    r"\b(?:someone|somebody|sales|person|human|expert|advisor|team|representative|rep|you|jemand\w*|alguien|quelqu)"
    r"|\b(?:can|could|shall) we (?:meet|talk|speak)\b|\bcall me (?:back )?(?:on|at|tomorrow|next)"
    r"|\b(?:available|free)\b[^.?!]*\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\bbook (?:a|some) time\b",
    re.IGNORECASE,
)
ABOUT_THE_PRODUCT = re.compile(
    r"^\W*(?:what|how|why|does|do you (?:offer|have|support)|is there|are there)\b", re.IGNORECASE
)
YES = re.compile(
    r"^\W*(?:yes|yeah|yep|yup|sure|ok(?:ay)?|please do|do it|go ahead|correct|right|confirm(?:ed)?"
    r"|that works|perfect|ja|sí|si|oui"
    r"|gern(?:e)?|fine|great|sounds good)\b",
    re.IGNORECASE,
)
NO = re.compile(r"^\W*(?:no|nope|nah|not|never ?mind|don['\u2019]t|nein|non|keep it|leave it|stop)\b", re.IGNORECASE)
ORDINAL = re.compile(
    r"\b(?:(first|1st|erste\w*|primer\w*|premi[eè]re?)|(second|2nd)|(third|3rd)|(fourth|4th)|(fifth|5th)|(sixth|6th))"
    r"\b(?:\s+(?:one|slot|option|time))?\W*$|^\W*(?:option|number|no\.?|slot|#)?\s*([1-9])\W*$",
    re.IGNORECASE,
)
LAST = re.compile(r"\b(?:the )?last (?:one|slot|option|time)\b", re.IGNORECASE)
OTHERS = re.compile(
    r"\bnone of (?:these|those|them)\b|\b(?:other|more|different|else|later|earlier"
    r"|another)\b.*\b(?:times?|slots?|days?|dates?|options?)\b"
    r"|\b(?:none|neither|nothing)\b.*\b(?:works?|suits?|fits?)\b|\b(?:anything|something) else\b",
    re.IGNORECASE,
)


FEW_WORDS = 4


def intent_of(text: str, last: Reply | None, *, has_meeting: bool) -> Intent | None:
    """What the message is about, None for anything but meetings. `last` is what the agent said before it."""
    if has_meeting and CANCEL.search(text):
        return "cancel"
    if has_meeting and MOVE.search(text) and not (last and last.slots):
        return "move"
    if has_meeting and LIST.search(text):
        return "list"
    if BOOK.search(text) and not ABOUT_THE_PRODUCT.search(text):
        return "book"
    return "answer" if last and (last.slots or confirms(last)) else None


def wants_meeting(text: str, last: Reply | None = None, *, has_meeting: bool = False) -> bool:
    """Whether the message is about a meeting, as far as its words tell."""
    return intent_of(text, last, has_meeting=has_meeting) not in {None, "answer"}


def confirms(reply: Reply) -> str:
    """What a "yes" to this reply would do: "cancel", or nothing."""
    return str((reply.appointment or {}).get("confirm", ""))


def says_yes(text: str) -> bool:
    """Whether the message agrees."""
    return bool(YES.search(text)) and not NO.search(text)


def agrees(text: str) -> bool:
    """Whether the message does nothing but agree."""
    return len(text.split()) <= FEW_WORDS and says_yes(text)


def says_no(text: str) -> bool:
    """Whether the message declines."""
    return bool(NO.search(text))


def wants_others(text: str) -> bool:
    """Whether the message asks for other times than those offered."""
    return bool(OTHERS.search(text))


def chosen_number(text: str, count: int) -> int | None:
    """Which of `count` offers, from 0, the message takes by its place: "the second one", "2", "the last one"."""
    if LAST.search(text):
        return count - 1
    match = ORDINAL.search(text)
    if not match:
        return None
    number = int(match[7]) if match[7] else next(place for place in range(1, 7) if match[place])
    return number - 1 if number <= count else None
