"""What a message wants of meetings: to book, move, cancel or hear of one, or to choose among the times just offered."""

import re
from typing import Literal

from sales_agent.domain.conversation import Reply
from sales_agent.domain.meeting_provisos import affirmed, hedges, wanted
from sales_agent.domain.patterns import pattern

Intent = Literal["book", "move", "cancel", "list", "answer"]

NOUN = (
    r"(?:meeting|appointment|call|demo(?:nstration)?|consultation|session|slot|booking|visit|termin"
    r"|gespräch|cita|reunión|rendez-vous|réunion)s?"
)
CANCEL = pattern(
    rf"\b(?:cancel|call off|delete|drop|remove|absagen|stornieren|cancelar|annuler)\b.*\b(?:{NOUN}|it|that|ihn|la|le)\b"
    rf"|\b{NOUN}\b.*\b(?:cancel|call(?:ed)? off|absagen|stornieren|cancelar|annuler)"
    rf"|\bcall (?:it|this|that|(?:the|my|our) {NOUN}) off\b"
    r"|^\W*(?:(?:please|i|we|need|want|have|must|would like|['\u2019]d like|to|can|could|you|sorry)\W+)*"
    r"cancel(?: please)?\W*$",
    re.IGNORECASE,
)
CANNOT_COME = pattern(
    r"\b(?:can(?:no|['\u2019])t|(?:won['\u2019]t|will not) be able to|(?:not able|unable) to)"
    r" (?:make|come|attend|join)\b",
    re.IGNORECASE,
)
MOVE = pattern(
    rf"\breschedul|\b(?:move|postpone|push|shift|change|bring forward|verschieben|verlegen|mover"
    rf"|déplacer)\b.*\b(?:{NOUN}|it|that|time|day)\b"
    r"|\b(?:another|different|other|earlier|later) (?:time|day|date|slot)s?\b",
    re.IGNORECASE,
)
MOVE_MINE = pattern(
    rf"\b(?:reschedule|move|postpone|push|shift|change|bring forward)\b[^.?!]*\b(?:my|our)\b[^.?!]*\b{NOUN}\b",
    re.IGNORECASE,
)
LIST = pattern(
    rf"\b(?:when|what time|which day)\b.*\b(?:is|are|was)\b.*\b(?:my|our|the) {NOUN}\b"
    rf"|\b(?:do i have|show|list|see)\b.*\b(?:my|our) {NOUN}\b|\bdo (?:i|we) have (?:a|an|any) {NOUN}\b"
    rf"|\bis (?:my|our|the|it|that) ?(?:{NOUN} )?(?:still |already |really )?(?:booked|confirmed|scheduled|on\b|set\b)"
    rf"|\b(?:have|did) you (?:already )?(?:book|schedul|confirm)\w* (?:my|our|the) {NOUN}\b",
    re.IGNORECASE,
)
MINE = pattern(rf"\b(?:my|our) {NOUN}\b|\bdo (?:i|we) have (?:a|an|any) {NOUN}\b", re.IGNORECASE)
WANT = (
    r"(?:book|schedul\w*|arrange|set ?up|make|fix|plan|reserve|organi[sz]e|have|get|want|like|love|need"
    r"|request|try|see|do|join|hop on|(?:what|how) about"
    r"|can (?:we|i|you)|could (?:we|i|you)|let['\u2019]?s|vereinbaren|buchen|möchte|hätte|reservar|agendar"
    r"|quiero|quisiera|réserver"
    r"|prendre|voudrais)"
)
BOOK = pattern(
    rf"\b{WANT}\b[^.?!]*\b{NOUN}\b(?!\s+(?:include|cover|cost|price|feature|video|version|account|data|site|page))"
    rf"|^\W*(?:a |the )?(?:book |schedule )?{NOUN}(?: please)?\W*$"
    r"|\b(?:speak|talk|chat|meet|sprechen|hablar|parler)\b[^.?!]*\b(?:to|with|mit|con|avec)\b[^.?!]*"
    r"\b(?:someone|somebody|sales|person|human|expert|advisor|team|representative|rep|you|jemand\w*|alguien|quelqu)"
    r"|\b(?:can|could|shall) we (?:meet|talk|speak)\b|\bcall me (?:back )?(?:on|at|tomorrow|next)"
    r"|\b(?:available|free)\b[^.?!]*\b(?:mon|tues|wednes|thurs|fri|satur|sun)day|\bbook (?:a|some) time\b"
    r"|\bdo you have (?:any |some )?time (?:on|today|tomorrow|this|next)\b",
    re.IGNORECASE,
)
ABOUT_THE_PRODUCT = pattern(
    r"^\W*(?:(?:what|how)(?! about)|why(?! don['\u2019]t we| not)|does|do you"
    r" (?:offer|have(?! (?:any |some )?time (?:on|today|tomorrow|this|next)\b)|support)"
    r"|is there|are there)\b",
    re.IGNORECASE,
)
YES = pattern(
    r"^\W*(?:yes|yeah|yep|yup|sure|ok(?:ay)?|please do|do it|go ahead|correct|right|confirm(?:ed)?"
    r"|(?:that )?works for me|that works|perfect|absolutely|definitely|of course|ja|klar|sí|si|vale|oui"
    r"|d['\u2019]accord|gern(?:e)?|fine|great|sounds good|(?:please )?(?:book|take|confirm) (?:it|that|this)"
    r"|i['\u2019]ll take it|let['\u2019]s do (?:it|that)|please\W*$)(?!\w)",
    re.IGNORECASE,
)
NO = pattern(
    r"^\W*(?:no|nope|nah|not|never ?mind|don['\u2019]t|nein|non|keep it|leave it|stop|forget (?:it|that|about))\b"
    r"|\bi (?:don['\u2019]t|do not) (?:want|need) (?:a|an|any|the|that|this|to)\b",
    re.IGNORECASE,
)
ORDINAL = pattern(
    r"\b(?:(first|1st|erste\w*|primer\w*|premi[eè]re?)|(second|2nd)|(third|3rd)|(fourth|4th)|(fifth|5th)|(sixth|6th))"
    r"\b(?:\s+(?:one|slot|option|time))?\W*$|^\W*(?:option|number|no\.?|slot|#)?\s*([1-9])\W*$",
    re.IGNORECASE,
)
LAST = pattern(r"\b(?:the )?last (?:one|slot|option|time)\b", re.IGNORECASE)
OTHERS = pattern(
    r"\bnone of (?:these|those|them)\b|\b(?:other|more|different|else|later|earlier"
    r"|another)\b.*\b(?:times?|slots?|days?|dates?|options?)\b"
    r"|\b(?:none|neither|nothing)\b.*\b(?:works?|suits?|fits?)\b|\b(?:anything|something) else\b",
    re.IGNORECASE,
)
LENGTH = pattern(
    r"(?<!in )(?<!within )\b(?:(?P<minutes>\d{1,3})[\s-]*min(?:ute)?s?"
    r"|(?P<half>half an hour|half[\s-]hour)|(?P<hours>an|one|two|1|2)[\s-]*(?:hours?|h))\b"
    r"(?! (?:from|later|before|after|ago))",
    re.IGNORECASE,
)
HOURS = {"an": 1, "one": 1, "1": 1, "two": 2, "2": 2}
ANEW = pattern(r"\b(?:second|another|new|additional|separate|extra|more)\b", re.IGNORECASE)
WHICH = {"cancel": "Which one shall I cancel?", "move": "Which one shall I move?"}
"""What the agent asks of a visitor with several meetings; the next message is understood by it."""
FEW_WORDS = 4


def intent_of(text: str, last: Reply | None, *, has_meeting: bool) -> Intent | None:
    """What the message is about, None for anything but meetings. `last` is what the agent said before it.

    Without a meeting, words about "my meeting" are still about one: that there is none has to be said.
    """
    offered = bool(last and last.slots)
    change = _change(affirmed(text), offered=offered)
    if last and change == confirms(last) and says_yes(text):
        return "answer"
    if change and (has_meeting or (MINE.search(text) and _not_of_the_product(text, change))):
        return change
    if BOOK.search(wanted(text)) and not ABOUT_THE_PRODUCT.search(text):
        return "book"
    if has_meeting and not offered and CANNOT_COME.search(text):
        return "cancel"
    return "answer" if last and (offered or confirms(last) or asked_which(last)) else None


def _change(text: str, *, offered: bool) -> Literal["cancel", "move", "list"] | None:
    if CANCEL.search(text):
        return "cancel"
    if MOVE_MINE.search(text) or (MOVE.search(text) and not offered):
        return "move"
    return "list" if LIST.search(text) else None


def _not_of_the_product(text: str, change: str) -> bool:
    return change == "list" or not ABOUT_THE_PRODUCT.search(text)


def asked_which(reply: Reply) -> Literal["cancel", "move"] | None:
    """What is to be done with the meeting that this reply asks the visitor to name."""
    if reply.kind != "meeting":
        return None
    return "cancel" if reply.text.endswith(WHICH["cancel"]) else "move" if reply.text.endswith(WHICH["move"]) else None


def wants_another(text: str) -> bool:
    """Whether a further meeting is meant, beside the one that is just being moved."""
    return bool(ANEW.search(text))


def asked_length(text: str) -> int | None:
    """How many minutes the meeting shall last, if the message says so."""
    found = LENGTH.search(text)
    if not found:
        return None
    if found["minutes"]:
        return int(found["minutes"])
    return 30 if found["half"] else 60 * HOURS[found["hours"].lower()]


def confirms(reply: Reply) -> str:
    """What a "yes" to this reply would do: "cancel", or nothing."""
    return str((reply.appointment or {}).get("confirm", ""))


def says_yes(text: str) -> bool:
    """Whether the message agrees."""
    return bool(YES.search(text)) and not NO.search(text)


def agrees(text: str) -> bool:
    """Whether the message does nothing but agree."""
    return len(text.split()) <= FEW_WORDS and says_yes(text)


def assents(text: str) -> bool:
    """Whether the message agrees without a question, a condition or a refusal beside it."""
    return says_yes(text) and not hedges(text)


def says_no(text: str) -> bool:
    """Whether the message declines."""
    return bool(NO.search(text))


def wants_others(text: str) -> bool:
    """Whether the message asks for other times than those offered."""
    return bool(OTHERS.search(text))


def chosen_number(text: str, count: int) -> int | None:
    """Which of `count` offers, from 0, the message takes by its place: "the second one", "2", "the last one"."""
    text = affirmed(text) if len(text.split()) > 2 else text  # noqa: PLR2004 - "no. 2" refuses nothing
    if LAST.search(text):
        return count - 1
    match = ORDINAL.search(text)
    if not match:
        return None
    number = int(match[7]) if match[7] else next(place for place in range(1, 7) if match[place])
    return number - 1 if number <= count else None
